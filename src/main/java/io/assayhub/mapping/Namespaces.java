package io.assayhub.mapping;

import io.assayhub.fhir.CanonicalUris;
import java.util.Map;

/** Short names for URIs in Observation and terminology files: {@code {base}/CodeSystem/analyte}. */
public record Namespaces(Map<String, String> uris) {
    /** Where the hub's own canonical URLs begin unless configured otherwise. */
    public static final String DEFAULT_BASE = "https://assayhub.io/fhir";

    public Namespaces {
        uris = Map.copyOf(uris);
    }

    /** The hub's own base and the standards' code systems. */
    public static Namespaces of(String base) {
        return new Namespaces(CanonicalUris.shortNames(base));
    }

    public String base() {
        return uris.get("base");
    }

    /** The text with every short name written out; unknown names in braces stay as they are (UCUM uses braces too). */
    public String expand(String text) {
        return CanonicalUris.expand(text, uris);
    }
}

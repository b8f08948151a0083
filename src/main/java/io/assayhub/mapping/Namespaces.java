package io.assayhub.mapping;

import java.util.Map;
import java.util.TreeMap;

/** Short names for URIs in Observation and terminology files: {@code {base}/CodeSystem/analyte}. */
public record Namespaces(Map<String, String> uris) {
    /** Where the hub's own canonical URLs begin unless configured otherwise. */
    public static final String DEFAULT_BASE = "https://assayhub.io/fhir";

    public Namespaces {
        uris = Map.copyOf(uris);
    }

    /** The hub's own base and the standards' code systems. */
    public static Namespaces of(String base) {
        Map<String, String> uris = new TreeMap<>();
        uris.put("base", base);
        uris.put("hl7", "http://terminology.hl7.org/CodeSystem");
        uris.put("sct", "http://snomed.info/sct");
        uris.put("loinc", "http://loinc.org");
        uris.put("ncit", "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl");
        uris.put("ucum", "http://unitsofmeasure.org");
        uris.put("core", "http://hl7.org/fhir/StructureDefinition");
        return new Namespaces(uris);
    }

    public String base() {
        return uris.get("base");
    }

    /** The text with every short name written out; unknown names in braces stay as they are (UCUM uses braces too). */
    public String expand(String text) {
        if (text.indexOf('{') < 0) {
            return text;
        }
        String expanded = text;
        for (Map.Entry<String, String> uri : uris.entrySet()) {
            expanded = expanded.replace("{" + uri.getKey() + "}", uri.getValue());
        }
        return expanded;
    }
}

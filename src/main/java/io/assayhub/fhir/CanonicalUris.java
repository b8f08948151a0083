package io.assayhub.fhir;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The short names that stand for URIs in every file under {@code fhir-mappings/}: {@code {base}/CodeSystem/analyte}. */
public final class CanonicalUris {
    /** The Unified Code for Units of Measure. */
    public static final String UCUM = "http://unitsofmeasure.org";

    private CanonicalUris() {}

    /**
     * The short names and what they stand for, sorted.
     *
     * @param base where the hub's own canonical URLs begin
     */
    public static SortedMap<String, String> shortNames(String base) {
        SortedMap<String, String> uris = new TreeMap<>();
        uris.put("base", base);
        uris.put("hl7", "http://terminology.hl7.org/CodeSystem");
        uris.put("sct", "http://snomed.info/sct");
        uris.put("loinc", "http://loinc.org");
        uris.put("ncit", "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl");
        uris.put("ucum", UCUM);
        uris.put("core", "http://hl7.org/fhir/StructureDefinition");
        return Collections.unmodifiableSortedMap(uris);
    }

    /** The text with every short name written out; other names in braces stay as they are (UCUM uses braces too). */
    public static String expand(String text, Map<String, String> shortNames) {
        if (text.indexOf('{') < 0) {
            return text;
        }
        String expanded = text;
        for (Map.Entry<String, String> uri : shortNames.entrySet()) {
            expanded = expanded.replace("{" + uri.getKey() + "}", uri.getValue());
        }
        return expanded;
    }
}

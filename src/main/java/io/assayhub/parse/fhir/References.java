package io.assayhub.parse.fhir;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** How an Observation refers to other resources. */
final class References {
    private static final String STUDY = "http://hl7.org/fhir/StructureDefinition/workflow-researchStudy";

    private References() {}

    /** The references of an Observation that can lead to a resource of a type, as sent. */
    static List<String> to(String type, Node.Fields observation) {
        return switch (type) {
            case "Patient", "ResearchSubject" -> of(observation.fields("subject"));
            case "Specimen" -> of(observation.fields("specimen"));
            case "Device" -> of(observation.fields("device"));
            case "Organization" ->
                several(observation.items("performer")).stream()
                        .filter(r -> r.contains("Organization/") || r.startsWith("urn:") || r.startsWith("#"))
                        .toList();
            case "ServiceRequest" -> several(observation.items("basedOn"));
            case "ResearchStudy" ->
                observation.items("extension").stream()
                        .filter(e -> STUDY.equals(e.text("url")))
                        .flatMap(e -> of(e.fields("valueReference")).stream())
                        .toList();
            default -> List.of();
        };
    }

    /**
     * By which names the resource may be known that is referred to.
     *
     * @param from the full URL of the one that refers, or null
     */
    static Set<String> names(List<String> references, String from) {
        Set<String> names = new LinkedHashSet<>();
        for (String reference : references) {
            String plain = plain(reference);
            int resource = from == null || !from.startsWith("http") ? -1 : from.lastIndexOf("/Observation/");
            if (resource > 0 && !plain.contains(":")) {
                names.add(from.substring(0, resource + 1) + plain);
            }
            names.add(plain);
        }
        return names;
    }

    /** Without the version. */
    static String plain(String reference) {
        int version = reference.indexOf("/_history/");
        return version < 0 ? reference : reference.substring(0, version);
    }

    private static List<String> several(List<Node.Fields> references) {
        List<String> all = new ArrayList<>();
        references.forEach(r -> all.addAll(of(r)));
        return all;
    }

    private static List<String> of(Node.Fields reference) {
        String text = reference.text("reference");
        return text == null ? List.of() : List.of(text);
    }
}

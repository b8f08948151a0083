package io.assayhub.mapping;

import io.assayhub.config.Problems;
import io.assayhub.config.Spelling;
import io.assayhub.config.YamlValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The study's own codes and what they are called elsewhere, from FHIR CodeSystem and ConceptMap resources written in
 * YAML. The first coding of a code is always the local one. ValueSet and NamingSystem stand beside them for those who
 * read the FHIR package.
 */
public final class Terminology {
    /** One coding of a concept, as FHIR's Coding. */
    public record Coding(String system, String code, String display) {}

    private static final Set<String> READ_BY_OTHERS = Set.of("ValueSet", "NamingSystem");

    /** Code system (its last path segment) and code, to its codings. */
    private final Map<String, Map<String, List<Coding>>> concepts = new HashMap<>();

    /** Code system and code, to the unit with which those of its results have to be comparable. */
    private final Map<String, Map<String, String>> units = new HashMap<>();

    private Terminology() {}

    /** Reads all resources: code systems first, so that maps can be checked against them. */
    public static Terminology of(List<YamlValue> resources, Namespaces namespaces, Problems problems) {
        Terminology terminology = new Terminology();
        for (YamlValue resource : resources) {
            String type = resource.require("resourceType").map(YamlValue::text).orElse("");
            if (type.equals("CodeSystem")) {
                terminology.addCodeSystem(resource, namespaces);
            } else if (!type.equals("ConceptMap") && !READ_BY_OTHERS.contains(type) && !type.isEmpty()) {
                resource.problem("resourceType has to be CodeSystem, ConceptMap, ValueSet or NamingSystem");
            }
        }
        for (YamlValue resource : resources) {
            if (resource.get("resourceType").map(YamlValue::text).orElse("").equals("ConceptMap")) {
                terminology.addConceptMap(resource, namespaces);
            }
        }
        return terminology;
    }

    /** The codings of a code in a local code system such as {@code analyte}; empty if the code is not known. */
    public Optional<List<Coding>> codings(String codeSystem, String code) {
        return Optional.ofNullable(concepts.getOrDefault(codeSystem, Map.of()).get(code));
    }

    /**
     * The UCUM unit with which the unit of a code's results has to be comparable: the concept's property {@code unit}.
     * Empty if the code is not known or says none.
     */
    public Optional<String> unit(String codeSystem, String code) {
        return Optional.ofNullable(units.getOrDefault(codeSystem, Map.of()).get(code));
    }

    /** The codes of a local code system. */
    public List<String> codes(String codeSystem) {
        return concepts.getOrDefault(codeSystem, Map.of()).keySet().stream()
                .sorted()
                .toList();
    }

    private void addCodeSystem(YamlValue resource, Namespaces namespaces) {
        Optional<String> url = resource.require("url").map(YamlValue::text).map(namespaces::expand);
        // The list of a code system that is not here, such as that of a sender's own words, is empty.
        boolean elsewhere = resource.get("content")
                .filter(content -> content.text().equals("not-present"))
                .isPresent();
        Optional<YamlValue> list = elsewhere ? resource.get("concept") : resource.require("concept");
        if (url.isEmpty() || list.isEmpty()) {
            return;
        }
        Map<String, List<Coding>> codes = concepts.computeIfAbsent(lastSegment(url.get()), k -> new HashMap<>());
        for (YamlValue concept : list.get().items()) {
            Optional<String> code = concept.require("code").map(YamlValue::text);
            String display = concept.require("display").map(YamlValue::text).orElse("");
            code.ifPresent(c -> {
                unitOf(concept)
                        .ifPresent(unit -> units.computeIfAbsent(lastSegment(url.get()), k -> new HashMap<>())
                                .put(c, unit));
                List<Coding> former = codes.put(c, new ArrayList<>(List.of(new Coding(url.get(), c, display))));
                if (former != null) {
                    concept.problem("code '" + c + "' stands twice");
                }
            });
        }
    }

    private static Optional<String> unitOf(YamlValue concept) {
        return concept.get("property")
                .flatMap(properties -> properties.items().stream()
                        .filter(p -> p.get("code")
                                .filter(code -> code.text().equals("unit"))
                                .isPresent())
                        .flatMap(p -> p.get("valueString").stream())
                        .map(YamlValue::text)
                        .findFirst());
    }

    private void addConceptMap(YamlValue resource, Namespaces namespaces) {
        resource.require("group").ifPresent(groups -> {
            for (YamlValue group : groups.items()) {
                String source = group.require("source")
                        .map(YamlValue::text)
                        .map(namespaces::expand)
                        .orElse("");
                String target = group.require("target")
                        .map(YamlValue::text)
                        .map(namespaces::expand)
                        .orElse("");
                group.require("element")
                        .ifPresent(elements ->
                                elements.items().forEach(element -> addElement(element, lastSegment(source), target)));
            }
        });
    }

    private void addElement(YamlValue element, String codeSystem, String targetSystem) {
        String code = element.require("code").map(YamlValue::text).orElse("");
        List<Coding> codings = concepts.getOrDefault(codeSystem, Map.of()).get(code);
        if (codings == null) {
            element.problem("code '" + code + "' is not in code system '" + codeSystem + "'"
                    + Spelling.hint(code, codes(codeSystem)));
            return;
        }
        element.require("target").ifPresent(targets -> {
            for (YamlValue target : targets.items()) {
                String to = target.require("code").map(YamlValue::text).orElse("");
                String display = target.get("display").map(YamlValue::text).orElse(null);
                codings.add(new Coding(targetSystem, to, display));
            }
        });
    }

    private static String lastSegment(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }
}

package io.assayhub.parse.fhir;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/**
 * A place in a resource: a subset of FHIRPath. Elements by their names in JSON, {@code where(path='text')},
 * {@code extension('url')}, {@code first()}, and at the end {@code join()}, {@code exists()} or {@code token()}, which is a
 * Coding as {@code system|code}. What can be named is a closed list without what tells who a person is.
 *
 * @param type of the resource
 */
record FhirPath(String type, List<Step> steps) {
    /** One step. */
    sealed interface Step {
        record Field(String name) implements Step {}

        record Where(List<String> path, String text) implements Step {}

        record First() implements Step {}

        /** Of several values all, with a comma and a blank between. */
        record Join() implements Step {}

        record Exists() implements Step {}

        record Token() implements Step {}

        /** The value of an Observation as its type says. */
        record Result() implements Step {}
    }

    private static final Map<String, Set<String>> ELEMENTS = elements();

    /** Where a display names a thing and not a person. */
    private static final Set<String> DISPLAYED = Set.of("coding", "valueCoding", "device");

    private static final Set<String> NEVER =
            Set.of("text", "div", "note", "contained", "assigner", "collector", "performer");

    private static Map<String, Set<String>> elements() {
        Map<String, Set<String>> elements = new LinkedHashMap<>();
        elements.put(
                "Observation",
                Set.of(
                        "id",
                        "identifier",
                        "basedOn",
                        "status",
                        "category",
                        "code",
                        "subject",
                        "effectiveDateTime",
                        "effectivePeriod",
                        "effectiveInstant",
                        "issued",
                        "value",
                        "valueQuantity",
                        "valueCodeableConcept",
                        "valueString",
                        "valueBoolean",
                        "valueInteger",
                        "valueRange",
                        "valueRatio",
                        "valueTime",
                        "valueDateTime",
                        "valuePeriod",
                        "dataAbsentReason",
                        "interpretation",
                        "method",
                        "specimen",
                        "device",
                        "referenceRange",
                        "component",
                        "hasMember",
                        "extension"));
        elements.put("Patient", Set.of("identifier"));
        elements.put("ResearchSubject", Set.of("id", "identifier", "status", "study"));
        elements.put("ResearchStudy", Set.of("id", "identifier"));
        elements.put(
                "Specimen",
                Set.of(
                        "id",
                        "identifier",
                        "accessionIdentifier",
                        "type",
                        "receivedTime",
                        "collection",
                        "condition",
                        "extension"));
        elements.put("Device", Set.of("id", "identifier", "deviceName", "modelNumber", "manufacturer"));
        elements.put("Organization", Set.of("id", "identifier", "name"));
        elements.put("ServiceRequest", Set.of("id", "identifier", "requisition", "code"));
        elements.put("DiagnosticReport", Set.of("id", "identifier", "status", "category", "code", "issued"));
        return elements;
    }

    /** The places of a column, of which the first with a value counts: they stand with {@code or} between them. */
    static List<FhirPath> alternatives(String column) {
        return new FhirPathParser(column).alternatives();
    }

    /** Why a feed's column cannot be a place, or empty. */
    static Optional<String> problem(String column) {
        FhirPathParser parser = new FhirPathParser(column);
        List<FhirPath> paths = parser.alternatives();
        if (paths.isEmpty()) {
            return Optional.of("is not a place such as Observation.valueQuantity.value,"
                    + " Patient.identifier.where(system='urn:x').value, or several with 'or' between them");
        }
        return paths.stream().map(FhirPath::forbidden).flatMap(Optional::stream).findFirst();
    }

    private Optional<String> forbidden() {
        Set<String> elements = ELEMENTS.get(type);
        if (elements == null) {
            return Optional.of("'" + type + "' is not read: " + String.join(", ", ELEMENTS.keySet()));
        }
        String before = null;
        for (Step step : steps) {
            if (step instanceof Step.Field field) {
                String name = field.name();
                boolean concept = name.equals("text") && before != null;
                boolean never = (NEVER.contains(name) && !concept)
                        || (name.equals("display") && !DISPLAYED.contains(before == null ? "" : before));
                if (never || (before == null && !elements.contains(name))) {
                    return Optional.of("'" + name + "' of " + type
                            + " cannot be read: it is not of a result, or may tell who a person is");
                }
                before = name;
            } else if (step instanceof Step.Result) {
                before = "value";
            } else if (before == null) {
                return Optional.of("has to name an element of " + type + " first");
            }
        }
        return before == null ? Optional.of("has to name an element of " + type) : Optional.empty();
    }

    /** What stands at the place in a resource of its type. */
    Value of(Node.Fields resource) {
        List<Node> at = List.of(resource);
        boolean join = false;
        for (Step step : steps) {
            if (step instanceof Step.Field field) {
                at = below(at, field.name());
            } else if (step instanceof Step.Where where) {
                at = at.stream()
                        .filter(node -> holds(node, where.path(), where.text()))
                        .toList();
            } else if (step instanceof Step.First) {
                at = at.isEmpty() ? at : at.subList(0, 1);
            } else if (step instanceof Step.Join) {
                join = true;
            } else if (step instanceof Step.Exists) {
                return Value.of(String.valueOf(!at.isEmpty()));
            } else if (step instanceof Step.Token) {
                at = at.stream().map(FhirPath::token).flatMap(Optional::stream).toList();
            } else {
                Value value = ValueText.of(resource);
                if (value.wrong() != null || steps.size() == 1) {
                    return value;
                }
                at = value.isNone() ? List.of() : List.of(new Node.Text(value.text()));
            }
        }
        return text(at, join);
    }

    private static Value text(List<Node> at, boolean join) {
        StringJoiner all = new StringJoiner(", ");
        Value found = Value.NONE;
        for (Node node : at) {
            if (!(node instanceof Node.Text text)) {
                return Value.OTHER_TYPE;
            }
            if (join) {
                all.add(text.text());
            } else if (found.isNone()) {
                found = Value.of(text.text());
            } else if (!found.text().equals(text.text())) {
                return Value.SEVERAL;
            }
        }
        return join ? Value.of(all.toString()) : found;
    }

    private static List<Node> below(List<Node> at, String name) {
        List<Node> below = new ArrayList<>();
        for (Node node : at) {
            if (node instanceof Node.Fields fields && fields.get(name) != null) {
                if (fields.get(name) instanceof Node.Items items) {
                    below.addAll(items.of());
                } else {
                    below.add(fields.get(name));
                }
            }
        }
        return below;
    }

    private static boolean holds(Node node, List<String> path, String text) {
        List<Node> at = List.of(node);
        for (String name : path) {
            at = below(at, name);
        }
        return at.contains(new Node.Text(text));
    }

    private static Optional<Node> token(Node coding) {
        if (!(coding instanceof Node.Fields fields) || fields.text("code") == null) {
            return Optional.empty();
        }
        String system = fields.text("system");
        return Optional.of(new Node.Text(system == null ? fields.text("code") : system + '|' + fields.text("code")));
    }
}

package io.assayhub.parse.fhir;

import java.util.List;
import java.util.Map;

/** Writes {@code Observation.value[x]} as the text of a result, as its type says. */
final class ValueText {
    private static final String VALUE = "value";

    private ValueText() {}

    /** @param of an Observation or one of its components */
    static Value of(Node.Fields of) {
        Value found = Value.NONE;
        for (Map.Entry<String, Node> field : of.of().entrySet()) {
            String name = field.getKey();
            if (isValue(name)) {
                if (!found.isNone()) {
                    return Value.SEVERAL;
                }
                found = text(name.substring(VALUE.length()), field.getValue());
            }
        }
        return found;
    }

    /** Whether a result stands there, of whatever type. */
    static boolean stands(Node.Fields of) {
        return of.of().keySet().stream().anyMatch(ValueText::isValue);
    }

    static boolean isValue(String name) {
        return name.startsWith(VALUE)
                && name.length() > VALUE.length()
                && Character.isUpperCase(name.charAt(VALUE.length()));
    }

    private static Value text(String type, Node node) {
        if (node instanceof Node.Text text) {
            return switch (type) {
                case "String", "Boolean", "Integer", "DateTime", "Time" -> Value.of(text.text());
                default -> Value.OTHER_TYPE;
            };
        }
        if (!(node instanceof Node.Fields fields)) {
            return Value.OTHER_TYPE;
        }
        return switch (type) {
            case "Quantity" -> Value.of(quantity(fields));
            case "CodeableConcept" -> concept(fields);
            case "Ratio" -> between(quantity(fields.fields("numerator")), ":", quantity(fields.fields("denominator")));
            case "Range" -> between(quantity(fields.fields("low")), "-", quantity(fields.fields("high")));
            case "Period" -> between(fields.text("start"), "/", fields.text("end"));
            default -> Value.OTHER_TYPE;
        };
    }

    private static Value between(String one, String sign, String other) {
        return one == null || other == null ? Value.OTHER_TYPE : new Value(one + sign + other, null);
    }

    private static String quantity(Node.Fields quantity) {
        String value = quantity.text(VALUE);
        String comparator = quantity.text("comparator");
        return value == null ? null : comparator == null ? value : comparator + value;
    }

    /** A word of letters is its code; a code with digits in it is not one that people read, nor a number. */
    private static Value concept(Node.Fields concept) {
        List<Node.Fields> codings = concept.items("coding");
        Node.Fields first = codings.isEmpty() ? Node.NONE : codings.get(0);
        String code = first.text("code");
        if (code != null && code.chars().noneMatch(c -> c >= '0' && c <= '9')) {
            return Value.of(code);
        }
        String display = first.text("display");
        String words = display == null ? concept.text("text") : display;
        return words == null ? Value.OTHER_TYPE : Value.of(words);
    }
}

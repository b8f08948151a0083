package io.assayhub.parse.fhir;

import java.util.List;
import java.util.Map;

/** A JSON value; null is none. */
sealed interface Node {
    /** An object; its fields in their order. */
    record Fields(Map<String, Node> of) implements Node {
        /** The field of this name, or null. */
        Node get(String name) {
            return of.get(name);
        }

        /** A field that is text, or null. */
        String text(String name) {
            return of.get(name) instanceof Text text ? text.text : null;
        }

        /** A field that is an object; one without fields if there is none. */
        Fields fields(String name) {
            return of.get(name) instanceof Fields fields ? fields : NONE;
        }

        /** The objects in a field that is an array. */
        List<Fields> items(String name) {
            return of.get(name) instanceof Items items
                    ? items.of.stream()
                            .filter(Fields.class::isInstance)
                            .map(Fields.class::cast)
                            .toList()
                    : List.of();
        }
    }

    /** An array. */
    record Items(List<Node> of) implements Node {}

    /** A string, number or truth, with the characters as sent. */
    record Text(String text) implements Node {}

    /** An object without fields. */
    Fields NONE = new Fields(Map.of());
}

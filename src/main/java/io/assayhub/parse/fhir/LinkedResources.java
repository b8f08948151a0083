package io.assayhub.parse.fhir;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What Observations refer to, as far as columns are read from it, by what it can be referred to as. Bounded. */
final class LinkedResources {
    private static final long MOST = 32L << 20;
    private static final int PART = 100;

    /**
     * What is known of a resource.
     *
     * @param values at the places of its type; null if two that differ are known by one name
     * @param study that a ResearchSubject is of, as it refers to it; else null
     */
    record Known(Value[] values, String study) {}

    private final FhirColumns columns;
    private final Map<String, Map<String, Known>> byType = new HashMap<>();
    private long size;

    LinkedResources(FhirColumns columns) {
        this.columns = columns;
        columns.linked().forEach(type -> byType.put(type, new HashMap<>()));
        if (columns.reads("ResearchStudy")) {
            byType.computeIfAbsent("ResearchSubject", t -> new HashMap<>());
        }
    }

    /** Whether resources of this type are to be kept. */
    boolean wants(String type) {
        return byType.containsKey(type) && !type.equals("DiagnosticReport");
    }

    /** Keeps what is read from a resource. */
    void add(Entry.Resource resource) {
        String type = resource.type();
        Node.Fields fields = resource.fields();
        Known known = of(type, fields);
        if (type.equals("ResearchSubject")) {
            String of = fields.fields("individual").text("reference");
            if (of != null) {
                put(type, References.plain(of), known);
            }
            return;
        }
        String id = fields.text("id");
        String named = id == null ? null : type + '/' + id;
        if (named != null) {
            put(type, named, known);
        }
        if (resource.url() != null && !resource.url().equals(named)) {
            put(type, resource.url(), known);
        }
    }

    Known of(String type, Node.Fields fields) {
        return new Known(columns.values(type, fields), fields.fields("study").text("reference"));
    }

    private void put(String type, String name, Known known) {
        Map<String, Known> of = byType.get(type);
        Known before = of.get(name);
        if (before != null && !same(before, known)) {
            of.put(name, new Known(null, null));
            return;
        }
        of.put(name, known);
        size += PART + 2L * name.length();
        for (Value value : known.values) {
            size += PART + 2L * value.text().length();
        }
    }

    private static boolean same(Known one, Known other) {
        return one.values != null && List.of(one.values).equals(List.of(other.values));
    }

    /** Whether more is kept than any source needs. */
    boolean isFull() {
        return size > MOST;
    }

    /** The first resource of a type that one of the names is of, or null. */
    Known find(String type, Set<String> names) {
        Map<String, Known> of = byType.getOrDefault(type, Map.of());
        for (String name : names) {
            Known known = of.get(name);
            if (known != null) {
                return known;
            }
        }
        return null;
    }
}

package io.assayhub.parse.fhir;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The feed's columns, and which places of which resources they are read from. */
final class FhirColumns {
    static final String OBSERVATION = "Observation";

    /**
     * A place that a column may be read from.
     *
     * @param index among the places of its type
     */
    record Place(String type, int index) {}

    private final List<String> names;
    private final List<List<Place>> places = new ArrayList<>();
    private final Map<String, List<FhirPath>> byType = new LinkedHashMap<>();

    /** @param names each without a {@link FhirPath#problem} */
    FhirColumns(List<String> names) {
        this.names = List.copyOf(names);
        for (String name : names) {
            List<Place> of = new ArrayList<>();
            for (FhirPath path : FhirPath.alternatives(name)) {
                List<FhirPath> sameType = byType.computeIfAbsent(path.type(), t -> new ArrayList<>());
                of.add(new Place(path.type(), sameType.size()));
                sameType.add(path);
            }
            places.add(of);
        }
    }

    List<String> names() {
        return names;
    }

    /** Of each column its places, of which the first with a value counts. */
    List<List<Place>> places() {
        return places;
    }

    /** Whether any column is read from resources of this type. */
    boolean reads(String type) {
        return byType.containsKey(type);
    }

    /** The types other than Observation that columns are read from. */
    List<String> linked() {
        return byType.keySet().stream().filter(t -> !t.equals(OBSERVATION)).toList();
    }

    /** What stands at each place of the resource's type. */
    Value[] values(String type, Node.Fields resource) {
        List<FhirPath> paths = byType.getOrDefault(type, List.of());
        Value[] values = new Value[paths.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = paths.get(i).of(resource);
        }
        return values;
    }
}

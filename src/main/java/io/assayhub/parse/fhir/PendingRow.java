package io.assayhub.parse.fhir;

import io.assayhub.parse.RefusedRow.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A row whose Observation was read, and what it refers to perhaps not yet. */
final class PendingRow {
    private static final int PART = 100;

    private final long number;
    private final long offset;
    private final Reason wrong;
    private final Value[] own;
    /** Resources that stand in the Observation or report itself. */
    private final Map<String, LinkedResources.Known> within = new HashMap<>();

    private final Map<String, Set<String>> elsewhere = new HashMap<>();

    /** @param wrong why the row is refused whatever its values, or null */
    PendingRow(long number, long offset, Reason wrong, Value[] own) {
        this.number = number;
        this.offset = offset;
        this.wrong = wrong;
        this.own = own;
    }

    long number() {
        return number;
    }

    long offset() {
        return offset;
    }

    Reason wrong() {
        return wrong;
    }

    void within(String type, LinkedResources.Known known) {
        within.put(type, known);
    }

    void elsewhere(String type, Set<String> names) {
        elsewhere.put(type, names);
    }

    /** A share of memory. */
    long size() {
        long size = PART;
        for (Value value : own) {
            size += PART + 2L * value.text().length();
        }
        for (Set<String> names : elsewhere.values()) {
            size += 2L * PART * names.size();
        }
        return size;
    }

    /**
     * The row's values, in the order of its columns.
     *
     * @param complete whether nothing more will become known
     * @return null if more has to become known first
     */
    Value[] values(FhirColumns columns, LinkedResources resources, boolean complete) {
        List<List<FhirColumns.Place>> places = columns.places();
        Value[] values = new Value[places.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Value.NONE;
            for (FhirColumns.Place place : places.get(i)) {
                Value value = value(place, resources, complete);
                if (value == null) {
                    return null;
                }
                if (!value.isNone()) {
                    values[i] = value;
                    break;
                }
            }
        }
        return values;
    }

    private Value value(FhirColumns.Place place, LinkedResources resources, boolean complete) {
        String type = place.type();
        if (type.equals(FhirColumns.OBSERVATION)) {
            return own[place.index()];
        }
        LinkedResources.Known known = within.get(type);
        Set<String> names = elsewhere.getOrDefault(type, Set.of());
        if (known == null) {
            known = resources.find(type, names);
        }
        if (known == null && type.equals("ResearchStudy")) {
            known = studyOfSubject(resources);
        }
        if (known == null) {
            // Whether a ResearchSubject will come nobody can tell: it refers to the patient, not the patient to it.
            boolean mayCome = !names.isEmpty() && !type.equals("ResearchSubject");
            return mayCome && !complete ? null : Value.NONE;
        }
        return known.values() == null ? Value.SEVERAL : known.values()[place.index()];
    }

    private LinkedResources.Known studyOfSubject(LinkedResources resources) {
        LinkedResources.Known subject =
                resources.find("ResearchSubject", elsewhere.getOrDefault("ResearchSubject", Set.of()));
        return subject == null || subject.study() == null
                ? null
                : resources.find("ResearchStudy", Set.of(References.plain(subject.study())));
    }
}

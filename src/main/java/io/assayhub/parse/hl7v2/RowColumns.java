package io.assayhub.parse.hl7v2;

import io.assayhub.parse.RefusedRow.Reason;
import io.assayhub.parse.TextRow;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The columns of the rows, each with the places it is taken from, and what the segments in scope say at these places. */
final class RowColumns {
    /** A value of a row: of a segment in whose scope it stands, or of its own segments if there is no scope. */
    private record Place(Scope scope, int slot) {}

    private final List<String> names;
    private final Map<Hl7v2Segment, Scope> scopes = new EnumMap<>(Hl7v2Segment.class);
    private final Scope[] read;
    private final List<Hl7v2Path> observation = new ArrayList<>();
    private final List<Hl7v2Path> notes = new ArrayList<>();
    private final Place[][] columns;

    RowColumns(List<String> columns) {
        names = List.copyOf(columns);
        for (Hl7v2Segment segment : Hl7v2Segment.values()) {
            scopes.put(segment, new Scope());
        }
        List<List<Hl7v2Path>> paths = new ArrayList<>();
        for (String column : names) {
            paths.add(Hl7v2Path.ofColumn(column).orElseThrow(() -> new IllegalArgumentException(column)));
        }
        // Notes stand behind the values of OBX, so those have to be known first.
        paths.forEach(alternatives -> alternatives.forEach(this::list));
        int[] next = {0};
        this.columns = paths.stream()
                .map(alternatives ->
                        alternatives.stream().map(path -> place(path, next)).toArray(Place[]::new))
                .toArray(Place[][]::new);
        read = scopes.values().stream().filter(Scope::isRead).toArray(Scope[]::new);
    }

    private void list(Hl7v2Path path) {
        if (path.segment() == Hl7v2Segment.OBX) {
            observation.add(path);
        } else if (path.segment() == Hl7v2Segment.NTE && notes.isEmpty()) {
            notes.add(path);
        }
    }

    private Place place(Hl7v2Path path, int[] next) {
        return switch (path.segment()) {
            case OBX -> new Place(null, next[0]++);
            case NTE -> new Place(null, observation.size());
            case MSH, PID, ORC, OBR, CTI, SPM, SAC ->
                new Place(scope(path.segment()), scope(path.segment()).add(path));
        };
    }

    Scope scope(Hl7v2Segment segment) {
        return scopes.get(segment);
    }

    /** The places of OBX, in the order of their values in a row. */
    List<Hl7v2Path> observation() {
        return observation;
    }

    /** The place of NTE, if it is read. */
    List<Hl7v2Path> notes() {
        return notes;
    }

    /** Values of a row's own segments. */
    int width() {
        return observation.size() + notes.size();
    }

    /** Why no row in the scope of the segments that stand can be read, or null. */
    Reason wrong() {
        for (Scope scope : read) {
            if (scope.wrong() != null) {
                return scope.wrong();
            }
        }
        return null;
    }

    void addNames(TextRow to) {
        names.forEach(to::add);
    }

    /** Adds the fields of a row of the group. */
    void addFields(OrderGroup group, int number, TextRow to) {
        for (Place[] alternatives : columns) {
            add(alternatives, group, number, to);
        }
    }

    /** The first that is not blank, or nothing. */
    private static void add(Place[] alternatives, OrderGroup group, int number, TextRow to) {
        for (Place place : alternatives) {
            Values values =
                    place.scope() == null ? group.values() : place.scope().values();
            int at = place.scope() == null ? group.value(number, place.slot()) : place.slot();
            if (at < values.count() && !values.isBlank(at)) {
                to.add(values.bytes(), values.start(at), values.end(at));
                return;
            }
        }
        to.add(group.values().bytes(), 0, 0);
    }
}

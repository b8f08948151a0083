package io.assayhub.parse.hl7v2;

import io.assayhub.parse.RefusedRow.Reason;
import java.util.ArrayList;
import java.util.List;

/** What the last segment of a kind says, for the rows in whose scope it stands. */
final class Scope {
    private final List<Hl7v2Path> paths = new ArrayList<>();
    private final Values values = new Values();
    private Reason wrong;
    private boolean stands;

    /** Adds a place to be read; returns its index in {@link #values()}. */
    int add(Hl7v2Path path) {
        paths.add(path);
        return paths.size() - 1;
    }

    boolean isRead() {
        return !paths.isEmpty();
    }

    /** Whether there is such a segment. */
    boolean stands() {
        return stands;
    }

    void clear() {
        values.clear();
        wrong = null;
        stands = false;
    }

    /** Takes what is read of a segment. */
    void take(SegmentReader segment, FieldReader fields) {
        clear();
        stands = true;
        if (segment.isTooLong()) {
            wrong(Reason.ROW_TOO_LONG);
            return;
        }
        for (int i = 0; i < paths.size(); i++) {
            Reason reason = fields.read(segment, paths.get(i), values);
            if (reason != null) {
                wrong(reason);
            }
        }
    }

    /** Refuses the rows in its scope, if any of it is read; the first reason counts. */
    void wrong(Reason reason) {
        if (wrong == null && isRead()) {
            wrong = reason;
        }
    }

    Reason wrong() {
        return wrong;
    }

    Values values() {
        return values;
    }
}

package io.assayhub.index;

import java.util.ArrayList;
import java.util.List;

/** Finds what somebody types: a whole name, number or id, or the beginning of a file's name. */
public final class Search {
    private static final int MOST = 20;

    private final Rows rows;

    Search(Rows rows) {
        this.rows = rows;
    }

    /** What a hit is. */
    public enum Kind {
        SUBJECT,
        RESULT,
        TRANSFER,
        WAITING
    }

    /**
     * Something found.
     *
     * @param key by which its page is opened: study/subject, an id, a transfer, a key of what waits
     * @param label its name
     * @param beside what else tells it apart, or empty
     */
    public record Hit(Kind kind, String key, String label, String beside) {}

    /** At most some twenty of each kind; nothing for a blank text. */
    public List<Hit> find(Viewer viewer, String text) {
        String from = text.strip();
        List<Hit> hits = new ArrayList<>();
        if (from.isEmpty() || from.length() > 200) {
            return hits;
        }
        // What begins so stands in one piece of an index.
        String to = from + '\uffff';
        hits.addAll(found(
                Kind.SUBJECT,
                "SELECT study || '/' || coalesce(redirect, subject), subject, 'study ' || study || coalesce(', stands for '"
                        + " || redirect, '') FROM subject WHERE subject >= ? AND subject < ? LIMIT " + MOST,
                from,
                to));
        hits.addAll(found(
                Kind.TRANSFER,
                "SELECT id, delivery, feed || ', ' || state FROM transfer WHERE ((id >= ? AND id < ?) OR (delivery >= ?"
                        + " AND delivery < ?)) AND " + viewer.mayWith("feed") + " LIMIT " + MOST,
                from,
                to,
                from,
                to));
        hits.addAll(found(
                Kind.RESULT,
                "SELECT id, coalesce(title, kind, '') || ' ' || coalesce(shown, ''), 'subject ' || subject || coalesce(', "
                        + "accession ' || accession, '') FROM result WHERE ((id >= ? AND id < ?) OR (accession >= ? AND"
                        + " accession < ?)) AND " + viewer.mayWith("feed") + " LIMIT " + MOST,
                from,
                to,
                from,
                to));
        hits.addAll(found(
                Kind.WAITING,
                "SELECT key, code || ' ' || coalesce(reason, ''), coalesce('subject ' || subject, feed) FROM waiting WHERE"
                        + " ((observation >= ? AND observation < ?) OR (accession >= ? AND accession < ?)) AND "
                        + viewer.mayWith("feed") + " LIMIT " + MOST,
                from,
                to,
                from,
                to));
        if (hits.isEmpty()) {
            // A message's name ends with its control id; a file's may be known by its end alone.
            hits.addAll(found(
                    Kind.TRANSFER,
                    "SELECT id, delivery, feed || ', ' || state FROM transfer WHERE instr(lower(delivery), lower(?)) > 0"
                            + " AND " + viewer.mayWith("feed") + " LIMIT " + MOST,
                    from));
        }
        return hits;
    }

    private List<Hit> found(Kind kind, String sql, Object... arguments) {
        return rows.list(row -> new Hit(kind, row.getString(1), row.getString(2), row.getString(3)), sql, arguments);
    }
}

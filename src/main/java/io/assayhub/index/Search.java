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
     * @param label for people
     */
    public record Hit(Kind kind, String key, String label) {}

    /** At most some twenty of each kind; nothing for a blank text. */
    public List<Hit> find(Viewer viewer, String text) {
        String wanted = text.strip();
        List<Hit> hits = new ArrayList<>();
        if (wanted.isEmpty() || wanted.length() > 200) {
            return hits;
        }
        hits.addAll(rows.list(
                row -> new Hit(
                        Kind.SUBJECT,
                        row.getString(1) + "/" + row.getString(2),
                        row.getString(2) + " · " + row.getString(1)),
                "SELECT study, coalesce(redirect, subject) FROM subject WHERE subject = ? LIMIT " + MOST,
                wanted));
        hits.addAll(rows.list(
                row -> new Hit(Kind.RESULT, row.getString(1), row.getString(2)),
                "SELECT id, coalesce(title, kind) || ' · ' || subject || ' · ' || coalesce(accession, '') FROM result"
                        + " WHERE (id = ? OR accession = ?) AND " + viewer.mayWith("feed") + " LIMIT " + MOST,
                wanted,
                wanted));
        // A file's name from its beginning on: the range is one that the index has. A message's ends with its control
        // id.
        hits.addAll(rows.list(
                row -> new Hit(Kind.TRANSFER, row.getString(1), row.getString(2)),
                "SELECT id, feed || ' · ' || delivery FROM transfer WHERE (id = ? OR (delivery >= ? AND delivery < ?))"
                        + " AND " + viewer.mayWith("feed") + " LIMIT " + MOST,
                wanted,
                wanted,
                wanted + '\uffff'));
        if (hits.isEmpty()) {
            hits.addAll(rows.list(
                    row -> new Hit(Kind.TRANSFER, row.getString(1), row.getString(2)),
                    "SELECT id, feed || ' · ' || delivery FROM transfer WHERE substr(delivery, -length(?) - 1) = '/' || ?"
                            + " AND " + viewer.mayWith("feed") + " LIMIT " + MOST,
                    wanted,
                    wanted));
        }
        hits.addAll(rows.list(
                row -> new Hit(Kind.WAITING, row.getString(1), row.getString(2)),
                "SELECT key, code || ' · ' || coalesce(subject, feed) FROM waiting WHERE (key = ? OR observation = ? OR"
                        + " subject = ?) AND " + viewer.mayWith("feed") + " LIMIT " + MOST,
                wanted,
                wanted,
                wanted));
        return hits;
    }
}

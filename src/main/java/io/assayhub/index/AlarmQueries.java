package io.assayhub.index;

import java.util.List;
import java.util.Optional;

/** What alarms are made of, whoever may see it. Without subject data; each costs the same however much there is. */
public final class AlarmQueries {
    /** Of a feed that sends a message after another, so many of the last ones stand for it. */
    private static final int TRANSFERS = 1_000;

    private final Rows rows;

    AlarmQueries(Rows rows) {
        this.rows = rows;
    }

    /** Settled transfers of a feed whose books do not balance: how many, and when the first and the last of them came. */
    public record Unbalanced(String feed, long count, long firstMs, long lastMs) {}

    /**
     * What waits of a feed for one reason.
     *
     * @param feed may be empty
     * @param reason why results are held, or the code of a matter that was raised
     * @param overdue how many have waited longer than the hub's limit
     * @param oldestMs since when the one that has waited longest does
     * @param safety how many match a safety rule
     * @param firstSafetyMs since when the first of those waits, or null; {@code lastSafetyMs} the last
     */
    public record Waiting(
            String feed,
            String reason,
            long overdue,
            long oldestMs,
            long safety,
            Long firstSafetyMs,
            Long lastSafetyMs) {}

    /**
     * What became of the entries of a feed's last transfers.
     *
     * @param firstMs when the first transfer came of which something was rejected
     */
    public record Rejected(String feed, long entries, long rejected, long firstMs) {}

    /** By feed; empty if all books balance. */
    public List<Unbalanced> unbalanced() {
        return rows.list(
                row -> new Unbalanced(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4)),
                "SELECT feed, count(*), min(arrived_ms), max(arrived_ms) FROM transfer WHERE state = 'unbalanced'"
                        + " GROUP BY feed ORDER BY feed");
    }

    /** By feed and reason, of which something is overdue or matches a safety rule. */
    public List<Waiting> waiting() {
        return rows.list(
                row -> new Waiting(
                        row.getString(1),
                        row.getString(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        Rows.nullableLong(row, "first"),
                        Rows.nullableLong(row, "last")),
                "SELECT feed, coalesce(reason, code), sum(overdue), min(since_ms), sum(safety),"
                        + " min(CASE WHEN safety THEN since_ms END) AS first,"
                        + " max(CASE WHEN safety THEN since_ms END) AS last"
                        + " FROM waiting GROUP BY code, reason, feed HAVING sum(overdue) + sum(safety) > 0");
    }

    /**
     * Of the booked transfers that came not longer than a time before the feed's last one, unless they were read again
     * since.
     *
     * @param sinceMs the last one has to have come after this moment
     * @param withinMs the time
     * @return empty if none came or nothing was rejected
     */
    public Optional<Rejected> rejected(String feed, long sinceMs, long withinMs) {
        return rows.one(
                        row -> new Rejected(feed, row.getLong(1), row.getLong(2), row.getLong(3)),
                        "SELECT sum(entries), sum(rejected), min(CASE WHEN rejected > 0 THEN arrived_ms END) FROM ("
                                + "SELECT entries, rejected, arrived_ms FROM transfer AS t"
                                + " WHERE feed = ? AND arrived_ms > max(?, (SELECT max(arrived_ms) FROM transfer"
                                + " WHERE feed = ? AND state NOT IN ('open', 'refused')) - ?)"
                                + " AND state NOT IN ('open', 'refused')"
                                + " AND NOT EXISTS (SELECT 1 FROM transfer WHERE replay_of = t.id)"
                                + " ORDER BY arrived_ms DESC LIMIT " + TRANSFERS + ")",
                        feed,
                        sinceMs,
                        feed,
                        withinMs)
                .filter(found -> found.rejected() > 0);
    }
}

package io.assayhub.index;

import io.assayhub.index.Rows.Place;
import io.assayhub.index.Rows.Where;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Held results and matters that are raised for a person. */
public final class WaitingQueries {
    private static final String SELECT = "SELECT * FROM waiting";

    /** Since when the oldest waits that a row {@code s} of the sums counts. */
    static final String OLDEST = "(SELECT min(w.since_ms) FROM waiting w WHERE w.code = s.code"
            + " AND w.reason IS nullif(s.reason, '') AND w.feed = s.feed)";

    private final Rows rows;

    WaitingQueries(Rows rows) {
        this.rows = rows;
    }

    /**
     * What waits.
     *
     * @param key by which it is decided, as on {@link io.assayhub.wire.HeldRecord#key()}
     * @param reason why a result is held; null for a raised matter
     * @param overdue whether it has waited longer than the hub's limit
     * @param safety whether it matches its mapping's safety rule
     * @param observation Observation id, or null
     * @param urgency by which lists are ordered
     * @param changedFrom the subject under which its accession is known already, or null
     * @param partition where its record is on {@link io.assayhub.wire.Topic#HELD}
     * @param offset where in the partition
     */
    public record Waiting(
            String key,
            String code,
            String reason,
            long sinceMs,
            boolean overdue,
            boolean safety,
            String study,
            String subject,
            String observation,
            String transfer,
            String feed,
            String entry,
            String accession,
            String status,
            String changedFrom,
            String detail,
            long urgency,
            int partition,
            long offset) {}

    /** How much waits for one reason. */
    public record Share(String code, String reason, long count, long oldestMs, long overdue, long safety) {}

    /** What a list is narrowed to; empty for all. */
    public record Filter(
            Optional<String> code, Optional<String> feed, Optional<String> transfer, Optional<String> subject) {
        public static final Filter ALL =
                new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Matches of safety rules first, then what has waited longest. */
    public Page<Waiting> list(Viewer viewer, Filter filter, Optional<String> after) {
        Where where = new Where()
                .and(viewer.mayWith("feed"))
                .andIf("code = ?", filter.code())
                .andIf("feed = ?", filter.feed())
                .andIf("transfer = ?", filter.transfer())
                .andIf("subject = ?", filter.subject());
        return rows.page(
                WaitingQueries::waiting,
                SELECT,
                where,
                "urgency",
                "key",
                false,
                after,
                w -> new Place(w.urgency(), w.key()));
    }

    /** By reason, the most first. */
    public List<Share> shares(Viewer viewer) {
        return rows.list(
                row -> new Share(
                        row.getString(1),
                        row.getString(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6)),
                "SELECT code, nullif(reason, ''), sum(count), min(" + OLDEST
                        + "), sum(overdue), sum(safety) FROM waiting_sum s WHERE count > 0 AND "
                        + viewer.mayWith("feed") + " GROUP BY code, reason ORDER BY 3 DESC");
    }

    /** What waits under a key. */
    public Optional<Waiting> get(Viewer viewer, String key) {
        return rows.one(WaitingQueries::waiting, SELECT + " WHERE key = ? AND " + viewer.mayWith("feed"), key);
    }

    /** Held results and matters of one Observation. */
    public List<Waiting> ofObservation(Viewer viewer, String observation) {
        return rows.list(
                WaitingQueries::waiting,
                SELECT + " WHERE observation = ? AND " + viewer.mayWith("feed") + " ORDER BY since_ms LIMIT 100",
                observation);
    }

    private static Waiting waiting(ResultSet row) throws SQLException {
        return new Waiting(
                row.getString("key"),
                row.getString("code"),
                row.getString("reason"),
                row.getLong("since_ms"),
                row.getBoolean("overdue"),
                row.getBoolean("safety"),
                row.getString("study"),
                row.getString("subject"),
                row.getString("observation"),
                row.getString("transfer"),
                row.getString("feed"),
                row.getString("entry"),
                row.getString("accession"),
                row.getString("status"),
                row.getString("changed_from"),
                row.getString("detail"),
                row.getLong("urgency"),
                row.getInt("partition"),
                row.getLong("place"));
    }
}

package io.assayhub.index;

import io.assayhub.index.Rows.Place;
import io.assayhub.index.Rows.Where;
import io.assayhub.wire.Counts;
import io.assayhub.wire.Receipt;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Transfers with their balance. */
public final class TransferQueries {
    private static final String SELECT = "SELECT * FROM transfer";

    private final Rows rows;

    TransferQueries(Rows rows) {
        this.rows = rows;
    }

    /**
     * A transfer as lists show it.
     *
     * @param arrivedMs when it was first taken in
     * @param settledMs when its receipt was no longer open for the first time, or null
     * @param state in the words of receipts: open, stopped, closed, unbalanced, refused
     * @param refusal code of what refused it, or null
     * @param verdict of the gate, or null
     */
    public record Transfer(
            String id,
            String feed,
            String delivery,
            String replayOf,
            long arrivedMs,
            Long settledMs,
            String state,
            boolean balanced,
            String refusal,
            String verdict,
            long rows,
            long excluded,
            long refused,
            long read,
            long entries,
            long rejected,
            Counts counts,
            long missing) {}

    /**
     * What a list is narrowed to; empty for all.
     *
     * @param file a part of the delivery's name, in any case of letters
     */
    public record Filter(Optional<String> feed, Optional<String> state, Optional<String> file) {
        public static final Filter ALL = new Filter(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Newest first. */
    public Page<Transfer> list(Viewer viewer, Filter filter, Optional<String> after) {
        return rows.page(
                TransferQueries::transfer,
                SELECT,
                where(viewer, filter),
                "arrived_ms",
                "id",
                true,
                after,
                t -> new Place(t.arrivedMs(), t.id()));
    }

    /** The same with the whole receipt of each. */
    public Page<Receipt> receipts(Viewer viewer, Filter filter, Optional<String> after) {
        return rows.page(
                row -> Receipt.fromJson(row.getBytes("receipt")),
                SELECT,
                where(viewer, filter),
                "arrived_ms",
                "id",
                true,
                after,
                r -> new Place(java.time.Instant.parse(r.firstArrived()).toEpochMilli(), r.transfer()));
    }

    private static Where where(Viewer viewer, Filter filter) {
        return new Where()
                .and(viewer.mayWith("feed"))
                .andIf("feed = ?", filter.feed())
                .andIf("state = ?", filter.state())
                // Names are looked through in an index of their own, which is a fraction of the receipts.
                .andIf("id IN (SELECT id FROM transfer WHERE instr(lower(delivery), lower(?)) > 0)", filter.file());
    }

    /** One transfer's receipt; empty if it is not known or not to be seen. */
    public Optional<Receipt> receipt(Viewer viewer, String id) {
        return rows.one(
                row -> Receipt.fromJson(row.getBytes("receipt")),
                SELECT + " WHERE id = ? AND " + viewer.mayWith("feed"),
                id);
    }

    /**
     * Which transfers whose bytes are stored; null for any.
     *
     * @param since when they arrived, in milliseconds, from then on
     * @param until and before then
     * @param code of a reject that they have
     */
    public record Stored(String feed, Long since, Long until, String code) {}

    /** Transfers that can be replayed: not refused, no replays, not kept back by the gate; by arrival, at most so many. */
    public List<Receipt> stored(Viewer viewer, Stored which, int most) {
        return rows.list(
                row -> Receipt.fromJson(row.getBytes(1)),
                "SELECT receipt FROM transfer WHERE refusal IS NULL AND replay_of IS NULL AND state <> 'stopped'"
                        + " AND coalesce(verdict, '') <> 'dismissed' AND " + viewer.mayWith("feed")
                        + " AND (?1 IS NULL OR feed = ?1) AND arrived_ms >= ?2 AND arrived_ms < ?3"
                        + " AND (?4 IS NULL OR id IN (SELECT transfer FROM reject WHERE code = ?4))"
                        + " ORDER BY arrived_ms, id LIMIT " + most,
                which.feed(),
                which.since() == null ? Long.MIN_VALUE : which.since(),
                which.until() == null ? Long.MAX_VALUE : which.until(),
                which.code());
    }

    /** Later readings of its bytes. */
    public List<Transfer> replaysOf(Viewer viewer, String id) {
        return rows.list(
                TransferQueries::transfer,
                SELECT + " WHERE replay_of = ? AND " + viewer.mayWith("feed") + " ORDER BY arrived_ms LIMIT 50",
                id);
    }

    static Transfer transfer(ResultSet row) throws SQLException {
        return new Transfer(
                row.getString("id"),
                row.getString("feed"),
                row.getString("delivery"),
                row.getString("replay_of"),
                row.getLong("arrived_ms"),
                Rows.nullableLong(row, "settled_ms"),
                row.getString("state"),
                row.getBoolean("balanced"),
                row.getString("refusal"),
                row.getString("verdict"),
                row.getLong("rows"),
                row.getLong("excluded"),
                row.getLong("refused"),
                row.getLong("read"),
                row.getLong("entries"),
                row.getLong("rejected"),
                counts(row),
                row.getLong("missing"));
    }

    static Counts counts(ResultSet row) throws SQLException {
        return new Counts(
                row.getLong("created"),
                row.getLong("corrected"),
                row.getLong("remapped"),
                row.getLong("withdrawn"),
                row.getLong("unchanged"),
                row.getLong("restated"),
                row.getLong("remap_pending"),
                row.getLong("stale"),
                row.getLong("superseded"),
                row.getLong("held"),
                row.getLong("dismissed"));
    }
}

package io.assayhub.index;

import io.assayhub.wire.Counts;
import io.assayhub.wire.Receipt;
import java.util.List;
import java.util.Optional;

/** The state of everything at a glance. */
public final class OverviewQueries {
    private final Rows rows;

    OverviewQueries(Rows rows) {
        this.rows = rows;
    }

    /**
     * The books of all transfers that were settled, added up.
     *
     * @param open transfers of which a part is still on its way
     * @param refusedTransfers of which nothing was taken in; what was counted in these and in open ones is in no sum
     * @param results of which something was published
     * @param rejects refused rows and rejected entries that are listed
     * @param lastMs when the last transfer came that is no replay, or null
     * @param unbalanced settled transfers whose equations do not hold
     */
    public record Books(
            long transfers,
            long open,
            long refusedTransfers,
            long unbalanced,
            long results,
            long rejects,
            Long lastMs,
            long rows,
            long excluded,
            long refused,
            long read,
            long entries,
            long rejected,
            Counts counts) {
        /** Whether {@code rows = excluded + refused + read} and {@code entries = rejected + outcomes}, in sum and in each. */
        public boolean balance() {
            return unbalanced == 0 && rows == excluded + refused + read && entries == rejected + counts.total();
        }
    }

    /**
     * What waits for a person.
     *
     * @param held results
     * @param stopped transfers that the gate has stopped
     * @param raised results that are missing or have moved to another subject
     * @param gaps transfers that are missing in a sequence
     * @param oldestMs since when the longest has waited, or null
     */
    public record Work(long held, long overdue, long safety, long stopped, long raised, long gaps, Long oldestMs) {}

    /**
     * Times from the arrival of a transfer until its receipt was no longer open, in milliseconds, as upper bounds.
     *
     * @param p50 -1 if there was none; {@link Long#MAX_VALUE} beyond the last step
     */
    public record Latency(long transfers, long p50, long p95, long p99) {}

    /** Sums over all transfers that may be seen. */
    public Books books(Viewer viewer) {
        return rows.one(
                        row -> new Books(
                                row.getLong("transfers"),
                                row.getLong("open"),
                                row.getLong("was_refused"),
                                row.getLong("unbalanced"),
                                row.getLong("results"),
                                row.getLong("rejects"),
                                Rows.nullableLong(row, "last_ms"),
                                row.getLong("rows"),
                                row.getLong("excluded"),
                                row.getLong("refused"),
                                row.getLong("read"),
                                row.getLong("entries"),
                                row.getLong("rejected"),
                                TransferQueries.counts(row)),
                        "SELECT sum(transfers) AS transfers, sum(is_open) AS open, sum(is_refused) AS was_refused,"
                                + " sum(is_unbalanced) AS unbalanced, sum(results) AS results, sum(rejects) AS rejects,"
                                + " max(last_ms) AS last_ms, sum(rows) AS rows, sum(excluded) AS excluded,"
                                + " sum(refused) AS refused, sum(read) AS read, sum(entries) AS entries,"
                                + " sum(rejected) AS rejected, sum(created) AS created, sum(corrected) AS corrected,"
                                + " sum(remapped) AS remapped, sum(withdrawn) AS withdrawn,"
                                + " sum(unchanged) AS unchanged, sum(restated) AS restated,"
                                + " sum(remap_pending) AS remap_pending, sum(stale) AS stale,"
                                + " sum(superseded) AS superseded, sum(held) AS held, sum(dismissed) AS dismissed"
                                + " FROM balance WHERE " + viewer.mayWith("feed"))
                .orElseThrow();
    }

    /** What needs a person. */
    public Work work(Viewer viewer) {
        long stopped = rows.number("SELECT sum(is_stopped) FROM balance WHERE " + viewer.mayWith("feed"));
        return rows.one(
                        row -> new Work(
                                row.getLong(1),
                                row.getLong(2),
                                row.getLong(3),
                                stopped,
                                row.getLong(4),
                                row.getLong(5),
                                Rows.nullableLong(row, "oldest")),
                        "SELECT sum(count * (reason <> '')), sum(overdue), sum(safety), sum(count * (kind = 'raised')),"
                                + " sum(count * (kind = 'gap')), min(" + WaitingQueries.OLDEST
                                + ") AS oldest FROM waiting_sum s WHERE count > 0 AND " + viewer.mayWith("feed"))
                .orElseThrow();
    }

    /** Transfers whose books do not balance, the newest first. */
    public List<Receipt> unbalanced(Viewer viewer) {
        return byState(viewer, "unbalanced");
    }

    /** Transfers that the gate has stopped, the newest first. */
    public List<Receipt> stopped(Viewer viewer) {
        return byState(viewer, "stopped");
    }

    private List<Receipt> byState(Viewer viewer, String state) {
        return rows.list(
                row -> Receipt.fromJson(row.getBytes("receipt")),
                "SELECT * FROM transfer WHERE state = ? AND " + viewer.mayWith("feed")
                        + " ORDER BY arrived_ms DESC, id DESC LIMIT 50",
                state);
    }

    /** How long transfers of the last minutes took. */
    public Latency latency(Viewer viewer, long nowMs, int minutes) {
        long[] counts = new long[Pace.EDGES.length + 1];
        rows.list(
                row -> counts[row.getInt(1)] = row.getLong(2),
                "SELECT bucket, sum(count) FROM pace WHERE minute > ? AND bucket >= 0 AND " + viewer.mayWith("feed")
                        + " GROUP BY bucket",
                Pace.minute(nowMs) - minutes);
        long all = 0;
        for (long count : counts) {
            all += count;
        }
        return new Latency(
                all, Pace.percentile(counts, 0.5), Pace.percentile(counts, 0.95), Pace.percentile(counts, 0.99));
    }

    /** When the oldest transfer that is still open came; empty if none is. */
    public Optional<Long> oldestOpenMs(Viewer viewer) {
        return rows.one(
                row -> row.getLong(1),
                "SELECT arrived_ms FROM transfer WHERE state = 'open' AND " + viewer.mayWith("feed")
                        + " ORDER BY arrived_ms LIMIT 1");
    }
}

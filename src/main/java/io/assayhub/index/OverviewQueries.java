package io.assayhub.index;

import io.assayhub.index.TransferQueries.Transfer;
import io.assayhub.wire.Counts;
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
     * @param unbalanced settled transfers whose equations do not hold
     */
    public record Books(
            long transfers,
            long open,
            long unbalanced,
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
     * @param stopped transfers that the gate has stopped
     * @param oldestMs since when the longest has waited, or null
     */
    public record Work(long waiting, long overdue, long safety, long stopped, long missing, Long oldestMs) {}

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
                                row.getLong("unbalanced"),
                                row.getLong("rows"),
                                row.getLong("excluded"),
                                row.getLong("refused"),
                                row.getLong("read"),
                                row.getLong("entries"),
                                row.getLong("rejected"),
                                TransferQueries.counts(row)),
                        "SELECT count(*) AS transfers, sum(state = 'open') AS open, sum(state = 'unbalanced') AS"
                                + " unbalanced, sum(settled * rows) AS rows, sum(settled * excluded) AS excluded,"
                                + " sum(settled * refused) AS refused, sum(settled * read) AS read,"
                                + " sum(settled * entries) AS entries, sum(settled * rejected) AS rejected,"
                                + " sum(settled * created) AS created, sum(settled * corrected) AS corrected,"
                                + " sum(settled * remapped) AS remapped, sum(settled * withdrawn) AS withdrawn,"
                                + " sum(settled * unchanged) AS unchanged, sum(settled * restated) AS restated,"
                                + " sum(settled * remap_pending) AS remap_pending, sum(settled * stale) AS stale,"
                                + " sum(settled * superseded) AS superseded, sum(settled * held) AS held,"
                                + " sum(settled * dismissed) AS dismissed"
                                // A refused transfer's rows were counted and went nowhere: they are in no sum.
                                + " FROM (SELECT *, state NOT IN ('open', 'refused') AS settled FROM transfer WHERE "
                                + viewer.mayWith("feed") + ")")
                .orElseThrow();
    }

    /** What needs a person. */
    public Work work(Viewer viewer) {
        long stopped =
                rows.number("SELECT count(*) FROM transfer WHERE state = 'stopped' AND " + viewer.mayWith("feed"));
        return rows.one(
                        row -> new Work(
                                row.getLong(1),
                                row.getLong(2),
                                row.getLong(3),
                                stopped,
                                row.getLong(4),
                                Rows.nullableLong(row, "oldest")),
                        "SELECT count(*), sum(overdue), sum(safety), sum(key LIKE 'missing/%'), min(since_ms) AS oldest"
                                + " FROM waiting WHERE " + viewer.mayWith("feed"))
                .orElseThrow();
    }

    /** Transfers whose books do not balance, the newest first. */
    public List<Transfer> unbalanced(Viewer viewer) {
        return byState(viewer, "unbalanced");
    }

    /** Transfers that the gate has stopped, the newest first. */
    public List<Transfer> stopped(Viewer viewer) {
        return byState(viewer, "stopped");
    }

    private List<Transfer> byState(Viewer viewer, String state) {
        return rows.list(
                TransferQueries::transfer,
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

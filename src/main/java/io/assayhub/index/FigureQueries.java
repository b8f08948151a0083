package io.assayhub.index;

import io.assayhub.wire.Counts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is measured: sums that only grow with what comes, whoever may see it, and what waits now. Without subject data. */
public final class FigureQueries {
    private final Rows rows;

    FigureQueries(Rows rows) {
        this.rows = rows;
    }

    /**
     * Of one feed.
     *
     * @param lastMs when its last transfer came that is no replay, or null
     * @param transfers of all time; {@code open}, {@code refused}, {@code stopped}, {@code unbalanced} of these, now
     * @param excluded rows of booked transfers, as {@code rowsRefused} and {@code read}
     */
    public record Feed(
            String feed,
            Long lastMs,
            long transfers,
            long open,
            long refused,
            long stopped,
            long unbalanced,
            long excluded,
            long rowsRefused,
            long read,
            long rejected,
            Counts counts) {}

    /**
     * How long the transfers of a feed took from arrival to a receipt that is no longer open.
     *
     * @param counts one more than {@link #edgesMs()} has: those within each edge and beyond the one before it
     */
    public record Durations(String feed, long[] counts, long totalMs) {
        public Durations {
            counts = counts.clone();
        }
    }

    /** The upper edges of {@link Durations#counts}, in milliseconds. */
    public static long[] edgesMs() {
        return Pace.EDGES.clone();
    }

    public List<Feed> feeds() {
        return rows.list(
                row -> new Feed(
                        row.getString("feed"),
                        Rows.nullableLong(row, "last_ms"),
                        row.getLong("transfers"),
                        row.getLong("is_open"),
                        row.getLong("is_refused"),
                        row.getLong("is_stopped"),
                        row.getLong("is_unbalanced"),
                        row.getLong("excluded"),
                        row.getLong("refused"),
                        row.getLong("read"),
                        row.getLong("rejected"),
                        TransferQueries.counts(row)),
                "SELECT * FROM balance WHERE feed <> '' ORDER BY feed");
    }

    public List<Durations> durations() {
        Map<String, long[]> counts = new TreeMap<>();
        Map<String, Long> totals = new TreeMap<>();
        rows.list(
                row -> {
                    String feed = row.getString(1);
                    counts.computeIfAbsent(feed, f -> new long[Pace.EDGES.length + 1])[row.getInt(2)] = row.getLong(3);
                    return totals.merge(feed, row.getLong(4), Long::sum);
                },
                "SELECT feed, bucket, count, total_ms FROM settled");
        return counts.entrySet().stream()
                .map(entry -> new Durations(entry.getKey(), entry.getValue(), totals.get(entry.getKey())))
                .toList();
    }

    public List<RejectQueries.Share> rejects() {
        return new RejectQueries(rows).shares(Viewer.UNBLINDED, Optional.empty());
    }

    public List<WaitingQueries.Share> waiting() {
        return new WaitingQueries(rows).shares(Viewer.UNBLINDED);
    }

    /** When the oldest transfer that is still open came. */
    public Optional<Long> oldestOpenMs() {
        return new OverviewQueries(rows).oldestOpenMs(Viewer.UNBLINDED);
    }
}

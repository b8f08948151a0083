package io.assayhub.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** How feeds do. */
public final class FeedQueries {
    private final Rows rows;

    FeedQueries(Rows rows) {
        this.rows = rows;
    }

    /**
     * A feed that has sent something.
     *
     * @param lastMs when its last transfer came that is no replay; null without one
     * @param transfers of all time; {@code refused}, {@code open}, {@code stopped}, {@code unbalanced} of these
     * @param results of which something was published
     * @param rejects refused rows and rejected entries
     */
    public record Activity(
            String feed,
            Long lastMs,
            long transfers,
            long refused,
            long open,
            long stopped,
            long unbalanced,
            long results,
            long rejects,
            long waiting) {}

    /** By name. */
    public List<Activity> activities(Viewer viewer) {
        Map<String, Long> waiting = new TreeMap<>();
        rows.list(
                row -> waiting.put(row.getString(1), row.getLong(2)),
                "SELECT feed, sum(count) FROM waiting_sum WHERE " + viewer.mayWith("feed") + " GROUP BY feed");
        return rows.list(
                row -> new Activity(
                        row.getString("feed"),
                        Rows.nullableLong(row, "last_ms"),
                        row.getLong("transfers"),
                        row.getLong("is_refused"),
                        row.getLong("is_open"),
                        row.getLong("is_stopped"),
                        row.getLong("is_unbalanced"),
                        row.getLong("results"),
                        row.getLong("rejects"),
                        waiting.getOrDefault(row.getString("feed"), 0L)),
                "SELECT * FROM balance WHERE feed <> '' AND " + viewer.mayWith("feed") + " ORDER BY feed");
    }

    /** Feeds that are blinded now: configured so, and not unblinded since. */
    public Set<String> blinded() {
        return Set.copyOf(rows.list(row -> row.getString(1), "SELECT feed FROM blinded"));
    }

    /** Results published in each of so many minutes up to now, the oldest first. */
    public List<Long> published(Viewer viewer, Optional<String> feed, long nowMs, int minutes) {
        long last = Pace.minute(nowMs);
        List<Object> arguments = new ArrayList<>(List.of(last - minutes + 1, Pace.PUBLISHED));
        feed.ifPresent(arguments::add);
        Map<Long, Long> found = new TreeMap<>();
        rows.list(
                row -> found.put(row.getLong(1), row.getLong(2)),
                "SELECT minute, sum(count) FROM pace WHERE minute >= ? AND bucket = ? AND " + viewer.mayWith("feed")
                        + (feed.isPresent() ? " AND feed = ?" : "") + " GROUP BY minute",
                arguments.toArray());
        List<Long> each = new ArrayList<>();
        for (long minute = last - minutes + 1; minute <= last; minute++) {
            each.add(found.getOrDefault(minute, 0L));
        }
        return each;
    }
}

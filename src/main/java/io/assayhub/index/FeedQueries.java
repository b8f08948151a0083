package io.assayhub.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
     * @param lastMs when its last transfer came that is no replay
     * @param transfers of all time; {@code refused}, {@code open}, {@code stopped}, {@code unbalanced} of these
     * @param published results of which a version went out
     */
    public record Activity(
            String feed,
            long lastMs,
            long transfers,
            long refused,
            long open,
            long stopped,
            long unbalanced,
            long entries,
            long rejected,
            long published,
            long waiting) {}

    /** By name. */
    public List<Activity> activities(Viewer viewer) {
        Map<String, Long> waiting = new TreeMap<>();
        rows.list(
                row -> waiting.put(row.getString(1), row.getLong(2)),
                "SELECT feed, count(*) FROM waiting WHERE " + viewer.mayWith("feed") + " GROUP BY feed");
        return rows.list(
                row -> new Activity(
                        row.getString(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8),
                        row.getLong(9),
                        row.getLong(10),
                        waiting.getOrDefault(row.getString(1), 0L)),
                "SELECT feed, max(CASE WHEN replay_of IS NULL THEN arrived_ms END), count(*), sum(state = 'refused'),"
                        + " sum(state = 'open'), sum(state = 'stopped'), sum(state = 'unbalanced'), sum(entries),"
                        + " sum(rejected), sum(created + corrected + remapped + withdrawn) FROM transfer WHERE "
                        + viewer.mayWith("feed") + " GROUP BY feed ORDER BY feed");
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

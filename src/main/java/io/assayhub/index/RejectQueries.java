package io.assayhub.index;

import io.assayhub.index.Rows.Place;
import io.assayhub.index.Rows.Where;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What could not be read: where, why, and how to mend it. */
public final class RejectQueries {
    private final Rows rows;

    RejectQueries(Rows rows) {
        this.rows = rows;
    }

    /**
     * A refused row or a rejected entry.
     *
     * @param row of the source, 0 if it concerns no single one
     * @param place column, segment or field, or null
     * @param entry its address, or null for a row
     */
    public record Reject(
            String key,
            String transfer,
            String feed,
            String code,
            long row,
            long line,
            String place,
            String entry,
            String detail,
            String remedy,
            long atMs) {}

    /** How many rejects of a feed have a code. */
    public record Share(String feed, String code, long count, long lastMs) {}

    /** What a list is narrowed to; empty for all. */
    public record Filter(Optional<String> feed, Optional<String> code, Optional<String> transfer) {
        public static final Filter ALL = new Filter(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Newest first. */
    public Page<Reject> list(Viewer viewer, Filter filter, Optional<String> after) {
        Where where = new Where()
                .and(viewer.mayWith("feed"))
                .andIf("transfer = ?", filter.transfer())
                .andIf("feed = ?", filter.feed())
                .andIf("code = ?", filter.code());
        return rows.page(
                RejectQueries::reject,
                "SELECT * FROM reject",
                where,
                "at_ms",
                "key",
                true,
                after,
                r -> new Place(r.atMs(), r.key()));
    }

    /** Those of a transfer, in the order of its rows. */
    public Page<Reject> ofTransfer(Viewer viewer, String transfer, Optional<String> after) {
        return rows.page(
                RejectQueries::reject,
                "SELECT * FROM reject",
                new Where().and("transfer = ?", transfer).and(viewer.mayWith("feed")),
                "row",
                "key",
                false,
                after,
                r -> new Place(r.row(), r.key()));
    }

    /** By feed and code, the most frequent first. */
    public List<Share> shares(Viewer viewer, Optional<String> feed) {
        return rows.list(
                row -> new Share(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4)),
                "SELECT feed, code, count, last_ms FROM reject_sum WHERE " + viewer.mayWith("feed")
                        + (feed.isPresent() ? " AND feed = ?" : "") + " ORDER BY count DESC, feed, code LIMIT 500",
                feed.stream().toArray());
    }

    private static Reject reject(ResultSet row) throws SQLException {
        return new Reject(
                row.getString("key"),
                row.getString("transfer"),
                row.getString("feed"),
                row.getString("code"),
                row.getLong("row"),
                row.getLong("line"),
                row.getString("place"),
                row.getString("entry"),
                row.getString("detail"),
                row.getString("remedy"),
                row.getLong("at_ms"));
    }
}

package io.assayhub.index;

import io.assayhub.index.Rows.Place;
import io.assayhub.index.Rows.Where;
import io.assayhub.wire.CommandRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** What operators, and the hub itself, have decided. */
public final class ActionQueries {
    private static final String SELECT = "SELECT * FROM action";

    /**
     * The feed of what a decision is about. Where it cannot be told, because nothing of the result was published and it no
     * longer waits, it is taken for a blinded one if there are any: rather a decision too few is shown.
     */
    private static final String FEED =
            "coalesce(feed, CASE WHEN route IS NOT NULL THEN '' END, (SELECT t.feed FROM transfer t WHERE t.id = action.transfer),"
                    + " (SELECT r.feed FROM result r WHERE r.id = coalesce(action.observation,"
                    + " substr(action.hold, 1, instr(action.hold, '/') - 1))),"
                    + " (SELECT w.feed FROM waiting w WHERE w.key = action.hold),"
                    + " (SELECT w.feed FROM waiting w WHERE w.observation = action.observation),"
                    + " (SELECT e.feed FROM ended e WHERE e.hold = action.hold),"
                    + " (SELECT b.feed FROM blinded b LIMIT 1))";

    private final Rows rows;

    ActionQueries(Rows rows) {
        this.rows = rows;
    }

    /**
     * A decision.
     *
     * @param applied partitions that have applied it
     */
    public record Action(CommandRecord command, int applied) {}

    /** Newest first; the hub's own decisions only if they are asked for. */
    public Page<Action> list(Viewer viewer, boolean withTheHubs, Optional<String> after) {
        Where where = new Where().and(viewer.mayWith(FEED));
        if (!withTheHubs) {
            where.and("by <> 'hub'");
        }
        return rows.page(
                ActionQueries::action,
                SELECT,
                where,
                "at_ms",
                "command",
                true,
                after,
                a -> new Place(
                        Instant.parse(a.command().at()).toEpochMilli(),
                        a.command().id()));
    }

    private static Action action(ResultSet row) throws SQLException {
        return new Action(
                new CommandRecord(
                        row.getString("command"),
                        CommandRecord.Action.of(row.getString("action")).orElseThrow(),
                        row.getString("by"),
                        row.getString("why"),
                        Instant.ofEpochMilli(row.getLong("at_ms")).toString(),
                        row.getString("hold"),
                        row.getString("observation"),
                        row.getString("transfer"),
                        row.getString("feed"),
                        row.getString("study"),
                        row.getString("subject"),
                        null,
                        row.getString("until"),
                        row.getString("route")),
                row.getInt("applied"));
    }
}

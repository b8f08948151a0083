package io.assayhub.index;

import io.assayhub.index.Rows.Place;
import io.assayhub.index.Rows.Where;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What operators, and the hub itself, have decided. */
public final class ActionQueries {
    private static final String SELECT = "SELECT * FROM action";

    private final Rows rows;

    ActionQueries(Rows rows) {
        this.rows = rows;
    }

    /** A decision as {@link io.assayhub.wire.CommandRecord} has it. */
    public record Action(
            String command,
            String action,
            String by,
            String why,
            long atMs,
            String hold,
            String observation,
            String transfer,
            String feed,
            String study,
            String subject) {}

    /** How a held result ended without a version. */
    public record Ended(
            String hold, String transfer, String outcome, String reason, long atMs, String by, String why) {}

    /** Newest first; the hub's own decisions only if they are asked for. */
    public Page<Action> list(Viewer viewer, boolean withTheHubs, Optional<String> after) {
        Where where = new Where().and(viewer.mayWith("feed"));
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
                a -> new Place(a.atMs(), a.command()));
    }

    /** Those about a transfer as a whole. */
    public List<Action> ofTransfer(String transfer) {
        return rows.list(ActionQueries::action, SELECT + " WHERE transfer = ? ORDER BY at_ms LIMIT 200", transfer);
    }

    /** Those about one Observation, by its id or one of its holds. */
    public List<Action> ofObservation(String observation) {
        return rows.list(
                ActionQueries::action,
                SELECT + " WHERE observation = ? OR hold IN (SELECT hold FROM ended WHERE observation = ?)"
                        + " ORDER BY at_ms LIMIT 200",
                observation,
                observation);
    }

    /** Held results of an Observation that ended without a version. */
    public List<Ended> endedOf(Viewer viewer, String observation) {
        return rows.list(
                ActionQueries::ended,
                "SELECT * FROM ended WHERE observation = ? AND " + viewer.mayWith("feed") + " ORDER BY at_ms LIMIT 200",
                observation);
    }

    private static Ended ended(ResultSet row) throws SQLException {
        return new Ended(
                row.getString("hold"),
                row.getString("transfer"),
                row.getString("outcome"),
                row.getString("reason"),
                row.getLong("at_ms"),
                row.getString("by"),
                row.getString("why"));
    }

    private static Action action(ResultSet row) throws SQLException {
        return new Action(
                row.getString("command"),
                row.getString("action"),
                row.getString("by"),
                row.getString("why"),
                row.getLong("at_ms"),
                row.getString("hold"),
                row.getString("observation"),
                row.getString("transfer"),
                row.getString("feed"),
                row.getString("study"),
                row.getString("subject"));
    }
}

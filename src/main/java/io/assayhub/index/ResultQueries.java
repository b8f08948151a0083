package io.assayhub.index;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Results with their versions. */
public final class ResultQueries {
    static final String SELECT = "SELECT * FROM result";

    private final Rows rows;

    ResultQueries(Rows rows) {
        this.rows = rows;
    }

    /**
     * A published result in its latest version.
     *
     * @param kind of Observation, such as {@code pk-concentration}, or null
     * @param analyte its code, or null
     * @param title of the analyte, for people
     * @param elapsed planned hours since the reference, or null
     * @param collected as sent, or null; {@code collectedMs} its earliest moment
     * @param shown the value as a person reads it, or null
     * @param number the value, or the limit that it is below or above, or null
     * @param below -1 below the limit, 1 above it, else 0
     */
    public record Result(
            String id,
            String study,
            String subject,
            String feed,
            String kind,
            String analyte,
            String title,
            String accession,
            String specimen,
            String visit,
            String timepoint,
            Double elapsed,
            String collected,
            Long collectedMs,
            String status,
            int version,
            String shown,
            Double number,
            int below,
            Double lower,
            Double upper,
            String unit,
            String interpretation,
            String tier,
            String topics,
            String transfer,
            String entry,
            long recordedMs) {}

    /**
     * A version of a result.
     *
     * @param outcome new, corrected, remapped or withdrawn
     * @param transfer that brought it, or null if a command made it
     * @param by the operator whose decision let it out, or null; {@code why} in that person's words
     * @param partition where its record is on {@link io.assayhub.wire.Topic#AUDIT}
     * @param offset where in the partition
     */
    public record Version(
            String id,
            int version,
            String outcome,
            String status,
            String shown,
            String feed,
            String transfer,
            String entry,
            String snapshot,
            String topics,
            long recordedMs,
            String by,
            String why,
            int partition,
            long offset) {}

    /** One result; empty if nothing of it was published, or it is not to be seen. */
    public Optional<Result> get(Viewer viewer, String id) {
        return rows.one(ResultQueries::result, SELECT + " WHERE id = ? AND " + viewer.mayWith("feed"), id);
    }

    /**
     * What the ledger compares a later arrival of a result with.
     *
     * @param order null, as the hashes are, if no entry brought any of its versions
     * @param place of its latest version on {@link io.assayhub.wire.Topic#AUDIT}
     */
    public record Standing(
            int version, String status, Long order, byte[] source, byte[] content, int partition, long place) {}

    /** How one result stands, blinded or not; empty if nothing of it was published. */
    public Optional<Standing> standing(String id) {
        return rows.one(
                row -> new Standing(
                        row.getInt(1),
                        row.getString(2),
                        Rows.nullableLong(row, "ord"),
                        row.getBytes(4),
                        row.getBytes(5),
                        row.getInt(6),
                        row.getLong(7)),
                "SELECT result.version, result.status, ord, source, content, partition, place FROM result"
                        + " JOIN version ON version.id = result.id AND version.version = result.version WHERE result.id = ?",
                id);
    }

    /** Its versions, the first first. */
    public List<Version> versions(Viewer viewer, String id) {
        return rows.list(
                ResultQueries::version,
                "SELECT * FROM version WHERE id = ? AND " + viewer.mayWith("feed") + " ORDER BY version LIMIT 1000",
                id);
    }

    /** The versions that a transfer made, in the order in which they were made. */
    public Page<Version> ofTransfer(Viewer viewer, String transfer, Optional<String> after) {
        return rows.page(
                ResultQueries::version,
                "SELECT * FROM version",
                new Rows.Where().and("transfer = ?", transfer).and(viewer.mayWith("feed")),
                "recorded_ms",
                "id",
                false,
                after,
                v -> new Rows.Place(v.recordedMs(), v.id()));
    }

    static Result result(ResultSet row) throws SQLException {
        return new Result(
                row.getString("id"),
                row.getString("study"),
                row.getString("subject"),
                row.getString("feed"),
                row.getString("kind"),
                row.getString("analyte"),
                row.getString("title"),
                row.getString("accession"),
                row.getString("specimen"),
                row.getString("visit"),
                row.getString("timepoint"),
                Rows.nullableDouble(row, "elapsed"),
                row.getString("collected"),
                Rows.nullableLong(row, "collected_ms"),
                row.getString("status"),
                row.getInt("version"),
                row.getString("shown"),
                Rows.nullableDouble(row, "number"),
                row.getInt("below"),
                Rows.nullableDouble(row, "lower"),
                Rows.nullableDouble(row, "upper"),
                row.getString("unit"),
                row.getString("interpretation"),
                row.getString("tier"),
                row.getString("topics"),
                row.getString("transfer"),
                row.getString("entry"),
                row.getLong("recorded_ms"));
    }

    private static Version version(ResultSet row) throws SQLException {
        return new Version(
                row.getString("id"),
                row.getInt("version"),
                row.getString("outcome"),
                row.getString("status"),
                row.getString("shown"),
                row.getString("feed"),
                row.getString("transfer"),
                row.getString("entry"),
                row.getString("snapshot"),
                row.getString("topics"),
                row.getLong("recorded_ms"),
                row.getString("by"),
                row.getString("why"),
                row.getInt("partition"),
                row.getLong("place"));
    }
}

package io.assayhub.index;

import io.assayhub.index.ResultQueries.Result;
import java.util.List;
import java.util.Optional;

/** Subjects with all that is published about them. */
public final class SubjectQueries {
    /** Results of one subject that a page shows at most. */
    public static final int MOST = 5_000;

    private final Rows rows;

    SubjectQueries(Rows rows) {
        this.rows = rows;
    }

    /**
     * A subject as the registry has it.
     *
     * @param redirect the number this one stands for, or null
     * @param accepts which results are taken: all, until, none or ambiguous
     * @param until last day in the study, or null
     */
    public record Subject(
            String study,
            String subject,
            String redirect,
            String status,
            String accepts,
            String site,
            String arm,
            String start,
            String until) {}

    /** A subject of a study; empty if nobody has registered it. */
    public Optional<Subject> get(String study, String subject) {
        return rows.one(
                row -> new Subject(
                        row.getString("study"),
                        row.getString("subject"),
                        row.getString("redirect"),
                        row.getString("status"),
                        row.getString("accepts"),
                        row.getString("site"),
                        row.getString("arm"),
                        row.getString("start"),
                        row.getString("until")),
                "SELECT * FROM subject WHERE study = ? AND subject = ?",
                study,
                subject);
    }

    /** Numbers that stand for a subject. */
    public List<String> aliases(String study, String subject) {
        return rows.list(
                row -> row.getString(1),
                "SELECT subject FROM subject WHERE study = ? AND redirect = ? ORDER BY subject LIMIT 50",
                study,
                subject);
    }

    /** Its results by the time of collection, at most {@link #MOST}. */
    public List<Result> results(Viewer viewer, String study, String subject) {
        return rows.list(
                ResultQueries::result,
                ResultQueries.SELECT + " WHERE study = ? AND subject = ? AND " + viewer.mayWith("feed")
                        + " ORDER BY collected_ms, id LIMIT " + MOST,
                study,
                subject);
    }

    /** Studies in which a number is known, by registration or by results. */
    public List<String> studiesOf(Viewer viewer, String subject) {
        return rows.list(
                row -> row.getString(1),
                "SELECT study FROM subject WHERE subject = ? UNION SELECT study FROM waiting WHERE subject = ? AND "
                        + viewer.mayWith("feed") + " ORDER BY 1 LIMIT 50",
                subject,
                subject);
    }

    /** Subjects of all studies in order of their numbers, from one on. */
    public List<Subject> list(Optional<String> after) {
        return rows.list(
                row -> new Subject(
                        row.getString("study"),
                        row.getString("subject"),
                        row.getString("redirect"),
                        row.getString("status"),
                        row.getString("accepts"),
                        row.getString("site"),
                        row.getString("arm"),
                        row.getString("start"),
                        row.getString("until")),
                "SELECT * FROM subject WHERE redirect IS NULL AND (study || '/' || subject) > ? ORDER BY study, subject"
                        + " LIMIT " + Page.SIZE,
                after.orElse(""));
    }
}

package io.assayhub.index;

import io.assayhub.index.ResultQueries.Result;
import io.assayhub.wire.SubjectRecord;
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

    /** A subject, or a number that stands for one; empty if nobody has registered it. */
    public Optional<SubjectRecord> get(String study, String subject) {
        return rows.one(
                row -> SubjectRecord.fromJson(row.getBytes(1)),
                "SELECT record FROM subject WHERE study = ? AND subject = ?",
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
}

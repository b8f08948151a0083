package io.assayhub.index;

import io.assayhub.index.ResultQueries.Result;
import io.assayhub.index.Rows.Place;
import io.assayhub.index.Rows.Where;
import io.assayhub.wire.SpecimenRecord.Listing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Expected specimens against what has come of them. */
public final class ReconcileQueries {
    /** Results without an expected specimen that a page shows at most. */
    public static final int MOST = 200;

    private final Rows rows;

    ReconcileQueries(Rows rows) {
        this.rows = rows;
    }

    /**
     * What has come of an expected specimen, by its accession, or by subject, visit and time point where the list names no
     * accession. Somebody who may not see blinded feeds sees it as if nothing had come by them.
     */
    public enum State {
        /** A result came for a specimen that was never collected by the list, or for it under another subject. */
        CONTRADICTION,
        /** It was collected, and there is no result of it. */
        NOT_REPORTED,
        /** A result of it is held. */
        WAITING,
        REPORTED,
        PLANNED,
        NOT_DONE;

        private static final Map<String, State> BY_TEXT =
                Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(State::text, Function.identity()));

        /** As the index and addresses write it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public static Optional<State> of(String text) {
            return Optional.ofNullable(BY_TEXT.get(text));
        }
    }

    /**
     * Specimens of a visit that are in one state.
     *
     * @param oldestMs when the first of them was collected, or is planned for; null if nobody knows
     */
    public record Share(String study, String visit, State state, long count, Long oldestMs) {}

    /**
     * An expected specimen.
     *
     * @param sinceMs when it was collected, else when it is planned for, or null
     * @param result Observation id of what was published of it, or null
     * @param resultSubject the other subject under which it was published, or null
     * @param hold key of what is held of it, or null
     */
    public record Expected(
            String key,
            String list,
            String study,
            String subject,
            String visit,
            String timepoint,
            String specimen,
            String assay,
            String accession,
            String planned,
            String collected,
            Long sinceMs,
            State state,
            String result,
            String resultSubject,
            String hold) {}

    /** What a list is narrowed to; empty for all. */
    public record Filter(
            Optional<String> study, Optional<String> visit, Optional<State> state, Optional<String> subject) {}

    /** The lists as they were taken last, by name. */
    public List<Listing> lists() {
        return rows.list(
                row -> Listing.fromJson(row.getBytes(1)), "SELECT record FROM specimen_list ORDER BY list LIMIT 100");
    }

    /** By study and visit, a line for each state; in the order of time that the visits' first specimens have. */
    public List<Share> shares(Viewer viewer) {
        String state = column(viewer);
        return rows.list(
                row -> new Share(
                        row.getString(1),
                        row.getString(2),
                        State.of(row.getString(3)).orElseThrow(),
                        row.getLong(4),
                        time(row.getLong(5))),
                "SELECT s.study, s.visit, s." + state + ", sum(s.count), (SELECT min(e.since_ms) FROM expected e"
                        + " WHERE e.study = s.study AND e.visit = s.visit AND e." + state + " = s." + state
                        + ") AS oldest"
                        + " FROM expected_sum s GROUP BY s.study, s.visit, s." + state
                        + " HAVING sum(s.count) > 0 ORDER BY s.study, min(oldest) OVER (PARTITION BY s.study, s.visit),"
                        + " s.visit, s." + state);
    }

    /** The longest known first; those without a time last. */
    public Page<Expected> list(Viewer viewer, Filter filter, Optional<String> after) {
        Where where = new Where()
                .andIf("study = ?", filter.study())
                .andIf("visit = ?", filter.visit())
                .andIf(column(viewer) + " = ?", filter.state().map(State::text))
                .andIf("subject = ?", filter.subject());
        return rows.page(
                ReconcileQueries::expected,
                select(viewer),
                where,
                "since_ms",
                "key",
                false,
                after,
                e -> new Place(e.sinceMs() == null ? ExpectedWriter.NO_TIME : e.sinceMs(), e.key()));
    }

    /**
     * Results of a subject whose specimens no list of its study has, for whatever test; none if the study has no list. What
     * follows from an expected test, such as the confirmation of a screening, is expected with it.
     */
    public List<Result> unexpected(Viewer viewer, String study, String subject) {
        return rows.list(
                ResultQueries::result,
                ResultQueries.SELECT + " WHERE study = ? AND subject = ? AND status <> 'entered-in-error' AND "
                        + viewer.mayWith("feed")
                        + " AND EXISTS (SELECT 1 FROM expected_sum s WHERE s.study = result.study AND s.count > 0)"
                        + " AND NOT EXISTS (SELECT 1 FROM expected e WHERE e.accession = result.accession"
                        + " AND e.study = result.study)"
                        + " AND NOT EXISTS (SELECT 1 FROM expected e WHERE e.study = result.study"
                        + " AND e.subject = result.subject AND e.visit = result.visit"
                        + " AND e.timepoint IS result.timepoint AND e.accession IS NULL)"
                        + " ORDER BY collected_ms, id LIMIT " + MOST,
                study,
                subject);
    }

    private static String column(Viewer viewer) {
        return viewer == Viewer.UNBLINDED ? "state" : "seen";
    }

    /** With what has come of it: a result under another subject before its own. */
    private static String select(Viewer viewer) {
        String found = " FROM result r WHERE r.study = expected.study AND r.status <> 'entered-in-error'"
                + " AND (expected.assay IS NULL OR r.kind = expected.assay) AND " + viewer.mayWith("r.feed");
        String other = found
                + " AND r.accession = expected.accession AND r.subject <> expected.subject ORDER BY r.id LIMIT 1)";
        String own =
                found + " AND r.accession = expected.accession AND r.subject = expected.subject ORDER BY r.id LIMIT 1)";
        String byVisit = found + " AND expected.accession IS NULL AND r.subject = expected.subject"
                + " AND r.visit = expected.visit AND r.timepoint IS expected.timepoint ORDER BY r.id LIMIT 1)";
        return "SELECT *, " + column(viewer) + " AS shown, coalesce((SELECT r.id" + other + ", (SELECT r.id" + own
                + ", (SELECT r.id" + byVisit + ") AS result, (SELECT r.subject" + other + " AS result_subject,"
                + " (SELECT w.key FROM waiting w WHERE w.accession = expected.accession AND w.study = expected.study"
                + " AND w.reason IS NOT NULL AND " + viewer.mayWith("w.feed") + " ORDER BY w.key LIMIT 1) AS hold"
                + " FROM expected";
    }

    private static Long time(long since) {
        return since == ExpectedWriter.NO_TIME ? null : since;
    }

    private static Expected expected(ResultSet row) throws SQLException {
        return new Expected(
                row.getString("key"),
                row.getString("list"),
                row.getString("study"),
                row.getString("subject"),
                row.getString("visit"),
                row.getString("timepoint"),
                row.getString("specimen"),
                row.getString("assay"),
                row.getString("accession"),
                row.getString("planned"),
                row.getString("collected"),
                time(row.getLong("since_ms")),
                State.of(row.getString("shown")).orElseThrow(),
                row.getString("result"),
                row.getString("result_subject"),
                row.getString("hold"));
    }
}

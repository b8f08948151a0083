package io.assayhub.index;

import static io.assayhub.index.IndexTopics.START;
import static io.assayhub.index.IndexTopics.STUDY;
import static io.assayhub.index.IndexTopics.concentration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.assayhub.index.ReconcileQueries.Expected;
import io.assayhub.index.ReconcileQueries.Filter;
import io.assayhub.index.ReconcileQueries.Share;
import io.assayhub.index.ReconcileQueries.State;
import io.assayhub.index.ResultQueries.Result;
import io.assayhub.wire.CommandRecord.Action;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.SpecimenRecord;
import io.assayhub.wire.SpecimenRecord.Listing;
import io.assayhub.wire.SpecimenRecord.Status;
import io.assayhub.wire.SubjectRecord;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes of expected specimens, in whatever order lists, results and holds are read. */
class ReconcileQueriesTest {
    private static final Viewer ALL = Viewer.UNBLINDED;
    private static final String FEED = "central-pk";
    private static final String RESULT = "a".repeat(32);
    private static final String OTHER = "b".repeat(32);
    private static final String HELD = "c".repeat(32);
    private static final Filter ANY =
            new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    @TempDir
    Path folder;

    private IndexTopics topics;
    private ReconcileQueries expected;

    @BeforeEach
    void open() throws IOException {
        topics = new IndexTopics(folder);
        expected = new ReconcileQueries(topics.rows);
    }

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void aSpecimenIsReportedByItsAccessionWhicheverComesFirst() throws SQLException {
        expect("S-1", "A-1", Status.COLLECTED);
        assertThat(states(ALL)).containsExactly("A-1 not-reported");
        report(RESULT, "S-1", "A-1");
        expect("S-1", "A-2", Status.COLLECTED);
        report(OTHER, "S-1", "A-3");
        expect("S-1", "A-3", Status.PLANNED);

        assertThat(states(ALL)).containsExactly("A-1 reported", "A-2 not-reported", "A-3 reported");
        assertThat(list(ALL, ANY))
                .extracting(Expected::accession, Expected::result)
                .containsExactlyInAnyOrder(tuple("A-1", RESULT), tuple("A-2", null), tuple("A-3", OTHER));
    }

    @Test
    void withoutAnAccessionVisitAndTimePointTell() throws SQLException {
        put(specimen("S-1", "DAY 1", "2 h", null, Status.COLLECTED, null));
        put(specimen("S-1", "DAY 1", "4 h", null, Status.COLLECTED, null));
        put(specimen("S-1", "DAY 1", null, null, Status.COLLECTED, null));
        put(specimen("S-2", "DAY 1", "2 h", null, Status.COLLECTED, null));
        report(RESULT, "S-1", "A-1");

        assertThat(list(ALL, ANY))
                .filteredOn(e -> e.state() == State.REPORTED)
                .extracting(Expected::subject, Expected::timepoint, Expected::result)
                .containsExactly(tuple("S-1", "2 h", RESULT));
    }

    @Test
    void theTestThatIsExpectedHasToBeTheOneThatCame() throws SQLException {
        put(specimen("S-1", "DAY 1", "2 h", "A-1", Status.COLLECTED, "ada-screening"));
        put(specimen("S-1", "DAY 1", "2 h", "A-1", Status.COLLECTED, "pk-concentration"));
        report(RESULT, "S-1", "A-1");

        assertThat(list(ALL, ANY))
                .extracting(Expected::assay, Expected::state)
                .containsExactlyInAnyOrder(
                        tuple("ada-screening", State.NOT_REPORTED), tuple("pk-concentration", State.REPORTED));
    }

    @Test
    void aHeldResultWaitsUntilItIsPublished() throws SQLException {
        expect("S-1", "H-" + HELD, Status.COLLECTED);
        topics.held(HELD, 1, "S-1", FEED, false, START);
        assertThat(states(ALL)).containsExactly("H-" + HELD + " waiting");
        assertThat(list(ALL, ANY)).extracting(Expected::hold).containsExactly(HeldRecord.holdKey(HELD, 1));

        topics.put(Topic.HELD, HeldRecord.holdKey(HELD, 1), null, START);
        assertThat(states(ALL)).containsExactly("H-" + HELD + " not-reported");
    }

    @Test
    void aResultOfWhatWasNeverCollectedIsAContradiction() throws SQLException {
        expect("S-1", "A-1", Status.NOT_DONE);
        expect("S-1", "A-2", Status.NOT_DONE);
        assertThat(states(ALL)).containsExactly("A-1 not-done", "A-2 not-done");
        report(RESULT, "S-1", "A-1");
        assertThat(states(ALL)).containsExactly("A-1 contradiction", "A-2 not-done");

        topics.version(RESULT, 2, "S-1", FEED, "t2", at("A-1"), START, "withdrawn", "ann");
        assertThat(states(ALL)).as("entered in error").containsExactly("A-1 not-done", "A-2 not-done");
    }

    @Test
    void anAccessionUnderAnotherSubjectIsAContradiction() throws SQLException {
        expect("S-1", "A-1", Status.COLLECTED);
        report(RESULT, "S-2", "A-1");

        assertThat(list(ALL, ANY))
                .extracting(Expected::state, Expected::result, Expected::resultSubject)
                .containsExactly(tuple(State.CONTRADICTION, RESULT, "S-2"));
    }

    @Test
    void aListMayNameASubjectByItsScreeningNumber() throws SQLException {
        expect("SCR-1", "A-1", Status.COLLECTED);
        put(specimen("SCR-1", "DAY 1", "2 h", null, Status.COLLECTED, null));
        report(RESULT, "S-1", "A-1");
        assertThat(states(ALL)).as("nobody knows yet").containsExactly("A-1 contradiction", "null not-reported");
        topics.subject(SubjectRecord.redirect(STUDY, "SCR-1", "S-1", START));
        assertThat(states(ALL)).containsExactly("A-1 reported", "null reported");
        expect("SCR-1", "A-2", Status.COLLECTED);
        assertThat(list(ALL, ANY)).extracting(Expected::subject).containsOnly("S-1");
    }

    @Test
    void sumsAreByVisitInTheOrderOfTimeAndFollowEveryChange() throws SQLException {
        put(specimen("S-1", "WEEK 4", null, "A-9", Status.PLANNED, null, "2026-02-01", null));
        put(specimen("S-1", "DAY 1", null, "A-1", Status.COLLECTED, null, null, "2026-01-05T10:00"));
        put(specimen("S-2", "DAY 1", null, "A-2", Status.COLLECTED, null, null, "2026-01-03T10:00:00Z"));
        report(RESULT, "S-2", "A-2");
        put(specimen("S-3", "DAY 1", null, "A-3", Status.NOT_DONE, null, "2026-01-01", null));
        tombstone(specimen("S-3", "DAY 1", null, "A-3", Status.NOT_DONE, null));

        assertThat(expected.shares(ALL))
                .containsExactlyInAnyOrder(
                        new Share(STUDY, "DAY 1", State.NOT_REPORTED, 1, ms("2026-01-05T10:00:00Z")),
                        new Share(STUDY, "DAY 1", State.REPORTED, 1, ms("2026-01-03T10:00:00Z")),
                        new Share(STUDY, "WEEK 4", State.PLANNED, 1, ms("2026-02-01T00:00:00Z")));
        assertThat(expected.shares(ALL)).extracting(Share::visit).containsExactly("DAY 1", "DAY 1", "WEEK 4");
    }

    @Test
    void listsAreNarrowedAndPaged() throws SQLException {
        for (int i = 0; i < 120; i++) {
            put(specimen("S-" + i % 4, "DAY " + i % 3, null, "A-" + i, Status.COLLECTED, null));
        }
        List<Expected> all = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            Page<Expected> page = expected.list(ALL, ANY, after);
            all.addAll(page.rows());
            after = page.next();
        } while (after.isPresent());
        assertThat(all).hasSize(120).doesNotHaveDuplicates();

        Filter narrow = new Filter(
                Optional.of(STUDY), Optional.of("DAY 2"), Optional.of(State.NOT_REPORTED), Optional.of("S-1"));
        assertThat(list(ALL, narrow))
                .hasSize(10)
                .allSatisfy(e -> assertThat(e.subject() + e.visit()).isEqualTo("S-1DAY 2"));
        Filter none = new Filter(Optional.empty(), Optional.empty(), Optional.of(State.REPORTED), Optional.empty());
        assertThat(list(ALL, none)).isEmpty();
    }

    @Test
    void whoMayNotSeeTheFeedSeesWhatTheListAloneSays() throws SQLException {
        topics.blind(FEED);
        expect("S-1", "A-1", Status.COLLECTED);
        expect("S-1", "A-2", Status.NOT_DONE);
        expect("S-1", "H-" + HELD, Status.COLLECTED);
        List<String> before = states(Viewer.BLINDED);
        List<Share> sums = expected.shares(Viewer.BLINDED);
        report(RESULT, "S-1", "A-1");
        report(OTHER, "S-1", "A-2");
        topics.held(HELD, 1, "S-1", FEED, false, START);

        assertThat(states(Viewer.BLINDED)).isEqualTo(before);
        assertThat(expected.shares(Viewer.BLINDED)).isEqualTo(sums);
        assertThat(list(Viewer.BLINDED, ANY)).allSatisfy(e -> {
            assertThat(e.result()).isNull();
            assertThat(e.resultSubject()).isNull();
            assertThat(e.hold()).isNull();
        });
        assertThat(states(ALL))
                .containsExactlyInAnyOrder("A-1 reported", "A-2 contradiction", "H-" + HELD + " waiting");

        topics.action(IndexTopics.command("u", Action.UNBLIND, "ann", null, null, FEED));
        assertThat(states(Viewer.BLINDED)).isEqualTo(states(ALL));
        assertThat(expected.shares(Viewer.BLINDED)).isEqualTo(expected.shares(ALL));
    }

    @Test
    void resultsThatNobodyExpectedAreToldOfASubject() throws SQLException {
        report(RESULT, "S-1", "A-1");
        assertThat(expected.unexpected(ALL, STUDY, "S-1"))
                .as("there is no list")
                .isEmpty();
        expect("S-2", "A-7", Status.COLLECTED);
        assertThat(expected.unexpected(ALL, STUDY, "S-1"))
                .extracting(Result::id)
                .containsExactly(RESULT);
        put(specimen("S-1", "DAY 1", "2 h", null, Status.PLANNED, "ada-screening"));
        assertThat(expected.unexpected(ALL, STUDY, "S-1"))
                .as("for another test")
                .isEmpty();
    }

    @Test
    void listsAreShownAsTheyWereTakenLast() throws SQLException {
        Listing listing = new Listing("edc", "Of the EDC", "s.csv", START, 3, 1);
        topics.put(Topic.SPECIMENS, "edc", listing.toJson(), START);
        assertThat(expected.lists()).containsExactly(listing);
    }

    private static long ms(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    private List<Expected> list(Viewer viewer, Filter filter) {
        return expected.list(viewer, filter, Optional.empty()).rows();
    }

    private List<String> states(Viewer viewer) {
        return list(viewer, ANY).stream()
                .map(e -> e.accession() + " " + e.state().text())
                .sorted()
                .toList();
    }

    private static String at(String accession) {
        return concentration(accession, "2026-03-01T10:00:00Z", "\"value\":12.40");
    }

    private void report(String id, String subject, String accession) throws SQLException {
        topics.version(id, 1, subject, FEED, "t1", at(accession), START);
    }

    private void expect(String subject, String accession, Status status) throws SQLException {
        put(specimen(subject, "DAY 1", "2 h", accession, status, null));
    }

    private void put(SpecimenRecord specimen) throws SQLException {
        topics.put(Topic.SPECIMENS, specimen.key(), specimen.toJson(), START);
    }

    private void tombstone(SpecimenRecord specimen) throws SQLException {
        topics.put(Topic.SPECIMENS, specimen.key(), null, START);
    }

    private static SpecimenRecord specimen(
            String subject, String visit, String timepoint, String accession, Status status, String assay) {
        return specimen(subject, visit, timepoint, accession, status, assay, null, null);
    }

    private static SpecimenRecord specimen(
            String subject,
            String visit,
            String timepoint,
            String accession,
            Status status,
            String assay,
            String planned,
            String collected) {
        return new SpecimenRecord(
                "edc", STUDY, subject, visit, timepoint, "Plasma", assay, accession, status, planned, collected);
    }
}

package io.assayhub.index;

import static io.assayhub.index.IndexTopics.START;
import static io.assayhub.index.IndexTopics.STUDY;
import static io.assayhub.index.IndexTopics.concentration;
import static io.assayhub.index.IndexTopics.counts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.assayhub.index.ResultQueries.Result;
import io.assayhub.index.ResultQueries.Version;
import io.assayhub.index.Search.Hit;
import io.assayhub.index.Search.Kind;
import io.assayhub.wire.AuditRecord;
import io.assayhub.wire.CommandRecord.Action;
import io.assayhub.wire.HeaderName;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.SubjectRecord;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the index makes of each kind of record. */
class IndexWriterTest {
    private static final Viewer ALL = Viewer.UNBLINDED;
    private static final String FEED = "central-pk";
    private static final String RESULT = "a".repeat(32);
    private static final String COLLECTED = "2026-03-01T10:00:00+01:00";

    @TempDir
    Path folder;

    private IndexTopics topics;

    @BeforeEach
    void open() throws IOException {
        topics = new IndexTopics(folder);
    }

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void keepsEveryVersionAndShowsTheLatestOfAResult() throws SQLException {
        first();
        topics.version(RESULT, 2, "S-1", FEED, "t2", concentration("A-1", COLLECTED, "\"value\":12.50"), START + 1000);

        assertThat(new ResultQueries(topics.rows).get(ALL, RESULT)).get().satisfies(result -> {
            assertThat(result.shown()).isEqualTo("12.50 ng/mL");
            assertThat(result.number()).isEqualTo(12.5);
            assertThat(result.version()).isEqualTo(2);
            assertThat(result.status()).isEqualTo("corrected");
            assertThat(result.transfer()).isEqualTo("t2");
            assertThat(result.kind()).isEqualTo("pk-concentration");
            assertThat(result.accession()).isEqualTo("A-1");
            assertThat(result.specimen()).isEqualTo("Plasma");
            assertThat(result.visit()).isEqualTo("DAY 1");
            assertThat(result.elapsed()).isEqualTo(2.0);
        });
        assertThat(new ResultQueries(topics.rows).versions(ALL, RESULT))
                .extracting(Version::version, Version::outcome, Version::shown, Version::transfer, Version::offset)
                .containsExactly(
                        tuple(1, "new", "12.40 ng/mL", "t1", 0L), tuple(2, "corrected", "12.50 ng/mL", "t2", 1L));
    }

    @Test
    void anOlderVersionReadAgainLeavesTheLatestOne() throws SQLException {
        first();
        topics.version(RESULT, 2, "S-1", FEED, "t2", concentration("A-1", COLLECTED, "\"value\":12.50"), START + 1000);
        first();

        assertThat(new ResultQueries(topics.rows).get(ALL, RESULT))
                .map(Result::shown)
                .hasValue("12.50 ng/mL");
        assertThat(new ResultQueries(topics.rows).versions(ALL, RESULT)).hasSize(2);
        assertThat(new OverviewQueries(topics.rows).books(ALL).results()).isEqualTo(1);
    }

    @Test
    void aWithdrawalByCommandKeepsWhatWasKnownAndSaysWhoAndWhy() throws SQLException {
        first();
        topics.version(
                RESULT,
                2,
                "S-1",
                FEED,
                null,
                "{\"resourceType\":\"Observation\",\"code\":{\"coding\":[{\"code\":\"IMP321\"}]}}",
                START + 1000,
                "withdrawn",
                "ann");

        assertThat(new ResultQueries(topics.rows).get(ALL, RESULT)).get().satisfies(result -> {
            assertThat(result.status()).isEqualTo("entered-in-error");
            assertThat(result.shown()).isEmpty();
            assertThat(result.number()).isNull();
            assertThat(result.accession()).isEqualTo("A-1");
            assertThat(result.feed()).isEqualTo(FEED);
        });
        assertThat(new ResultQueries(topics.rows).versions(ALL, RESULT))
                .extracting(Version::outcome, Version::by, Version::why)
                .containsExactly(tuple("new", null, null), tuple("withdrawn", "ann", "mixed up tubes"));
    }

    @Test
    void aTombstoneEndsWhatWaits() throws SQLException {
        WaitingQueries waiting = new WaitingQueries(topics.rows);
        topics.held("c".repeat(32), 1, "S-9", FEED, false, START);
        topics.held("d".repeat(32), 1, "S-9", FEED, true, START + 9);
        assertThat(waiting.list(ALL, WaitingQueries.Filter.ALL, Optional.empty())
                        .rows())
                .extracting(WaitingQueries.Waiting::key)
                .as("a match of a safety rule first")
                .containsExactly("d".repeat(32) + "/1", "c".repeat(32) + "/1");

        topics.put(Topic.HELD, HeldRecord.holdKey("d".repeat(32), 1), null, START + 10);
        topics.put(Topic.HELD, HeldRecord.holdKey("d".repeat(32), 1), null, START + 11);

        assertThat(waiting.list(ALL, WaitingQueries.Filter.ALL, Optional.empty())
                        .rows())
                .extracting(WaitingQueries.Waiting::key)
                .containsExactly("c".repeat(32) + "/1");
        assertThat(new OverviewQueries(topics.rows).work(ALL))
                .isEqualTo(new OverviewQueries.Work(1, 0, 0, 0, 0, 0, START));
    }

    @Test
    void aLaterReceiptReplacesTheFormerInEverySum() throws SQLException {
        topics.receipt("t1", FEED, "a.csv", Receipt.State.OPEN, counts(0, 0), START);
        assertThat(new OverviewQueries(topics.rows).books(ALL)).satisfies(books -> {
            assertThat(books.open()).isEqualTo(1);
            assertThat(books.rows()).as("what is open is not booked").isZero();
        });
        topics.receipt("t1", FEED, "a.csv", Receipt.State.CLOSED, counts(3, 2), START + 150);
        topics.receipt("t1", FEED, "a.csv", Receipt.State.CLOSED, counts(5, 0), START + 9_000);
        topics.receipt("t1", FEED, "a.csv", Receipt.State.CLOSED, counts(5, 0), START + 9_000);

        assertThat(new OverviewQueries(topics.rows).books(ALL)).satisfies(books -> {
            assertThat(books.transfers()).isEqualTo(1);
            assertThat(books.open()).isZero();
            assertThat(books.rows()).isEqualTo(2);
            assertThat(books.entries()).isEqualTo(5);
            assertThat(books.counts()).isEqualTo(counts(5, 0));
            assertThat(books.balance()).isTrue();
        });
        assertThat(new OverviewQueries(topics.rows).latency(ALL, START + 10_000, 60))
                .as("its first closing alone is how long it took")
                .isEqualTo(new OverviewQueries.Latency(1, 200, 200, 200));
        assertThat(new TransferQueries(topics.rows)
                        .list(ALL, TransferQueries.Filter.ALL, Optional.empty())
                        .rows())
                .extracting(TransferQueries.Transfer::settledMs)
                .containsExactly(START + 150);
    }

    @Test
    void namesTheTransfersThatDoNotBalance() throws SQLException {
        topics.receipt("t1", FEED, "a.csv", Receipt.State.CLOSED, counts(3, 0), START);
        topics.receipt("t2", FEED, "b.csv", Receipt.State.UNBALANCED, counts(3, 0), START);

        OverviewQueries overview = new OverviewQueries(topics.rows);
        assertThat(overview.books(ALL).balance()).isFalse();
        assertThat(overview.unbalanced(ALL)).extracting(Receipt::transfer).containsExactly("t2");
    }

    @Test
    void countsARejectOnceHoweverOftenItIsRead() throws SQLException {
        topics.reject("t1", FEED, "AH-0304", 3, START);
        topics.reject("t1", FEED, "AH-0304", 3, START);
        topics.reject("t1", FEED, "AH-0304", 2, START);
        topics.reject("t1", FEED, "AH-0301", 7, START + 5);

        RejectQueries rejects = new RejectQueries(topics.rows);
        assertThat(rejects.shares(ALL, Optional.of(FEED)))
                .containsExactly(
                        new RejectQueries.Share(FEED, "AH-0304", 2, START),
                        new RejectQueries.Share(FEED, "AH-0301", 1, START + 5));
        assertThat(rejects.ofTransfer(ALL, "t1", Optional.empty()).rows())
                .extracting(RejectQueries.Reject::row, RejectQueries.Reject::line, RejectQueries.Reject::place)
                .containsExactly(tuple(2L, 3L, "PCSTRESN"), tuple(3L, 4L, "PCSTRESN"), tuple(7L, 8L, "PCSTRESN"));
    }

    @Test
    void aDecisionAppliedInSeveralPartitionsIsOne() throws SQLException {
        topics.action(IndexTopics.command("w", Action.WITHDRAW, "ann", null, RESULT, null));
        topics.action(IndexTopics.command("w", Action.WITHDRAW, "ann", null, RESULT, null));
        topics.action(IndexTopics.command("m", Action.MOVING, "hub", null, RESULT, null));

        ActionQueries actions = new ActionQueries(topics.rows);
        assertThat(actions.list(ALL, false, Optional.empty()).rows())
                .extracting(a -> a.command().id(), a -> a.command().why(), ActionQueries.Action::applied)
                .containsExactly(tuple("w", "asked the laboratory", 2));
        assertThat(actions.list(ALL, true, Optional.empty()).rows()).hasSize(2);
    }

    @Test
    void remembersHowAHeldResultEnded() throws SQLException {
        topics.ended(RESULT, 1, FEED, "dismissed", "ann", START);

        assertThat(topics.rows.list(
                        row -> row.getString("hold") + " " + row.getString("outcome") + " " + row.getString("by") + ": "
                                + row.getString("why"),
                        "SELECT * FROM ended"))
                .containsExactly(RESULT + "/1 dismissed ann: not ours");
    }

    @Test
    void findsASubjectByItsOtherNumbersAndForgetsItWithItsTombstone() throws SQLException {
        topics.subject(SubjectRecord.open(STUDY, "S-1"));
        topics.subject(SubjectRecord.redirect(STUDY, "SCR-7", "S-1", 5));

        SubjectQueries subjects = new SubjectQueries(topics.rows);
        assertThat(new Search(topics.rows).find(ALL, "SCR-7"))
                .containsExactly(new Hit(Kind.SUBJECT, STUDY + "/S-1", "SCR-7", "study P003, stands for S-1"));

        topics.put(Topic.SUBJECTS, STUDY + "/SCR-7", null, START);
        assertThat(subjects.get(STUDY, "SCR-7")).isEmpty();
        assertThat(subjects.get(STUDY, "S-1")).isPresent();
    }

    @Test
    void aRecordThatLacksWhatEachHasIsRefusedAndTheRestIsTaken() throws SQLException {
        SQLException refused = catchThrowableOfType(
                SQLException.class,
                () -> topics.put(
                        Topic.AUDIT,
                        STUDY + "/S-1",
                        IndexTopics.bundle(concentration("A-1", COLLECTED, "\"value\":1"), null),
                        START,
                        HeaderName.KIND,
                        AuditRecord.VERSION,
                        HeaderName.ID,
                        "b".repeat(32),
                        HeaderName.VERSION,
                        "1"));
        assertThat(IndexFile.isRefusal(refused)).isTrue();
        first();

        assertThat(new SubjectQueries(topics.rows).results(ALL, STUDY, "S-1"))
                .extracting(Result::id)
                .containsExactly(RESULT);
    }

    @Test
    void pagesGiveEveryRowOnceInOneOrder() throws SQLException {
        for (int i = 0; i < 130; i++) {
            topics.held(String.format("%032x", i), 1, "S-9", FEED, false, START + i / 7);
        }
        List<String> keys = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            Page<WaitingQueries.Waiting> page =
                    new WaitingQueries(topics.rows).list(ALL, WaitingQueries.Filter.ALL, after);
            page.rows().forEach(w -> keys.add(w.key()));
            sizes.add(page.rows().size());
            after = page.next();
        } while (after.isPresent());

        assertThat(sizes).containsExactly(50, 50, 30);
        assertThat(keys).doesNotHaveDuplicates().isSorted().hasSize(130);
    }

    private void first() throws SQLException {
        topics.version(RESULT, 1, "S-1", FEED, "t1", concentration("A-1", COLLECTED, "\"value\":12.40"), START);
    }
}

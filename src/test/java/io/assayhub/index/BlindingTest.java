package io.assayhub.index;

import static io.assayhub.index.IndexTopics.START;
import static io.assayhub.index.IndexTopics.STUDY;
import static io.assayhub.index.IndexTopics.concentration;
import static io.assayhub.index.IndexTopics.counts;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.CommandRecord.Action;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.SpecimenRecord;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody who may not see blinded results is told of them: nothing, not even how many there are. */
class BlindingTest {
    private static final String FEED = "blinded-pk";
    private static final String HELD = "c".repeat(32);
    private static final String RESULT = "a".repeat(32);

    @TempDir
    Path folder;

    private IndexTopics topics;

    @BeforeEach
    void open() throws IOException, SQLException {
        topics = new IndexTopics(folder);
        topics.blind(FEED);
    }

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void whoMayNotSeeABlindedFeedFindsTheIndexEmptyOfIt() throws SQLException {
        Map<String, Object> empty = everything(Viewer.BLINDED);
        fill();

        assertThat(everything(Viewer.BLINDED)).isEqualTo(empty);
        everything(Viewer.UNBLINDED)
                .forEach((what, seen) -> assertThat(seen).as(what).isNotEqualTo(empty.get(what)));
    }

    @Test
    void showsEverythingOnceTheFeedIsUnblinded() throws SQLException {
        fill();
        topics.action(IndexTopics.command("u", Action.UNBLIND, "ann", null, null, FEED));

        assertThat(everything(Viewer.BLINDED)).isEqualTo(everything(Viewer.UNBLINDED));
        assertThat(new FeedQueries(topics.rows).blinded()).isEmpty();
    }

    @Test
    void decisionsOfWhichTheFeedCannotBeToldAreNotShown() throws SQLException {
        topics.held(HELD, 1, "S-1", FEED, false, START);
        topics.action(IndexTopics.command("f", Action.FOUND_CHANGED, CommandRecord.HUB, null, HELD, null));
        topics.action(IndexTopics.command("c", Action.CONFIRM, "ann", HELD + "/1", null, null));
        topics.put(Topic.HELD, HeldRecord.holdKey(HELD, 1), null, START);

        assertThat(new ActionQueries(topics.rows)
                        .list(Viewer.BLINDED, true, Optional.empty())
                        .rows())
                .isEmpty();
        assertThat(new ActionQueries(topics.rows)
                        .list(Viewer.UNBLINDED, true, Optional.empty())
                        .rows())
                .extracting(a -> a.command().id())
                .containsExactly("f", "c");
    }

    private void fill() throws SQLException {
        SpecimenRecord specimen = new SpecimenRecord(
                "edc", STUDY, "S-2", "DAY 1", null, null, null, null, SpecimenRecord.Status.PLANNED, null, null);
        topics.put(Topic.SPECIMENS, specimen.key(), specimen.toJson(), START);
        topics.receipt("t1", FEED, "plate-7.csv", Receipt.State.STOPPED, counts(1, 1), START + 400);
        topics.receipt("t2", FEED, "plate-8.csv", Receipt.State.UNBALANCED, counts(1, 0), START + 400);
        topics.receipt("t3", FEED, "plate-9.csv", Receipt.State.OPEN, counts(0, 0), START);
        topics.reject("t1", FEED, "AH-0304", 3, START);
        topics.version(
                RESULT, 1, "S-1", FEED, "t1", concentration("A-1", "2026-03-01T10:00:00Z", "\"value\":12.40"), START);
        topics.held(HELD, 1, "S-1", FEED, true, START);
        topics.ended(RESULT, 1, FEED, "dismissed", "ann", START);
        topics.action(IndexTopics.command("w", Action.WITHDRAW, "ann", null, RESULT, null));
    }

    /** What every query answers. */
    private Map<String, Object> everything(Viewer viewer) {
        Rows rows = topics.rows;
        Optional<String> first = Optional.empty();
        Map<String, Object> seen = new LinkedHashMap<>();
        OverviewQueries overview = new OverviewQueries(rows);
        seen.put("books", overview.books(viewer));
        seen.put("work", overview.work(viewer));
        seen.put("unbalanced", overview.unbalanced(viewer));
        seen.put("stopped", overview.stopped(viewer));
        seen.put("latency", overview.latency(viewer, START + 1000, 60));
        seen.put("oldest open", overview.oldestOpenMs(viewer));
        FeedQueries feeds = new FeedQueries(rows);
        seen.put("activities", feeds.activities(viewer));
        seen.put("published", feeds.published(viewer, first, START, 5));
        seen.put("published of the feed", feeds.published(viewer, Optional.of(FEED), START, 5));
        TransferQueries transfers = new TransferQueries(rows);
        seen.put("transfers", transfers.list(viewer, TransferQueries.Filter.ALL, first));
        seen.put("receipts", transfers.receipts(viewer, TransferQueries.Filter.ALL, first));
        seen.put("receipt", transfers.receipt(viewer, "t1"));
        RejectQueries rejects = new RejectQueries(rows);
        seen.put("rejects", rejects.list(viewer, RejectQueries.Filter.ALL, first));
        seen.put("rejects of the transfer", rejects.ofTransfer(viewer, "t1", first));
        seen.put("shares of rejects", rejects.shares(viewer, first));
        WaitingQueries waiting = new WaitingQueries(rows);
        seen.put("waiting", waiting.list(viewer, WaitingQueries.Filter.ALL, first));
        seen.put("shares of waiting", waiting.shares(viewer));
        seen.put("waiting by key", waiting.get(viewer, HELD + "/1"));
        seen.put("waiting of the Observation", waiting.ofObservation(viewer, HELD));
        ResultQueries results = new ResultQueries(rows);
        seen.put("result", results.get(viewer, RESULT));
        seen.put("versions", results.versions(viewer, RESULT));
        seen.put("versions of the transfer", results.ofTransfer(viewer, "t1", first));
        seen.put("results of the subject", new SubjectQueries(rows).results(viewer, STUDY, "S-1"));
        ActionQueries actions = new ActionQueries(rows);
        // The decision to unblind is about no result, and everybody's to see.
        seen.put(
                "actions",
                actions.list(viewer, true, first).rows().stream()
                        .filter(a -> a.command().action() != Action.UNBLIND)
                        .toList());
        ReconcileQueries expected = new ReconcileQueries(rows);
        seen.put("unexpected results", expected.unexpected(viewer, STUDY, "S-1"));
        for (String text : List.of(RESULT, "A-1", "t1", "plate-7", "late-7", HELD, "H-" + HELD)) {
            seen.put("search for " + text, new Search(rows).find(viewer, text));
        }
        return seen;
    }
}

package io.assayhub.index;

import static io.assayhub.index.IndexTopics.START;
import static io.assayhub.index.IndexTopics.counts;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.index.AlarmQueries.Rejected;
import io.assayhub.index.AlarmQueries.Unbalanced;
import io.assayhub.index.AlarmQueries.Waiting;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.Receipt.State;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What alarms are made of. */
class AlarmQueriesTest {
    private static final String FEED = "central-pk";
    private static final long HOUR = 3_600_000;

    @TempDir
    Path folder;

    private IndexTopics topics;
    private AlarmQueries queries;

    @BeforeEach
    void open() throws IOException {
        topics = new IndexTopics(folder);
        queries = new AlarmQueries(topics.rows);
    }

    @AfterEach
    void close() {
        topics.close();
    }

    private void transfer(String id, State state, long entries, long rejected, long arrivedMs, String replayOf)
            throws SQLException {
        Receipt simple =
                IndexTopics.receipt(id, FEED, id + ".csv", state, counts(entries - rejected, 0), arrivedMs, replayOf);
        Manifest m = simple.manifest();
        Manifest manifest = new Manifest(
                m.feed(),
                m.delivery(),
                m.sha256(),
                m.bytes(),
                m.snapshot(),
                m.order(),
                null,
                false,
                Map.of(),
                replayOf,
                m.arrived(),
                null,
                entries,
                null,
                Map.of(),
                0,
                entries,
                entries,
                rejected,
                Map.of());
        Receipt receipt = new Receipt(
                id, 1, state, state != State.UNBALANCED, simple.firstArrived(), manifest, simple.counts(), 0, null);
        topics.put(Topic.RECEIPTS, id, receipt.toJson(), arrivedMs);
    }

    @Test
    void countsUnbalancedTransfersByFeed() throws SQLException {
        transfer("t1", State.CLOSED, 10, 0, START, null);
        assertThat(queries.unbalanced()).isEmpty();
        transfer("t2", State.UNBALANCED, 10, 0, START + 1, null);
        transfer("t3", State.UNBALANCED, 10, 0, START + 2, null);
        assertThat(queries.unbalanced()).containsExactly(new Unbalanced(FEED, 2, START + 1, START + 2));
    }

    @Test
    void showsWhatWaitsOnlyIfItMatters() throws SQLException {
        topics.held("a".repeat(32), 1, "S-1", FEED, false, START - 5);
        assertThat(queries.waiting()).isEmpty();
        topics.held("b".repeat(32), 1, "S-1", FEED, true, START);
        topics.held("c".repeat(32), 1, "S-1", FEED, true, START + 7);
        topics.held("d".repeat(32), 1, "S-1", "other", true, START + 9);
        assertThat(queries.waiting())
                .containsExactlyInAnyOrder(
                        new Waiting(FEED, "subject-unknown", 0, START - 5, 2, START, START + 7),
                        new Waiting("other", "subject-unknown", 0, START + 9, 1, START + 9, START + 9));
    }

    @Test
    void addsUpTheHourBeforeTheLastTransfer() throws SQLException {
        transfer("t1", State.CLOSED, 100, 50, START - HOUR, null);
        transfer("t2", State.CLOSED, 10, 1, START - HOUR + 1, null);
        transfer("t3", State.CLOSED, 20, 0, START, null);
        transfer("t4", State.OPEN, 30, 30, START + HOUR, null);
        transfer("t5", State.REFUSED, 40, 40, START + HOUR, null);
        assertThat(queries.rejected(FEED, 0, HOUR)).contains(new Rejected(FEED, 30, 1, START - HOUR + 1));
    }

    @Test
    void whatCameTooLongAgoDoesNotCount() throws SQLException {
        transfer("t1", State.CLOSED, 100, 50, START, null);
        assertThat(queries.rejected(FEED, START - 1, HOUR)).isPresent();
        assertThat(queries.rejected(FEED, START, HOUR)).isEmpty();
    }

    @Test
    void whatWasReadAgainSinceDoesNotCount() throws SQLException {
        transfer("t1", State.CLOSED, 100, 50, START, null);
        transfer("t2", State.CLOSED, 100, 2, START + 1, "t1");
        assertThat(queries.rejected(FEED, 0, HOUR)).contains(new Rejected(FEED, 100, 2, START + 1));
    }

    @Test
    void aFeedWithoutRejectsHasNone() throws SQLException {
        transfer("t1", State.CLOSED, 100, 0, START, null);
        assertThat(queries.rejected(FEED, 0, HOUR)).isEmpty();
        assertThat(queries.rejected("never-heard-of", 0, HOUR)).isEmpty();
    }
}

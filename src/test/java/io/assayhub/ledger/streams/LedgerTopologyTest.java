package io.assayhub.ledger.streams;

import static io.assayhub.ledger.streams.TestedLedger.STARTED;
import static io.assayhub.ledger.streams.Transfers.SNAPSHOT;
import static io.assayhub.ledger.streams.Transfers.TRACE_PARENT;
import static io.assayhub.ledger.streams.Transfers.end;
import static io.assayhub.ledger.streams.Transfers.id;
import static io.assayhub.ledger.streams.Transfers.manifest;
import static io.assayhub.ledger.streams.Transfers.observation;
import static io.assayhub.ledger.streams.Transfers.record;
import static io.assayhub.ledger.streams.Transfers.result;
import static io.assayhub.ledger.streams.Transfers.transfer;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.model.ResultStatus;
import io.assayhub.wire.Counts;
import io.assayhub.wire.HeaderName;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.NormalisedRecord;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTopologyTest {
    @TempDir
    private Path stateDirectory;

    private TestedLedger ledger;

    @BeforeEach
    void open() {
        ledger = new TestedLedger(stateDirectory);
        ledger.registerNow(Transfers.registered("01-0007"));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private static Map<String, String> texts(Headers headers) {
        Map<String, String> texts = new LinkedHashMap<>();
        headers.forEach(header -> texts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        assertThat(texts).hasSameSizeAs(headers.toArray());
        return texts;
    }

    private static Receipt closed(String transfer, long results, Counts counts) {
        return new Receipt(
                transfer(transfer).value(),
                1,
                Receipt.State.CLOSED,
                true,
                manifest(transfer, Map.of(0, results)).arrived(),
                manifest(transfer, Map.of(0, results)),
                counts,
                0,
                null);
    }

    @Test
    void publishesANewResultWithItsHolesFilledAndItsHeaders() {
        ledger.take(result("t1", 1, 7, "s1", "1.5"));

        TestRecord<String, String> published = ledger.published(Topic.PK).get(0);
        assertThat(published.key()).isEqualTo(id("s1").value());
        assertThat(published.value()).isEqualTo(observation("s1", 1, STARTED, "final", "1.5"));
        assertThat(published.getRecordTime()).isEqualTo(Instant.parse(STARTED));
        assertThat(texts(published.headers()))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        HeaderName.CE_SPEC_VERSION,
                        "1.0",
                        HeaderName.CE_ID,
                        id("s1") + "/1",
                        HeaderName.CE_TYPE,
                        "io.assayhub.observation.new",
                        HeaderName.CE_SOURCE,
                        "urn:assayhub:assay/feeds/bioanalysis-pk",
                        HeaderName.CE_SUBJECT,
                        "Observation/" + id("s1"),
                        HeaderName.CE_TIME,
                        STARTED,
                        HeaderName.CONTENT_TYPE,
                        "application/fhir+json; fhirVersion=4.0",
                        HeaderName.VERSION,
                        "1",
                        HeaderName.SNAPSHOT,
                        SNAPSHOT.value(),
                        HeaderName.TRACE_PARENT,
                        TRACE_PARENT));
    }

    @Test
    void publishesACorrectionAsTheNextVersion() {
        ledger.take(result("t1", 1, 7, "s1", "1.5"));
        ledger.advance(Duration.ofMillis(1234));
        ledger.take(result("t2", 1, 8, "s1", "1.7"));

        List<TestRecord<String, String>> published = ledger.published(Topic.PK);
        assertThat(published)
                .extracting(TestRecord::value)
                .containsExactly(
                        observation("s1", 1, STARTED, "final", "1.5"),
                        observation("s1", 2, "2026-03-01T10:00:01.234Z", "corrected", "1.7"));
        assertThat(texts(published.get(1).headers()))
                .containsEntry(HeaderName.CE_ID, id("s1") + "/2")
                .containsEntry(HeaderName.CE_TYPE, "io.assayhub.observation.corrected")
                .containsEntry(HeaderName.CE_TIME, "2026-03-01T10:00:01.234Z")
                .containsEntry(HeaderName.VERSION, "2");
    }

    @Test
    void publishesNothingForWhatIsUnchangedRestatedPendingOrStale() {
        ledger.take(result("t1", 1, 7, "s1", "1.5"));
        ledger.take(end("t1", 1));
        ledger.take(
                result("t2", 1, 8, "s1", "1.5"),
                result("t2", 2, 8, "s1", "1.50", "1.5", ResultStatus.FINAL, List.of(Topic.PK)),
                result("t2", 3, 6, "s1", "1.2"),
                end("t2", 3));
        ledger.take(result("t3", 1, 9, "s1", "1.5", "1500", ResultStatus.FINAL, List.of(Topic.PK)), end("t3", 1));

        assertThat(ledger.bodies(Topic.PK)).containsExactly(observation("s1", 1, STARTED, "final", "1.5"));
        assertThat(ledger.receipts())
                .containsExactly(
                        closed("t1", 1, Counts.of(1, 0, 0, 0, 0, 0)),
                        closed("t2", 3, Counts.of(0, 0, 2, 1, 0, 1)),
                        closed("t3", 1, Counts.of(0, 0, 1, 0, 1, 0)));
    }

    @Test
    void sendsLaterVersionsToEveryTopicOfEarlierOnes() {
        ledger.take(result("t1", 1, 7, "s1", "1.5", "1.5", ResultStatus.FINAL, List.of(Topic.PK, Topic.SAFETY)));
        ledger.take(result("t2", 1, 8, "s1", "1.7", "1.7", ResultStatus.FINAL, List.of(Topic.OBSERVATIONS)));

        String first = observation("s1", 1, STARTED, "final", "1.5");
        String second = observation("s1", 2, STARTED, "corrected", "1.7");
        assertThat(ledger.bodies(Topic.PK)).containsExactly(first, second);
        assertThat(ledger.bodies(Topic.SAFETY)).containsExactly(first, second);
        assertThat(ledger.bodies(Topic.OBSERVATIONS)).containsExactly(second);
        assertThat(ledger.bodies(Topic.CELLULAR)).isEmpty();
    }

    @Test
    void dropsRedeliveredResults() {
        NormalisedRecord[] batch = {result("t1", 1, 7, "s1", "1.5"), result("t1", 2, 7, "s2", "2.5")};
        ledger.take(batch);
        ledger.take(batch);
        ledger.take(end("t1", 2));

        assertThat(ledger.bodies(Topic.PK))
                .containsExactly(
                        observation("s1", 1, STARTED, "final", "1.5"), observation("s2", 1, STARTED, "final", "2.5"));
        assertThat(ledger.receipts()).containsExactly(closed("t1", 2, Counts.of(2, 0, 0, 0, 0, 0)));
    }

    @Test
    void dropsWhatFollowsAGapUntilAllComesAgain() {
        ledger.take(result("t1", 1, 7, "s1", "1"), result("t1", 3, 7, "s3", "3"), end("t1", 3));
        assertThat(ledger.receipts()).isEmpty();
        assertThat(ledger.bodies(Topic.PK)).containsExactly(observation("s1", 1, STARTED, "final", "1"));

        ledger.take(
                result("t1", 1, 7, "s1", "1"),
                result("t1", 2, 7, "s2", "2"),
                result("t1", 3, 7, "s3", "3"),
                end("t1", 3));
        assertThat(ledger.bodies(Topic.PK))
                .containsExactly(
                        observation("s2", 1, STARTED, "final", "2"), observation("s3", 1, STARTED, "final", "3"));
        assertThat(ledger.receipts()).containsExactly(closed("t1", 3, Counts.of(3, 0, 0, 0, 0, 0)));
    }

    @Test
    void redeliveryOfASealedTransferChangesNothing() {
        NormalisedRecord[] all = {result("t1", 1, 7, "s1", "1.5"), end("t1", 1)};
        ledger.take(all);
        ledger.take(all);
        assertThat(ledger.bodies(Topic.PK)).hasSize(1);
        assertThat(ledger.receipts()).containsExactly(closed("t1", 1, Counts.of(1, 0, 0, 0, 0, 0)));
    }

    @Test
    void countsTheSameResultOfTwoTransfersInEach() {
        ledger.take(result("t1", 1, 7, "s1", "1.5"), result("t2", 1, 8, "s1", "1.5"));
        ledger.take(end("t2", 1), end("t1", 1));
        assertThat(ledger.receipts())
                .containsExactly(
                        closed("t2", 1, Counts.of(0, 0, 1, 0, 0, 0)), closed("t1", 1, Counts.of(1, 0, 0, 0, 0, 0)));
    }

    @Test
    void closesATransferWithoutResults() {
        ledger.take(end("t1", 0));
        assertThat(ledger.receipts()).containsExactly(closed("t1", 0, Counts.ZERO));
    }

    @Test
    void dropsAMalformedResultAndKeepsItsTransferOpen() {
        TestRecord<byte[], byte[]> malformed = record(result("t1", 1, 7, "s1", "1.5"));
        malformed.headers().remove(HeaderName.ORDER);
        ledger.take(malformed);
        ledger.take(result("t1", 2, 7, "s2", "2.5"), end("t1", 2));
        ledger.take(result("t2", 1, 8, "s3", "3.5"), end("t2", 1));

        assertThat(ledger.bodies(Topic.PK)).containsExactly(observation("s3", 1, STARTED, "final", "3.5"));
        assertThat(ledger.receipts()).containsExactly(closed("t2", 1, Counts.of(1, 0, 0, 0, 0, 0)));
    }

    @Test
    void holdsAResultThatItCannotPublishAndTriesAgainWhenReleased() {
        NormalisedRecord.Result result = result("t1", 1, 7, "s1", "1.5");
        byte[] cut = Arrays.copyOf(result.observation(), result.facts().code().to() + 1);
        ledger.take(new TestRecord<>(Transfers.SUBJECT.bytes(), cut, NormalisedRecord.headers(result)));
        ledger.take(end("t1", 1));
        assertThat(ledger.published(Topic.PK)).isEmpty();
        assertThat(ledger.receipts()).containsExactly(closed("t1", 1, held(1)));
        assertThat(ledger.waiting().values()).extracting(HeldRecord::reason).containsExactly("unexpected");

        ledger.command(Decisions.release(id("s1") + "/1"));
        assertThat(ledger.published(Topic.PK)).isEmpty();
        assertThat(ledger.waiting()).hasSize(1);
        ledger.take(result("t2", 1, 8, "s1", "1.5"), end("t2", 1));
        assertThat(ledger.bodies(Topic.PK)).hasSize(1);
        assertThat(ledger.waiting()).isEmpty();
    }

    private static Counts held(long results) {
        return new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, results, 0);
    }

    @Test
    void goesOnAfterRecordsThatNoHubWrote() {
        NormalisedRecord.Result result = result("t1", 1, 7, "s1", "1.5");
        ledger.take(new TestRecord<>(null, null));
        ledger.take(new TestRecord<>(new byte[] {1, 2}, new byte[] {3}));
        ledger.take(new TestRecord<>(null, result.observation(), NormalisedRecord.headers(result)));
        ledger.take(new TestRecord<>(Transfers.SUBJECT.bytes(), null, NormalisedRecord.headers(result)));
        ledger.take(new TestRecord<>(
                "P003".getBytes(StandardCharsets.UTF_8), result.observation(), NormalisedRecord.headers(result)));
        ledger.take(new TestRecord<>(
                Transfers.SUBJECT.bytes(),
                new byte[PublicationRules.MAX_OBSERVATION_BYTES + 1],
                NormalisedRecord.headers(result)));
        ledger.take(record(result("t1", 0, 7, "s1", "1.5")));
        ledger.take(new TestRecord<>(
                Transfers.SUBJECT.bytes(),
                "null".getBytes(StandardCharsets.UTF_8),
                NormalisedRecord.headers(end("t1", 0))));
        assertThat(ledger.published(Topic.PK)).isEmpty();
        assertThat(ledger.receipts()).isEmpty();

        ledger.take(result);
        assertThat(ledger.bodies(Topic.PK)).containsExactly(observation("s1", 1, STARTED, "final", "1.5"));
    }

    @Test
    void neverPutsMoreIntoATransferThatHasEnded() {
        ledger.take(result("t1", 1, 7, "s1", "1.5"), end("t1", 1));
        ledger.take(result("t1", 2, 7, "s2", "2.5"), end("t1", 2));
        assertThat(ledger.bodies(Topic.PK)).containsExactly(observation("s1", 1, STARTED, "final", "1.5"));
        assertThat(ledger.receipts()).containsExactly(closed("t1", 1, Counts.of(1, 0, 0, 0, 0, 0)));
    }

    @Test
    void forgetsSealedAccountsAfterThirtyDaysAndKeepsOpenOnesAndResults() {
        ledger.take(result("t1", 1, 7, "s1", "1.5"), end("t1", 1));
        ledger.take(result("t2", 1, 8, "s2", "2.5"));
        ledger.advance(Duration.ofDays(30).minusMinutes(1));
        assertThat(ledger.stored(LedgerStores.TRANSFERS)).isEqualTo(2);
        assertThat(ledger.stored(ClearingProcessor.STORE)).isEqualTo(1);

        ledger.advance(Duration.ofHours(2));
        assertThat(ledger.stored(LedgerStores.TRANSFERS)).isEqualTo(1);
        assertThat(ledger.stored(ClearingProcessor.STORE)).isZero();
        assertThat(ledger.stored(LedgerStores.RESULTS)).isEqualTo(2);

        ledger.take(end("t2", 1));
        ledger.take(result("t3", 1, 9, "s1", "1.5"), end("t3", 1));
        assertThat(ledger.receipts())
                .containsExactly(
                        closed("t1", 1, Counts.of(1, 0, 0, 0, 0, 0)),
                        closed("t2", 1, Counts.of(1, 0, 0, 0, 0, 0)),
                        closed("t3", 1, Counts.of(0, 0, 1, 0, 0, 0)));
    }
}

package io.assayhub.ledger.streams;

import static io.assayhub.ledger.streams.TestedLedger.STARTED;
import static io.assayhub.ledger.streams.Transfers.end;
import static io.assayhub.ledger.streams.Transfers.id;
import static io.assayhub.ledger.streams.Transfers.observation;
import static io.assayhub.ledger.streams.Transfers.registered;
import static io.assayhub.ledger.streams.Transfers.transfer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.assayhub.wire.Counts;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Json;
import io.assayhub.wire.NormalisedRecord;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.SubjectRecord;
import io.assayhub.wire.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results and the registry: tied, held, released, redirected. */
class SubjectsTopologyTest {
    @TempDir
    private Path stateDirectory;

    private TestedLedger ledger;

    @BeforeEach
    void open() {
        ledger = new TestedLedger(stateDirectory);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private static final String LATER = "2026-03-01T10:00:00.050Z";

    private static Sample sample(String transfer, long seq, long order, String name, String value) {
        return new Sample(transfer, seq, order, name, value);
    }

    private Receipt lastReceipt() {
        List<Receipt> receipts = ledger.receipts();
        return receipts.get(receipts.size() - 1);
    }

    @Test
    void holdsResultsOfAnUnknownSubjectAndReleasesThemInOrderTheMomentItIsRegistered() {
        ledger.take(sample("t1", 1, 7, "s2", "2.0"), sample("t1", 2, 7, "s1", "1.0"), sample("t1", 3, 7, "s3", "3.0"));
        ledger.take(end("t1", 3));
        assertThat(ledger.published(Topic.PK)).isEmpty();
        assertThat(ledger.waiting().keySet())
                .containsExactlyInAnyOrder(id("s1") + "/1", id("s2") + "/1", id("s3") + "/1");
        assertThat(lastReceipt().counts().held()).isEqualTo(3);

        ledger.register(registered("01-0007"));
        assertThat(ledger.bodies(Topic.PK))
                .containsExactly(
                        observation("s2", 1, LATER, "final", "2.0"),
                        observation("s1", 1, LATER, "final", "1.0"),
                        observation("s3", 1, LATER, "final", "3.0"));
        assertThat(ledger.waiting()).isEmpty();
        Receipt receipt = lastReceipt();
        assertThat(receipt.state()).isEqualTo(Receipt.State.CLOSED);
        assertThat(receipt.counts()).isEqualTo(Counts.of(3, 0, 0, 0, 0, 0));
    }

    @Test
    void queuesNewerResultsBehindAHeldOneAndAbsorbsAnIdenticalResend() {
        ledger.take(sample("t1", 1, 7, "s1", "1.0"));
        ledger.take(end("t1", 1));
        ledger.take(sample("t2", 1, 8, "s1", "1.0"));
        ledger.take(end("t2", 1));
        ledger.take(sample("t3", 1, 9, "s1", "1.5"));
        ledger.take(end("t3", 1));
        assertThat(ledger.waiting().values())
                .extracting(HeldRecord::key, HeldRecord::reason)
                .containsExactlyInAnyOrder(tuple(id("s1") + "/1", "unknown-subject"), tuple(id("s1") + "/2", "queued"));
        ledger.register(registered("01-0007"));
        assertThat(ledger.bodies(Topic.PK))
                .containsExactly(
                        observation("s1", 1, LATER, "final", "1.0"), observation("s1", 2, LATER, "corrected", "1.5"));
        Map<String, Counts> counts = new HashMap<>();
        ledger.receipts().forEach(r -> counts.put(r.transfer(), r.counts()));
        assertThat(counts)
                .containsEntry(transfer("t1").value(), Counts.of(1, 0, 0, 0, 0, 0))
                .containsEntry(transfer("t2").value(), Counts.of(0, 0, 1, 0, 0, 0))
                .containsEntry(transfer("t3").value(), Counts.of(0, 1, 0, 0, 0, 0));
    }

    @Test
    void holdsSamplesCollectedAfterTheSubjectLeftAndKeepsWhatWentOut() {
        ledger.register(registered("01-0007", SubjectRecord.Accepts.UNTIL, "2006-03-15", 1));
        ledger.take(
                sample("t1", 1, 7, "before", "1").collected("2006-03-14T09:00:00+01:00"),
                sample("t1", 2, 7, "on", "2").collected("2006-03-15T09:00:00+01:00"),
                sample("t1", 3, 7, "after", "3").collected("2006-03-16"),
                sample("t1", 4, 7, "that month", "4").collected("2006-03"),
                sample("t1", 5, 7, "nobody knows", "5"));
        assertThat(ledger.published(Topic.PK))
                .extracting(TestRecord::key)
                .containsExactly(id("before").value(), id("on").value());
        assertThat(ledger.waiting().values())
                .extracting(HeldRecord::reason)
                .containsOnly("subject-closed")
                .hasSize(3);

        ledger.register(registered("01-0007", SubjectRecord.Accepts.NONE, null, 2));
        ledger.take(sample("t2", 1, 8, "before", "1.5").collected("2006-03-14T09:00:00+01:00"));
        assertThat(ledger.published(Topic.PK))
                .extracting(TestRecord::key)
                .containsExactly(id("before").value());
        assertThat(ledger.waiting()).hasSize(3);

        ledger.command(Decisions.release(id("after") + "/1"));
        assertThat(ledger.published(Topic.PK))
                .extracting(TestRecord::key)
                .containsExactly(id("after").value());
    }

    @Test
    void anOlderRegistrationDoesNotReplaceANewerOne() {
        ledger.register(registered("01-0007", SubjectRecord.Accepts.NONE, null, 5));
        ledger.register(registered("01-0007", SubjectRecord.Accepts.ALL, null, 4));
        ledger.take(sample("t1", 1, 7, "s1", "1"));
        assertThat(ledger.waiting().values()).extracting(HeldRecord::reason).containsExactly("subject-closed");
    }

    @Test
    void holdsResultsOfANumberThatTwoRegistrationsContendFor() {
        ledger.register(registered("01-0007", SubjectRecord.Accepts.AMBIGUOUS, null, 1));
        ledger.take(sample("t1", 1, 7, "s1", "1"));
        assertThat(ledger.waiting().values()).extracting(HeldRecord::reason).containsExactly("ambiguous-subject");
        ledger.register(registered("01-0007", SubjectRecord.Accepts.ALL, null, 2));
        assertThat(ledger.published(Topic.PK)).hasSize(1);
    }

    @Test
    void tiesAResultUnderAnAliasToTheSubjectThatItStandsFor() {
        ledger.register(registered("01-0007"), SubjectRecord.redirect("P003", "SCR-9", "01-0007", 1));
        ledger.take(sample("t1", 1, 7, "s1", "1.5").of("SCR-9"), sample("t1", 2, 7, "s2", "2.5"));
        ledger.take(end("t1", 2));
        assertThat(ledger.bodies(Topic.PK))
                .containsExactlyInAnyOrder(
                        observation("s1", 1, LATER, "final", "1.5"), observation("s2", 1, LATER, "final", "2.5"));
        Receipt receipt = lastReceipt();
        assertThat(receipt.state()).isEqualTo(Receipt.State.CLOSED);
        assertThat(receipt.counts()).isEqualTo(Counts.of(2, 0, 0, 0, 0, 0));

        ledger.take(
                sample("t2", 1, 8, "s1", "1.5"), sample("t2", 2, 8, "s2", "2.5").of("SCR-9"));
        ledger.take(end("t2", 2));
        assertThat(ledger.published(Topic.PK)).isEmpty();
        assertThat(lastReceipt().counts()).isEqualTo(Counts.of(0, 0, 2, 0, 0, 0));
    }

    @Test
    void releasesWhatWaitsUnderANumberThatTurnsOutToBeAnAlias() {
        ledger.register(registered("01-0007"));
        ledger.take(sample("t1", 1, 7, "s1", "1.5").of("SCR-9").accession("PK-1"));
        ledger.take(end("t1", 1));
        assertThat(ledger.waiting()).hasSize(1);
        assertThat(lastReceipt().counts().held()).isEqualTo(1);

        ledger.register(SubjectRecord.redirect("P003", "SCR-9", "01-0007", 2));
        assertThat(ledger.published(Topic.PK)).extracting(TestRecord::key).containsExactly(id("s1").value());
        assertThat(ledger.waiting()).isEmpty();
        assertThat(lastReceipt().counts()).isEqualTo(Counts.of(1, 0, 0, 0, 0, 0));
    }

    @Test
    void redeliveryOfAMovedResultChangesNothing() {
        ledger.register(registered("01-0007"), SubjectRecord.redirect("P003", "SCR-9", "01-0007", 1));
        NormalisedRecord.Moved moved = new NormalisedRecord.Moved(
                4, 1, sample("t1", 1, 7, "s1", "1.5").of("SCR-9").result());
        TestRecord<byte[], byte[]> record = new TestRecord<>(
                Transfers.SUBJECT.bytes(), moved.result().observation(), NormalisedRecord.headers(moved));
        ledger.take(record);
        ledger.take(record);
        assertThat(ledger.published(Topic.PK)).hasSize(1);
    }

    @Test
    void raisesAHoldThatHasWaitedTooLongOnce() {
        ledger.take(sample("t1", 1, 7, "s1", "1.5"));
        ledger.advance(Duration.ofDays(13));
        assertThat(ledger.waiting().values()).extracting(HeldRecord::overdue).containsExactly(false);
        ledger.advance(Duration.ofDays(2));
        assertThat(ledger.waiting().values()).extracting(HeldRecord::overdue).containsExactly(true);
    }

    @Test
    void showsAHeldResultWithTheObservationAsItWouldGoOut() {
        ledger.take(sample("t1", 1, 7, "s1", "1.5").accession("PK-1").to(Topic.PK, Topic.SAFETY));
        HeldRecord held = ledger.waiting().get(id("s1") + "/1");
        assertThat(held.code()).isEqualTo("AH-0501");
        assertThat(held.safety()).isTrue();
        assertThat(held.subject()).isEqualTo("01-0007");
        assertThat(held.accession()).isEqualTo("PK-1");
        assertThat(held.entry()).isEqualTo("1/pk-concentration");
        assertThat(held.resource()).hasToString(resourceText("s1", "1.5"));
    }

    private static String resourceText(String sample, String value) {
        return Json.read(observation(sample, 1, STARTED, "final", value).getBytes(StandardCharsets.UTF_8), Map.class)
                .toString();
    }
}

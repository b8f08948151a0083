package io.assayhub.ledger.streams;

import static io.assayhub.ledger.streams.TestedLedger.SLICE;
import static io.assayhub.ledger.streams.Transfers.cumulative;
import static io.assayhub.ledger.streams.Transfers.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.assayhub.model.ObservationId;
import io.assayhub.wire.CommandRecord.Action;
import io.assayhub.wire.Flag;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Topic;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An accession that turns up under another subject. */
class SubjectChangedTopologyTest {
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

    /** No result may be missing: one that has moved is not. */
    private static final Map<String, BigDecimal> LIMITS = Map.of("missing", BigDecimal.ZERO);

    private static Sample sample(String transfer, long seq, long order, String accession, String subject) {
        return new Sample(transfer, seq, order, accession, "1.5")
                .of(subject)
                .accession(accession)
                .with(Flag.GATED);
    }

    private static ObservationId id(String accession, String subject) {
        return sample("x", 1, 1, accession, subject).id();
    }

    private void send(String transfer, long order, Sample... samples) {
        ledger.take(samples);
        ledger.take(Transfers.end(transfer, cumulative(transfer, order, samples.length, LIMITS)));
        for (int i = 0; i < 4; i++) {
            ledger.advance(SLICE);
        }
    }

    private void twoSubjects() {
        ledger.register(registered("01-0007"), registered("01-0008"));
        send("t1", 1, sample("t1", 1, 1, "A", "01-0007"), sample("t1", 2, 1, "B", "01-0008"));
        assertThat(ledger.published(Topic.PK)).hasSize(2);
        ledger.receipts();
    }

    @Test
    void holdsARowThatMovedAndOneConfirmationPutsBothRight() {
        twoSubjects();
        send("t2", 2, sample("t2", 1, 2, "A", "01-0008"), sample("t2", 2, 2, "B", "01-0008"));
        assertThat(ledger.published(Topic.PK)).isEmpty();
        assertThat(ledger.waiting().values())
                .extracting(HeldRecord::key, HeldRecord::reason, HeldRecord::changedFrom)
                .containsExactly(tuple(id("A", "01-0008") + "/1", "subject-changed", "01-0007"));

        ledger.command(Decisions.confirm(id("A", "01-0008") + "/1"));
        ledger.advance(SLICE);
        assertThat(ledger.published(Topic.PK))
                .extracting(TestRecord::key, r -> r.value().contains("entered-in-error"))
                .containsExactlyInAnyOrder(
                        tuple(id("A", "01-0008").value(), false),
                        tuple(id("A", "01-0007").value(), true));
        assertThat(ledger.waiting()).isEmpty();
        send("t3", 3, sample("t3", 1, 3, "A", "01-0008"), sample("t3", 2, 3, "B", "01-0008"));
        assertThat(ledger.waiting()).isEmpty();
        assertThat(ledger.published(Topic.PK)).isEmpty();
    }

    @Test
    void holdsBothHalvesOfASwap() {
        twoSubjects();
        send("t2", 2, sample("t2", 1, 2, "A", "01-0008"), sample("t2", 2, 2, "B", "01-0007"));
        assertThat(ledger.published(Topic.PK)).isEmpty();
        assertThat(ledger.waiting().keySet())
                .containsExactlyInAnyOrder(id("A", "01-0008") + "/1", id("B", "01-0007") + "/1");
        ledger.command(Decisions.confirm(id("A", "01-0008") + "/1"));
        ledger.command(Decisions.confirm(id("B", "01-0007") + "/1"));
        assertThat(ledger.published(Topic.PK)).hasSize(4);
        assertThat(ledger.waiting()).isEmpty();
    }

    @Test
    void dismissedMoveLeavesTheFormerResultToBeMissedAgain() {
        twoSubjects();
        send("t2", 2, sample("t2", 1, 2, "A", "01-0008"), sample("t2", 2, 2, "B", "01-0008"));
        ledger.command(Decisions.dismiss(id("A", "01-0008") + "/1"));
        assertThat(ledger.waiting()).isEmpty();
        send("t3", 3, sample("t3", 1, 3, "B", "01-0008"));
        ledger.command(Decisions.releaseTransfer("t3"));
        ledger.advance(SLICE);
        assertThat(ledger.waiting().keySet()).containsExactly("missing/" + id("A", "01-0007"));
    }

    @Test
    void givesAnAccessionBackThatADismissedTransferHadClaimed() {
        ledger.register(registered("01-0007"), registered("01-0008"));
        Map<String, BigDecimal> nothing = Map.of("rejected", BigDecimal.ZERO, "unheard of", BigDecimal.ZERO);
        ledger.take(sample("t1", 1, 1, "A", "01-0007"));
        ledger.take(Transfers.end("t1", cumulative("t1", 1, 1, nothing)));
        ledger.advance(SLICE);
        ledger.command(Decisions.dismissTransfer("t1"));
        send("t2", 2, sample("t2", 1, 2, "A", "01-0008"));
        assertThat(ledger.published(Topic.PK))
                .extracting(TestRecord::key)
                .containsExactly(id("A", "01-0008").value());
    }

    @Test
    void raisesAtOnceWhatAFeedWithoutLimitsHasPublishedAlready() {
        ledger.register(registered("01-0007"), registered("01-0008"));
        ledger.take(
                new Sample("t1", 1, 1, "A", "1.5").of("01-0007").accession("A"),
                new Sample("t2", 1, 2, "A", "1.5").of("01-0008").accession("A"));
        assertThat(ledger.published(Topic.PK)).hasSize(2);
        assertThat(ledger.waiting().values())
                .extracting(HeldRecord::key, HeldRecord::code, HeldRecord::changedFrom)
                .containsExactly(tuple("moved/" + id("A", "01-0008"), "AH-0553", "01-0007"));

        ledger.command(Decisions.about(Action.CONFIRM, id("A", "01-0008")));
        assertThat(ledger.published(Topic.PK))
                .extracting(TestRecord::key, r -> r.value().contains("entered-in-error"))
                .containsExactly(tuple(id("A", "01-0007").value(), true));
        assertThat(ledger.waiting()).isEmpty();
    }

    @Test
    void sharingAnAccessionWithinOneSubjectIsNoFinding() {
        ledger.register(registered("01-0007"));
        ledger.take(
                new Sample("t1", 1, 1, "concentration", "1.5").accession("A"),
                new Sample("t1", 2, 1, "antibodies", "neg").accession("A"));
        assertThat(ledger.waiting()).isEmpty();
    }
}

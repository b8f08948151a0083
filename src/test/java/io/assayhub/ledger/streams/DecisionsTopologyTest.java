package io.assayhub.ledger.streams;

import static io.assayhub.ledger.streams.TestedLedger.STARTED;
import static io.assayhub.ledger.streams.Transfers.end;
import static io.assayhub.ledger.streams.Transfers.id;
import static io.assayhub.ledger.streams.Transfers.observation;
import static io.assayhub.ledger.streams.Transfers.registered;
import static io.assayhub.ledger.streams.Transfers.transfer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.assayhub.model.HoldReason;
import io.assayhub.model.ResultStatus;
import io.assayhub.wire.AuditRecord;
import io.assayhub.wire.CommandRecord.Action;
import io.assayhub.wire.Counts;
import io.assayhub.wire.Flag;
import io.assayhub.wire.HeaderName;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is held for itself, what people decide, and what the audit trail says of it. */
class DecisionsTopologyTest {
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

    private Receipt last() {
        List<Receipt> receipts = ledger.receipts();
        return receipts.get(receipts.size() - 1);
    }

    private static String header(TestRecord<String, String> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private List<TestRecord<String, String>> audit(String kind) {
        return ledger.published(Topic.AUDIT).stream()
                .filter(r -> kind.equals(header(r, HeaderName.KIND)))
                .toList();
    }

    @Test
    void holdsAnIllegalTransitionAndSupersedesItByALaterLegalVersion() {
        ledger.register(registered("01-0007"));
        ledger.take(new Sample("t1", 1, 7, "s1", "1.5"));
        ledger.take(new Sample("t2", 1, 8, "s1", "pending").status(ResultStatus.REGISTERED));
        ledger.take(end("t2", 1));
        assertThat(ledger.waiting().values()).extracting(HeldRecord::reason).containsExactly("illegal-transition");
        assertThat(last().counts().held()).isEqualTo(1);
        ledger.take(new Sample("t3", 1, 9, "s1", "1.7"));
        assertThat(ledger.waiting()).isEmpty();
        assertThat(last().counts().superseded()).isEqualTo(1);
        assertThat(ledger.published(Topic.PK)).hasSize(2);
        assertThat(audit(AuditRecord.ENDED))
                .extracting(r -> header(r, HeaderName.OUTCOME))
                .containsExactly("superseded");
    }

    @Test
    void holdsACorrectionWithoutAnOriginalUntilReleased() {
        ledger.register(registered("01-0007"));
        ledger.take(new Sample("t1", 1, 7, "s1", "1.5").status(ResultStatus.CORRECTED));
        ledger.take(end("t1", 1));
        assertThat(ledger.published(Topic.PK)).isEmpty();
        ledger.command(Decisions.release(id("s1") + "/1"));
        assertThat(ledger.bodies(Topic.PK))
                .containsExactly(observation("s1", 1, "2026-03-01T10:00:00.050Z", "corrected", "1.5"));
        assertThat(last().counts()).isEqualTo(Counts.of(1, 0, 0, 0, 0, 0));
    }

    @Test
    void holdsBothOfTwoThatCollideAndLetsAPersonChoose() {
        ledger.register(registered("01-0007"));
        ledger.take(
                new Sample("t1", 1, 7, "s1", "1.5").hold(HoldReason.IDENTITY_COLLISION),
                new Sample("t1", 2, 7, "s1", "1.6").hold(HoldReason.IDENTITY_COLLISION));
        ledger.take(end("t1", 2));
        assertThat(ledger.waiting().keySet()).containsExactlyInAnyOrder(id("s1") + "/1", id("s1") + "/2");
        ledger.command(Decisions.dismiss(id("s1") + "/1"));
        ledger.command(Decisions.release(id("s1") + "/2"));
        assertThat(ledger.bodies(Topic.PK))
                .containsExactly(observation("s1", 1, "2026-03-01T10:00:00.100Z", "final", "1.6"));
        Receipt receipt = last();
        assertThat(receipt.counts().created()).isEqualTo(1);
        assertThat(receipt.counts().dismissed()).isEqualTo(1);
        assertThat(receipt.state()).isEqualTo(Receipt.State.CLOSED);
    }

    @Test
    void holdsTheSecondOfTwoThatCollideWhenTheFirstWentOutAlready() {
        ledger.register(registered("01-0007"));
        ledger.take(new Sample("t1", 1, 7, "s1", "1.5"), new Sample("t1", 2, 7, "s1", "1.6"));
        assertThat(ledger.waiting().values()).extracting(HeldRecord::reason).containsExactly("identity-collision");
        assertThat(ledger.published(Topic.PK)).hasSize(1);
    }

    @Test
    void withdrawsWhatTheSourceWithdraws() {
        ledger.registerNow(registered("01-0007"));
        ledger.take(new Sample("t1", 1, 7, "s1", "1.5"));
        ledger.take(new Sample("t2", 1, 8, "s1", "deleted").status(ResultStatus.ENTERED_IN_ERROR));
        ledger.take(end("t2", 1));
        assertThat(ledger.bodies(Topic.PK).get(1))
                .isEqualTo(observation("s1", 2, STARTED, "entered-in-error", "deleted"));
        assertThat(last().counts().withdrawn()).isEqualTo(1);
    }

    @Test
    void remapsByAReplayOnly() {
        ledger.registerNow(registered("01-0007"));
        ledger.take(new Sample("t1", 1, 7, "s1", "1.5"));
        ledger.take(new Sample("t2", 1, 7, "s1", "1500").source("1.5"));
        ledger.take(end("t2", 1));
        assertThat(last().counts().remapPending()).isEqualTo(1);
        ledger.take(new Sample("t3", 1, 7, "s1", "1500").source("1.5").with(Flag.REPLAY));
        ledger.take(end("t3", 1));
        assertThat(ledger.bodies(Topic.PK).get(1)).isEqualTo(observation("s1", 2, STARTED, "final", "1500"));
        assertThat(last().counts().remapped()).isEqualTo(1);
        assertThat(audit(AuditRecord.VERSION).get(1).value()).contains("\"code\":\"remapped\"");
    }

    @Test
    void auditsEachVersionOnceWithItsProvenance() {
        ledger.registerNow(registered("01-0007"));
        ledger.take(new Sample("t1", 1, 7, "s1", "1.5").to(Topic.PK, Topic.OBSERVATIONS));
        ledger.take(new Sample("t2", 1, 8, "s1", "1.7").to(Topic.PK, Topic.OBSERVATIONS));
        List<TestRecord<String, String>> versions = audit(AuditRecord.VERSION);
        assertThat(versions)
                .extracting(
                        r -> header(r, HeaderName.VERSION),
                        r -> header(r, HeaderName.OUTCOME),
                        r -> header(r, HeaderName.TRANSFER),
                        r -> header(r, HeaderName.TOPICS))
                .containsExactly(
                        tuple("1", "new", transfer("t1").value(), "pk,observations"),
                        tuple("2", "corrected", transfer("t2").value(), "pk,observations"));
        assertThat(versions).extracting(TestRecord::key).containsOnly("P003/01-0007");
        assertThat(versions.get(1).value())
                .startsWith("{\"resourceType\":\"Bundle\",\"type\":\"collection\"")
                .contains(observation("s1", 2, STARTED, "corrected", "1.7"))
                .contains("\"resourceType\":\"Provenance\"")
                .contains("/_history/1\"}}]");
    }

    @Test
    void auditsADecisionWithWhoAndWhyAndAppliesItOnce() {
        ledger.register(registered("01-0007"));
        ledger.take(new Sample("t1", 1, 7, "s1", "1.5").status(ResultStatus.AMENDED));
        ledger.command(Decisions.release(id("s1") + "/1"));
        ledger.command(Decisions.release(id("s1") + "/1"));
        List<TestRecord<String, String>> all = ledger.published(Topic.AUDIT);
        assertThat(all)
                .extracting(r -> header(r, HeaderName.KIND))
                .containsExactlyInAnyOrder(AuditRecord.VERSION, AuditRecord.ACTION);
        assertThat(all).allSatisfy(r -> assertThat(r.value()).contains("A. Monitor", "agreed with the laboratory"));
        assertThat(ledger.published(Topic.PK)).hasSize(1);
    }

    @Test
    void keepsABlindedFeedFromUnblindedReadersUntilItIsUnblinded() {
        Topic[] everywhere = {Topic.PK, Topic.SAFETY, Topic.OBSERVATIONS};
        ledger.registerNow(registered("01-0007"));
        ledger.take(new Sample("t1", 1, 7, "s1", "1.5").to(everywhere).with(Flag.BLINDED));
        ledger.take(new Sample("t2", 1, 8, "s1", "1.7").to(everywhere).with(Flag.BLINDED));
        assertThat(ledger.published(Topic.PK)).hasSize(2);
        ledger.command(Decisions.unblind("bioanalysis-pk"));
        String latest = observation("s1", 2, STARTED, "corrected", "1.7");
        assertThat(ledger.bodies(Topic.OBSERVATIONS)).containsExactly(latest);
        assertThat(ledger.bodies(Topic.SAFETY)).containsExactly(latest);
        ledger.take(new Sample("t3", 1, 9, "s1", "1.8").to(everywhere).with(Flag.BLINDED));
        ledger.take(new Sample("t3", 2, 9, "s2", "2.8").to(everywhere).with(Flag.BLINDED));
        assertThat(ledger.published(Topic.OBSERVATIONS)).hasSize(2);
        assertThat(ledger.published(Topic.SAFETY)).hasSize(2);
        assertThat(ledger.published(Topic.PK)).hasSize(2);
    }

    @Test
    void unsticksAResultFromTheSafetyTopic() {
        ledger.register(registered("01-0007"));
        ledger.take(new Sample("t1", 1, 7, "s1", "99").to(Topic.PK, Topic.SAFETY));
        ledger.take(new Sample("t2", 1, 8, "s1", "9"));
        assertThat(ledger.published(Topic.SAFETY)).hasSize(2);
        ledger.command(Decisions.about(Action.UNSTICK, id("s1")));
        ledger.take(new Sample("t3", 1, 9, "s1", "8"));
        assertThat(ledger.published(Topic.SAFETY)).isEmpty();
        assertThat(ledger.published(Topic.PK)).hasSize(3);
    }

    @Test
    void commandsAboutWhatIsNotThereChangeNothing() {
        ledger.register(registered("01-0007"));
        ledger.command(Decisions.release(id("s1") + "/1"));
        ledger.command(Decisions.confirm(id("s1") + "/1"));
        ledger.command(Decisions.dismiss(id("s1") + "/1"));
        ledger.command(Decisions.about(Action.WITHDRAW, id("s1")));
        ledger.command(Decisions.about(Action.CONFIRM, id("s1")));
        ledger.command(Decisions.about(Action.UNSTICK, id("s1")));
        ledger.command(Decisions.releaseTransfer("t9"));
        ledger.command(Decisions.dismissTransfer("t9"));
        assertThat(ledger.waiting()).isEmpty();
        assertThat(ledger.receipts()).isEmpty();
        assertThat(audit(AuditRecord.ACTION)).hasSize(8);
    }

    @Test
    void goesOnAfterCommandsThatNameNothingTheyCouldBeAppliedTo() {
        ledger.register(registered("01-0007"));
        ledger.command(Decisions.release("not a hold"));
        ledger.command(Decisions.snooze(id("s1"), "tomorrow"));
        ledger.command(Decisions.unblind(null));
        ledger.command(Decisions.about(Action.FOUND_CHANGED, id("s1")));
        ledger.take(new Sample("t1", 1, 7, "s1", "1.5"));
        assertThat(ledger.published(Topic.PK)).hasSize(1);
        assertThat(audit(AuditRecord.ACTION)).isEmpty();
    }
}

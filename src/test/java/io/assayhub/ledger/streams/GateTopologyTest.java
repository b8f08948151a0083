package io.assayhub.ledger.streams;

import static io.assayhub.ledger.streams.TestedLedger.SLICE;
import static io.assayhub.ledger.streams.Transfers.cumulative;
import static io.assayhub.ledger.streams.Transfers.registered;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.wire.Counts;
import io.assayhub.wire.Flag;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.Receipt.Verdict;
import io.assayhub.wire.Topic;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transfers of feeds with limits: nothing reaches a consumer before the verdict. */
class GateTopologyTest {
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

    private static final Map<String, BigDecimal> LIMITS =
            Map.of("corrected", BigDecimal.valueOf(5), "missing", BigDecimal.ONE);

    private void send(String transfer, long order, String prefix, int from, int to) {
        for (int i = from; i < to; i++) {
            ledger.take(new Sample(transfer, i - from + 1, order, "s" + i, prefix + i).with(Flag.GATED));
        }
        ledger.take(Transfers.end(transfer, cumulative(transfer, order, to - from, LIMITS)));
        ledger.advance(SLICE);
        ledger.advance(SLICE);
        ledger.advance(SLICE);
    }

    private Receipt last() {
        List<Receipt> receipts = ledger.receipts();
        return receipts.get(receipts.size() - 1);
    }

    private void firstTransfer() {
        ledger.register(registered("01-0007"));
        send("t1", 1, "", 0, 100);
        assertThat(ledger.published(Topic.PK)).hasSize(100);
        Receipt receipt = last();
        assertThat(receipt.state()).isEqualTo(Receipt.State.CLOSED);
        assertThat(receipt.verdict()).isEqualTo(new Verdict(Verdict.Decision.PASSED, List.of()));
        assertThat(receipt.counts()).isEqualTo(Counts.of(100, 0, 0, 0, 0, 0));
        assertThat(ledger.waiting()).isEmpty();
    }

    @Test
    void publishesNothingOfATransferUntilItIsWhole() {
        ledger.register(registered("01-0007"));
        ledger.take(new Sample("t1", 1, 1, "s1", "1").with(Flag.GATED));
        ledger.advance(Duration.ofMinutes(5));
        assertThat(ledger.published(Topic.PK)).isEmpty();
        assertThat(ledger.waiting().values()).extracting(HeldRecord::reason).containsExactly("awaiting-verdict");
    }

    @Test
    void letsATransferPassThatStaysWithinItsLimits() {
        firstTransfer();
        ledger.take(new Sample("t2", 1, 2, "s0", "other").with(Flag.GATED));
        for (int i = 1; i < 100; i++) {
            ledger.take(new Sample("t2", i + 1, 2, "s" + i, "" + i).with(Flag.GATED));
        }
        ledger.take(Transfers.end("t2", cumulative("t2", 2, 100, LIMITS)));
        ledger.advance(SLICE);
        ledger.advance(SLICE);
        assertThat(ledger.published(Topic.PK)).hasSize(1);
        Receipt receipt = last();
        assertThat(receipt.counts()).isEqualTo(Counts.of(0, 1, 99, 0, 0, 0));
        assertThat(receipt.verdict().decision()).isEqualTo(Verdict.Decision.PASSED);
    }

    @Test
    void stopsAFileWhoseColumnIsShiftedUntilAPersonDismissesIt() {
        firstTransfer();
        send("t2", 2, "shifted ", 0, 100);
        assertThat(ledger.published(Topic.PK)).isEmpty();
        Receipt stopped = last();
        assertThat(stopped.state()).isEqualTo(Receipt.State.STOPPED);
        assertThat(stopped.balanced()).isTrue();
        assertThat(stopped.counts().held()).isEqualTo(100);
        assertThat(stopped.verdict())
                .isEqualTo(new Verdict(Verdict.Decision.STOPPED, List.of("corrected: 100.0 % of 100, limit 5 %")));

        ledger.command(Decisions.dismissTransfer("t2"));
        assertThat(ledger.published(Topic.PK)).isEmpty();
        Receipt dismissed = last();
        assertThat(dismissed.state()).isEqualTo(Receipt.State.CLOSED);
        assertThat(dismissed.counts().dismissed()).isEqualTo(100);
        assertThat(dismissed.verdict().decision()).isEqualTo(Verdict.Decision.DISMISSED);
        assertThat(ledger.waiting()).isEmpty();

        send("t3", 3, "", 0, 100);
        assertThat(last().counts()).isEqualTo(Counts.of(0, 0, 100, 0, 0, 0));
    }

    @Test
    void publishesAStoppedTransferWhenAPersonReleasesIt() {
        firstTransfer();
        send("t2", 2, "recalibrated ", 0, 100);
        assertThat(last().state()).isEqualTo(Receipt.State.STOPPED);
        ledger.command(Decisions.releaseTransfer("t2"));
        assertThat(ledger.published(Topic.PK)).hasSize(100);
        Receipt receipt = last();
        assertThat(receipt.state()).isEqualTo(Receipt.State.CLOSED);
        assertThat(receipt.counts()).isEqualTo(Counts.of(0, 100, 0, 0, 0, 0));
        assertThat(receipt.verdict().decision()).isEqualTo(Verdict.Decision.RELEASED);
    }

    @Test
    void stopsHalfAFileAndRaisesNothingAsMissingBeforeAPersonDecides() {
        firstTransfer();
        send("t2", 2, "", 0, 50);
        Receipt stopped = last();
        assertThat(stopped.state()).isEqualTo(Receipt.State.STOPPED);
        assertThat(stopped.verdict().findings()).containsExactly("missing: 50.0 % of 100, limit 1 %");
        assertThat(stopped.missing()).isEqualTo(50);
        assertThat(ledger.waiting()).isEmpty();

        ledger.command(Decisions.releaseTransfer("t2"));
        ledger.advance(SLICE);
        assertThat(ledger.waiting()).hasSize(50);
        assertThat(ledger.waiting().keySet()).allMatch(key -> key.startsWith("missing/"));
    }

    @Test
    void stopsASecondBadFileThoughItsResultsQueueBehindTheFirst() {
        firstTransfer();
        send("t2", 2, "shifted ", 0, 100);
        assertThat(last().state()).isEqualTo(Receipt.State.STOPPED);
        send("t3", 3, "shifted again ", 0, 100);
        assertThat(last().state()).isEqualTo(Receipt.State.STOPPED);
        ledger.command(Decisions.dismissTransfer("t2"));
        assertThat(ledger.published(Topic.PK)).isEmpty();
        ledger.command(Decisions.dismissTransfer("t3"));
        assertThat(ledger.published(Topic.PK)).isEmpty();
        assertThat(ledger.waiting()).isEmpty();
        assertThat(last().counts().dismissed()).isEqualTo(100);
    }

    @Test
    void redeliveryOfAStoppedTransferLeavesItStopped() {
        firstTransfer();
        send("t2", 2, "shifted ", 0, 100);
        ledger.receipts();
        send("t2", 2, "shifted ", 0, 100);
        assertThat(ledger.published(Topic.PK)).isEmpty();
        assertThat(ledger.receipts()).isEmpty();
        assertThat(ledger.waiting()).hasSize(100);
    }

    @Test
    void letsResultsOfARegisteredSubjectGoLaterWhenTheirTransferHasPassed() {
        ledger.register(registered("01-0007"));
        ledger.take(new Sample("t1", 1, 1, "s1", "1").with(Flag.GATED));
        ledger.take(new Sample("t1", 2, 1, "s2", "2").of("01-0008").with(Flag.GATED));
        ledger.take(Transfers.end("t1", cumulative("t1", 1, 2, LIMITS)));
        ledger.advance(SLICE);
        ledger.advance(SLICE);
        assertThat(ledger.published(Topic.PK)).hasSize(1);
        assertThat(last().counts().held()).isEqualTo(1);
        ledger.register(registered("01-0008"));
        assertThat(ledger.published(Topic.PK)).hasSize(1);
        assertThat(last().counts()).isEqualTo(Counts.of(2, 0, 0, 0, 0, 0));
    }
}

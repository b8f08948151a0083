package io.assayhub.ledger.streams;

import static io.assayhub.ledger.streams.Transfers.manifest;
import static io.assayhub.ledger.streams.Transfers.transfer;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.ledger.TransferAccount;
import io.assayhub.wire.Counts;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.Receipt;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Receipts from the reports of several partitions. */
class ReceiptsTopologyTest {
    private static final Manifest THREE_PARTITIONS = manifest("t1", Map.of(0, 2L, 1, 3L, 2, 0L));

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

    private long revision;

    /** What a partition says when it has taken its end marker; each time it is the later word. */
    private ClearingMessage.Report sealed(int partition, Counts counts, Manifest manifest) {
        return new ClearingMessage.Report(
                Integer.toString(partition),
                ++revision,
                counts,
                0,
                Counts.ZERO,
                0,
                TransferAccount.Gate.NONE,
                true,
                true,
                0,
                0,
                0,
                0,
                manifest);
    }

    private static Counts created(long results) {
        return Counts.of(results, 0, 0, 0, 0, 0);
    }

    private void report(int partition, Counts counts) {
        ledger.report("t1", sealed(partition, counts, THREE_PARTITIONS));
    }

    private static Receipt receipt(long revision, Receipt.State state, boolean balanced, Counts counts) {
        return new Receipt(
                transfer("t1").value(),
                revision,
                state,
                balanced,
                THREE_PARTITIONS.arrived(),
                THREE_PARTITIONS,
                counts,
                0,
                null);
    }

    @Test
    void opensWithTheFirstPartitionAndClosesWithTheLast() {
        report(1, created(3));
        report(2, Counts.ZERO);
        report(0, Counts.of(1, 0, 1, 0, 0, 0));
        assertThat(ledger.receipts())
                .containsExactly(
                        receipt(1, Receipt.State.OPEN, false, created(3)),
                        receipt(2, Receipt.State.CLOSED, true, Counts.of(4, 0, 1, 0, 0, 0)));
    }

    @Test
    void saysNothingAboutARepeatedReport() {
        report(1, created(3));
        report(1, created(3));
        report(2, Counts.ZERO);
        report(0, created(2));
        report(0, created(2));
        report(1, created(3));
        assertThat(ledger.receipts())
                .containsExactly(
                        receipt(1, Receipt.State.OPEN, false, created(3)),
                        receipt(2, Receipt.State.CLOSED, true, created(5)));
    }

    @Test
    void replacesTheCountsOfAPartitionAndRaisesTheRevision() {
        report(0, created(2));
        report(1, created(3));
        report(2, Counts.ZERO);
        report(1, Counts.of(2, 0, 0, 0, 0, 1));
        assertThat(ledger.receipts())
                .containsExactly(
                        receipt(1, Receipt.State.OPEN, false, created(2)),
                        receipt(2, Receipt.State.CLOSED, true, created(5)),
                        receipt(3, Receipt.State.CLOSED, true, Counts.of(4, 0, 0, 0, 0, 1)));
    }

    @Test
    void showsBooksThatDoNotBalance() {
        report(0, created(1));
        report(1, created(3));
        report(2, Counts.ZERO);
        assertThat(ledger.receipts())
                .containsExactly(
                        receipt(1, Receipt.State.OPEN, false, created(1)),
                        receipt(2, Receipt.State.UNBALANCED, false, created(4)));
    }

    @Test
    void showsARefusedTransferAtOnce() {
        Manifest refused =
                manifest("t1", 7, Map.of(0, 0L), new Manifest.Refusal("AH-0001", "the transfer is marked TEST"));
        ledger.report("t1", sealed(0, Counts.ZERO, refused));
        assertThat(ledger.receipts())
                .containsExactly(new Receipt(
                        transfer("t1").value(),
                        1,
                        Receipt.State.REFUSED,
                        true,
                        refused.arrived(),
                        refused,
                        Counts.ZERO,
                        0,
                        null));
    }

    @Test
    void tellsARepeatedDeliveryFromTheFirst() {
        report(0, created(2));
        report(1, created(1));
        report(2, created(1));
        Manifest again = again(THREE_PARTITIONS, "2026-03-02T00:00:00Z");
        ledger.report("t1", sealed(0, created(2), again));
        ledger.report("t1", sealed(1, created(1), again));
        List<Receipt> receipts = ledger.receipts();
        Receipt last = receipts.get(receipts.size() - 1);
        assertThat(last.isRedelivery()).isTrue();
        assertThat(last.firstArrived()).isEqualTo(THREE_PARTITIONS.arrived());
        assertThat(last.counts()).isEqualTo(created(4));
    }

    private static Manifest again(Manifest first, String arrived) {
        return new Manifest(
                first.feed(),
                first.delivery(),
                first.sha256(),
                first.bytes(),
                first.snapshot(),
                first.order(),
                first.sequence(),
                first.cumulative(),
                first.limits(),
                first.replayOf(),
                arrived,
                first.refusal(),
                first.rows(),
                first.sendersCount(),
                first.excluded(),
                first.refused(),
                first.read(),
                first.entries(),
                first.rejected(),
                first.partitions());
    }

    @Test
    void keepsTransfersApart() {
        report(0, created(2));
        ledger.report("t2", sealed(0, created(1), manifest("t2", Map.of(0, 1L))));
        assertThat(ledger.receipts())
                .containsExactly(
                        receipt(1, Receipt.State.OPEN, false, created(2)),
                        new Receipt(
                                transfer("t2").value(),
                                1,
                                Receipt.State.CLOSED,
                                true,
                                manifest("t2", Map.of(0, 1L)).arrived(),
                                manifest("t2", Map.of(0, 1L)),
                                created(1),
                                0,
                                null));
    }

    @Test
    void goesOnAfterAReportThatCannotBeRead() {
        ledger.reportJson("t1", "{}".getBytes(StandardCharsets.UTF_8));
        ledger.reportJson("t1", "no JSON".getBytes(StandardCharsets.UTF_8));
        report(0, created(2));
        assertThat(ledger.receipts()).containsExactly(receipt(1, Receipt.State.OPEN, false, created(2)));
    }

    @Test
    void neverForgetsAnOpenReceipt() {
        report(0, created(2));
        ledger.advance(Duration.ofDays(60));
        assertThat(ledger.stored(ClearingProcessor.STORE)).isEqualTo(1);
    }
}

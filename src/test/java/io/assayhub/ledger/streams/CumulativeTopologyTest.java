package io.assayhub.ledger.streams;

import static io.assayhub.ledger.streams.TestedLedger.SLICE;
import static io.assayhub.ledger.streams.Transfers.cumulative;
import static io.assayhub.ledger.streams.Transfers.id;
import static io.assayhub.ledger.streams.Transfers.registered;
import static io.assayhub.ledger.streams.Transfers.withdrawal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.assayhub.wire.CommandRecord.Action;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Feeds that repeat everything, and feeds that number their transfers. */
class CumulativeTopologyTest {
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

    private void send(String transfer, long order, List<String> samples) {
        long seq = 0;
        for (String sample : samples) {
            ledger.take(new Sample(transfer, ++seq, order, sample, "value of " + sample));
        }
        ledger.take(Transfers.end(transfer, cumulative(transfer, order, seq, Map.of())));
        ledger.advance(SLICE);
    }

    private Receipt last() {
        List<Receipt> receipts = ledger.receipts();
        return receipts.get(receipts.size() - 1);
    }

    @Test
    void raisesAMissingResultOnceAndNotEveryWeek() {
        ledger.register(registered("01-0007"));
        send("t1", 1, List.of("s1", "s2"));
        send("t2", 2, List.of("s1"));
        assertThat(ledger.waiting().keySet()).containsExactly("missing/" + id("s2"));
        assertThat(ledger.waiting().values()).extracting(HeldRecord::code).containsExactly("AH-0551");
        assertThat(last().missing()).isEqualTo(1);
        send("t3", 3, List.of("s1"));
        assertThat(last().missing()).isZero();
        assertThat(ledger.waiting()).hasSize(1);

        send("t4", 4, List.of("s1", "s2"));
        assertThat(ledger.waiting()).isEmpty();
        send("t5", 5, List.of("s1"));
        assertThat(ledger.waiting()).hasSize(1);
        assertThat(ledger.published(Topic.PK)).hasSize(2);
    }

    @Test
    void withdrawsAMissingResultOnCommandAndPublishesItsSkeleton() {
        ledger.register(registered("01-0007"));
        send("t1", 1, List.of("s1", "s2"));
        send("t2", 2, List.of("s1"));
        ledger.bodies(Topic.PK);
        ledger.command(Decisions.about(Action.WITHDRAW, id("s2")));
        assertThat(ledger.bodies(Topic.PK))
                .containsExactly(withdrawal(Transfers.SUBJECT, "s2", 2, "2026-03-01T10:00:00.150Z"));
        assertThat(ledger.waiting()).isEmpty();
        send("t3", 3, List.of("s1"));
        assertThat(ledger.waiting()).isEmpty();
    }

    @Test
    void keepsOrSnoozesAMissingResultOnCommand() {
        ledger.register(registered("01-0007"));
        send("t1", 1, List.of("s1", "s2", "s3"));
        send("t2", 2, List.of("s1"));
        ledger.command(Decisions.about(Action.KEEP, id("s2")));
        ledger.command(Decisions.snooze(id("s3"), "2026-03-02T00:00:00Z"));
        assertThat(ledger.waiting()).isEmpty();
        send("t3", 3, List.of("s1"));
        assertThat(ledger.waiting()).isEmpty();
        ledger.advance(Duration.ofDays(1));
        send("t4", 4, List.of("s1"));
        assertThat(ledger.waiting().keySet()).containsExactly("missing/" + id("s3"));
    }

    @Test
    void anOlderFileThatComesLateMakesNothingMissing() {
        ledger.register(registered("01-0007"));
        send("t2", 2, List.of("s1", "s2"));
        send("t1", 1, List.of("s1"));
        assertThat(ledger.waiting()).isEmpty();
    }

    @Test
    void whatANewerFileLacksStaysMissingWhenAnOlderOneComesLate() {
        ledger.register(registered("01-0007"));
        send("t1", 1, List.of("s1", "s2"));
        send("t3", 3, List.of("s1"));
        send("t2", 2, List.of("s1", "s2"));
        assertThat(ledger.waiting().keySet()).containsExactly("missing/" + id("s2"));
        ledger.command(Decisions.about(Action.KEEP, id("s2")));
        send("t2b", 2, List.of("s2"));
        send("t4", 4, List.of("s1"));
        assertThat(ledger.waiting()).isEmpty();
    }

    @Test
    void anotherFeedsResultsAreNotMissing() {
        ledger.register(registered("01-0007"));
        ledger.take(new Sample("x1", 1, 1, "s9", "9").feed("cytometry-cd8"));
        send("t1", 5, List.of("s1"));
        assertThat(ledger.waiting()).isEmpty();
    }

    @Test
    void looksForWhatATransferLacksInItsOwnStudiesOnly() {
        ledger.register(registered("01-0007"));
        send("t1", 1, List.of("s1"));
        Manifest plain = cumulative("t2", 2, 0, Map.of());
        Manifest other = new Manifest(
                plain.feed(),
                plain.delivery(),
                plain.sha256(),
                plain.bytes(),
                plain.snapshot(),
                plain.order(),
                null,
                true,
                Map.of(),
                null,
                plain.arrived(),
                null,
                0,
                null,
                Map.of(),
                0,
                0,
                0,
                0,
                plain.partitions(),
                Set.of("P099"),
                Map.of(),
                List.of());
        ledger.take(Transfers.end("t2", other));
        ledger.advance(SLICE);
        assertThat(ledger.waiting()).isEmpty();
        assertThat(last().state()).isEqualTo(Receipt.State.CLOSED);
    }

    @Test
    void closesACumulativeTransferOnlyWhenItIsKnownWhatItLacks() {
        ledger.register(registered("01-0007"));
        ledger.take(new Sample("t1", 1, 1, "s1", "1"));
        ledger.take(Transfers.end("t1", cumulative("t1", 1, 1, Map.of())));
        assertThat(last().state()).isEqualTo(Receipt.State.OPEN);
        ledger.advance(SLICE);
        assertThat(last().state()).isEqualTo(Receipt.State.CLOSED);
    }

    @Test
    void raisesAGapInASequenceAndEndsItWhenItIsFilled() {
        ledger.take(Transfers.end("t1", Transfers.numbered("t1", 11, 0)));
        ledger.take(Transfers.end("t2", Transfers.numbered("t2", 14, 0)));
        assertThat(ledger.waiting().values())
                .extracting(HeldRecord::key, HeldRecord::code)
                .containsExactlyInAnyOrder(
                        tuple("gap/bioanalysis-pk/12", "AH-0552"), tuple("gap/bioanalysis-pk/13", "AH-0552"));
        ledger.take(Transfers.end("t3", Transfers.numbered("t3", 12, 0)));
        assertThat(ledger.waiting().keySet()).containsExactly("gap/bioanalysis-pk/13");
    }
}

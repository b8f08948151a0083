package io.assayhub.ledger.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.wire.AuditRecord;
import io.assayhub.wire.Flag;
import io.assayhub.wire.HeaderName;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.NormalisedRecord;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.SubjectRecord;
import io.assayhub.wire.Topic;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Transfers in any order, some sent twice and some broken off, of subjects that are registered at any time or known by an
 * alias, some behind a gate: in the end the newest content stands, versions rise, nothing waits and all books balance.
 */
class HoldsPropertyTest {
    private static final int SEEDS = 60;
    private static final List<String> NUMBERS = List.of("01-0001", "01-0002", "01-0003", "SCR-3");

    @TempDir
    private Path stateDirectory;

    /** One transfer: its results, and whether they wait for a verdict. */
    private record Transfer(String name, long order, boolean gated, List<Sample> samples) {
        private Manifest manifest() {
            Map<String, BigDecimal> limits = gated ? Map.of("corrected", BigDecimal.TEN) : Map.of();
            return Transfers.shaped(name, order, null, false, limits, Map.of(0, (long) samples.size()));
        }
    }

    @Test
    void anyOrderOfTransfersRegistrationsAndDecisionsEndsInTheSame() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Map<String, String> newest = new HashMap<>();
            List<Transfer> transfers = transfers(random, newest);
            try (TestedLedger ledger = new TestedLedger(stateDirectory.resolve("seed-" + seed))) {
                Map<String, Receipt> receipts = new HashMap<>();
                play(ledger, transfers, random, receipts);
                check(ledger, transfers, newest, receipts, seed);
            }
        }
    }

    /** The subject that a number stands for. */
    private static String canonical(String number) {
        return number.equals("SCR-3") ? "01-0003" : number;
    }

    private static List<Transfer> transfers(Random random, Map<String, String> newest) {
        List<Transfer> transfers = new ArrayList<>();
        int count = 3 + random.nextInt(5);
        for (int order = 1; order <= count; order++) {
            boolean gated = random.nextInt(3) == 0;
            String name = "t" + order;
            List<Sample> samples = new ArrayList<>();
            for (int subject = 0; subject < 3; subject++) {
                String number = subject == 2 && random.nextBoolean() ? "SCR-3" : NUMBERS.get(subject);
                for (int sample = 0; sample < 3; sample++) {
                    if (random.nextInt(3) > 0) {
                        String value = Integer.toString(random.nextInt(3));
                        newest.put(canonical(number) + " s" + sample, value);
                        Sample result = new Sample(name, samples.size() + 1, order, "s" + sample, value)
                                .of(number)
                                .to(Topic.PK, Topic.OBSERVATIONS);
                        samples.add(gated ? result.with(Flag.GATED) : result);
                    }
                }
            }
            transfers.add(new Transfer(name, order, gated, samples));
        }
        Collections.shuffle(transfers, random);
        return transfers;
    }

    private static void play(
            TestedLedger ledger, List<Transfer> transfers, Random random, Map<String, Receipt> receipts) {
        List<SubjectRecord> registrations = new ArrayList<>(List.of(
                Transfers.registered("01-0001"),
                Transfers.registered("01-0002"),
                Transfers.registered("01-0003"),
                SubjectRecord.redirect("P003", "SCR-3", "01-0003", 1)));
        Collections.shuffle(registrations, random);
        for (Transfer transfer : transfers) {
            if (random.nextBoolean() && !registrations.isEmpty()) {
                ledger.register(registrations.remove(0));
            }
            boolean twice = random.nextInt(3) == 0;
            if (random.nextInt(3) == 0) {
                int until = random.nextInt(transfer.samples().size() + 1);
                transfer.samples().subList(0, until).forEach(ledger::take);
            }
            for (int i = 0; i < (twice ? 2 : 1); i++) {
                transfer.samples().forEach(ledger::take);
                NormalisedRecord.End end = Transfers.end(transfer.name(), transfer.manifest());
                ledger.take(end);
            }
            if (random.nextBoolean()) {
                ledger.advance(TestedLedger.SLICE);
            }
        }
        registrations.forEach(ledger::register);
        ledger.advance(TestedLedger.SLICE);
        releaseWhatIsStopped(ledger, receipts);
    }

    private static void releaseWhatIsStopped(TestedLedger ledger, Map<String, Receipt> receipts) {
        boolean any = true;
        while (any) {
            any = false;
            ledger.receipts().forEach(r -> receipts.put(r.transfer(), r));
            for (int i = 0; i < 10; i++) {
                String name = "t" + i;
                Receipt receipt = receipts.get(Transfers.transfer(name).value());
                if (receipt != null && receipt.state() == Receipt.State.STOPPED) {
                    ledger.command(Decisions.releaseTransfer(name));
                    ledger.advance(TestedLedger.SLICE);
                    any = true;
                }
            }
        }
        ledger.receipts().forEach(r -> receipts.put(r.transfer(), r));
    }

    private static String header(TestRecord<String, String> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static void check(
            TestedLedger ledger,
            List<Transfer> transfers,
            Map<String, String> newest,
            Map<String, Receipt> receipts,
            int seed) {
        assertThat(ledger.waiting()).as("seed %d: nothing waits", seed).isEmpty();
        List<TestRecord<String, String>> versions = ledger.published(Topic.PK);
        assertThat(ledger.published(Topic.OBSERVATIONS))
                .as("seed %d: both topics have the same", seed)
                .extracting(TestRecord::value)
                .containsExactlyElementsOf(
                        versions.stream().map(TestRecord::value).toList());
        Map<String, Integer> numbers = new HashMap<>();
        Map<String, String> last = new HashMap<>();
        for (TestRecord<String, String> version : versions) {
            int number = numbers.merge(version.key(), 1, Integer::sum);
            assertThat(header(version, HeaderName.VERSION))
                    .as("seed %d: versions rise by one", seed)
                    .isEqualTo(Integer.toString(number));
            String body = version.value();
            last.put(version.key(), body.substring(body.indexOf("valueString")));
        }
        Map<String, String> expected = new HashMap<>();
        newest.forEach((what, value) -> {
            int space = what.indexOf(' ');
            expected.put(
                    new Sample("x", 1, 1, what.substring(space + 1), "")
                            .of(what.substring(0, space))
                            .id()
                            .value(),
                    "valueString\":\"" + value + "\"}");
        });
        assertThat(last).as("seed %d: the newest content stands", seed).isEqualTo(expected);
        List<String> audited = ledger.published(Topic.AUDIT).stream()
                .filter(r -> AuditRecord.VERSION.equals(header(r, HeaderName.KIND)))
                .map(r -> header(r, HeaderName.ID) + "/" + header(r, HeaderName.VERSION))
                .toList();
        assertThat(audited)
                .as("seed %d: the audit trail has each version once", seed)
                .containsExactlyInAnyOrderElementsOf(numbers.entrySet().stream()
                        .flatMap(e -> IntStream.rangeClosed(1, e.getValue()).mapToObj(n -> e.getKey() + "/" + n))
                        .toList());
        assertThat(receipts).as("seed %d", seed).hasSize(transfers.size());
        assertThat(receipts.values()).as("seed %d", seed).allSatisfy(receipt -> {
            assertThat(receipt.state()).isEqualTo(Receipt.State.CLOSED);
            assertThat(receipt.balanced()).isTrue();
            assertThat(receipt.counts().held()).isZero();
        });
        long published = receipts.values().stream()
                .mapToLong(r -> r.counts().published())
                .sum();
        assertThat(published).as("seed %d: receipts count what went out", seed).isEqualTo(versions.size());
    }
}

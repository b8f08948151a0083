package io.assayhub.ledger.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.wire.HeaderName;
import io.assayhub.wire.NormalisedRecord;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transfers with declared orders, sent in any order, broken off and sent again, leave the same ledger. */
class LedgerTopologyPropertyTest {
    private static final int SEEDS = 12;

    @TempDir
    private Path stateDirectory;

    @Test
    void anyRedeliveryLeavesTheSameContentRisingVersionsAndBalancedReceipts() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Map<String, String> latest = new HashMap<>();
            List<List<NormalisedRecord>> transfers = transfers(random, latest);
            try (TestedLedger ledger = new TestedLedger(stateDirectory.resolve("seed-" + seed))) {
                ledger.registerNow(Transfers.registered("01-0007"));
                deliver(ledger, transfers, random);
                assertBooks(ledger, transfers, latest, seed);
            }
        }
    }

    private static List<List<NormalisedRecord>> transfers(Random random, Map<String, String> latest) {
        List<List<NormalisedRecord>> transfers = new ArrayList<>();
        int count = 2 + random.nextInt(5);
        for (int order = 1; order <= count; order++) {
            List<NormalisedRecord> transfer = new ArrayList<>();
            for (int sample = 0; sample < 10; sample++) {
                if (random.nextInt(3) > 0) {
                    String value = Integer.toString(random.nextInt(4));
                    latest.put("s" + sample, value);
                    transfer.add(Transfers.result("t" + order, transfer.size() + 1, order, "s" + sample, value));
                }
            }
            transfer.add(Transfers.end("t" + order, transfer.size()));
            transfers.add(transfer);
        }
        return transfers;
    }

    /**
     * Each transfer is tried several times: with batches lost, broken off early, interleaved with others; and in the end
     * once completely. A complete one may come again.
     */
    private static void deliver(TestedLedger ledger, List<List<NormalisedRecord>> transfers, Random random) {
        List<List<NormalisedRecord>> unfinished = new ArrayList<>(transfers);
        while (!unfinished.isEmpty()) {
            List<NormalisedRecord> transfer = unfinished.get(random.nextInt(unfinished.size()));
            boolean complete = random.nextInt(3) == 0;
            int until = complete ? transfer.size() : random.nextInt(transfer.size());
            for (int i = 0; i < until; i++) {
                if (complete || random.nextInt(4) > 0) {
                    ledger.take(transfer.get(i));
                }
                if (random.nextInt(6) == 0) {
                    List<NormalisedRecord> other = transfers.get(random.nextInt(transfers.size()));
                    ledger.take(other.get(random.nextInt(other.size())));
                }
            }
            if (complete && random.nextBoolean()) {
                unfinished.remove(transfer);
            }
        }
    }

    private static void assertBooks(
            TestedLedger ledger, List<List<NormalisedRecord>> transfers, Map<String, String> latest, int seed) {
        List<TestRecord<String, String>> published = ledger.published(Topic.PK);
        Map<String, Integer> versions = new HashMap<>();
        Map<String, String> last = new HashMap<>();
        for (TestRecord<String, String> version : published) {
            int number = versions.merge(version.key(), 1, Integer::sum);
            String header =
                    new String(version.headers().lastHeader(HeaderName.VERSION).value(), StandardCharsets.UTF_8);
            assertThat(header).as("seed %d", seed).isEqualTo(Integer.toString(number));
            last.put(version.key(), version.value());
        }
        Map<String, String> expected = new HashMap<>();
        latest.forEach((sample, value) -> {
            String id = Transfers.id(sample).value();
            int version = versions.getOrDefault(id, 0);
            expected.put(
                    id,
                    Transfers.observation(
                            sample, version, TestedLedger.STARTED, version == 1 ? "final" : "corrected", value));
        });
        assertThat(last).as("seed %d", seed).isEqualTo(expected);

        Map<String, Receipt> receipts = new HashMap<>();
        for (Receipt receipt : ledger.receipts()) {
            assertThat(receipts.put(receipt.transfer(), receipt))
                    .as("seed %d", seed)
                    .isNull();
            assertThat(receipt.state()).as("seed %d", seed).isEqualTo(Receipt.State.CLOSED);
            assertThat(receipt.balanced()).as("seed %d", seed).isTrue();
        }
        assertThat(receipts).as("seed %d", seed).hasSameSizeAs(transfers);
        long toldConsumers = receipts.values().stream()
                .mapToLong(
                        receipt -> receipt.counts().created() + receipt.counts().corrected())
                .sum();
        assertThat(toldConsumers).as("seed %d", seed).isEqualTo(published.size());
    }
}

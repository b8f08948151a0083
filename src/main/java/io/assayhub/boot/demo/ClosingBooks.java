package io.assayhub.boot.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.boot.demo.Deliveries.Expected;
import io.assayhub.wire.Counts;
import io.assayhub.wire.Json;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.Receipt.State;
import io.assayhub.wire.Topic;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The last chapters: the balance of each feed, the second program, and the study read back from the topics alone. */
final class ClosingBooks {
    static final List<Topic> FEEDS_TOPICS = List.of(Topic.PK, Topic.IMMUNOGENICITY, Topic.CELLULAR);

    private final DemoHub hub;
    private final SyntheticStudy study;
    private final Deliveries deliveries;
    private final Operator operator;
    private final Narration narration;

    ClosingBooks(DemoHub hub, SyntheticStudy study, Deliveries deliveries, Operator operator, Narration narration) {
        this.hub = hub;
        this.study = study;
        this.deliveries = deliveries;
        this.operator = operator;
        this.narration = narration;
    }

    void close() {
        balance();
        readBack();
    }

    private void balance() {
        narration.chapter("The books: the receipts of all transfers, added up by feed");
        Map<String, Receipt> taken = new LinkedHashMap<>();
        hub.kafka().latest(Topic.RECEIPTS).values().stream()
                .map(Receipt::fromJson)
                .filter(r -> r.state() != State.REFUSED)
                .forEach(r -> taken.put(r.manifest().delivery(), r));
        List<String> feeds = List.of(
                LabFiles.PK_FEED,
                LabFiles.ADA_FEED,
                LabFiles.CELL_FEED,
                SiteMessages.HL7V2_FEED,
                SiteMessages.ASTM_FEED);
        Map<String, Map<String, Long>> columns = new LinkedHashMap<>();
        feeds.forEach(
                feed -> columns.put(feed, sums(feed, taken.values().stream().toList())));
        StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%-16s", ""));
        feeds.forEach(feed -> head.append(String.format(Locale.ROOT, "%16s", feed)));
        narration.say(head.toString());
        for (String line : columns.get(LabFiles.PK_FEED).keySet()) {
            StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-16s", line));
            feeds.forEach(feed -> text.append(
                    String.format(Locale.ROOT, "%16d", columns.get(feed).get(line))));
            narration.say(text.toString());
        }
        narration.check(
                "both equations hold for each of the " + taken.size() + " transfers",
                taken.values().stream().allMatch(r -> r.balanced() && Receipt.balances(r.manifest(), r.counts())));
        narration.check(
                "each transfer came to what was put in, and none waits",
                deliveries.taken().size() == taken.size()
                        && deliveries.taken().stream().allMatch(e -> isMet(e, taken))
                        && hub.kafka().latest(Topic.HELD).isEmpty());
        Operator.Answer books = operator.run(List.of("books", "--quiet"));
        narration.check(books.last(), books.status() == 0 && books.last().startsWith("The books agree: "));
    }

    private static boolean isMet(Expected expected, Map<String, Receipt> taken) {
        Receipt receipt = taken.get(expected.file().fileName());
        return receipt != null && expected.isMetBy(receipt);
    }

    private static Map<String, Long> sums(String feed, List<Receipt> receipts) {
        Map<String, Long> sums = new LinkedHashMap<>();
        Counts counts = Counts.ZERO;
        for (String line : List.of("rows", "= excluded", "+ refused", "+ read", "entries", "= rejected")) {
            sums.put(line, 0L);
        }
        for (Receipt receipt : receipts) {
            Manifest manifest = receipt.manifest();
            if (manifest.feed().equals(feed)) {
                sums.merge("rows", manifest.rows(), Long::sum);
                sums.merge("= excluded", ReceiptText.excluded(manifest), Long::sum);
                sums.merge("+ refused", manifest.refused(), Long::sum);
                sums.merge("+ read", manifest.read(), Long::sum);
                sums.merge("entries", manifest.entries(), Long::sum);
                sums.merge("= rejected", manifest.rejected(), Long::sum);
                counts = counts.plus(receipt.counts());
            }
        }
        ReceiptText.outcomes(counts).forEach((outcome, count) -> sums.put("+ " + outcome, count));
        sums.put("  restated", counts.restated());
        return sums;
    }

    /** Reads the consumer topics from their beginning and compares them with the generator. */
    private void readBack() {
        narration.chapter("The study, read back from the topics alone");
        Map<String, JsonNode> latest = new TreeMap<>();
        Map<String, Integer> versions = new HashMap<>();
        boolean[] good = {true, true};
        for (Topic topic : FEEDS_TOPICS) {
            int[] records = {0};
            hub.kafka().read(topic, message -> {
                records[0]++;
                String id = new String(message.key(), UTF_8);
                JsonNode observation = observation(message);
                latest.put(id, observation);
                int version = observation.path("meta").path("versionId").asInt();
                good[0] &= version == versions.merge(id, 1, Integer::sum);
                String text = new String(message.value(), UTF_8);
                good[1] &= !text.contains(LabFiles.DECOY_INITIALS) && !text.contains(LabFiles.DECOY_OPERATOR);
            });
            narration.say(String.format(Locale.ROOT, "%-22s %5d records", topic.name(DemoKafka.PREFIX), records[0]));
        }
        narration.check(latest.size() + " Observations, every version of each once and in its order", good[0]);
        narration.check("no comment and no operator's name has come through", good[1]);
        Map<String, JsonNode> common = new TreeMap<>();
        hub.kafka()
                .read(
                        Topic.OBSERVATIONS,
                        message -> common.put(new String(message.key(), UTF_8), observation(message)));
        Map<String, JsonNode> asMessages = new TreeMap<>(common);
        asMessages.keySet().removeAll(latest.keySet());
        common.keySet().retainAll(latest.keySet());
        narration.check("assay.observations holds the same, each in its latest version", latest.equals(common));
        narration.same(
                "and the " + 2 * SiteMessages.results() + " that came as messages",
                2 * SiteMessages.results(),
                asMessages.size());
        narration.line("");
        List<DoseLevelRow> put = DoseLevelSummary.fromStudy(study);
        List<DoseLevelRow> got = DoseLevelSummary.fromObservations(latest.values(), study.doseLevelBySubject());
        DoseLevelSummary.render(put, got).lines().forEach(narration::line);
        narration.line("");
        narration.check("results per dose level are those that the generator put in", put.equals(got));
    }

    static JsonNode observation(ConsumerRecord<byte[], byte[]> message) {
        return Json.read(message.value(), JsonNode.class);
    }
}

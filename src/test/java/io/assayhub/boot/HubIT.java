package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.boot.TestHub.Published;
import io.assayhub.wire.Counts;
import io.assayhub.wire.HeaderName;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Json;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a sender puts in and what consumers, operators and the sender get back. Each test has a study of its own. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HubIT {
    private static final String FEED = "sdtm-pc";
    private static final String HEX32 = "[0-9a-f]{32}";

    @TempDir
    static Path folder;

    private static LogWatch log;
    private static TestHub hub;

    @BeforeAll
    static void start() {
        log = LogWatch.open();
        hub = TestHub.start(TestHub.embedded(folder), Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        if (hub != null) {
            hub.close();
        }
        log.close();
    }

    @Test
    void publishesEachResultOnItsTopicsWithEveryHeader() {
        PcTable table = new PcTable()
                .row("HEADERS", "S-1", "T1", "12.40")
                .row("HEADERS", "S-2", "T1", "7")
                .row("HEADERS", "S-3", "T1", "BLQ");
        Receipt receipt = hub.deliver("headers.csv", table).receipt();

        for (Topic topic : List.of(Topic.PK, Topic.OBSERVATIONS)) {
            List<Published> published = hub.published(topic, "HEADERS");
            assertThat(published)
                    .extracting(Published::what)
                    .containsExactlyInAnyOrder("S-1 T1 12.40", "S-2 T1 7", "S-3 T1 0.5");
            for (Published each : published) {
                assertThat(each.id()).matches(HEX32);
                assertThat(each.observation().path("resourceType").asText()).isEqualTo("Observation");
                assertThat(each.observation().path("id").asText()).isEqualTo(each.id());
                assertThat(each.observation().path("status").asText()).isEqualTo("final");
                assertThat(each.observation().at("/meta/versionId").asText()).isEqualTo("1");
                assertThat(each.record().partition())
                        .as("as Kafka's own partitioner places study/subject")
                        .isEqualTo(partitionOf("HEADERS/" + each.subject()));
                assertThat(headers(each.record()))
                        .containsOnly(
                                entry("ce_specversion", "1.0"),
                                entry("ce_id", each.id() + "/1"),
                                entry("ce_type", "io.assayhub.observation.new"),
                                entry("ce_source", "urn:assayhub:assay/feeds/sdtm-pc"),
                                entry("ce_subject", "Observation/" + each.id()),
                                entry(
                                        "ce_time",
                                        each.observation()
                                                .at("/meta/lastUpdated")
                                                .asText()),
                                entry("content-type", "application/fhir+json; fhirVersion=4.0"),
                                entry("ah_version", "1"),
                                entry("ah_snapshot", receipt.manifest().snapshot()),
                                entry("traceparent", trace(receipt.transfer())));
            }
        }
        for (Topic topic : List.of(Topic.IMMUNOGENICITY, Topic.CELLULAR, Topic.SAFETY)) {
            assertThat(hub.published(topic, "HEADERS")).isEmpty();
        }
    }

    @Test
    void laysAClosedAndBalancedReceiptBesideTheFile() throws IOException {
        PcTable table = new PcTable().rows("BALANCE", "S-1", 30).row("BALANCE", "S-1", "T31", "unheard of");
        Delivered delivered = hub.deliver("balance.csv", table);

        assertThat(Files.readAllBytes(delivered.file())).isEqualTo(table.bytes());
        Receipt receipt = delivered.receipt();
        assertThat(receipt.state()).isEqualTo(Receipt.State.CLOSED);
        assertThat(receipt.balanced()).isTrue();
        assertThat(receipt.counts()).isEqualTo(Counts.of(30, 0, 0, 0, 0, 0));
        assertThat(receipt.manifest().feed()).isEqualTo(FEED);
        assertThat(receipt.manifest().delivery()).isEqualTo("balance.csv");
        assertThat(receipt.manifest().bytes()).isEqualTo(table.bytes().length);
        assertThat(receipt.manifest().rows()).isEqualTo(31);
        assertThat(receipt.manifest().read()).isEqualTo(31);
        assertThat(receipt.manifest().entries()).isEqualTo(31);
        assertThat(receipt.manifest().rejected()).isEqualTo(1);
        assertThat(receipt.manifest().refusal()).isNull();
        assertThat(hub.inbox(FEED).resolve("balance.csv")).doesNotExist();
        assertThat(Delivered.files(hub.claimed(FEED))).isEmpty();
        assertThat(publishedReceipts(receipt.transfer())).last().isEqualTo(Json.read(receipt.toJson(), JsonNode.class));
    }

    @Test
    void listsRejectsForTheSenderAndPublishesThemWithoutTheirCells() throws IOException {
        PcTable table = new PcTable().rows("REJECTS", "S-1", 30).row("REJECTS", "S-1", "T31", "=SUM(SECRET)");
        Delivered delivered = hub.deliver("rejects.csv", table);

        List<String> list = Files.readAllLines(delivered.rejects());
        assertThat(list).hasSize(2).first().isEqualTo("code,row,line,column,value,detail,remedy");
        assertThat(list.get(1)).startsWith("AH-0304,31,32,\"PCORRES\",\"'=SUM(SECRET)\",\"");
        List<ConsumerRecord<byte[], byte[]>> records = hub.records(Topic.REJECTED).stream()
                .filter(r -> text(r.key()).startsWith(delivered.receipt().transfer()))
                .toList();
        assertThat(records).hasSize(1);
        assertThat(text(records.get(0).key())).isEqualTo(delivered.receipt().transfer() + "/31/pk-concentration");
        JsonNode rejected = Json.read(records.get(0).value(), JsonNode.class);
        assertThat(rejected.path("code").asText()).isEqualTo("AH-0304");
        assertThat(rejected.path("row").asInt()).isEqualTo(31);
        assertThat(rejected.path("line").asInt()).isEqualTo(32);
        assertThat(rejected.path("column").asText()).isEqualTo("PCORRES");
        assertThat(rejected.path("entry").asText()).isEqualTo("31/pk-concentration");
        assertThat(text(records.get(0).value())).doesNotContain("SECRET");
    }

    @Test
    void offersTheLinesThatLetRejectsPass() {
        PcTable table = new PcTable()
                .rows("MEND", "S-1", 60)
                .row("MEND", "S-1", "T61", "BLOQ")
                .row("MEND", "S-1", "T62", "BLOQ");
        Delivered delivered = hub.deliver("mend.csv", table);
        assertThat(delivered.receipt().manifest().rejected()).isEqualTo(2);
        Operator.Ended ended = Operator.of(hub)
                .run(
                        "rejects",
                        "--mend",
                        "--json",
                        "--transfer",
                        delivered.receipt().transfer());
        assertThat(ended.status()).isZero();
        assertThat(Json.read(ended.printed().getBytes(UTF_8), JsonNode.class)
                        .path("entries")
                        .asInt())
                .isEqualTo(2);
        assertThat(ended.printed()).contains("tokens: { below-limit: [\\\"BLOQ\\\"] }");
    }

    @Test
    void keepsTheSourceAsItCameInNumberedChunks() throws IOException {
        PcTable table = new PcTable("COMMENT");
        for (int i = 1; i <= 100; i++) {
            table.row("SOURCE", "S-1", "T" + i, "1", "lorem ipsum ".repeat(500));
        }
        Delivered delivered = hub.deliver("source.csv", table);

        Map<Integer, byte[]> chunks = new TreeMap<>();
        hub.records(Topic.SOURCE).stream()
                .filter(r -> text(r.key()).equals(delivered.receipt().transfer()))
                .forEach(r -> chunks.put(Integer.valueOf(headers(r).get(HeaderName.SEQ)), r.value()));
        assertThat(chunks.keySet()).containsExactly(1, 2);
        assertThat(chunks.get(1)).hasSize(512 * 1024);
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] chunk : chunks.values()) {
            joined.write(chunk);
        }
        assertThat(joined.toByteArray()).isEqualTo(table.bytes());
    }

    @Test
    void letsNothingThatIsNotMappedOrNotUnderstoodOutOfTheSource() throws Exception {
        PcTable table = new PcTable("SUBJNAME", "SUBJINIT", "BRTHDTC");
        for (int i = 1; i <= 60; i++) {
            table.row("DECOYS", "S-1", "T" + i, "1", "Quibblewick Zacharias", "QZ-Initials", "1951-04-17");
        }
        table.row("DECOYS", "S-1", "T61", "see Zibblethwaite", "", "", "1951-04-17");
        table.row("DECOYS", "Zibblethwaite Paul", "T62", "2", "", "", "1951-04-17");
        Delivered delivered = hub.deliver("decoys.csv", table);

        assertThat(delivered.receipt().manifest().rejected()).isEqualTo(2);
        List<String> decoys = List.of("Quibblewick", "QZ-Initials", "1951-04-17", "Zibblethwaite");
        Map<String, Set<String>> found = new TreeMap<>();
        for (String topic : allTopics()) {
            new TopicReader(hub.hub().kafka().properties()).readAll(topic, record -> {
                String all = everythingOf(record);
                decoys.stream()
                        .filter(all::contains)
                        .forEach(decoy -> found.computeIfAbsent(topic, t -> new java.util.TreeSet<>())
                                .add(decoy));
            });
        }
        assertThat(found).containsOnly(entry("assay.source", Set.copyOf(decoys)));
        assertThat(log.text()).doesNotContain(decoys);
    }

    @Test
    void publishesAChangedValueAsTheNextVersionInTheSamePartition() {
        hub.deliver(
                "first.csv", new PcTable().row("CORRECT", "S-1", "T1", "1.5").row("CORRECT", "S-1", "T2", "2.5"));
        Receipt second = hub.deliver(
                        "second.csv",
                        new PcTable().row("CORRECT", "S-1", "T1", "1.50").row("CORRECT", "S-1", "T2", "9.9"))
                .receipt();

        assertThat(second.state()).isEqualTo(Receipt.State.CLOSED);
        assertThat(second.counts()).isEqualTo(Counts.of(0, 1, 1, 1, 0, 0));
        List<Published> published = hub.published(Topic.PK, "CORRECT");
        assertThat(published).extracting(Published::what).containsExactly("S-1 T1 1.5", "S-1 T2 2.5", "S-1 T2 9.9");
        Published original = published.get(1);
        Published corrected = published.get(2);
        assertThat(corrected.id()).isEqualTo(original.id());
        assertThat(corrected.record().partition())
                .isEqualTo(original.record().partition())
                .isEqualTo(partitionOf("CORRECT/S-1"));
        assertThat(corrected.observation().path("status").asText()).isEqualTo("corrected");
        assertThat(corrected.observation().at("/meta/versionId").asText()).isEqualTo("2");
        assertThat(headers(corrected.record()))
                .contains(
                        entry("ah_version", "2"),
                        entry("ce_id", corrected.id() + "/2"),
                        entry("ce_type", "io.assayhub.observation.corrected"),
                        entry("traceparent", trace(second.transfer())));
    }

    @Test
    void takesTwoEqualRowsForOneResultAndHoldsTwoThatDiffer() throws IOException {
        PcTable table = new PcTable()
                .rows("TWICE", "S-1", 60)
                .row("TWICE", "S-1", "T60", "60")
                .row("TWICE", "S-2", "T1", "1.1")
                .row("TWICE", "S-2", "T1", "1.2");
        Delivered delivered = hub.deliver("twice.csv", table);

        assertThat(delivered.receipt().state()).isEqualTo(Receipt.State.CLOSED);
        assertThat(delivered.receipt().counts()).isEqualTo(new Counts(60, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0));
        assertThat(delivered.receipt().manifest().rejected()).isZero();
        assertThat(hub.published(Topic.PK, "TWICE"))
                .hasSize(60)
                .extracting(Published::subject)
                .containsOnly("S-1");
        assertThat(hub.records(Topic.HELD))
                .filteredOn(r -> r.value() != null)
                .extracting(r -> HeldRecord.fromJson(r.value()))
                .filteredOn(held -> held.transfer().equals(delivered.receipt().transfer()))
                .extracting(HeldRecord::reason, HeldRecord::entry)
                .containsExactly(
                        tuple("identity-collision", "62/pk-concentration"),
                        tuple("identity-collision", "63/pk-concentration"));
    }

    private static List<JsonNode> publishedReceipts(String transfer) {
        return hub.records(Topic.RECEIPTS).stream()
                .filter(r -> text(r.key()).equals(transfer))
                .map(r -> Json.read(r.value(), JsonNode.class))
                .toList();
    }

    private static Set<String> allTopics() throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(new HashMap<>(hub.hub().kafka().properties()))) {
            return admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get();
        }
    }

    private static String everythingOf(ConsumerRecord<byte[], byte[]> record) {
        StringBuilder all = new StringBuilder(text(record.key())).append('\n').append(text(record.value()));
        for (Header header : record.headers()) {
            all.append('\n').append(header.key()).append('\n').append(text(header.value()));
        }
        return all.toString();
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, ISO_8859_1);
    }

    private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new TreeMap<>();
        for (Header header : record.headers()) {
            String before = headers.put(header.key(), new String(header.value(), UTF_8));
            assertThat(before).as("header %s occurs once", header.key()).isNull();
        }
        return headers;
    }

    private static String trace(String transfer) {
        return "00-" + transfer + "-" + transfer.substring(0, 16) + "-01";
    }

    private static int partitionOf(String key) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(UTF_8))) % TestHub.PARTITIONS;
    }
}

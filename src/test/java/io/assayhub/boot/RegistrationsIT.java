package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.wire.Json;
import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.SubjectRecord;
import io.assayhub.wire.SubjectRecord.Accepts;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an EDC and a registry's table put in, and what becomes of it. Each test has a study of its own. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RegistrationsIT {
    private static final Path DM = Path.of("../shared/data/pharmaversesdtm/dm.csv");
    private static final String REGISTRY = "sdtm-dm";
    private static final String STAMP = "20260301T101500123Z_";

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
    void registersWhatTheEdcSendsInWhateverOrderAndPartition() throws Exception {
        List<String> bundles = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            String number = String.format("P003-01-%04d", i);
            bundles.add(bundle("2026-01-01T00:00:00Z", number, i, "screening", ""));
            bundles.add(bundle("2026-02-01T00:00:00Z", number, i, "on-study-intervention", ""));
            if (i % 10 == 0) {
                bundles.add(
                        bundle("2026-03-01T00:00:00Z", number, i, "withdrawn", ",\"period\":{\"end\":\"2026-02-20\"}"));
            }
        }
        send(bundles, 1);
        awaitTaken();
        Map<String, SubjectRecord> subjects = subjects("P003");
        assertThat(subjects).hasSize(40);
        for (int i = 1; i <= 40; i++) {
            SubjectRecord record = subjects.get(String.format("P003/P003-01-%04d", i));
            boolean withdrawn = i % 10 == 0;
            assertThat(record.status()).isEqualTo(withdrawn ? "withdrawn" : "on-study-intervention");
            assertThat(record.accepts()).isEqualTo(withdrawn ? Accepts.UNTIL : Accepts.ALL);
            assertThat(record.until()).isEqualTo(withdrawn ? "2026-02-20" : null);
            assertThat(record.site()).isEqualTo("01");
            assertThat(record.arm()).isEqualTo("30 mg");
        }

        int written = hub.records(Topic.SUBJECTS).size();
        send(bundles, 2);
        awaitTaken();
        assertThat(hub.records(Topic.SUBJECTS))
                .as("sent again, nothing changes")
                .hasSize(written);
    }

    @Test
    void reportsWhatItDroppedAndWhatItCouldNotRead() throws Exception {
        String good = bundle("2026-01-01T00:00:00Z", "DECOYS-1", 1, "on-study", "");
        String bad = bundle("2026-01-01T00:00:00Z", "DECOYS-2", 2, "gone", "");
        send(List.of(good.replace("P003", "DECOYS"), bad.replace("P003", "DECOYS"), "Quibblewick"), 3);
        awaitTaken();

        assertThat(subjects("DECOYS").keySet()).containsExactly("DECOYS/DECOYS-1");
        List<JsonNode> rejected = hub.records(Topic.REJECTED).stream()
                .map(r -> Json.read(r.value(), JsonNode.class))
                .filter(r -> r.path("feed").asText().equals("registrations"))
                .toList();
        assertThat(rejected)
                .extracting(r -> r.path("code").asText() + " " + r.path("entry").asText())
                .contains(
                        "AH-0602 Patient.name",
                        "AH-0602 Patient.birthDate",
                        "AH-0602 Patient.extension(us-core-race)",
                        "AH-0602 ResearchSubject.individual.display",
                        "AH-0601 entry[1]/ResearchSubject.status",
                        "AH-0601 Bundle");
        assertThat(hub.records(Topic.REJECTED))
                .extracting(r -> new String(r.key(), UTF_8))
                .anyMatch(k -> k.matches("[0-9a-f]{32}/Patient\\.name"));
        assertThat(log.with("Identifying data came with a registration and was dropped"))
                .isNotEmpty();
        assertNowhere(Set.of("Quibblewick", "1951-04-17", "2106-3"));
    }

    @Test
    void loadsATableOfSubjectsAndKeepsNothingElseOfIt() throws Exception {
        Assumptions.assumeTrue(Files.exists(DM), "public data are not here");
        byte[] bytes = Files.readAllBytes(DM);
        List<String[]> rows = rows(bytes);
        List<String> header = List.of(rows.remove(0));
        hub.drop(REGISTRY, "dm.csv", bytes);
        JsonNode receipt = receipts("dm.csv", 1).get(0);

        assertThat(counts(receipt)).isEqualTo("306 = 306 + 0 + 0 + 0 + 0");
        assertThat(receipt.path("registry").asText()).isEqualTo(REGISTRY);
        assertThat(receipt.path("delivery").asText()).isEqualTo("dm.csv");
        assertThat(receipt.path("sha256").asText()).matches("[0-9a-f]{64}");
        assertThat(receipt.path("identifying"))
                .extracting(JsonNode::asText)
                .containsExactly("AGE", "BRTHDTC", "COUNTRY", "DTHDTC", "DTHFL", "ETHNIC", "RACE");
        assertThat(hub.records(Topic.REJECTED))
                .extracting(r -> new String(r.key(), UTF_8))
                .contains(receipt.path("transfer").asText() + "/BRTHDTC");

        Map<String, SubjectRecord> subjects = subjects("CDISCPILOT01");
        assertThat(subjects).hasSize(306);
        Set<String> identifying = new HashSet<>();
        for (String[] row : rows) {
            String number = row[header.indexOf("USUBJID")];
            SubjectRecord record = subjects.get("CDISCPILOT01/" + number);
            boolean failed = row[header.indexOf("ARM")].equals("Screen Failure");
            assertThat(record.form()).isEqualTo(number);
            assertThat(record.site()).isEqualTo(row[header.indexOf("SITEID")]);
            assertThat(record.arm()).isEqualTo(row[header.indexOf("ARM")]);
            assertThat(record.start()).isEqualTo(failed ? null : row[header.indexOf("RFSTDTC")]);
            assertThat(record.end()).isEqualTo(failed ? null : row[header.indexOf("RFENDTC")]);
            assertThat(record.status()).isEqualTo(failed ? "ineligible" : "on-study");
            assertThat(record.accepts()).isEqualTo(failed ? Accepts.NONE : Accepts.ALL);
            identifying.add(row[header.indexOf("BRTHDTC")]);
            identifying.add(row[header.indexOf("RACE")]);
            identifying.add(row[header.indexOf("ETHNIC")]);
        }
        assertNowhere(identifying);

        int written = hub.records(Topic.SUBJECTS).size();
        hub.drop(REGISTRY, "dm.csv", bytes);
        assertThat(counts(receipts("dm.csv", 2).get(1))).isEqualTo("306 = 0 + 0 + 306 + 0 + 0");
        assertThat(hub.records(Topic.SUBJECTS)).hasSize(written);
        assertThat(Delivered.files(hub.claimed(REGISTRY))).isEmpty();
    }

    @Test
    void listsBadRowsAndRefusesATableThatItCannotRead() throws Exception {
        String table = """
                STUDYID,USUBJID,ARM,RFENDTC,BRTHDTC
                ROWS,R-1,A,NA,1951-04-17
                ROWS,R 2,A,NA,1951-04-17
                ROWS,R-3,A,soon,1951-04-17
                """;
        hub.drop(REGISTRY, "rows.csv", table.getBytes(UTF_8));
        assertThat(counts(receipts("rows.csv", 1).get(0))).isEqualTo("3 = 1 + 0 + 0 + 0 + 2");
        Path list = Delivered.files(hub.done(REGISTRY)).stream()
                .filter(f -> f.getFileName().toString().endsWith("_rows.csv.rejects.ndjson"))
                .findFirst()
                .orElseThrow();
        assertThat(Files.readAllLines(list))
                .extracting(line -> Json.read(line.getBytes(UTF_8), JsonNode.class))
                .extracting(r -> r.path("code").asText() + " " + r.path("line").asInt() + " "
                        + r.path("column").asText())
                .containsExactly("AH-0307 3 USUBJID", "AH-0305 4 RFENDTC");

        hub.drop(REGISTRY, "other.csv", "USUBJID,BRTHDTC\nR-1,1951-04-17\n".getBytes(UTF_8));
        Delivered.await()
                .until(() -> Delivered.files(hub.refused(REGISTRY)).stream()
                        .anyMatch(f -> f.getFileName().toString().endsWith("_other.csv.receipt.json")));
        assertThat(subjects("ROWS").keySet()).containsExactly("ROWS/R-1");
        assertNowhere(Set.of("1951-04-17"));
    }

    /** A Bundle with one subject of P003 and its Patient, with what an EDC should not have sent. */
    private static String bundle(String timestamp, String number, int person, String status, String more) {
        return """
                {"resourceType":"Bundle","type":"transaction","timestamp":"%s","entry":[
                 {"resource":{"resourceType":"Patient","id":"p%d","identifier":[{"value":"%s"}],
                  "name":[{"family":"Quibblewick"}],"birthDate":"1951-04-17",
                  "extension":[{"url":"http://hl7.org/fhir/us/core/StructureDefinition/us-core-race","valueCode":"2106-3"}]}},
                 {"resource":{"resourceType":"ResearchSubject","id":"rs%d","identifier":[{"value":"%s"}],"status":"%s",
                  "study":{"reference":"ResearchStudy/P003"},"assignedArm":"30 mg",
                  "individual":{"reference":"Patient/p%d","display":"Quibblewick"}%s}}]}""".formatted(timestamp, person, number, person, number, status, person, more);
    }

    /** Sends as any client may: keys and partitions at random, in any order. */
    private static void send(List<String> bundles, int seed) throws Exception {
        Random random = new Random(seed);
        List<String> shuffled = new ArrayList<>(bundles);
        java.util.Collections.shuffle(shuffled, random);
        Map<String, Object> settings = new HashMap<>(hub.hub().kafka().properties());
        try (KafkaProducer<byte[], byte[]> edc =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String bundle : shuffled) {
                byte[] key = random.nextBoolean() ? null : new byte[] {(byte) random.nextInt(256)};
                edc.send(new ProducerRecord<>(
                                "assay.registrations", random.nextInt(TestHub.PARTITIONS), key, bundle.getBytes(UTF_8)))
                        .get();
            }
        }
    }

    /** Waits until the offsets of all that was sent are committed, which is when it is acknowledged. */
    private static void awaitTaken() throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(new HashMap<>(hub.hub().kafka().properties()))) {
            Map<TopicPartition, Long> ends = new HashMap<>();
            hub.records(Topic.REGISTRATIONS)
                    .forEach(r -> ends.merge(new TopicPartition(r.topic(), r.partition()), r.offset() + 1, Math::max));
            Delivered.await().until(() -> {
                Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(
                                "assay-intake-subjects")
                        .partitionsToOffsetAndMetadata()
                        .get();
                return ends.entrySet().stream()
                        .allMatch(e -> committed.get(e.getKey()) != null
                                && committed.get(e.getKey()).offset() >= e.getValue());
            });
        }
    }

    /** The latest record of each key of a study; each lies where Kafka's own partitioner puts its key. */
    private static Map<String, SubjectRecord> subjects(String study) {
        Map<String, SubjectRecord> subjects = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : hub.records(Topic.SUBJECTS)) {
            String key = new String(record.key(), UTF_8);
            if (key.startsWith(study + "/")) {
                assertThat(record.partition()).isEqualTo(SubjectKey.partition(record.key(), TestHub.PARTITIONS));
                subjects.put(key, SubjectRecord.fromJson(record.value()));
            }
        }
        return subjects;
    }

    private static List<JsonNode> receipts(String name, int count) {
        List<Path> files = new ArrayList<>();
        Delivered.await().until(() -> {
            files.clear();
            Delivered.files(hub.done(REGISTRY)).stream()
                    .filter(f -> f.getFileName().toString().endsWith("_" + name + ".receipt.json"))
                    .forEach(files::add);
            return files.size() >= count;
        });
        assertThat(Delivered.files(hub.done(REGISTRY)))
                .as("the file itself is not kept")
                .noneMatch(f -> f.getFileName().toString().length() == STAMP.length() + name.length()
                        && f.getFileName().toString().endsWith(name));
        return files.stream()
                .map(f -> {
                    try {
                        return Json.read(Files.readAllBytes(f), JsonNode.class);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                })
                .toList();
    }

    private static String counts(JsonNode receipt) {
        return receipt.path("rows").asLong() + " = "
                + receipt.path("registered").asLong() + " + "
                + receipt.path("changed").asLong() + " + "
                + receipt.path("unchanged").asLong() + " + "
                + receipt.path("older").asLong() + " + "
                + receipt.path("rejected").asLong();
    }

    /** No topic but the one that the EDC wrote itself, no file of the hub and no line of its log holds these texts. */
    private static void assertNowhere(Set<String> texts) throws Exception {
        Map<String, String> found = new TreeMap<>();
        Set<String> topics;
        try (Admin admin = Admin.create(new HashMap<>(hub.hub().kafka().properties()))) {
            topics = admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get();
        }
        topics.remove("assay.registrations");
        for (String topic : topics) {
            new TopicReader(hub.hub().kafka().properties()).readAll(topic, record -> {
                StringBuilder all = new StringBuilder(text(record.key())).append(text(record.value()));
                for (Header header : record.headers()) {
                    all.append(header.key()).append(text(header.value()));
                }
                texts.stream().filter(t -> all.indexOf(t) >= 0).forEach(t -> found.put(topic, t));
            });
        }
        assertThat(found).isEmpty();
        // A file is deleted a moment after its receipt is there.
        Delivered.await()
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(filesWith(texts)).isEmpty());
        assertThat(log.text()).doesNotContain(texts);
    }

    private static List<Path> filesWith(Set<String> texts) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String kept : List.of("inbox", "claimed", "done", "refused")) {
            if (Files.isDirectory(folder.resolve(kept))) {
                try (Stream<Path> files = Files.walk(folder.resolve(kept))) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        String all = Files.readString(file, ISO_8859_1);
                        if (texts.stream().anyMatch(all::contains)) {
                            found.add(file);
                        }
                    }
                }
            }
        }
        return found;
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, ISO_8859_1);
    }

    /** The cells of a table that has no delimiter in a cell. */
    private static List<String[]> rows(byte[] csv) {
        List<String[]> rows = new ArrayList<>();
        for (String line : new String(csv, UTF_8).split("\r?\n", -1)) {
            if (!line.isEmpty()) {
                rows.add(line.replace("\"", "").split(",", -1));
            }
        }
        return rows;
    }
}

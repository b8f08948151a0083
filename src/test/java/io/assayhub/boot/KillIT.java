package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.wire.Counts;
import io.assayhub.wire.HeaderName;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A hub, its broker included, that is killed while it takes a file. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class KillIT {
    private static final String FEED = "sdtm-pc";
    private static final int SUBJECTS = 1_000;
    private static final int EACH = 100;
    private static final int ROWS = SUBJECTS * EACH;
    private static final int PARTITIONS = 3;

    /** Chooses the moments of the kills; another seed is another run of the same claim. */
    private static final long SEED = 20260301;

    @TempDir
    Path folder;

    @Test
    void publishesEveryRowOnceThoughItIsKilledTwice() throws Exception {
        Random moments = new Random(SEED);
        Path configuration = configuration();
        Path errors = folder.resolve("hub.log");
        Path inbox = Files.createDirectories(folder.resolve("data/inbox").resolve(FEED));
        Path part = inbox.resolve("large.csv.part");
        PcTable.write(part, "KILL", SUBJECTS, EACH);
        byte[] bytes = Files.readAllBytes(part);

        try (HubProcess first = HubProcess.run(configuration, errors)) {
            String bootstrap = first.awaitReady();
            List<String> subjects = IntStream.rangeClosed(1, SUBJECTS)
                    .mapToObj(PcTable::subject)
                    .toList();
            Registered.all(Map.of("bootstrap.servers", bootstrap), "assay", "KILL", subjects);
            Files.move(part, inbox.resolve("large.csv"), StandardCopyOption.ATOMIC_MOVE);
            awaitRecords(bootstrap, Topic.NORMALISED, 5_000 + moments.nextInt(ROWS / 2));
            first.kill();
        }
        assertThat(Delivered.in(done(), "large.csv")).as("killed in the middle").isEmpty();
        List<Path> claimed = Delivered.files(folder.resolve("data/claimed").resolve(FEED));
        try (HubProcess second = HubProcess.run(configuration, errors)) {
            awaitRecords(second.awaitReady(), Topic.PK, 5_000 + moments.nextInt(ROWS / 2));
            second.kill();
        }
        try (HubProcess third = HubProcess.run(configuration, errors)) {
            String bootstrap = third.awaitReady();
            Delivered delivered = Delivered.await(done(), "large.csv", 1).get(0);

            assertThat(delivered.file()).hasBinaryContent(bytes);
            assertThat(claimed)
                    .extracting(Path::getFileName)
                    .as("keeps the stamp of its first attempt")
                    .contains(delivered.file().getFileName());
            Receipt receipt = delivered.receipt();
            assertThat(receipt.state()).isEqualTo(Receipt.State.CLOSED);
            assertThat(receipt.balanced()).isTrue();
            assertThat(receipt.manifest().rows()).isEqualTo(ROWS);
            assertThat(receipt.counts()).isEqualTo(Counts.of(ROWS, 0, 0, 0, 0, 0));
            assertEachRowOnce(bootstrap, Topic.PK);
            assertEachRowOnce(bootstrap, Topic.OBSERVATIONS);
            assertThat(third.terminate())
                    .as("status of a hub that was asked to end")
                    .isEqualTo(143);
        }
        assertThat(Files.readString(errors)).doesNotContain("\tat io.assayhub");
    }

    /** Each row's time point of each subject is there, under one id, in version 1, in its subject's partition. */
    private static void assertEachRowOnce(String bootstrap, Topic topic) {
        Map<String, Integer> idsOfSubject = new HashMap<>();
        Map<String, Integer> versionOfId = new HashMap<>();
        Map<String, Integer> timesOfRow = new HashMap<>();
        new TopicReader(Map.of("bootstrap.servers", bootstrap)).readAll(topic, "assay", record -> {
            String observation = new String(record.value(), UTF_8);
            String subject = between(observation, "/sid/KILL/subject\",\"value\":\"");
            String timepoint = between(observation, "\"url\":\"tpt\",\"valueString\":\"");
            timesOfRow.merge(subject + " " + timepoint, 1, Integer::sum);
            idsOfSubject.merge(subject, 1, Integer::sum);
            String version =
                    new String(record.headers().lastHeader(HeaderName.VERSION).value(), UTF_8);
            versionOfId.merge(new String(record.key(), UTF_8), Integer.parseInt(version), Integer::sum);
            byte[] key = ("KILL/" + subject).getBytes(UTF_8);
            if (record.partition() != SubjectKey.partition(key, PARTITIONS)) {
                throw new AssertionError("a result of " + subject + " in partition " + record.partition());
            }
        });
        assertThat(timesOfRow).hasSize(ROWS);
        assertThat(timesOfRow.values()).containsOnly(1);
        assertThat(idsOfSubject.keySet())
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, SUBJECTS)
                        .mapToObj(PcTable::subject)
                        .toList());
        assertThat(idsOfSubject.values()).containsOnly(EACH);
        assertThat(versionOfId).hasSize(ROWS);
        assertThat(versionOfId.values()).as("one version 1 of each id").containsOnly(1);
    }

    private static String between(String text, String before) {
        int start = text.indexOf(before) + before.length();
        return text.substring(start, text.indexOf('"', start));
    }

    /** Waits until a topic holds as many records, committed or not. */
    private static void awaitRecords(String bootstrap, Topic topic, long count) {
        Map<String, Object> settings = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(p -> new TopicPartition(topic.name("assay"), p))
                .toList();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            Delivered.await()
                    .pollInSameThread()
                    .until(() -> consumer.endOffsets(partitions).values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum()
                            >= count);
        }
    }

    private Path done() {
        return folder.resolve("data/done").resolve(FEED);
    }

    private Path configuration() throws IOException {
        return Files.writeString(
                folder.resolve("hub.yaml"),
                String.join(
                        "\n",
                        "data: data",
                        "mappings: " + Home.folder().resolve("fhir-mappings"),
                        "routes: " + Home.folder().resolve("routes"),
                        "kafka: { port: 0 }",
                        "topics: { partitions: " + PARTITIONS + " }",
                        "intake: { quiet: 0.2s }",
                        "http: { enabled: false }",
                        ""));
    }
}

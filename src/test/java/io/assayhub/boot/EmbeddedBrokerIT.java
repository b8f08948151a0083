package io.assayhub.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EmbeddedBrokerIT {
    private static final TopicPartition PARTITION = new TopicPartition("results", 0);

    @TempDir
    Path folder;

    @Test
    void keepsRecordsOverACleanRestart() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
            createTopic(broker.bootstrapServers());
            write(broker.bootstrapServers(), List.of("first"));
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
            write(broker.bootstrapServers(), List.of("second"));
            assertThat(read(broker.bootstrapServers(), 2)).containsExactly("first", "second");
        }
    }

    @Test
    void keepsItsClusterIdAndTakesTheSamePortAgain() throws Exception {
        String bootstrap;
        String clusterId;
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
            bootstrap = broker.bootstrapServers();
            clusterId = clusterId(bootstrap);
        }
        int port = Integer.parseInt(bootstrap.substring(bootstrap.indexOf(':') + 1));
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, port)) {
            assertThat(broker.bootstrapServers()).isEqualTo(bootstrap);
            assertThat(clusterId(bootstrap)).isEqualTo(clusterId);
        }
    }

    @Test
    void keepsAcknowledgedRecordsWhenItsProcessIsKilled() throws Exception {
        List<String> acknowledged =
                IntStream.range(0, 500).mapToObj(Integer::toString).toList();
        Process process = startProcess();
        try {
            String bootstrap = awaitStarted(process);
            createTopic(bootstrap);
            write(bootstrap, acknowledged);
        } finally {
            process.destroyForcibly().waitFor();
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
            assertThat(read(broker.bootstrapServers(), acknowledged.size())).containsExactlyElementsOf(acknowledged);
        }
    }

    @Test
    void refusesAFolderThatAnotherProcessUses() throws Exception {
        Process process = startProcess();
        try {
            awaitStarted(process);
            assertThatThrownBy(() -> EmbeddedBroker.start(folder, 0))
                    .isInstanceOf(EmbeddedBrokerException.class)
                    .hasMessageContaining(folder.toRealPath().toString())
                    .hasMessageContaining("is in use by another hub");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void staysLockedForOtherProcessesAfterItsOwnProcessTriedTwice() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
            assertThatThrownBy(() -> EmbeddedBroker.start(folder, 0))
                    .isInstanceOf(EmbeddedBrokerException.class)
                    .hasMessageContaining("is in use by another hub");

            Process second = EmbeddedBrokerProcess.on(folder)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.PIPE)
                    .start();
            String output = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(second.waitFor()).isEqualTo(1);
            assertThat(output).contains("is in use by another hub");
            assertThat(clusterId(broker.bootstrapServers())).isNotEmpty();
        }
    }

    @Test
    void failsWithoutLeavingThreadsWhenKafkaCannotReadItsState() throws Exception {
        EmbeddedBroker.start(folder, 0).close();
        Path quorumState = folder.resolve("__cluster_metadata-0").resolve("quorum-state");
        String intact = Files.readString(quorumState);
        Files.writeString(quorumState, "not JSON");
        Set<Thread> before = threadsThatKeepTheProcessAlive();

        assertThatThrownBy(() -> EmbeddedBroker.start(folder, 0))
                .isInstanceOf(EmbeddedBrokerException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("Check the disk's free space and the log");

        awaitNoMoreThreadsThan(before);
        Files.writeString(quorumState, intact);
        EmbeddedBroker.start(folder, 0).close();
    }

    @Test
    void namesAFolderThatCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        assertThatThrownBy(() -> EmbeddedBroker.start(file.resolve("data"), 0))
                .isInstanceOf(EmbeddedBrokerException.class)
                .hasMessageContaining(file.resolve("data").toString())
                .hasMessageContaining("choose another");
        assertThatThrownBy(() -> EmbeddedBroker.start(folder.resolve("a,b"), 0))
                .isInstanceOf(EmbeddedBrokerException.class)
                .hasMessageContaining("without a comma");
    }

    @Test
    void leavesNoThreadAndNoLockWhenClosedTwice() {
        Set<Thread> before = threadsThatKeepTheProcessAlive();
        EmbeddedBroker broker = EmbeddedBroker.start(folder, 0);
        broker.close();
        broker.close();
        awaitNoMoreThreadsThan(before);
        EmbeddedBroker.start(folder, 0).close();
    }

    private Process startProcess() throws IOException {
        return EmbeddedBrokerProcess.on(folder)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String awaitStarted(Process process) throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        assertThat(line).startsWith("started 127.0.0.1:");
        return line.substring("started ".length());
    }

    private static Set<Thread> threadsThatKeepTheProcessAlive() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && !thread.isDaemon())
                .collect(Collectors.toSet());
    }

    /** After a failed start Kafka's expiration thread notices only at its next poll, every 200 ms, that it is to end. */
    private static void awaitNoMoreThreadsThan(Set<Thread> before) {
        Awaitility.await().pollInSameThread().untilAsserted(() -> {
            Set<Thread> now = threadsThatKeepTheProcessAlive();
            assertThat(now).isSubsetOf(before);
        });
    }

    private static void createTopic(String bootstrap) throws InterruptedException, ExecutionException {
        try (Admin admin = admin(bootstrap)) {
            admin.createTopics(List.of(new NewTopic(PARTITION.topic(), 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static String clusterId(String bootstrap) throws InterruptedException, ExecutionException {
        try (Admin admin = admin(bootstrap)) {
            return admin.describeCluster().clusterId().get();
        }
    }

    private static Admin admin(String bootstrap) {
        return Admin.create(Map.of("bootstrap.servers", bootstrap));
    }

    private static void write(String bootstrap, List<String> values) throws InterruptedException, ExecutionException {
        Map<String, Object> settings =
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap, ProducerConfig.ACKS_CONFIG, "all");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            List<Future<RecordMetadata>> sent = values.stream()
                    .map(value -> producer.send(new ProducerRecord<>(PARTITION.topic(), value)))
                    .toList();
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        }
    }

    private static List<String> read(String bootstrap, int atLeast) {
        Map<String, Object> settings = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            Awaitility.await().pollInSameThread().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofMillis(200))) {
                    values.add(each.value());
                }
                assertThat(values).hasSizeGreaterThanOrEqualTo(atLeast);
            });
        }
        return values;
    }
}

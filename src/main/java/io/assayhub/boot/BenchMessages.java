package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.boot.bench.BenchTable;
import io.assayhub.boot.bench.Figure;
import io.assayhub.boot.bench.HapiListener;
import io.assayhub.boot.bench.LatencySteps.Latency;
import io.assayhub.boot.bench.MessageSteps;
import io.assayhub.boot.bench.MllpSteps;
import io.assayhub.boot.bench.Rounds;
import io.assayhub.config.HubConfig;
import io.assayhub.config.Problems;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.wire.SubjectRecord;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** The steps of {@code bench} for HL7 v2 messages: without Kafka, then over MLLP to a whole hub in this process. */
final class BenchMessages {
    private static final int WARM_UP = 5_000;
    private static final int ONE_CONNECTION = 20_000;
    private static final int MANY_CONNECTIONS = 50_000;
    private static final int CONNECTIONS = 50;
    private static final int WINDOW = 64;
    private static final int MANY_WINDOW = 16;
    private static final int A_SECOND = 100;
    private static final int TIMED = 1_500;
    private static final Duration READY = Duration.ofMinutes(1);
    private static final String BULK_FEED = "sdtm-pc";

    private final BenchTable table;

    BenchMessages(BenchTable table) {
        this.table = table;
    }

    /** From bytes to rows and Observations, beside HAPI's parse. */
    void read(MappingCatalog catalog, Rounds rounds) throws IOException {
        String name = MessageSteps.feedName();
        MessageSteps steps = new MessageSteps(catalog.feed(name)
                .orElseThrow(() -> new StartupException("The bench needs the feed " + name + ", which is not there.")));
        String of = " of " + MessageSteps.RESULTS + " results";
        Figure hapi = rounds.measure("HL7 v2 messages" + of + ": HAPI's bare parse", "", steps::hapi);
        Figure framed = rounds.measure("the same messages → rows", "", steps::framed);
        Figure observations = rounds.measure("the same messages → Observation bytes", "", steps::observations);
        table.add("8", hapi, "");
        table.add("8a", framed, BenchTable.times(framed, hapi, "8a"));
        table.add("8b", observations, BenchTable.times(observations, hapi, "8b"));
    }

    /**
     * Over MLLP: answered when Kafka has all of a message, while the ledger of the same process publishes it.
     *
     * @param bulk a file of the feed {@code sdtm-pc} to take in meanwhile
     */
    void transport(Path folder, Path bulk) throws IOException, InterruptedException {
        int port = freePort();
        try (Hub hub = Hub.start(configuration(Files.createDirectories(folder), port), Clock.systemUTC())) {
            Waiting.until(hub::isReady, READY, "the hub did not become ready");
            register(hub);
            MllpSteps steps = new MllpSteps(port);
            steps.send(CONNECTIONS, WARM_UP, MANY_WINDOW);
            steps.send(1, WARM_UP, WINDOW);
            Figure one = once("MLLP to AA, one connection, 64 in flight", ONE_CONNECTION, steps, 1, WINDOW);
            Figure many = once(
                    "MLLP to AA, 50 connections, 16 in flight each", MANY_CONNECTIONS, steps, CONNECTIONS, MANY_WINDOW);
            table.add("9", one, "");
            table.add("9a", many, "");
            try (HapiListener listener = new HapiListener(freePort())) {
                MllpSteps hapi = listener.steps();
                hapi.send(CONNECTIONS, WARM_UP, 1);
                Figure bare = once(
                        "HAPI's listener, which stores nothing, 50 connections",
                        MANY_CONNECTIONS,
                        hapi,
                        CONNECTIONS,
                        1);
                table.add("9b", bare, BenchTable.times(many, bare, "9a"));
            }
            awaitLedger(hub);
            steps.latency(A_SECOND, TIMED / 3);
            Latency alone = steps.latency(A_SECOND, TIMED);
            table.add("10", "MLLP: from sent to AA, at " + A_SECOND + " a second", alone, "");
            drop(hub, bulk);
            Latency beside = steps.latency(A_SECOND, TIMED);
            boolean wholeTime = !isTaken(hub);
            table.add(
                    "10a",
                    "the same while a file is taken in",
                    beside,
                    wholeTime ? "" : "the file was in before the end");
        }
    }

    private static Figure once(String step, int messages, MllpSteps steps, int connections, int window)
            throws IOException, InterruptedException {
        return Figure.once(step, messages, steps.send(connections, messages, window), "");
    }

    private static HubConfig configuration(Path folder, int port) throws IOException {
        Path file = Files.writeString(
                folder.resolve("hub.yaml"),
                String.format(
                        Locale.ROOT,
                        """
                        instance: bench
                        data: data
                        mappings: "%s"
                        routes: "%s"
                        kafka: { port: 0 }
                        intake:
                          quiet: 0s
                          mllp: { port: %d, feed: %s }
                        http: { enabled: false }
                        """,
                        Home.folder().resolve("fhir-mappings"),
                        Home.folder().resolve("routes"),
                        port,
                        MessageSteps.feedName()),
                UTF_8);
        Problems problems = new Problems();
        HubConfig config = HubConfig.read(file, Home.folder(), problems);
        problems.throwIfAny();
        return config;
    }

    /** So that results go out and do not wait. */
    private static void register(Hub hub) {
        String topic = Topic.SUBJECTS.name(hub.config().topics().prefix());
        try (Producer<byte[], byte[]> producer = hub.kafka().bulkProducer()) {
            for (SubjectRecord subject : MllpSteps.subjects()) {
                var unused =
                        producer.send(new ProducerRecord<>(topic, subject.key().bytes(), subject.toJson()));
            }
        }
    }

    /** Returns when the ledger has read all that intake has written. */
    private static void awaitLedger(Hub hub) throws InterruptedException {
        String topic = Topic.NORMALISED.name(hub.config().topics().prefix());
        String group = hub.config().topics().prefix() + "-ledger";
        try (Admin admin = Admin.create(new HashMap<>(hub.kafka().properties()))) {
            Waiting.until(() -> lag(admin, group, topic) == 0, Duration.ofMinutes(5), "the ledger is still behind");
        }
    }

    private static long lag(Admin admin, String group, String topic) {
        try {
            Map<TopicPartition, OffsetAndMetadata> read = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
            read.keySet().stream().filter(p -> p.topic().equals(topic)).forEach(p -> asked.put(p, OffsetSpec.latest()));
            long lag = 0;
            for (var end : admin.listOffsets(asked).all().get().entrySet()) {
                lag += end.getValue().offset() - read.get(end.getKey()).offset();
            }
            return asked.isEmpty() ? Long.MAX_VALUE : lag;
        } catch (ExecutionException e) {
            throw new StartupException("Kafka does not tell the ledger's position: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("interrupted", e);
        }
    }

    /** Lays the file where the hub looks for it, whole. */
    private static void drop(Hub hub, Path file) throws IOException {
        Path inbox = hub.folders().inbox().resolve(BULK_FEED);
        Path part = Files.copy(file, inbox.resolve("pc.csv.part"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, inbox.resolve("pc.csv"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean isTaken(Hub hub) throws IOException {
        Path done = hub.config().data().resolve("done").resolve(BULK_FEED);
        if (!Files.isDirectory(done)) {
            return false;
        }
        try (Stream<Path> files = Files.list(done)) {
            return files.anyMatch(f -> f.toString().endsWith("pc.csv"));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

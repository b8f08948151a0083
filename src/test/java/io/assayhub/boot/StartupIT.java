package io.assayhub.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assayhub.config.HubConfig;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a hub says that cannot start; nothing of it is left running. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StartupIT {
    private static final Pattern THREAD_OF_A_HUB =
            Pattern.compile("Camel|StreamThread|kafka-producer-network|kafka-admin-client|-ledger-|embedded-broker");

    @TempDir
    static Path brokerFolder;

    @TempDir
    Path folder;

    private static EmbeddedBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start(brokerFolder, 0);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @AfterEach
    void leavesNoThread() {
        Delivered.await()
                .pollInSameThread()
                .untilAsserted(() -> assertThat(threadsOfHubs()).isEmpty());
    }

    @Test
    void namesADataFolderThatIsAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("data"), "a file");
        refuses(TestHub.embedded(file), file.toString(), "Check that it is a folder");
        refuses(external("file", file), file.toString(), "Check that it is a folder");
        assertThat(file).hasContent("a file");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void namesADataFolderThatCannotBeWritten() {
        refuses(external("proc", Path.of("/proc/assay-hub")), "/proc/assay-hub", "may write to");
    }

    @Test
    void namesADropFolderThatIsAFile() throws IOException {
        Files.writeString(folder.resolve("inbox"), "a file");
        refuses(external("inbox", folder), folder.toString(), "inbox");
    }

    @Test
    void namesATopicThatHasAnotherNumberOfPartitions() throws Exception {
        String topic = Topic.PK.name("shape");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 7, (short) 1))).all().get();
        }
        refuses(
                external("shape", folder),
                "Topic shape.pk has 7 partitions, topics.partitions says 3",
                "set topics.partitions to it");
    }

    @Test
    void namesAKafkaThatDoesNotAnswer() throws IOException {
        String address;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = "127.0.0.1:" + socket.getLocalPort();
        }
        refuses(
                TestHub.external(
                        folder,
                        address,
                        "gone",
                        Map.of("default.api.timeout.ms", "3000", "request.timeout.ms", "2000")),
                "Kafka does not answer at " + address,
                "kafka.bootstrap-servers");
    }

    @Test
    void namesAKafkaWhoseHostDoesNotExist() {
        refuses(TestHub.external(folder, "no-such-host.invalid:9092", "gone", Map.of()), "no-such-host.invalid:9092");
    }

    @Test
    void namesAClientPropertyThatKafkaDoesNotTake() {
        refuses(TestHub.external(folder, broker.bootstrapServers(), "bad", Map.of("linger.ms", "soon")), "linger.ms");
    }

    @Test
    void saysThatAFolderHoldsNoRoutes() {
        refuses(with(external("routeless", folder.resolve("data")), folder), "no routes", folder.toString());
    }

    @Test
    void namesAnOptionThatARouteMisspells() throws IOException {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        Files.writeString(routes.resolve("wrong.camel.yaml"), """
                - route:
                    id: wrong
                    from:
                      uri: file
                      parameters: { directoryName: "{{hub.inbox}}", recursiv: true }
                      steps:
                        - bean: { ref: intakeFile, method: take }
                """);
        refuses(with(external("wrong", folder.resolve("data")), routes), "The routes do not start", "recursiv");
    }

    @Test
    void twoInstancesThatStartAtOnceMayBothCreateTheTopics() throws Exception {
        HubConfig.Topics shape = new HubConfig.Topics("both", TestHub.PARTITIONS, 1);
        KafkaAccess kafka = new KafkaAccess(broker.bootstrapServers(), Map.of());
        CyclicBarrier together = new CyclicBarrier(4);
        ExecutorService instances = Executors.newFixedThreadPool(4);
        try {
            List<Future<Void>> starts = java.util.stream.IntStream.range(0, 4)
                    .mapToObj(i -> instances.<Void>submit(() -> {
                        together.await();
                        kafka.createTopics(shape, List.of());
                        return null;
                    }))
                    .toList();
            for (Future<Void> start : starts) {
                start.get();
            }
        } finally {
            instances.shutdownNow();
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThat(admin.listTopics().names().get())
                    .contains(java.util.Arrays.stream(Topic.values())
                            .map(topic -> topic.name("both"))
                            .toArray(String[]::new));
        }
    }

    private static HubConfig external(String prefix, Path data) {
        return TestHub.external(data, broker.bootstrapServers(), prefix, Map.of());
    }

    private static HubConfig with(HubConfig config, Path routes) {
        return new HubConfig(
                config.instance(),
                config.data(),
                config.mappings(),
                routes,
                config.fhirBase(),
                config.kafka(),
                config.topics(),
                config.intake(),
                config.ledger());
    }

    private static void refuses(HubConfig config, String... said) {
        assertThatThrownBy(() -> Hub.start(config, Clock.systemUTC()).close())
                .isInstanceOf(StartupException.class)
                .hasMessageContainingAll(said);
    }

    /** Of the hub's parts, by the names that Kafka's clients and Camel give their threads; a broker runs here besides. */
    private static Set<Thread> threadsOfHubs() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .filter(thread -> THREAD_OF_A_HUB.matcher(thread.getName()).find())
                .collect(Collectors.toSet());
    }
}

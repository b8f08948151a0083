package io.assayhub.boot.torture;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/** One broker in a process of its own, always at the same port. */
final class BrokerNode {
    private static final String HOST = "127.0.0.1";

    private final List<String> command;
    private final int port;
    private final Path log;
    private ChildJvm process;

    private BrokerNode(List<String> command, int port, Path log) {
        this.command = command;
        this.port = port;
        this.log = log;
    }

    /** One broker that is a cluster by itself. */
    static BrokerNode single(Launcher launcher, Path data, int port, Path logs) {
        List<String> command =
                launcher.hub("broker-process", "--folder", data.toString(), "--port", Integer.toString(port));
        return new BrokerNode(command, port, logs.resolve("broker.log"));
    }

    /** Brokers and controllers of one cluster; every record has three copies, of which two are acknowledged. */
    static List<BrokerNode> cluster(int size, Launcher launcher, Path folder, Path logs) throws Exception {
        List<Integer> ports = freePorts(2 * size);
        String voters = IntStream.rangeClosed(1, size)
                .mapToObj(n -> n + "@" + HOST + ":" + ports.get(size + n - 1))
                .collect(Collectors.joining(","));
        String cluster = Uuid.randomUuid().toString();
        List<BrokerNode> nodes = new ArrayList<>();
        for (int n = 1; n <= size; n++) {
            Path data = Files.createDirectories(folder.resolve("kafka-" + n));
            Path settings = folder.resolve("kafka-" + n + ".properties");
            String listener = "CLIENTS://" + HOST + ":" + ports.get(n - 1);
            Files.writeString(
                    settings,
                    String.join(
                            "\n",
                            "process.roles=broker,controller",
                            "node.id=" + n,
                            "controller.quorum.voters=" + voters,
                            "listeners=" + listener + ",CONTROLLER://" + HOST + ":" + ports.get(size + n - 1),
                            "advertised.listeners=" + listener,
                            "inter.broker.listener.name=CLIENTS",
                            "controller.listener.names=CONTROLLER",
                            "listener.security.protocol.map=CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT",
                            "log.dirs=" + data,
                            "default.replication.factor=" + size,
                            "min.insync.replicas=2",
                            "offsets.topic.replication.factor=" + size,
                            "offsets.topic.num.partitions=4",
                            "transaction.state.log.replication.factor=" + size,
                            "transaction.state.log.min.isr=2",
                            "transaction.state.log.num.partitions=4",
                            "auto.create.topics.enable=false",
                            "unclean.leader.election.enable=false",
                            "group.initial.rebalance.delay.ms=0",
                            "broker.session.timeout.ms=3000",
                            "broker.heartbeat.interval.ms=500",
                            "replica.lag.time.max.ms=5000",
                            "log.cleaner.dedupe.buffer.size=8388608",
                            "log.index.size.max.bytes=2097152",
                            "message.max.bytes=2097152",
                            "replica.fetch.max.bytes=2097152",
                            ""));
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setNodeId(n)
                    .setClusterId(cluster)
                    .setControllerListenerName("CONTROLLER")
                    .addDirectory(data.toString())
                    .setMetadataLogDirectory(data.toString())
                    .run();
            nodes.add(new BrokerNode(
                    launcher.of("kafka.Kafka", settings.toString()),
                    ports.get(n - 1),
                    logs.resolve("broker-" + n + ".log")));
        }
        return nodes;
    }

    String address() {
        return HOST + ":" + port;
    }

    void start() throws IOException {
        process = ChildJvm.start(command, Map.of(), log, "started ");
    }

    ChildJvm process() {
        return process;
    }

    /** Ports that nobody uses at this moment. */
    static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            held.forEach(BrokerNode::release);
        }
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

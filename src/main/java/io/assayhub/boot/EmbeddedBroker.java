package io.assayhub.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * A real Kafka broker in this process: one KRaft node, broker and controller, reachable from this machine only.
 *
 * <p><b>Durability.</b> What a producer with acks=all was told is written survives the death of the process by any
 * means, because the page cache of the operating system holds it. It does not survive a power cut.
 *
 * <p><b>When the disk fails</b> or is full under a running broker, Kafka gives up its only log folder. The broker then
 * logs one error that names the folder and halts the process with status 1, running no shutdown hook: no client is told
 * that a record is written which is not. When there is space again, the next start recovers as after a kill. If that
 * happens during the start, the start fails instead and the process goes on.
 *
 * <p>Both listeners are bound to 127.0.0.1. Topics are not created by use, and a record is at most 2 MiB.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final Duration CONTROLLED_SHUTDOWN = Duration.ofSeconds(30);
    private static final Duration STARTER_END = Duration.ofSeconds(10);

    private final String bootstrapServers;

    /** What is open, the last opened first; each part is closed once. */
    private final Deque<OpenPart> open;

    private EmbeddedBroker(String bootstrapServers, Deque<OpenPart> open) {
        this.bootstrapServers = bootstrapServers;
        this.open = open;
    }

    private record OpenPart(String name, AutoCloseable closing) {}

    /**
     * Starts a broker on {@code dataDir}, which is created and formatted if new, and returns when clients can use it.
     *
     * <p>Only one broker, of this or another process, may use a folder at a time. A folder left behind by a killed
     * process is taken over. When the start fails, sockets and lock are free again and nothing keeps the process alive;
     * a last thread of Kafka's ends by itself within about 200 ms.
     *
     * @param dataDir folder of all the broker's data; its path holds no comma
     * @param port port of 127.0.0.1 for clients, 0 to take the folder's last one if it is free, or else any free one
     * @throws EmbeddedBrokerException if the folder is in use or cannot be written, the port is in use, Kafka fails, or
     *     the thread is interrupted; the message names the folder or port and says what to do
     */
    public static EmbeddedBroker start(Path dataDir, int port) {
        Deque<OpenPart> open = new ArrayDeque<>();
        try {
            EmbeddedBrokerFolder folder = EmbeddedBrokerFolder.hold(dataDir);
            open.push(new OpenPart("folder", folder));
            EmbeddedBrokerSockets sockets = EmbeddedBrokerSockets.bind(port, folder.lastPort());
            open.push(new OpenPart("sockets", sockets));
            folder.rememberPort(sockets.clientsPort());
            folder.formatIfNew(EmbeddedBrokerSettings.NODE_ID, EmbeddedBrokerSettings.CONTROLLER_LISTENER);
            EmbeddedBrokerFaults faults = EmbeddedBrokerFaults.watch(folder.path());
            open.push(new OpenPart("faults", faults));
            startKafka(folder.path(), sockets, faults, open);
            faults.running();
            open.push(new OpenPart("fault phase", faults::closing));
            return new EmbeddedBroker(EmbeddedBrokerSockets.HOST + ":" + sockets.clientsPort(), open);
        } catch (EmbeddedBrokerException e) {
            closeAll(open);
            throw e;
        } catch (InterruptedException e) {
            closeAll(open);
            Thread.currentThread().interrupt();
            throw new EmbeddedBrokerException(
                    "The start of the embedded broker in " + dataDir + " was interrupted.", e);
        } catch (RuntimeException | ExecutionException e) {
            closeAll(open);
            throw new EmbeddedBrokerException(
                    "The embedded broker in " + dataDir + " could not start (" + rootCause(e)
                            + "). Check the disk's free space and the log; the data stays as it is.",
                    e);
        }
    }

    /** Where clients connect: {@code 127.0.0.1:PORT}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Shuts the broker down cleanly and returns when its sockets and lock are free; safe to call again. */
    @Override
    public void close() {
        closeAll(open);
    }

    private static void startKafka(
            Path folder, EmbeddedBrokerSockets sockets, EmbeddedBrokerFaults faults, Deque<OpenPart> open)
            throws InterruptedException, ExecutionException {
        KafkaConfig config = new KafkaConfig(
                EmbeddedBrokerSettings.of(folder, sockets.clientsPort(), sockets.controllerPort()), false);
        Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> formatted =
                KafkaRaftServer.initializeLogDirs(config, LOG, "");
        String clusterId = formatted._1().clusterId().orElseThrow();
        SharedServer shared = new SharedServer(
                config,
                formatted._1(),
                Time.SYSTEM,
                Server.initializeMetrics(config, Time.SYSTEM, clusterId),
                CompletableFuture.completedFuture(Map.of(EmbeddedBrokerSettings.NODE_ID, sockets.controllerAddress())),
                List.of(),
                faults,
                sockets);
        // Ends the raft threads of a start that failed before the node counted as started.
        open.push(new OpenPart("raft", shared::ensureNotRaftLeader));
        ControllerServer controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), formatted._2());
        open.push(new OpenPart("controller", controller::shutdown));
        BrokerServer broker = new BrokerServer(shared);
        open.push(new OpenPart("broker", () -> broker.shutdown(CONTROLLED_SHUTDOWN)));
        awaitStart(controller, broker, faults);
    }

    /** Starts in a thread of its own, because a fault in one of Kafka's threads can leave the starting one waiting. */
    private static void awaitStart(ControllerServer controller, BrokerServer broker, EmbeddedBrokerFaults faults)
            throws InterruptedException, ExecutionException {
        CompletableFuture<Void> started = new CompletableFuture<>();
        Thread starter = new Thread(
                () -> {
                    try {
                        controller.startup();
                        broker.startup();
                        started.complete(null);
                    } catch (Throwable e) {
                        started.completeExceptionally(e);
                    }
                },
                "embedded-broker-start");
        starter.start();
        try {
            CompletableFuture.anyOf(started, faults.whileStarting()).get();
        } finally {
            starter.interrupt();
            starter.join(STARTER_END.toMillis());
        }
    }

    /** First line of the innermost cause; parsers add lines about their own settings. */
    private static String rootCause(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString().lines().findFirst().orElseThrow();
    }

    private static void closeAll(Deque<OpenPart> open) {
        synchronized (open) {
            boolean interrupted = Thread.interrupted();
            while (!open.isEmpty()) {
                OpenPart part = open.pop();
                try {
                    part.closing().close();
                } catch (Exception e) {
                    LOG.atWarn()
                            .setCause(e)
                            .addKeyValue("part", part.name())
                            .log("A part of the embedded broker did not close cleanly");
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

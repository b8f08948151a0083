package io.assayhub.boot;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Kafka's settings for one small node that is broker and controller and serves this machine only. */
final class EmbeddedBrokerSettings {
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final String CLIENTS_LISTENER = "CLIENTS";
    private static final int MIB = 1024 * 1024;

    private EmbeddedBrokerSettings() {}

    /** The settings, by Kafka's names, for a data folder and two ports on 127.0.0.1. */
    static Map<String, String> of(Path folder, int clientsPort, int controllerPort) {
        Map<String, String> settings = new HashMap<>();
        identity(settings, folder, clientsPort, controllerPort);
        singleCopyTopics(settings);
        smallFootprint(settings);
        settings.put("auto.create.topics.enable", "false");
        settings.put("message.max.bytes", text(2 * MIB));
        settings.put("replica.fetch.max.bytes", text(2 * MIB));
        // A feed may be quiet for longer than the default of seven days and must not lose its position.
        settings.put("offsets.retention.minutes", text(Integer.MAX_VALUE));
        settings.put("group.initial.rebalance.delay.ms", "0");
        // After a kill the next start may register only when the dead broker's session has run out.
        settings.put("broker.session.timeout.ms", "1500");
        settings.put("broker.heartbeat.interval.ms", "300");
        return Map.copyOf(settings);
    }

    private static void identity(Map<String, String> settings, Path folder, int clientsPort, int controllerPort) {
        String clients = CLIENTS_LISTENER + "://" + EmbeddedBrokerSockets.HOST + ":" + clientsPort;
        String controller = EmbeddedBrokerSockets.HOST + ":" + controllerPort;
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", text(NODE_ID));
        settings.put("controller.quorum.voters", NODE_ID + "@" + controller);
        settings.put("listeners", clients + "," + CONTROLLER_LISTENER + "://" + controller);
        settings.put("advertised.listeners", clients);
        settings.put("inter.broker.listener.name", CLIENTS_LISTENER);
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        settings.put(
                "listener.security.protocol.map",
                CLIENTS_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        settings.put("log.dirs", folder.toString());
    }

    private static void singleCopyTopics(Map<String, String> settings) {
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "4");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
    }

    private static void smallFootprint(Map<String, String> settings) {
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "2");
        settings.put("background.threads", "2");
        settings.put("num.recovery.threads.per.data.dir", "2");
        settings.put("group.coordinator.threads", "1");
        settings.put("share.coordinator.threads", "1");
        settings.put("log.cleaner.threads", "1");
        settings.put("log.cleaner.dedupe.buffer.size", text(8 * MIB));
        // What was not flushed at a kill is read again at the next start: at most one segment of each partition.
        settings.put("log.segment.bytes", text(128 * MIB));
        settings.put("log.index.size.max.bytes", text(2 * MIB));
    }

    private static String text(int value) {
        return Integer.toString(value);
    }
}

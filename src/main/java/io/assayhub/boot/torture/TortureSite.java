package io.assayhub.boot.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All processes of a series and their folders, with a feed made for it. */
final class TortureSite implements AutoCloseable {
    static final String FEED = "torture";
    static final String STUDY = "TORTURE";
    static final String PREFIX = "assay";
    static final int PARTITIONS = 3;

    private static final String FEED_FILE = """
            feed: torture
            version: 1
            title: Synthetic results under a hub that is killed
            format: { csv: { charset: UTF-8, delimiter: ",", decimal: "." } }
            transfer: { kind: incremental, order: arrival }
            zone: Europe/Paris
            constants: { study: TORTURE, assay: PK-ELISA, analyte: IMP321 }
            identity: [study, subject, analyte, specimen.type, specimen.accession]
            columns:
              Subject:       { to: subject, required: true }
              Accession:     { to: specimen.accession, required: true }
              Matrix:        { to: specimen.type, required: true, values: { Plasma: plasma } }
              Draw Time:     { to: specimen.collected }
              Concentration: { to: measurement, required: true, unit-from: Units }
            ignore-columns: [Comment]
            results:
              - observation: pk-concentration
            """;

    private final List<BrokerNode> brokers;

    /** A broker on the folder of an embedded one, for the time when its hub is down; null in the other series. */
    private final BrokerNode standIn;

    private final List<HubNode> hubs;
    private final String bootstrap;

    private TortureSite(List<BrokerNode> brokers, BrokerNode standIn, List<HubNode> hubs, String bootstrap) {
        this.brokers = brokers;
        this.standIn = standIn;
        this.hubs = hubs;
        this.bootstrap = bootstrap;
    }

    /** Writes mappings and configurations; nothing runs yet. */
    static TortureSite prepare(Series series, Launcher launcher, Path folder, Path logs) throws Exception {
        Path mappings = folder.resolve("fhir-mappings");
        copy(launcher.home().resolve("fhir-mappings"), mappings);
        Files.writeString(mappings.resolve("feeds/" + FEED + ".yaml"), FEED_FILE);
        int own = BrokerNode.freePorts(1).get(0);
        List<BrokerNode> brokers = switch (series) {
            case EMBEDDED -> List.of();
            case EXTERNAL -> List.of(BrokerNode.single(launcher, folder.resolve("kafka"), own, logs));
            case CLUSTER -> BrokerNode.cluster(series.brokers(), launcher, folder, logs);
        };
        String bootstrap = brokers.isEmpty()
                ? "127.0.0.1:" + own
                : brokers.stream().map(BrokerNode::address).collect(Collectors.joining(","));
        List<HubNode> hubs = new ArrayList<>();
        for (int n = 1; n <= series.hubs(); n++) {
            Path data = folder.resolve("hub-" + n);
            Path configuration = folder.resolve("hub-" + n + ".yaml");
            Files.writeString(
                    configuration,
                    String.join(
                            "\n",
                            "instance: hub-" + n,
                            "data: " + data,
                            "mappings: " + mappings,
                            "routes: " + launcher.home().resolve("routes"),
                            brokers.isEmpty()
                                    ? "kafka: { port: " + own + " }"
                                    : "kafka: { bootstrap-servers: \"" + bootstrap + "\" }",
                            "topics: { prefix: " + PREFIX + ", partitions: " + PARTITIONS + ", replication: "
                                    + Math.max(1, series.brokers()) + " }",
                            "intake: { quiet: 0s }",
                            "http: { enabled: false }",
                            "ledger: { standbys: " + (series.hubs() - 1) + " }",
                            ""));
            hubs.add(new HubNode(launcher, data, configuration, logs.resolve("hub-" + n + ".log")));
        }
        BrokerNode standIn =
                brokers.isEmpty() ? BrokerNode.single(launcher, folder.resolve("hub-1/kafka"), own, logs) : null;
        return new TortureSite(brokers, standIn, hubs, bootstrap);
    }

    List<BrokerNode> brokers() {
        return brokers;
    }

    /** Waits until every broker is there and has every record; false if that takes longer than this. */
    boolean awaitBrokers(Duration patience) throws InterruptedException {
        return BrokerHealth.await(kafka(), Math.max(1, brokers.size()), patience);
    }

    /** Sets the ledger's positions back to the beginning; all hubs have to be down. */
    void resetOffsets(Duration patience) throws IOException, InterruptedException, ExecutionException {
        if (standIn == null) {
            GroupOffsets.reset(kafka());
            return;
        }
        standIn.start();
        try {
            awaitBrokers(patience);
            GroupOffsets.reset(kafka());
        } finally {
            standIn.process().kill();
        }
    }

    List<HubNode> hubs() {
        return hubs;
    }

    /** How clients reach Kafka. */
    Map<String, String> kafka() {
        return Map.of("bootstrap.servers", bootstrap);
    }

    /** Kills whatever still runs. */
    @Override
    public void close() {
        Stream.concat(hubs.stream().map(HubNode::process), brokers.stream().map(BrokerNode::process))
                .filter(process -> process != null)
                .forEach(ChildJvm::kill);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            all.forEach(source -> {
                try {
                    Path target = to.resolve(from.relativize(source).toString());
                    if (Files.isDirectory(source)) {
                        Files.createDirectories(target);
                    } else {
                        Files.copy(source, target);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}

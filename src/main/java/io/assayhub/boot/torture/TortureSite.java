package io.assayhub.boot.torture;

import io.assayhub.boot.laboratory.AstmSender;
import io.assayhub.boot.laboratory.HttpSender;
import io.assayhub.boot.laboratory.MllpSender;
import io.assayhub.boot.laboratory.Sender;
import io.assayhub.boot.laboratory.SftpLaboratory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All processes of a series and their folders, with a feed made for it. */
final class TortureSite implements AutoCloseable {
    static final String FEED = "torture";
    private static final String BY_HTTP = "torture-http";
    private static final String BY_SFTP = "torture-sftp";
    private static final String BY_MLLP = "torture-mllp";
    private static final String BY_ASTM = "torture-astm";
    static final String STUDY = "TORTURE";
    static final String PREFIX = "assay";
    static final int PARTITIONS = 3;

    private static final String FEED_FILE = """
            feed: %s
            version: 1
            title: Synthetic results under a hub that is killed
            format: { csv: { charset: UTF-8, delimiter: ",", decimal: "." } }
            transfer: { kind: incremental, accept: %s, order: arrival }
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

    private static final String MESSAGE_FILE = """
            feed: %s
            version: 1
            title: Synthetic results under a hub that is killed
            format: { %s: { charset: UTF-8, decimal: "." } }
            transfer: { kind: incremental, accept: per-result, order: arrival }
            zone: Europe/Paris
            constants: { study: TORTURE, assay: PK-ELISA, analyte: IMP321, specimen.type: plasma }
            identity: [study, subject, analyte, specimen.type, specimen.accession]
            columns:
              %s
            results:
              - observation: pk-concentration
            """;
    private static final String HL7V2_COLUMNS = """
            PID-3.1: { to: subject, required: true }
              OBR-3.1: { to: specimen.accession, required: true }
              OBR-7:   { to: specimen.collected }
              OBX-5:   { to: measurement, required: true, unit-from: OBX-6.1 }
            """.stripTrailing();
    private static final String ASTM_COLUMNS = """
            P-3.1: { to: subject, required: true }
              O-3.1: { to: specimen.accession, required: true }
              O-8:   { to: specimen.collected }
              R-4:   { to: measurement, required: true, unit-from: R-5.1 }
            """.stripTrailing();

    private final List<BrokerNode> brokers;

    /** A broker on the folder of an embedded one, for the time when its hub is down; null in the other series. */
    private final BrokerNode standIn;

    private final List<HubNode> hubs;
    private final String bootstrap;
    private final Map<String, Sender> senders;

    private TortureSite(
            List<BrokerNode> brokers,
            BrokerNode standIn,
            List<HubNode> hubs,
            String bootstrap,
            Map<String, Sender> senders) {
        this.brokers = brokers;
        this.standIn = standIn;
        this.hubs = hubs;
        this.bootstrap = bootstrap;
        this.senders = senders;
    }

    /** Writes mappings and configurations; nothing runs yet. */
    static TortureSite prepare(Series series, Launcher launcher, Path folder, Path logs) throws Exception {
        Path mappings = folder.resolve("fhir-mappings");
        copy(launcher.home().resolve("fhir-mappings"), mappings);
        Files.writeString(mappings.resolve("feeds/" + FEED + ".yaml"), FEED_FILE.formatted(FEED, "whole-transfer"));
        // Their files are so short that one result that cannot be read is more than the share that stops a whole file.
        for (String feed : List.of(BY_HTTP, BY_SFTP)) {
            Files.writeString(mappings.resolve("feeds/" + feed + ".yaml"), FEED_FILE.formatted(feed, "per-result"));
        }
        Files.writeString(
                mappings.resolve("feeds/" + BY_MLLP + ".yaml"),
                MESSAGE_FILE.formatted(BY_MLLP, "hl7v2", HL7V2_COLUMNS));
        Files.writeString(
                mappings.resolve("feeds/" + BY_ASTM + ".yaml"), MESSAGE_FILE.formatted(BY_ASTM, "astm", ASTM_COLUMNS));
        List<Integer> ports = BrokerNode.freePorts(4);
        int own = ports.get(0);
        SftpLaboratory sftp = SftpLaboratory.start(Files.createDirectories(folder.resolve("laboratory")));
        Map<String, Sender> senders = new LinkedHashMap<>();
        senders.put("MLLP", new MllpSender(ports.get(1)));
        senders.put("ASTM", new AstmSender(ports.get(2)));
        senders.put("HTTP", new HttpSender(ports.get(3), BY_HTTP));
        senders.put("SFTP", sftp);
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
                            "intake:",
                            "  quiet: 0s",
                            n > 1 ? "" : "  mllp: { port: " + ports.get(1) + ", feed: " + BY_MLLP + " }",
                            n > 1 ? "" : "  astm: { port: " + ports.get(2) + ", feed: " + BY_ASTM + " }",
                            n > 1 ? "" : String.join("\n", sftp.configuration("hub-1", BY_SFTP, "0.2s")),
                            n > 1 ? "http: { enabled: false }" : "http: { port: " + ports.get(3) + " }",
                            "ledger: { standbys: " + (series.hubs() - 1) + " }",
                            ""));
            hubs.add(new HubNode(launcher, data, configuration, logs.resolve("hub-" + n + ".log")));
        }
        BrokerNode standIn =
                brokers.isEmpty() ? BrokerNode.single(launcher, folder.resolve("hub-1/kafka"), own, logs) : null;
        return new TortureSite(brokers, standIn, hubs, bootstrap, senders);
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

    /** Laboratories' ways to the first hub beside its drop folder, by their transports' names. */
    Map<String, Sender> senders() {
        return senders;
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
        senders.values().forEach(Sender::close);
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

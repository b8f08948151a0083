package io.assayhub.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The hub's configuration; every key has a default, so that an empty file and no file are the same. Described in
 * {@code docs/configuration.md}.
 *
 * @param instance this instance's name, stable over restarts and unique in the group
 * @param data folder for everything the hub keeps on disk
 * @param kafka where Kafka is; without bootstrap servers the hub runs a broker of its own
 * @param fhirBase where the hub's own canonical URLs and identifier systems begin
 * @param http where the hub answers HTTP; empty if it does not
 * @param access who may open the console's pages
 * @param alarms whom the hub tells of what needs a person; empty if nobody
 */
public record HubConfig(
        String instance,
        Path data,
        Path mappings,
        Path routes,
        String fhirBase,
        Kafka kafka,
        Topics topics,
        Intake intake,
        Ledger ledger,
        Optional<HttpConfig> http,
        AccessConfig access,
        Optional<AlarmConfig> alarms) {

    /** A hub that tells nobody of what needs a person. */
    public HubConfig(
            String instance,
            Path data,
            Path mappings,
            Path routes,
            String fhirBase,
            Kafka kafka,
            Topics topics,
            Intake intake,
            Ledger ledger,
            Optional<HttpConfig> http,
            AccessConfig access) {
        this(instance, data, mappings, routes, fhirBase, kafka, topics, intake, ledger, http, access, Optional.empty());
    }

    /** A hub whose console is open to this machine. */
    public HubConfig(
            String instance,
            Path data,
            Path mappings,
            Path routes,
            String fhirBase,
            Kafka kafka,
            Topics topics,
            Intake intake,
            Ledger ledger,
            Optional<HttpConfig> http) {
        this(instance, data, mappings, routes, fhirBase, kafka, topics, intake, ledger, http, AccessConfig.DEFAULT);
    }

    /** A hub that does not answer HTTP. */
    public HubConfig(
            String instance,
            Path data,
            Path mappings,
            Path routes,
            String fhirBase,
            Kafka kafka,
            Topics topics,
            Intake intake,
            Ledger ledger) {
        this(instance, data, mappings, routes, fhirBase, kafka, topics, intake, ledger, Optional.empty());
    }

    /**
     * How Kafka is reached.
     *
     * @param bootstrapServers empty for the embedded broker
     * @param port of the embedded broker; 0 for any free one
     * @param properties passed through to every Kafka client as they are
     */
    public record Kafka(Optional<String> bootstrapServers, int port, Map<String, String> properties) {}

    /** Topic names and their shape at creation. */
    public record Topics(String prefix, int partitions, int replication) {}

    /**
     * Intake.
     *
     * @param quiet how long a file must lie unchanged before it is taken
     * @param mllp where HL7 v2 messages come in; empty if none do
     * @param astm where messages of analysers come in; empty if none do
     * @param sftp servers from which files are fetched
     * @param kafka topics of laboratories and gateways
     */
    public record Intake(
            Duration quiet,
            Optional<MllpConfig> mllp,
            Optional<AstmConfig> astm,
            List<SftpConfig> sftp,
            List<KafkaTopic> kafka) {
        /** Files of the drop folder alone. */
        public Intake(Duration quiet) {
            this(quiet, Optional.empty(), Optional.empty(), List.of(), List.of());
        }
    }

    /** A topic each of whose records is a delivery for a feed. */
    public record KafkaTopic(String topic, String feed) {}

    /**
     * The ledger on this instance.
     *
     * @param threads that take records
     * @param standbys warm copies of its state on other instances
     * @param holdMaxAge how long a result may be held before that is raised
     */
    public record Ledger(int threads, int standbys, Duration holdMaxAge) {}

    /** The defaults, with paths relative to the hub's home. */
    public static HubConfig defaults(Path home) {
        return new HubConfig(
                "hub-1",
                home.resolve("var"),
                home.resolve("fhir-mappings"),
                home.resolve("routes"),
                "https://assayhub.io/fhir",
                new Kafka(Optional.empty(), 9092, Map.of()),
                new Topics("assay", 6, 1),
                new Intake(Duration.ofSeconds(1)),
                new Ledger(1, 0, Duration.ofDays(14)),
                Optional.of(HttpConfig.DEFAULT));
    }

    /** Reads a configuration file; relative paths are taken from the file's folder. Complete only if no problem was added. */
    public static HubConfig read(Path file, Path home, Problems problems) {
        HubConfig defaults = defaults(home);
        Optional<YamlValue> root = YamlValue.ofFile(file, file.toString(), problems);
        if (root.isEmpty()) {
            return defaults;
        }
        YamlValue hub = root.get();
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(home);
        HubConfig config = new HubConfig(
                text(hub.get("instance"), "[A-Za-z0-9._-]{1,100}", "letters, digits and . _ -")
                        .orElse(defaults.instance),
                path(hub.get("data"), folder).orElse(defaults.data),
                path(hub.get("mappings"), folder).orElse(defaults.mappings),
                path(hub.get("routes"), folder).orElse(defaults.routes),
                hub.get("fhir")
                        .flatMap(fhir -> {
                            Optional<String> base =
                                    text(fhir.get("base"), "https?://\\S*[^/\\s]", "a URL without a slash at its end");
                            fhir.refuseOthers();
                            return base;
                        })
                        .orElse(defaults.fhirBase),
                hub.get("kafka").map(v -> kafka(v, defaults.kafka)).orElse(defaults.kafka),
                hub.get("topics").map(v -> topics(v, defaults.topics)).orElse(defaults.topics),
                hub.get("intake").map(v -> intake(v, defaults.intake, folder)).orElse(defaults.intake),
                hub.get("ledger").map(v -> ledger(v, defaults.ledger)).orElse(defaults.ledger),
                hub.get("http").map(v -> HttpConfig.read(v, folder)).orElse(defaults.http),
                hub.get("access").map(AccessConfig::read).orElse(defaults.access),
                hub.get("alarms").map(v -> AlarmConfig.read(v, folder)));
        config.http
                .filter(http -> !config.access.allows(http))
                .ifPresent(http -> hub.at("http", "host")
                        .problem("whoever can reach " + http.host()
                                + " could open the console: beyond this machine it needs tls and access.accounts, or"
                                + " access.console: false"));
        hub.refuseOthers();
        return config;
    }

    private static Kafka kafka(YamlValue value, Kafka defaults) {
        Map<String, String> properties = new LinkedHashMap<>();
        value.get("properties").ifPresent(p -> p.entries().forEach((key, text) -> properties.put(key, text.text())));
        Kafka kafka = new Kafka(
                text(value.get("bootstrap-servers"), "\\S+:\\d+(,\\S+:\\d+)*", "host:port, separated by commas"),
                value.get("port")
                        .flatMap(v -> v.number(0, 65535))
                        .map(Long::intValue)
                        .orElse(defaults.port),
                Map.copyOf(properties));
        value.refuseOthers();
        return kafka;
    }

    private static Topics topics(YamlValue value, Topics defaults) {
        Topics topics = new Topics(
                text(value.get("prefix"), "[a-z][a-z0-9._-]{0,40}", "lower-case letters, digits and . _ -")
                        .orElse(defaults.prefix),
                value.get("partitions")
                        .flatMap(v -> v.number(1, 1000))
                        .map(Long::intValue)
                        .orElse(defaults.partitions),
                value.get("replication")
                        .flatMap(v -> v.number(1, 10))
                        .map(Long::intValue)
                        .orElse(defaults.replication));
        value.refuseOthers();
        return topics;
    }

    private static Intake intake(YamlValue value, Intake defaults, Path folder) {
        Intake intake = new Intake(
                value.get("quiet").flatMap(HubConfig::duration).orElse(defaults.quiet),
                value.get("mllp").map(v -> MllpConfig.read(v, folder)),
                value.get("astm").map(v -> AstmConfig.read(v, folder)),
                value.get("sftp").map(v -> SftpConfig.readAll(v, folder)).orElse(List.of()),
                value.get("kafka").map(HubConfig::kafkaTopics).orElse(List.of()));
        value.refuseOthers();
        return intake;
    }

    private static List<KafkaTopic> kafkaTopics(YamlValue list) {
        List<KafkaTopic> topics = list.items().stream()
                .map(item -> {
                    KafkaTopic topic = new KafkaTopic(
                            text(item.require("topic"), "[A-Za-z0-9._-]{1,249}", "a topic's name")
                                    .orElse(""),
                            item.require("feed").map(YamlValue::text).orElse(""));
                    item.refuseOthers();
                    return topic;
                })
                .toList();
        if (topics.stream().map(KafkaTopic::topic).distinct().count() < topics.size()) {
            list.problem("the records of a topic are for one feed, not several");
        }
        return topics;
    }

    private static Ledger ledger(YamlValue value, Ledger defaults) {
        Ledger ledger = new Ledger(
                value.get("threads")
                        .flatMap(v -> v.number(1, 64))
                        .map(Long::intValue)
                        .orElse(defaults.threads),
                value.get("standbys")
                        .flatMap(v -> v.number(0, 5))
                        .map(Long::intValue)
                        .orElse(defaults.standbys),
                value.get("hold-max-age").flatMap(HubConfig::duration).orElse(defaults.holdMaxAge));
        value.refuseOthers();
        return ledger;
    }

    static Optional<Duration> duration(YamlValue value) {
        try {
            String text = value.text().toUpperCase(Locale.ROOT);
            Duration duration = Duration.parse((text.endsWith("D") ? "P" : "PT") + text);
            if (!duration.isNegative()) {
                return Optional.of(duration);
            }
        } catch (DateTimeParseException e) {
            // The problem below says it.
        }
        value.problem("has to be a time such as 0.5s, 2s, 1m or 14d");
        return Optional.empty();
    }

    private static Optional<String> text(Optional<YamlValue> value, String pattern, String form) {
        return value.flatMap(v -> {
            if (v.text().matches(pattern)) {
                return Optional.of(v.text());
            }
            v.problem("has to be " + form);
            return Optional.empty();
        });
    }

    private static Optional<Path> path(Optional<YamlValue> value, Path folder) {
        return value.map(v -> folder.resolve(v.text()).normalize());
    }
}

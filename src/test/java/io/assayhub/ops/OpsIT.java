package io.assayhub.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.boot.EmbeddedBroker;
import io.assayhub.config.HubConfig;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.model.Hash128;
import io.assayhub.replay.Replayer;
import io.assayhub.wire.AuditRecord;
import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.Counts;
import io.assayhub.wire.HeaderName;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Json;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.RejectedRecord;
import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.Topic;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands on a real broker, over records made by hand as the wire contract says. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class OpsIT {
    private static final Path SOURCE = Path.of("src/test/resources/cases/sdtm-pc/plain-and-limits/in.csv");
    private static final Path HOME = Path.of("").toAbsolutePath();
    private static final int PARTITIONS = 3;
    private static final String TRANSFER = Hash128.ofSha256("transfer").hex();
    private static final String KEY = "P003/0101";
    private static final int PARTITION = SubjectKey.partition(KEY.getBytes(UTF_8), PARTITIONS);
    private static final String AT = "2026-03-01T10:00:00Z";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private EmbeddedBroker broker;
    private Producer<byte[], byte[]> producer;
    private List<String> text;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(
                folder.resolve("hub.yaml"),
                "data: data\nmappings: " + HOME.resolve("fhir-mappings") + "\ntopics: { partitions: 3 }\n");
        text = Files.readAllLines(SOURCE);
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        KafkaAddress.write(folder.resolve("data"), broker.bootstrapServers());
        assertThat(hub("topics", "--create")).isZero();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        producer.close();
        broker.close();
    }

    @Test
    void keepsTheBooksAgainAndFindsWhatDiffers() throws Exception {
        writeTransfer();
        assertThat(hub("books")).isZero();
        assertThat(printed()).contains(TRANSFER, "pc.csv", "agree", "The books agree: 1 transfers, 2 Observations.");

        send(Topic.PK, PARTITION, id(1), observation(2), Map.of(HeaderName.VERSION, "2"));
        send(Topic.REJECTED, 0, TRANSFER + "/5/pk-concentration", "{}", Map.of());
        assertThat(hub("books", "--json", "--quiet")).isEqualTo(2);
        assertThat(printed())
                .contains("\"quantity\":\"rejected\",\"receipt\":\"1\",\"topics\":\"2\"")
                .contains("version 2 on pk is not on the audit");
    }

    @Test
    void showsWhatWaitsWhatWasRejectedAndWhereResultsCameFrom() throws Exception {
        writeTransfer();
        assertThat(hub("holds")).isZero();
        assertThat(printed()).contains(id(3) + "/1", "AH-0501", "unknown-subject", "ACC-3", "Register the subject");
        assertThat(hub("holds", "--reason", "queued")).isZero();
        assertThat(printed()).isEqualToNormalizingNewlines("Nothing waits that matches.\n");
        assertThat(hub("rejects", "--json", "--transfer", TRANSFER)).isZero();
        assertThat(printed().lines()).singleElement().asString().contains("\"code\":\"AH-0303\"", "\"line\":7");

        for (String[] by : new String[][] {{"--subject", "0101"}, {"--file", "pc.csv"}, {"--transfer", TRANSFER}}) {
            assertThat(hub("find", "--json", by[0], by[1])).isZero();
            assertThat(printed()).contains(id(1), id(2), "\"held\":\"" + id(3) + "/1\"");
        }
        assertThat(hub("find", "--json", "--accession", "ACC-1")).isZero();
        assertThat(printed().lines()).singleElement().asString().contains(id(1), "\"version\":1");

        assertThat(hub("trace", id(2))).isZero();
        assertThat(printed()).contains("new", "2026-03-01T10:00:05Z", "line 3 (row 2)", text.get(2));
        assertThat(hub("trace", "--transfer", TRANSFER, "--line", "6")).isZero();
        assertThat(printed()).contains(text.get(5), "5/pk-concentration", id(5), "unchanged or stale");
        assertThat(hub("trace", "--transfer", TRANSFER, "--line", "7")).isZero();
        assertThat(printed()).contains("rejected AH-0303");
    }

    @Test
    void givesAnInspectorTheHistoryOfASubjectAndOfATransfer() throws Exception {
        writeTransfer();
        CommandRecord command = new CommandRecord(
                "c-1",
                CommandRecord.Action.DISMISS,
                "A. Operator",
                "sample was mixed up",
                AT,
                id(4) + "/1",
                id(4),
                null,
                null,
                "P003",
                "0101",
                null,
                null);
        for (int partition = 0; partition < 2; partition++) {
            send(
                    Topic.AUDIT,
                    partition,
                    KEY,
                    new String(command.toJson(), UTF_8),
                    Map.of(HeaderName.KIND, AuditRecord.ACTION));
        }

        assertThat(hub("audit", "export", "--subject", KEY)).isZero();
        assertThat(printed().lines().filter(line -> line.startsWith("| 2026")))
                .containsExactlyInAnyOrder(
                        "| 2026-03-01T10:00:00Z | dismiss | " + id(4) + " |  |  | A. Operator | sample was mixed up | "
                                + id(4) + "/1 |",
                        "| 2026-03-01T10:00:00Z | dismissed | " + id(4)
                                + " |  |  | Assay Hub | was held: unknown-subject | sdtm-pc pc.csv, entry"
                                + " 4/pk-concentration |",
                        "| 2026-03-01T10:00:05Z | new | " + id(1)
                                + " | 1 | final | Assay Hub |  | sdtm-pc pc.csv, entry" + " 1/pk-concentration |",
                        "| 2026-03-01T10:00:05Z | new | " + id(2)
                                + " | 1 | final | Assay Hub |  | sdtm-pc pc.csv, entry" + " 2/pk-concentration |");

        out.reset();
        assertThat(hub("audit", "export", "--transfer", TRANSFER, "--as", "fhir"))
                .isZero();
        JsonNode bundle = Json.mapper().readTree(printed());
        assertThat(bundle.path("entry"))
                .extracting(entry -> entry.path("resource").path("resourceType").asText())
                .containsExactly("AuditEvent", "Observation", "Provenance", "Observation", "Provenance");

        assertThat(hub("audit", "export", "--subject", "P003/9999")).isEqualTo(1);
    }

    @Test
    void givesADecisionOnceAndSaysWhenItIsApplied() throws Exception {
        writeTransfer();
        String hold = id(3) + "/1";
        String[] release = {"release", hold, "--by", "J. Doe", "--why", "number checked", "--wait", "0"};
        assertThat(hub(release)).isZero();
        assertThat(printed()).contains("release: given, not yet applied.");
        String command = printed().substring(0, 32);
        assertThat(hub(release)).isZero();
        assertThat(printed()).startsWith(command);
        List<CommandRecord> given = commands();
        assertThat(given).hasSize(2).allSatisfy(c -> {
            assertThat(c.id()).isEqualTo(command);
            assertThat(c.hold()).isEqualTo(hold);
            assertThat(c.study() + "/" + c.subject()).isEqualTo(KEY);
            assertThat(c.by()).isEqualTo("J. Doe");
        });
        send(Topic.AUDIT, PARTITION, KEY, new String(given.get(0).toJson(), UTF_8), Map.of(HeaderName.KIND, "action"));
        release[release.length - 1] = "20";
        assertThat(hub(release)).isZero();
        assertThat(printed()).contains("release: applied.");

        assertThat(hub("dismiss", "--transfer", TRANSFER, "--by", "J. Doe", "--why", "resent", "--wait", "0"))
                .isZero();
        assertThat(commands().stream().filter(c -> c.action() == CommandRecord.Action.DISMISS))
                .hasSize(PARTITIONS)
                .allSatisfy(c -> assertThat(c.transfer()).isEqualTo(TRANSFER));
        assertThat(hub("release", "nothing/1", "--by", "J. Doe", "--why", "x")).isEqualTo(1);
        assertThat(printed()).contains("Nothing waits under nothing/1");
        assertThat(hub("release", hold, "--by", " ", "--why", "x")).isEqualTo(1);
    }

    @Test
    void warnsOfTopicsThatLoseRecords() throws Exception {
        assertThat(hub("topics")).isZero();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, "assay.audit"),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("retention.ms", "1000000"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
            // A broker shows a change a moment after the controller has taken it.
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(TopicSurvey.dangers(admin, new HubConfig.Topics("assay", PARTITIONS, 1)))
                                    .singleElement()
                                    .asString()
                                    .startsWith("Topic assay.audit retention.ms is 1000000 and has to be -1"));
        }
        assertThat(hub("topics")).isEqualTo(2);
        assertThat(printed()).contains("assay.audit", "DANGER: retention.ms is 1000000");
    }

    @Test
    void saysThatNoHubRuns() throws Exception {
        KafkaAddress.delete(folder.resolve("data"));
        assertThat(hub("holds")).isEqualTo(1);
        assertThat(printed()).contains("No hub runs on").contains("Start it with ./hub run");
    }

    /** Six rows: two new, one held, one dismissed, one unchanged, one rejected. */
    private void writeTransfer() throws Exception {
        byte[] source = Files.readAllBytes(SOURCE);
        int home = SubjectKey.partition(TRANSFER.getBytes(UTF_8), PARTITIONS);
        int half = source.length / 2;
        // A first attempt wrote one chunk only.
        for (int seq : new int[] {1, 1, 2}) {
            byte[] chunk = Arrays.copyOfRange(source, seq == 1 ? 0 : half, seq == 1 ? half : source.length);
            send(Topic.SOURCE, home, TRANSFER, new String(chunk, UTF_8), Map.of(HeaderName.SEQ, "" + seq));
        }
        for (int row : new int[] {1, 2, 1, 2, 3, 4, 5}) {
            send(Topic.NORMALISED, PARTITION, KEY, "{}", of(row, HeaderName.KIND, "result", HeaderName.SEQ, "" + row));
        }
        send(
                Topic.NORMALISED,
                PARTITION,
                TRANSFER,
                "{}",
                Map.of(HeaderName.KIND, "end", HeaderName.TRANSFER, TRANSFER, HeaderName.SEQ, "6"));
        for (int row : new int[] {1, 2}) {
            send(
                    Topic.AUDIT,
                    PARTITION,
                    KEY,
                    bundle(row),
                    of(
                            row,
                            HeaderName.KIND,
                            AuditRecord.VERSION,
                            HeaderName.VERSION,
                            "1",
                            HeaderName.STATUS,
                            "final",
                            HeaderName.TOPICS,
                            "pk",
                            HeaderName.OUTCOME,
                            "new",
                            HeaderName.FEED,
                            "sdtm-pc"));
            send(Topic.PK, PARTITION, id(row), observation(1), Map.of(HeaderName.VERSION, "1"));
        }
        send(Topic.HELD, PARTITION, id(4) + "/1", held(4), Map.of());
        send(Topic.HELD, PARTITION, id(4) + "/1", null, Map.of());
        send(Topic.HELD, PARTITION, id(3) + "/1", held(3), Map.of());
        String ended = new String(
                new AuditRecord.Ended(id(4) + "/1", "dismissed", "unknown-subject", AT, null, null, null).toJson(),
                UTF_8);
        send(
                Topic.AUDIT,
                PARTITION,
                KEY,
                ended,
                of(4, HeaderName.KIND, AuditRecord.ENDED, HeaderName.OUTCOME, "dismissed"));
        RejectedRecord rejected = new RejectedRecord(
                TRANSFER, "sdtm-pc", "AH-0303", 6, 7, "PCORRESU", "6/pk-concentration", "No.", "Mend it.");
        for (int attempt = 0; attempt < 2; attempt++) {
            send(Topic.REJECTED, 0, TRANSFER + "/6/pk-concentration", new String(rejected.toJson(), UTF_8), Map.of());
        }
        send(Topic.RECEIPTS, home, TRANSFER, new String(receipt(source).toJson(), UTF_8), Map.of());
    }

    private Receipt receipt(byte[] source) {
        MappingCatalog catalog = TraceCommand.catalog(HubConfig.defaults(HOME));
        Manifest manifest = new Manifest(
                "sdtm-pc",
                "pc.csv",
                HexFormat.of().formatHex(Hash128.sha256().digest(source)),
                source.length,
                catalog.feed("sdtm-pc").orElseThrow().snapshot().value(),
                1,
                null,
                false,
                null,
                null,
                AT,
                null,
                6,
                null,
                Map.of(),
                0,
                6,
                6,
                1,
                Map.of(PARTITION, 5L));
        Counts counts = new Counts(2, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1);
        return new Receipt(TRANSFER, 3, Receipt.State.CLOSED, true, AT, manifest, counts, 0, null);
    }

    private static String held(int row) {
        return new String(
                new HeldRecord(
                                id(row) + "/1",
                                "AH-0501",
                                "unknown-subject",
                                AT,
                                false,
                                false,
                                "P003",
                                "0101",
                                id(row),
                                TRANSFER,
                                "sdtm-pc",
                                row + "/pk-concentration",
                                "ACC-" + row,
                                "final",
                                null,
                                null,
                                null)
                        .toJson(),
                UTF_8);
    }

    private static String bundle(int row) {
        return "{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":{\"resourceType\":\"Observation\",\"contained\":["
                + "{\"resourceType\":\"Specimen\",\"accessionIdentifier\":{\"value\":\"ACC-" + row + "\"}}]}},"
                + "{\"resource\":{\"resourceType\":\"Provenance\",\"recorded\":\"2026-03-01T10:00:05Z\"}}]}";
    }

    private static String observation(int version) {
        return "{\"resourceType\":\"Observation\",\"meta\":{\"profile\":[],\"versionId\":\"" + version + "\"}}";
    }

    private static String id(int row) {
        return Hash128.ofSha256("observation " + row).hex();
    }

    private static Map<String, String> of(int row, String... more) {
        Map<String, String> headers = new java.util.HashMap<>(Map.of(
                HeaderName.TRANSFER, TRANSFER, HeaderName.ENTRY, row + "/pk-concentration", HeaderName.ID, id(row)));
        for (int i = 0; i < more.length; i += 2) {
            headers.put(more[i], more[i + 1]);
        }
        return headers;
    }

    private void send(Topic topic, int partition, String key, String value, Map<String, String> headers)
            throws Exception {
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(
                topic.name("assay"), partition, key.getBytes(UTF_8), value == null ? null : value.getBytes(UTF_8));
        headers.forEach((name, of) -> message.headers().add(name, of.getBytes(UTF_8)));
        producer.send(message).get();
    }

    private List<CommandRecord> commands() {
        List<CommandRecord> all = new ArrayList<>();
        try (HubKafka kafka = HubKafka.of(new ConfigOptionOf(folder.resolve("hub.yaml")).read())) {
            kafka.read(Topic.COMMANDS, message -> all.add(CommandRecord.fromJson(message.value())));
        }
        return all;
    }

    /** Reads a configuration as {@code --config} does. */
    private record ConfigOptionOf(Path file) {
        private HubConfig read() {
            ConfigOption option = new ConfigOption();
            new CommandLine(CommandLine.Model.CommandSpec.create()
                            .addMixin("c", CommandLine.Model.CommandSpec.forAnnotatedObject(option)))
                    .parseArgs("--config", file.toString());
            return option.read(HOME);
        }
    }

    private static Replayer noReplay() {
        return (config, servers, catalog, bytes, original, now) -> {
            throw new UnsupportedOperationException();
        };
    }

    /** Runs a command; messages for people go where its output goes. */
    private int hub(String... words) {
        out.reset();
        PrintStream print = new PrintStream(out, true, UTF_8);
        CommandLine line =
                new CommandLine(CommandLine.Model.CommandSpec.create().name("hub"));
        OpsCommands.addTo(line, new Ops(HOME, Clock.systemUTC(), print, print), noReplay());
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            if (!(e instanceof OpsException)) {
                throw e;
            }
            print.println(e.getMessage());
            return 1;
        });
        List<String> args = new ArrayList<>(List.of(words));
        args.addAll(List.of("--config", folder.resolve("hub.yaml").toString()));
        return line.execute(args.toArray(String[]::new));
    }

    private String printed() {
        return out.toString(UTF_8);
    }
}

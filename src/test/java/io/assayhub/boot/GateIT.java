package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.assayhub.boot.TestHub.Published;
import io.assayhub.wire.Counts;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.Receipt.Verdict.Decision;
import io.assayhub.wire.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files of feeds that state limits: what is within them goes out by itself, what is beyond waits for a person. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class GateIT {
    private static final String FEED = "gated";
    private static final List<String> SUBJECTS = List.of("S-1", "S-2", "S-3", "S-4");
    private static final List<Topic> CONSUMERS =
            List.of(Topic.PK, Topic.IMMUNOGENICITY, Topic.CELLULAR, Topic.SAFETY, Topic.OBSERVATIONS);
    private static final int EACH = 25;
    private static final int ROWS = 100;

    @TempDir
    static Path folder;

    @TempDir
    static Path mappings;

    private static TestHub hub;
    private static Operator operator;

    @BeforeAll
    static void start() {
        TestMappings feeds = TestMappings.copyTo(mappings.resolve("fhir-mappings"))
                .withLabFeed(
                        FEED,
                        "{ kind: cumulative, order: { file-name: '(?:PROD|TEST)_(?<order>\\d)_.*' },"
                                + " stop-if: { corrected: 5%, missing: 1% } }",
                        "environment: { expect: PROD, file-name: '(?<env>PROD|TEST)_.*' }");
        hub = TestHub.start(TestHub.embedded(folder, feeds.folder()), Clock.systemUTC());
        operator = Operator.of(hub);
    }

    @AfterAll
    static void stop() {
        if (hub != null) {
            try {
                operator.booksAgree();
            } finally {
                hub.close();
            }
        }
    }

    @Test
    void stopsHalfAFile() {
        LabTable table = passed("HALF");
        stopsAndIsDismissed(
                "HALF",
                table.first(ROWS / 2),
                "missing: 50.0 % of 100, limit 1 %",
                new Counts(0, 0, 0, 0, ROWS / 2, 0, 0, 0, 0, 0, 0));
        unchanged("HALF", table);
    }

    @Test
    void stopsAColumnThatIsShiftedByARow() {
        LabTable table = passed("SHIFTED");
        stopsAndIsDismissed(
                "SHIFTED",
                table.shifted(),
                "corrected: 100.0 % of 100, limit 5 %",
                new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ROWS));
        unchanged("SHIFTED", table);
    }

    @Test
    void stopsAnotherUnit() {
        LabTable table = passed("UNIT");
        stopsAndIsDismissed(
                "UNIT",
                table.in("pg/mL"),
                "corrected: 100.0 % of 100, limit 5 %",
                new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ROWS));
        unchanged("UNIT", table);
    }

    @Test
    void refusesAFileOfTheTestEnvironment() {
        LabTable table = passed("ENVIRONMENT");
        Map<TopicPartition, Long> before = consumerTopics();
        hub.drop(
                FEED, "TEST_2_ENVIRONMENT.csv", table.rewritten(3, r -> r + "9").bytes());
        Receipt receipt = Delivered.await(hub.refused(FEED), "TEST_2_ENVIRONMENT.csv", 1)
                .get(0)
                .receipt();
        assertThat(receipt.state()).isEqualTo(Receipt.State.REFUSED);
        assertThat(receipt.manifest().refusal().code()).isEqualTo("AH-0113");
        assertThat(receipt.counts()).isEqualTo(Counts.ZERO);
        unchanged("ENVIRONMENT", table);
        assertThat(consumerTopics()).isEqualTo(before);
    }

    @Test
    void publishesWhatAPersonReleases() {
        LabTable table = passed("RELEASED");
        Map<TopicPartition, Long> before = consumerTopics();
        LabTable changed = table.rewritten(20, r -> r + "9").with("S-9-1", "S-1", "7.5");
        Receipt stopped = deliver(2, "RELEASED", changed);
        assertThat(stopped.state()).isEqualTo(Receipt.State.STOPPED);
        assertThat(stopped.verdict().findings()).containsExactly("corrected: 20.0 % of 100, limit 5 %");
        assertThat(stopped.counts())
                .as("new ones wait as well")
                .isEqualTo(new Counts(0, 0, 0, 0, 80, 0, 0, 0, 0, 21, 0));
        assertThat(consumerTopics()).isEqualTo(before);

        operator.decide("release", "--transfer", stopped.transfer());
        Delivered.await()
                .untilAsserted(() -> assertThat(receipt(2, "RELEASED").state()).isEqualTo(Receipt.State.CLOSED));
        Receipt released = receipt(2, "RELEASED");
        assertThat(released.verdict().decision()).isEqualTo(Decision.RELEASED);
        assertThat(released.counts()).isEqualTo(Counts.of(1, 20, 80, 0, 0, 0));
        for (Topic topic : List.of(Topic.PK, Topic.OBSERVATIONS)) {
            assertThat(hub.published(topic, "RELEASED").stream()
                            .filter(p -> p.header("ah_version").equals("2")))
                    .hasSize(20)
                    .extracting(Published::sample)
                    .allMatch(sample -> sample.endsWith(".59 ng/mL corrected"));
            assertThat(hub.published(topic, "RELEASED"))
                    .hasSize(ROWS + 21)
                    .extracting(Published::sample)
                    .contains("S-1 S-9-1 7.5 ng/mL final");
        }
        assertThat(operator.waiting("RELEASED")).isEmpty();
    }

    /** With the feed of the project: its laboratory numbers the files and counts the rows. */
    @Test
    void stopsTheBioanalyticalLaboratorysShiftedColumn() throws Exception {
        hub.register("P003", List.of("P003-01-0001"));
        List<String> results = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            results.add(i + ".25");
        }
        Receipt first = hub.deliver("bioanalysis-pk", "P003_PK_001.csv", bioanalysis(40, results))
                .receipt();
        assertThat(first.verdict().decision()).isEqualTo(Decision.PASSED);
        assertThat(first.counts()).isEqualTo(Counts.of(40, 0, 0, 0, 0, 0));
        assertThat(first.manifest().excluded()).containsExactly(entry("calibrator", 1L));

        hub.drop("bioanalysis-pk", "P003_PK_002.csv", bioanalysis(40, results.subList(0, 20)));
        Receipt half = Delivered.await(hub.refused("bioanalysis-pk"), "P003_PK_002.csv", 1)
                .get(0)
                .receipt();
        assertThat(half.manifest().refusal().code())
                .as("the laboratory's own count")
                .isEqualTo("AH-0108");

        Map<TopicPartition, Long> before = consumerTopics();
        List<String> shifted = new ArrayList<>(results);
        shifted.add(0, shifted.remove(39));
        Receipt stopped = hub.deliver("bioanalysis-pk", "P003_PK_003.csv", bioanalysis(40, shifted))
                .receipt();
        assertThat(stopped.state()).isEqualTo(Receipt.State.STOPPED);
        assertThat(stopped.verdict().findings()).containsExactly("corrected: 100.0 % of 40, limit 5 %");
        assertThat(consumerTopics()).isEqualTo(before);
    }

    /** A first file, which is all new and goes out by itself. */
    private static LabTable passed(String study) {
        hub.register(study, SUBJECTS);
        LabTable table = LabTable.of(study).with(SUBJECTS, EACH);
        Receipt receipt = deliver(1, study, table);
        assertThat(receipt.state()).isEqualTo(Receipt.State.CLOSED);
        assertThat(receipt.verdict()).isEqualTo(new Receipt.Verdict(Decision.PASSED, List.of()));
        assertThat(receipt.counts()).isEqualTo(Counts.of(ROWS, 0, 0, 0, 0, 0));
        assertThat(hub.published(Topic.PK, study)).hasSize(ROWS);
        return table;
    }

    private static void stopsAndIsDismissed(String study, LabTable table, String finding, Counts dismissed) {
        Map<TopicPartition, Long> before = consumerTopics();
        Receipt stopped = deliver(2, study, table);
        assertThat(stopped.state()).isEqualTo(Receipt.State.STOPPED);
        assertThat(stopped.verdict()).isEqualTo(new Receipt.Verdict(Decision.STOPPED, List.of(finding)));
        assertThat(stopped.counts().held()).isEqualTo(dismissed.dismissed());
        assertThat(consumerTopics()).as("before the decision").isEqualTo(before);

        assertThat(operator.run("replay", "--transfer", stopped.transfer(), "--dry-run")
                        .status())
                .as("a replay passes no gate, so what the gate has stopped is none")
                .isEqualTo(1);
        operator.decide("dismiss", "--transfer", stopped.transfer());
        Delivered.await()
                .untilAsserted(() -> assertThat(receipt(2, study).state()).isEqualTo(Receipt.State.CLOSED));
        Receipt closed = receipt(2, study);
        assertThat(closed.verdict()).isEqualTo(new Receipt.Verdict(Decision.DISMISSED, List.of(finding)));
        assertThat(closed.counts()).isEqualTo(dismissed);
        assertThat(operator.run("replay", "--transfer", stopped.transfer(), "--dry-run")
                        .status())
                .as("nor what was dismissed")
                .isEqualTo(1);
        assertThat(consumerTopics()).as("after it was dismissed").isEqualTo(before);
        assertThat(operator.waiting(study)).isEmpty();
    }

    /** The file as it was at first passes and changes nothing. */
    private static void unchanged(String study, LabTable table) {
        Map<TopicPartition, Long> before = consumerTopics();
        Receipt receipt = deliver(3, study, table);
        assertThat(receipt.state()).isEqualTo(Receipt.State.CLOSED);
        assertThat(receipt.verdict().decision()).isEqualTo(Decision.PASSED);
        assertThat(receipt.counts()).isEqualTo(Counts.of(0, 0, ROWS, 0, 0, 0));
        assertThat(receipt.missing()).isZero();
        assertThat(consumerTopics()).isEqualTo(before);
        assertThat(operator.waiting(study)).isEmpty();
    }

    private static Receipt deliver(int number, String study, LabTable table) {
        return hub.deliver(FEED, name(number, study), table.bytes()).receipt();
    }

    private static Receipt receipt(int number, String study) {
        return hub.receipt(FEED, name(number, study));
    }

    private static String name(int number, String study) {
        return "PROD_" + number + "_" + study + ".csv";
    }

    /** Where the consumer topics end: nothing at all, committed or not, has been written as long as it stays. */
    private static Map<TopicPartition, Long> consumerTopics() {
        Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
        for (Topic topic : CONSUMERS) {
            for (int partition = 0; partition < TestHub.PARTITIONS; partition++) {
                partitions.put(new TopicPartition(topic.name("assay"), partition), OffsetSpec.latest());
            }
        }
        try (Admin admin = Admin.create(new HashMap<>(hub.hub().kafka().properties()))) {
            Map<TopicPartition, Long> ends = new HashMap<>();
            admin.listOffsets(partitions).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
            return ends;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the topics' ends were read", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the topics' ends are not known", e);
        }
    }

    /** A file as the bioanalytical laboratory prints it, which says it has {@code count} results and one calibrator. */
    private static byte[] bioanalysis(int count, List<String> results) throws Exception {
        List<String> model =
                Files.readAllLines(Path.of("src/test/resources/cases/bioanalysis-pk/plain-and-limits/in.csv"));
        List<String> lines = new ArrayList<>(model.subList(0, 7));
        lines.set(4, "Rows," + (count + 1));
        for (int i = 0; i < results.size(); i++) {
            lines.add(String.join(
                    ",",
                    "UNK,PK-R001,P001,G2,P003-01-0001,PK-" + (900_001 + i) + ",Plasma,Injection 1,1,1H",
                    "01-Mar-2006 09:00,01-Mar-2006 10:02,14-Mar-2006",
                    results.get(i),
                    "ng/ml,1.00,200,1"));
        }
        return (String.join("\r\n", lines) + "\r\n").getBytes(UTF_8);
    }
}

package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.assayhub.boot.TestHub.Published;
import io.assayhub.wire.Counts;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.Topic;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A feed that repeats everything with each file. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class CumulativeIT {
    private static final String FEED = "repeating";
    private static final String STUDY = "REPEATING";
    private static final int EACH = 100;
    private static final int ROWS = 10_000;

    @TempDir
    static Path folder;

    @TempDir
    static Path mappings;

    private static TestHub hub;
    private static Operator operator;

    @BeforeAll
    static void start() {
        TestMappings feeds = TestMappings.copyTo(mappings.resolve("fhir-mappings"))
                .withLabFeed(FEED, "{ kind: cumulative, order: { file-name: '(?<order>\\d)\\.csv' } }");
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
    void publishesOfARepeatedTableOnlyWhatIsNewOrChanged() {
        List<String> subjects = IntStream.rangeClosed(1, ROWS / EACH)
                .mapToObj(i -> String.format(Locale.ROOT, "S-%03d", i))
                .toList();
        hub.register(STUDY, subjects);
        LabTable table = LabTable.of(STUDY).with(subjects, EACH).rewritten(40, r -> "12.40");
        assertThat(deliver("1.csv", table)).isEqualTo(Counts.of(ROWS, 0, 0, 0, 0, 0));
        int before = hub.published(Topic.PK, STUDY).size();
        assertThat(before).isEqualTo(ROWS);

        LabTable next = table.rewritten(40, r -> "12.4")
                .with("S-050-1", "S-050", "0.51")
                .with("S-051-2", "S-051", "0.52")
                .with("S-052-3", "S-052", "0.53")
                .with("S-053-101", "S-053", "0.54")
                .with("S-054-101", "S-054", "0.55")
                .without("S-060-7");
        assertThat(deliver("3.csv", next)).isEqualTo(Counts.of(2, 3, ROWS - 4, 40, 0, 0));
        assertThat(hub.receipt(FEED, "3.csv").missing()).isEqualTo(1);
        String[] added = {
            "S-050 S-050-1 0.51 ng/mL corrected",
            "S-051 S-051-2 0.52 ng/mL corrected",
            "S-052 S-052-3 0.53 ng/mL corrected",
            "S-053 S-053-101 0.54 ng/mL final",
            "S-054 S-054-101 0.55 ng/mL final"
        };
        for (Topic topic : List.of(Topic.PK, Topic.OBSERVATIONS)) {
            assertThat(published(topic)).hasSize(before + 5);
            assertThat(hub.published(topic, STUDY))
                    .filteredOn(p -> !p.sample().endsWith("final")
                            || p.sample().contains("S-053-101")
                            || p.sample().contains("S-054-101"))
                    .extracting(Published::sample)
                    .containsExactlyInAnyOrder(added);
        }
        List<String> raised = List.copyOf(operator.waiting(STUDY).keySet());
        String gone = idOf("S-060-7");
        assertThat(operator.waiting(STUDY).values())
                .extracting(HeldRecord::key, HeldRecord::code, HeldRecord::observation)
                .containsExactly(tuple("missing/" + gone, "AH-0551", gone));

        int heldRecords = hub.records(Topic.HELD).size();
        assertThat(deliver("4.csv", next)).isEqualTo(Counts.of(0, 0, ROWS + 1, 0, 0, 0));
        assertThat(hub.records(Topic.HELD)).as("nothing is raised again").hasSize(heldRecords);

        LabTable older = table.rewritten(30, r -> "99.9");
        assertThat(deliver("2.csv", older).total()).isEqualTo(ROWS);
        Counts late = hub.receipt(FEED, "2.csv").counts();
        assertThat(late.published() + late.held()).isZero();
        assertThat(late.stale())
                .as("what has since changed, and what it alone says")
                .isEqualTo(33);
        assertThat(hub.receipt(FEED, "2.csv").missing()).isZero();
        assertThat(published(Topic.PK)).hasSize(before + 5);
        assertThat(operator.waiting(STUDY).keySet())
                .as("still missing in the newest file")
                .containsExactlyElementsOf(raised);

        operator.decide("withdraw", gone);
        assertThat(hub.published(Topic.PK, STUDY))
                .hasSize(before + 6)
                .filteredOn(p -> p.id().equals(gone))
                .extracting(p -> p.observation().path("status").asText() + " version " + p.header("ah_version"))
                .containsExactly("final version 1", "entered-in-error version 2");
        assertThat(operator.waiting(STUDY)).isEmpty();
    }

    private static Counts deliver(String name, LabTable table) {
        Receipt receipt = hub.deliver(FEED, name, table.bytes()).receipt();
        assertThat(receipt.state()).isEqualTo(Receipt.State.CLOSED);
        assertThat(receipt.balanced()).isTrue();
        return receipt.counts();
    }

    private static List<String> published(Topic topic) {
        return hub.records(topic).stream().map(r -> new String(r.key(), UTF_8)).toList();
    }

    private static String idOf(String accession) {
        return hub.published(Topic.PK, STUDY).stream()
                .filter(p -> p.sample().contains(" " + accession + " "))
                .map(Published::id)
                .findFirst()
                .orElseThrow();
    }
}

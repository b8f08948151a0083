package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.assayhub.boot.TestHub.Published;
import io.assayhub.wire.Counts;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.Topic;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rows that a laboratory moves from one subject to another, whose partitions differ. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SubjectChangedIT {
    private static final String FEED = "moving";
    private static final int EACH = 60;

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
                        "{ kind: cumulative, order: { file-name: '(?<order>\\d)_.*' },"
                                + " stop-if: { new: 5%, corrected: 5%, missing: 0% } }");
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
    void holdsARowThatMovedUntilOneConfirmationPutsBothSubjectsRight() {
        String from = "S-1";
        String to = elsewhere("MOVED", from);
        LabTable table = published("MOVED", from, to);
        LabTable moved = table.with("S-1-5", to, "5.5");
        Receipt receipt = deliver(2, "MOVED", moved);
        assertThat(receipt.state()).isEqualTo(Receipt.State.CLOSED);
        assertThat(receipt.counts())
                .isEqualTo(Counts.of(0, 0, 2 * EACH - 1, 0, 0, 0).plus(held(1)));
        assertThat(hub.published(Topic.PK, "MOVED")).hasSize(2 * EACH);
        assertThat(operator.waiting("MOVED").values())
                .extracting(HeldRecord::reason, HeldRecord::code, HeldRecord::subject, HeldRecord::changedFrom)
                .as("and the former subject's result is not missing")
                .containsExactly(tuple("subject-changed", "AH-0506", to, from));

        operator.decide("confirm", operator.waiting("MOVED").keySet().iterator().next());
        for (Topic topic : List.of(Topic.PK, Topic.OBSERVATIONS)) {
            Delivered.await()
                    .untilAsserted(
                            () -> assertThat(hub.published(topic, "MOVED")).hasSize(2 * EACH + 2));
            assertThat(ofAccession(topic, "MOVED", "S-1-5"))
                    .containsExactlyInAnyOrder(from + " 5.5 final version 1", to + " 5.5 final version 1");
            assertThat(inError(topic, "MOVED")).containsExactly(from + " version 2");
        }
        awaitCounts(2, "MOVED", Counts.of(1, 0, 2 * EACH - 1, 0, 0, 0));
        assertThat(operator.waiting("MOVED")).isEmpty();

        assertThat(deliver(3, "MOVED", moved).counts()).isEqualTo(Counts.of(0, 0, 2 * EACH, 0, 0, 0));
        assertThat(operator.waiting("MOVED")).as("settled for good").isEmpty();
    }

    @Test
    void holdsBothRowsOfASwap() {
        String one = "S-1";
        String other = elsewhere("SWAPPED", one);
        LabTable table = published("SWAPPED", one, other);
        String back = other + "-7";
        LabTable swapped = table.with("S-1-5", other, "5.5").with(back, one, "7.7");
        deliver(2, "SWAPPED", swapped);
        assertThat(hub.published(Topic.PK, "SWAPPED")).hasSize(2 * EACH);
        assertThat(operator.waiting("SWAPPED").values())
                .extracting(HeldRecord::reason, HeldRecord::subject, HeldRecord::changedFrom, HeldRecord::accession)
                .containsExactlyInAnyOrder(
                        tuple("subject-changed", other, one, "S-1-5"), tuple("subject-changed", one, other, back));

        operator.waiting("SWAPPED").keySet().forEach(key -> operator.decide("confirm", key));
        awaitCounts(2, "SWAPPED", Counts.of(2, 0, 2 * EACH - 2, 0, 0, 0));
        Delivered.await()
                .untilAsserted(
                        () -> assertThat(hub.published(Topic.PK, "SWAPPED")).hasSize(2 * EACH + 4));
        assertThat(ofAccession(Topic.PK, "SWAPPED", back)).contains(one + " 7.7 final version 1");
        assertThat(inError(Topic.PK, "SWAPPED")).containsExactlyInAnyOrder(one + " version 2", other + " version 2");
        assertThat(operator.waiting("SWAPPED")).isEmpty();
        deliver(3, "SWAPPED", swapped);
        assertThat(operator.waiting("SWAPPED")).isEmpty();
    }

    /** Two subjects with their results, published. */
    private static LabTable published(String study, String... subjects) {
        hub.register(study, List.of(subjects));
        LabTable table = LabTable.of(study).with(List.of(subjects), EACH);
        Receipt receipt = deliver(1, study, table);
        assertThat(receipt.counts()).isEqualTo(Counts.of(2 * EACH, 0, 0, 0, 0, 0));
        return table;
    }

    private static Receipt deliver(int number, String study, LabTable table) {
        return hub.deliver(FEED, number + "_" + study + ".csv", table.bytes()).receipt();
    }

    private static void awaitCounts(int number, String study, Counts counts) {
        Delivered.await().untilAsserted(() -> {
            Receipt receipt = hub.receipt(FEED, number + "_" + study + ".csv");
            assertThat(receipt.counts()).isEqualTo(counts);
            assertThat(receipt.state()).isEqualTo(Receipt.State.CLOSED);
        });
    }

    private static List<String> ofAccession(Topic topic, String study, String accession) {
        return hub.published(topic, study).stream()
                .filter(p -> p.sample().contains(" " + accession + " "))
                .filter(p -> !isInError(p))
                .map(p -> p.subject() + " "
                        + p.observation().at("/valueQuantity/value").asText() + " "
                        + p.observation().path("status").asText() + " version " + p.header("ah_version"))
                .toList();
    }

    private static List<String> inError(Topic topic, String study) {
        return hub.published(topic, study).stream()
                .filter(SubjectChangedIT::isInError)
                .map(p -> p.subject() + " version " + p.header("ah_version"))
                .toList();
    }

    private static boolean isInError(Published published) {
        return published.observation().path("status").asText().equals("entered-in-error");
    }

    private static Counts held(long count) {
        return new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, count, 0);
    }

    /** A subject whose results lie in another partition. */
    private static String elsewhere(String study, String subject) {
        return IntStream.rangeClosed(2, 100)
                .mapToObj(i -> "S-" + i)
                .filter(other -> partition(study, other) != partition(study, subject))
                .findFirst()
                .orElseThrow();
    }

    private static int partition(String study, String subject) {
        return SubjectKey.partition((study + "/" + subject).getBytes(UTF_8), TestHub.PARTITIONS);
    }
}

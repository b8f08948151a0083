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
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Results whose subject the EDC has not registered, registers under another number, or has taken back. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HoldIT {
    private static final String FEED = "sdtm-pc";

    @TempDir
    static Path folder;

    private static TestHub hub;
    private static Operator operator;

    @BeforeAll
    static void start() {
        hub = TestHub.start(TestHub.embedded(folder), Clock.systemUTC());
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
    void holdsResultsOfAnUnknownSubjectAndReleasesThemInOrderOnceItIsRegistered() throws Exception {
        deliver("first.csv", new PcTable().row("HOLD", "S-1", "T1", "1.5").row("HOLD", "S-1", "T2", "2.5"));
        deliver("second.csv", new PcTable().row("HOLD", "S-1", "T1", "9.9").row("HOLD", "S-1", "T2", "2.50"));
        assertThat(hub.receipt(FEED, "first.csv").counts()).isEqualTo(held(2));
        assertThat(hub.receipt(FEED, "second.csv").counts())
                .as("what says the same as what waits is unchanged")
                .isEqualTo(Counts.of(0, 0, 1, 1, 0, 0).plus(held(1)));
        assertThat(hub.published(Topic.PK, "HOLD")).isEmpty();
        assertThat(operator.waiting("HOLD").values())
                .extracting(HeldRecord::reason, HeldRecord::code, HeldRecord::subject)
                .containsExactlyInAnyOrder(
                        tuple("unknown-subject", "AH-0501", "S-1"),
                        tuple("unknown-subject", "AH-0501", "S-1"),
                        tuple("queued", "AH-0511", "S-1"));

        send(bundle("2026-01-05T00:00:00Z", "HOLD", "on-study", "S-1"));
        awaitCounts("first.csv", Counts.of(2, 0, 0, 0, 0, 0));
        awaitCounts("second.csv", Counts.of(0, 1, 1, 1, 0, 0));
        assertThat(hub.published(Topic.PK, "HOLD"))
                .extracting(p -> p.what() + " version " + p.header("ah_version"))
                .containsExactlyInAnyOrder("S-1 T1 1.5 version 1", "S-1 T2 2.5 version 1", "S-1 T1 9.9 version 2")
                .containsSubsequence("S-1 T1 1.5 version 1", "S-1 T1 9.9 version 2");
        assertThat(operator.waiting("HOLD")).isEmpty();
    }

    @Test
    void publishesResultsUnderAFormerNumberOnceAndUnderTheSubjectInItsOwnPartition() throws Exception {
        String former = "S-1";
        String own = IntStream.rangeClosed(2, 100)
                .mapToObj(i -> "S-" + i)
                .filter(number -> partition("ALIAS", number) != partition("ALIAS", former))
                .findFirst()
                .orElseThrow();
        deliver("before.csv", new PcTable().rows("ALIAS", former, 5));
        assertThat(hub.receipt(FEED, "before.csv").counts()).isEqualTo(held(5));

        send(bundle("2026-01-05T00:00:00Z", "ALIAS", "on-study", own, former));
        awaitCounts("before.csv", Counts.of(5, 0, 0, 0, 0, 0));
        deliver(
                "after.csv",
                new PcTable()
                        .rows("ALIAS", former, 3)
                        .row("ALIAS", former, "T4", "4.4")
                        .row("ALIAS", former, "T5", "5")
                        .row("ALIAS", own, "T6", "6"));
        awaitCounts("after.csv", Counts.of(1, 1, 4, 0, 0, 0));

        List<Published> published = hub.published(Topic.PK, "ALIAS");
        assertThat(published)
                .extracting(Published::what)
                .containsExactlyInAnyOrder(
                        own + " T1 1",
                        own + " T2 2",
                        own + " T3 3",
                        own + " T4 4",
                        own + " T4 4.4",
                        own + " T5 5",
                        own + " T6 6");
        assertThat(published).allSatisfy(p -> assertThat(p.record().partition()).isEqualTo(partition("ALIAS", own)));
        assertThat(published).extracting(Published::id).doesNotContainNull();
        assertThat(published.stream().map(Published::id).distinct()).hasSize(6);
        assertThat(operator.waiting("ALIAS")).isEmpty();
    }

    @Test
    void keepsWhatIsPublishedOfADeregisteredSubjectAndHoldsWhatIsNew() throws Exception {
        send(bundle("2026-01-05T00:00:00Z", "GONE", "on-study", "S-1"));
        awaitSubjects("GONE", 1);
        deliver("while.csv", new PcTable().row("GONE", "S-1", "T1", "1.5").row("GONE", "S-1", "T2", "2.5"));
        awaitCounts("while.csv", Counts.of(2, 0, 0, 0, 0, 0));

        send(bundle("2026-02-05T00:00:00Z", "GONE", "entered-in-error", "S-1"));
        awaitSubjects("GONE", 2);
        deliver(
                "then.csv",
                new PcTable()
                        .row("GONE", "S-1", "T1", "1.6")
                        .row("GONE", "S-1", "T2", "2.5")
                        .row("GONE", "S-1", "T3", "3.5"));
        awaitCounts("then.csv", Counts.of(0, 1, 1, 0, 0, 0).plus(held(1)));
        assertThat(hub.published(Topic.PK, "GONE"))
                .extracting(Published::what)
                .as("what consumers have stays, and is corrected")
                .containsExactly("S-1 T1 1.5", "S-1 T2 2.5", "S-1 T1 1.6");
        assertThat(operator.waiting("GONE").values())
                .extracting(HeldRecord::reason, HeldRecord::code)
                .containsExactly(tuple("subject-closed", "AH-0503"));

        String hold = operator.waiting("GONE").keySet().iterator().next();
        operator.decide("dismiss", hold);
        awaitCounts("then.csv", new Counts(0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1));
        assertThat(hub.published(Topic.PK, "GONE")).hasSize(3);
        assertThat(operator.waiting("GONE")).isEmpty();
    }

    /** Delivers a table none of whose subjects is registered by it. */
    private static void deliver(String name, PcTable table) {
        assertThat(hub.deliver(FEED, name, table.bytes()).receipt().state()).isNotEqualTo(Receipt.State.UNBALANCED);
    }

    private static void awaitCounts(String name, Counts counts) {
        Delivered.await().untilAsserted(() -> {
            Receipt receipt = hub.receipt(FEED, name);
            assertThat(receipt.counts()).isEqualTo(counts);
            assertThat(receipt.state()).isEqualTo(Receipt.State.CLOSED);
            assertThat(receipt.balanced()).isTrue();
        });
    }

    private static Counts held(long count) {
        return new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, count, 0);
    }

    private static int partition(String study, String subject) {
        return SubjectKey.partition((study + "/" + subject).getBytes(UTF_8), TestHub.PARTITIONS);
    }

    /** Waits until as many words about a study's subjects have come from the registry to the ledger. */
    private static void awaitSubjects(String study, int count) {
        Delivered.await()
                .until(() -> hub.records(Topic.SUBJECTS).stream()
                                .filter(r -> new String(r.key(), UTF_8).startsWith(study + "/"))
                                .count()
                        >= count);
        Registered.awaitTaken(hub.hub().kafka(), "assay");
    }

    /** What an EDC sends of one subject: its number, and numbers that it had before. */
    private static String bundle(String timestamp, String study, String status, String number, String... former) {
        StringBuilder numbers = new StringBuilder("{\"use\":\"official\",\"value\":\"" + number + "\"}");
        for (String old : former) {
            numbers.append(",{\"use\":\"old\",\"value\":\"").append(old).append("\"}");
        }
        return """
                {"resourceType":"Bundle","type":"transaction","timestamp":"%s","entry":[
                 {"resource":{"resourceType":"ResearchSubject","id":"rs-%s","identifier":[%s],"status":"%s",
                  "study":{"reference":"ResearchStudy/%s"},"individual":{"reference":"Patient/p-%s"}}}]}""".formatted(timestamp, number, numbers, status, study, number);
    }

    private static void send(String bundle) throws InterruptedException, ExecutionException {
        try (KafkaProducer<byte[], byte[]> edc = new KafkaProducer<>(
                new HashMap<>(hub.hub().kafka().properties()), new ByteArraySerializer(), new ByteArraySerializer())) {
            edc.send(new ProducerRecord<>(Topic.REGISTRATIONS.name("assay"), bundle.getBytes(UTF_8)))
                    .get();
        }
    }
}

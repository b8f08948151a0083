package io.assayhub.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.boot.TestHub.Published;
import io.assayhub.wire.Counts;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A hub that was stopped, cleanly or not, and is started again on the same folder. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RestartIT {
    private static final String FEED = "sdtm-pc";

    @TempDir
    Path folder;

    @Test
    void goesOnWhereItWasStopped() {
        PcTable first = new PcTable().rows("RESTART", "S-1", 20).rows("RESTART", "S-2", 20);
        Map<Topic, Integer> before;
        Delivered delivered;
        try (TestHub hub = TestHub.start(TestHub.embedded(folder), Clock.systemUTC())) {
            delivered = hub.deliver("first.csv", first);
            before = sizes(hub);
        }
        try (TestHub hub = TestHub.start(TestHub.embedded(folder), Clock.systemUTC())) {
            PcTable other = new PcTable().row("RESTART", "S-1", "T1", "9.9");
            Delivered again = hub.deliver("second.csv", other);
            assertThat(again.receipt().counts())
                    .as("the ledger knows the result from before the restart")
                    .isEqualTo(Counts.of(0, 1, 0, 0, 0, 0));
            assertThat(Delivered.in(hub.done(FEED), "first.csv"))
                    .as("the same file and the same receipt, once")
                    .containsExactly(delivered);
            Map<Topic, Integer> added = new TreeMap<>(before);
            added.merge(Topic.SOURCE, 1, Integer::sum);
            // One result, and the end markers of a cumulative transfer.
            added.merge(Topic.NORMALISED, 1 + TestHub.PARTITIONS, Integer::sum);
            added.merge(Topic.PK, 1, Integer::sum);
            added.merge(Topic.OBSERVATIONS, 1, Integer::sum);
            added.merge(Topic.AUDIT, 1, Integer::sum);
            added.merge(Topic.SUBJECTS, 1, Integer::sum);
            // What the second table lacks of the first.
            added.merge(Topic.HELD, 39, Integer::sum);
            Map<Topic, Integer> after = sizes(hub);
            // Of receipts there may be an open one before the closed one.
            added.put(Topic.RECEIPTS, after.get(Topic.RECEIPTS));
            added.put(Topic.CLEARING, after.get(Topic.CLEARING));
            // Instances say as often as time passes that they run.
            added.put(Topic.INSTANCES, after.get(Topic.INSTANCES));
            assertThat(after).isEqualTo(added);
            assertThat(hub.published(Topic.PK, "RESTART"))
                    .filteredOn(p -> p.what().startsWith("S-1 T1 "))
                    .extracting(p -> p.what() + " version " + p.header("ah_version"))
                    .containsExactly("S-1 T1 1 version 1", "S-1 T1 9.9 version 2");
        }
    }

    @Test
    void readsItsStateAgainFromKafkaWhenTheDiskHasLostAPartOfIt() throws IOException {
        PcTable table = new PcTable().rows("DAMAGED", "S-1", 20);
        try (TestHub hub = TestHub.start(TestHub.embedded(folder), Clock.systemUTC())) {
            hub.deliver("first.csv", table);
        }
        assertThat(damage(folder.resolve("ledger"))).isPositive();
        try (LogWatch log = LogWatch.open();
                TestHub hub = TestHub.start(TestHub.embedded(folder), Clock.systemUTC())) {
            assertThat(log.with("The ledger's state on disk is damaged: it is deleted and read again from Kafka"))
                    .hasSize(1);
            Delivered again = hub.deliver("again.csv", table);
            assertThat(again.receipt().counts())
                    .as("the ledger knows all results from before")
                    .isEqualTo(Counts.of(0, 0, 20, 0, 0, 0));
        }
    }

    /** Takes the tables of all stores away, as a deletion does that was cut short; their lists of tables stay. */
    private static long damage(Path state) throws IOException {
        List<Path> tables;
        try (Stream<Path> files = Files.walk(state)) {
            tables = files.filter(f -> f.toString().endsWith(".sst")).toList();
        }
        for (Path table : tables) {
            Files.delete(table);
        }
        return tables.size();
    }

    @Test
    void takesWhatWasClaimedAndNotFinishedFirstAndUnderItsStamp() throws Exception {
        Path claimed = Files.createDirectories(folder.resolve("claimed").resolve(FEED));
        Path inbox = Files.createDirectories(folder.resolve("inbox").resolve(FEED));
        Files.write(
                claimed.resolve("20260301T101500123Z_unfinished.csv"),
                new PcTable().row("CLAIMED", "S-1", "T1", "1.5").bytes());
        Files.writeString(claimed.resolve("rejected-20260301T101500123Z_unfinished.csv.csv"), "code,row,li");
        Files.write(
                inbox.resolve("a-waiting.csv"),
                new PcTable().row("CLAIMED", "S-1", "T1", "2.5").bytes());
        try (LogWatch log = LogWatch.open();
                TestHub hub = TestHub.start(TestHub.embedded(folder), Clock.systemUTC())) {
            hub.register("CLAIMED", List.of("S-1"));
            Delivered unfinished =
                    Delivered.await(hub.done(FEED), "unfinished.csv", 1).get(0);
            Delivered waiting =
                    Delivered.await(hub.done(FEED), "a-waiting.csv", 1).get(0);

            Manifest manifest = unfinished.receipt().manifest();
            assertThat(unfinished.stamp()).isEqualTo("20260301T101500123Z");
            assertThat(manifest.arrived()).isEqualTo("2026-03-01T10:15:00.123Z");
            assertThat(manifest.order()).isLessThan(waiting.receipt().manifest().order());
            assertThat(log.with("A file was taken in"))
                    .extracting(event -> LogWatch.value(event, "transfer"))
                    .containsExactly(
                            unfinished.receipt().transfer(), waiting.receipt().transfer());
            assertThat(hub.published(Topic.PK, "CLAIMED"))
                    .extracting(Published::what)
                    .containsExactly("S-1 T1 1.5", "S-1 T1 2.5");
            assertThat(Delivered.files(claimed)).isEmpty();
            assertThat(unfinished.rejects()).doesNotExist();
        }
    }

    private static Map<Topic, Integer> sizes(TestHub hub) {
        Map<Topic, Integer> sizes = new TreeMap<>();
        for (Topic topic : Topic.values()) {
            sizes.put(topic, hub.records(topic).size());
        }
        return sizes;
    }
}

package io.assayhub.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.wire.AuditRecord;
import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.HeaderName;
import io.assayhub.wire.Json;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A mapping changes: seen before, counted after, published when somebody approves. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ReplayIT {
    private static final String FEED = "remap";
    private static final String STUDY = "REMAP";
    private static final String TRANSFER = "{ kind: incremental, reject-limit: 50% }";

    @TempDir
    Path folder;

    @TempDir
    Path mappings;

    @Test
    void publishesWhatANewMappingReadsOtherwiseOnlyAfterAReplay() {
        TestMappings old = TestMappings.copyTo(mappings.resolve("old")).withLabFeed(FEED, TRANSFER);
        TestMappings fresh = TestMappings.copyTo(mappings.resolve("new"))
                .withLabFeed(
                        FEED, TRANSFER, "tokens: { below-limit: [TOO LOW] }", "corrections-without-original: accept")
                .replaced(FEED, "assay: PK-ELISA,", "assay: PK-ELISA, method: PK-ELISA second edition,");
        LabTable first = LabTable.of(STUDY)
                .with("A1", "S-1", "1.5")
                .with("A2", "S-1", "2.5")
                .with("A3", "S-1", "TOO LOW");
        LabTable corrected = LabTable.of(STUDY).with("A2", "S-1", "2.7");
        String original;
        try (TestHub hub = TestHub.start(TestHub.embedded(folder, old.folder()), Clock.systemUTC())) {
            Operator operator = Operator.of(hub);
            hub.register(STUDY, List.of("S-1"));
            Receipt receipt = hub.deliver(FEED, "first.csv", first.bytes()).receipt();
            original = receipt.transfer();
            assertThat(receipt.counts().created()).isEqualTo(2);
            assertThat(receipt.manifest().rejected()).isEqualTo(1);
            hub.deliver(FEED, "corrected.csv", corrected.bytes());

            Operator.Ended diff = operator.run(
                    "diff", "--feed", FEED, "--with", fresh.folder().toString());
            assertThat(diff.printed())
                    .contains("method.text")
                    .contains("was rejected AH-0304")
                    .contains("2 sources: 0 the same, 3 changed, 1 read only then");
            assertThat(diff.status()).isEqualTo(2);
            assertThat(operator.run(
                                    "diff",
                                    "--feed",
                                    FEED,
                                    "--with",
                                    old.folder().toString())
                            .printed())
                    .contains("2 sources: 4 the same\n");
        }
        try (TestHub hub = TestHub.start(TestHub.embedded(folder, fresh.folder()), Clock.systemUTC())) {
            Operator operator = Operator.of(hub);
            Receipt again = hub.deliver(FEED, "again.csv", corrected.bytes()).receipt();
            assertThat(again.counts().remapPending())
                    .as("nothing goes out because our mapping has changed")
                    .isEqualTo(1);
            int before = hub.published(Topic.PK, STUDY).size();
            Operator.Ended dry = operator.run("replay", "--feed", FEED, "--dry-run");
            assertThat(dry.printed())
                    .contains("Nothing was published.")
                    .contains("remapped: entry 1/")
                    .contains("method.text: (none) → \"PK-ELISA second edition\"")
                    .contains("new: entry 3/");
            Map<String, JsonNode> forecast = new TreeMap<>();
            operator.run("replay", "--feed", FEED, "--dry-run", "--show", "0", "--json")
                    .printed()
                    .lines()
                    .map(line -> Json.tree(line.getBytes(StandardCharsets.UTF_8)))
                    .forEach(line -> forecast.put(line.path("transfer").asText(), line));
            assertThat(operator.run("replay", "--code", "AH-0304", "--dry-run", "--json", "--show", "0")
                            .printed()
                            .lines())
                    .as("the one transfer that has such a reject")
                    .singleElement()
                    .asString()
                    .contains(original, "\"new\":1");
            assertThat(operator.run("replay", "--until", "2001-01-01T00:00:00Z", "--dry-run")
                            .printed())
                    .isEqualTo("Nothing was published.\n");
            assertThat(hub.published(Topic.PK, STUDY)).hasSize(before);

            Operator.Ended done = operator.run(
                    "replay", "--feed", FEED, "--by", "J. Doe", "--why", "method named as the laboratory does");
            assertThat(done.status()).as(done.printed()).isZero();
            Delivered.await().untilAsserted(() -> assertThat(replays(hub)).hasSize(3));
            assertThat(forecast.keySet()).isEqualTo(replays(hub).keySet());
            replays(hub).forEach((of, receipt) -> {
                JsonNode said = forecast.get(of);
                assertThat(said.path("new").asLong()).isEqualTo(receipt.counts().created());
                assertThat(said.path("remapped").asLong())
                        .isEqualTo(receipt.counts().remapped());
                assertThat(said.path("unchanged").asLong())
                        .isEqualTo(receipt.counts().unchanged());
                assertThat(said.path("stale").asLong())
                        .isEqualTo(receipt.counts().stale());
                assertThat(said.path("rejected").asLong())
                        .isEqualTo(receipt.manifest().rejected());
            });
            Receipt ofFirst = replays(hub).get(original);
            assertThat(ofFirst.counts().remapped()).as("A1").isEqualTo(1);
            assertThat(ofFirst.counts().stale()).as("A2, corrected since").isEqualTo(1);
            assertThat(ofFirst.counts().created()).as("A3, understood now").isEqualTo(1);
            assertThat(ofFirst.manifest().cumulative()).isFalse();
            assertThat(hub.published(Topic.PK, STUDY))
                    .extracting(p -> p.sample() + " version " + p.header("ah_version") + " " + p.header("ce_type"))
                    .contains(
                            "S-1 A1 1.5 ng/mL final version 2 io.assayhub.observation.remapped",
                            "S-1 A2 2.7 ng/mL corrected version 3 io.assayhub.observation.remapped")
                    .hasSize(before + 3);
            assertThat(approvals(hub))
                    .as("who approved it and why is kept")
                    .hasSize(3)
                    .allSatisfy(command -> assertThat(command.by()).isEqualTo("J. Doe"));
            operator.run("replay", "--feed", FEED, "--dry-run", "--json", "--show", "0")
                    .printed()
                    .lines()
                    .map(line -> Json.tree(line.getBytes(StandardCharsets.UTF_8)))
                    .forEach(line -> assertThat(line.path("new").asLong()
                                    + line.path("remapped").asLong())
                            .as("nothing is left to change")
                            .isZero());
            Operator.Ended twice =
                    operator.run("replay", "--transfer", original, "--by", "J. Doe", "--why", "asked for twice");
            assertThat(twice.status()).isZero();
            String replay = replays(hub).get(original).transfer();
            assertThat(operator.run("replay", "--transfer", replay, "--dry-run").status())
                    .as("a replay is not replayed")
                    .isEqualTo(1);
            operator.booksAgree();
            assertThat(hub.published(Topic.PK, STUDY)).as("once").hasSize(before + 3);
        }
    }

    /** Closed receipts of replays, by the transfer that was replayed. */
    private static Map<String, Receipt> replays(TestHub hub) {
        Map<String, Receipt> replays = new TreeMap<>();
        hub.records(Topic.RECEIPTS).forEach(record -> {
            Receipt receipt = Receipt.fromJson(record.value());
            if (receipt.manifest().replayOf() != null && receipt.state() == Receipt.State.CLOSED) {
                replays.put(receipt.manifest().replayOf(), receipt);
            }
        });
        return replays;
    }

    private static List<CommandRecord> approvals(TestHub hub) {
        return hub.records(Topic.AUDIT).stream()
                .filter(r -> AuditRecord.ACTION.equals(
                        new String(r.headers().lastHeader(HeaderName.KIND).value(), StandardCharsets.UTF_8)))
                .map(r -> CommandRecord.fromJson(r.value()))
                .filter(c -> c.action() == CommandRecord.Action.REPLAY)
                .toList();
    }
}

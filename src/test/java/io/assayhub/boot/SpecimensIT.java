package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.config.AccessConfig;
import io.assayhub.wire.Json;
import io.assayhub.wire.SpecimenRecord;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lists of expected specimens, from a drop folder to the page that holds results against them. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SpecimensIT {
    private static final String LIST = "edc-specimens";
    private static final String HEADER = "STUDYID,SUBJID,VISIT,TPT,SPEC,TEST,ACCESSION,STATUS,PLANNED,COLLECTED,NOTE\n";

    @TempDir
    static Path folder;

    private static TestHub hub;
    private static ConsoleVisitor console;

    @BeforeAll
    static void start() {
        hub = TestHub.start(TestHub.showing(folder, Path.of("fhir-mappings"), AccessConfig.DEFAULT), Clock.systemUTC());
        console = new ConsoleVisitor(hub.hub().http().orElseThrow().address());
    }

    @AfterAll
    static void stop() {
        if (hub != null) {
            hub.close();
        }
    }

    @Test
    void showsWhatHasComeOfWhatWasExpected() throws IOException {
        hub.deliver(
                "reconcile.csv",
                new PcTable().row("RECONCILE", "S-1", "T1", "1.5").row("RECONCILE", "S-1", "T2", "2.5"));
        hub.drop(
                "sdtm-pc",
                "held.csv",
                new PcTable().row("RECONCILE", "S-9", "T1", "3.5").bytes());
        JsonNode receipt = list(
                "first.csv",
                "RECONCILE,S-1,BASELINE,T1,Plasma,PK,ACC-S-1-T1,Collected,2006-03-01,2006-03-01T10:00,DECOYNOTE",
                "RECONCILE,S-1,BASELINE,T2,Plasma,PK,,Collected,2006-03-01,2006-03-01,DECOYNOTE",
                "RECONCILE,S-1,BASELINE,T3,Plasma,PK,ACC-S-1-T3,Collected,2006-03-01,2006-03-01,DECOYNOTE",
                "RECONCILE,S-9,BASELINE,T1,Plasma,PK,ACC-S-9-T1,Collected,2006-03-01,2006-03-01,DECOYNOTE",
                "RECONCILE,S-2,WEEK 4,,Plasma,PK,,Not done,2006-04-01,,DECOYNOTE",
                "RECONCILE,S-2,WEEK 8,,Plasma,PK,,Planned,2006-05-01,,DECOYNOTE",
                "RECONCILE,S-2,WEEK 8,,Plasma,Blood count,,Planned,2006-05-01,,DECOYNOTE");
        assertThat(counts(receipt)).isEqualTo("7 = 6 + 0 + 0 + 1");

        Delivered.await().untilAsserted(() -> {
            assertThat(states("RECONCILE"))
                    .isEqualTo(Map.of(
                            "S-1 T1", "reported",
                            "S-1 T2", "reported",
                            "S-1 T3", "not reported",
                            "S-9 T1", "held",
                            "S-2 WEEK 4", "not done",
                            "S-2 WEEK 8", "planned"));
        });
        assertThat(console.page("/console/reconcile?state=contradiction"))
                .contains("No expected specimen is like this");
        assertThat(console.page("/console/rejects?feed=" + LIST)).contains("AH-0311", "TEST");
        hub.records(Topic.SPECIMENS)
                .forEach(r -> assertThat(new String(r.value() == null ? r.key() : r.value(), UTF_8))
                        .doesNotContain("DECOYNOTE"));
        assertThat(Delivered.files(hub.claimed(LIST))).isEmpty();
    }

    @Test
    void aNewerListStandsInPlaceOfTheFormer() throws IOException {
        String unchanged = "NEWER,S-1,DAY 1,T1,Plasma,PK,N-1,Collected,,2006-03-01,";
        list(
                "newer1.csv",
                unchanged,
                "NEWER,S-1,DAY 1,T2,Plasma,PK,N-2,Planned,,,",
                "NEWER,S-1,DAY 1,T3,Plasma,PK,N-3,Planned,,,");
        JsonNode receipt =
                list("newer2.csv", "NEWER,S-1,DAY 1,T2,Plasma,PK,N-2,Collected,,2006-03-02,", unchanged, unchanged);
        assertThat(counts(receipt)).as("one of them stands twice").isEqualTo("3 = 0 + 1 + 1 + 1");
        assertThat(receipt.path("removed").asInt()).isEqualTo(1);
        assertThat(specimens("NEWER")).isEqualTo(Map.of("N-1", "collected", "N-2", "collected"));
        Delivered.await()
                .untilAsserted(
                        () -> assertThat(states("NEWER").keySet()).containsExactlyInAnyOrder("S-1 T1", "S-1 T2"));
    }

    @Test
    void aListThatCannotBeReadLeavesTheFormerAsItIs() throws IOException {
        list("kept.csv", "KEPT,S-1,DAY 1,T1,Plasma,PK,K-1,Collected,,2006-03-01,");
        hub.drop(LIST, "headless.csv", "KEPT,S-1,DAY 1,T2,Plasma,PK,K-2,Collected,,2006-03-01,\n".getBytes(UTF_8));
        JsonNode headless = receipt(hub.refused(LIST), "headless.csv");
        assertThat(headless.path("refusal").asText()).startsWith("AH-0105");
        hub.drop(LIST, "shifted.csv", (HEADER + "S-1,KEPT,DAY 1,T1,Plasma,PK,K-1,Lost,,2006-03-01,\n").getBytes(UTF_8));
        JsonNode shifted = receipt(hub.refused(LIST), "shifted.csv");
        assertThat(shifted.path("refusal").asText())
                .isEqualTo("AH-0103 None of the 1 rows is a specimen; the former list stays.");
        assertThat(specimens("KEPT")).isEqualTo(Map.of("K-1", "collected"));
    }

    /** Delivers a list, which takes the place of any before it, and returns its receipt. */
    private static JsonNode list(String name, String... rows) throws IOException {
        hub.drop(LIST, name, (HEADER + String.join("\n", rows) + "\n").getBytes(UTF_8));
        return receipt(hub.done(LIST), name);
    }

    private static JsonNode receipt(Path ended, String name) throws IOException {
        Delivered.await().until(() -> !named(ended, name).isEmpty());
        return Json.tree(Files.readAllBytes(named(ended, name).get(0)));
    }

    private static List<Path> named(Path ended, String name) {
        return Delivered.files(ended).stream()
                .filter(f -> f.getFileName().toString().endsWith("_" + name + ".receipt.json"))
                .toList();
    }

    private static String counts(JsonNode receipt) {
        return receipt.path("rows").asInt() + " = " + receipt.path("added").asInt() + " + "
                + receipt.path("changed").asInt() + " + "
                + receipt.path("unchanged").asInt() + " + "
                + receipt.path("rejected").asInt();
    }

    /** Accession to status, as the topic holds them. */
    private static Map<String, String> specimens(String study) {
        Map<String, SpecimenRecord> latest = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : hub.records(Topic.SPECIMENS)) {
            String key = new String(record.key(), UTF_8);
            if (key.startsWith(LIST + "/" + study + "/")) {
                if (record.value() == null) {
                    latest.remove(key);
                } else {
                    latest.put(key, SpecimenRecord.fromJson(record.value()));
                }
            }
        }
        Map<String, String> statuses = new LinkedHashMap<>();
        latest.values().forEach(s -> statuses.put(s.accession(), s.status().text()));
        return statuses;
    }

    /** Subject and time point, or visit, to state, as the page shows them. */
    private static Map<String, String> states(String study) {
        Matcher row = Pattern.compile(
                        "<tr class=\"[a-z]*\">\\s*<td><a href=\"/console/subjects/" + study
                                + "/(?<subject>[^\"]+)\">.*?</tr>",
                        Pattern.DOTALL)
                .matcher(console.page("/console/reconcile?study=" + study));
        Map<String, String> states = new LinkedHashMap<>();
        while (row.find()) {
            List<String> cells = Arrays.stream(row.group().split("</td>"))
                    .map(c -> c.replaceAll("<[^>]*>", " ").strip())
                    .toList();
            String where = cells.get(2).isEmpty() ? cells.get(1) : cells.get(2);
            states.put(row.group("subject") + " " + where, cells.get(6));
        }
        return states;
    }
}

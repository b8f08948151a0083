package io.assayhub.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.boot.TestHub.Published;
import io.assayhub.wire.Counts;
import io.assayhub.wire.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A blinded feed before and after its unblinding. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class BlindedIT {
    private static final String FEED = "sdtm-is";
    private static final String STUDY = "PILOT7";
    private static final Path TABLE = Path.of("src/test/resources/cases/sdtm-is/safety/in.csv");

    @TempDir
    static Path folder;

    @TempDir
    static Path mappings;

    private static TestHub hub;
    private static Operator operator;

    @BeforeAll
    static void start() {
        TestMappings feeds =
                TestMappings.copyTo(mappings.resolve("fhir-mappings")).withMore(FEED, "blinded: true");
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
    void keepsResultsFromObservationsAndSafetyUntilTheFeedIsUnblinded() throws Exception {
        hub.register(STUDY, List.of("07-001-0005"));
        byte[] table = Files.readAllBytes(TABLE);
        assertThat(hub.deliver(FEED, "first.csv", table).receipt().counts()).isEqualTo(Counts.of(6, 0, 0, 0, 0, 0));
        List<String> first = what(Topic.IMMUNOGENICITY);
        assertThat(first).hasSize(6);
        assertThat(what(Topic.OBSERVATIONS)).isEmpty();
        assertThat(what(Topic.SAFETY)).isEmpty();

        operator.decide("unblind", "--feed", FEED);
        Delivered.await()
                .untilAsserted(() -> assertThat(what(Topic.OBSERVATIONS)).hasSize(6));
        assertThat(what(Topic.OBSERVATIONS)).containsExactlyInAnyOrderElementsOf(first);
        assertThat(what(Topic.SAFETY))
                .as("a confirmed positive, and a positive for neutralising antibodies")
                .containsExactlyInAnyOrder("2014-01-02 CONFIRM POSITIVE 1 final", "2014-01-30  POS 1 final");
        assertThat(what(Topic.IMMUNOGENICITY)).as("nothing goes out twice").isEqualTo(first);

        String corrected = new String(table, java.nio.charset.StandardCharsets.UTF_8)
                .replace("CONFIRM,NEGATIVE,,,SERUM,,2014-01-16", "CONFIRM,POSITIVE,,,SERUM,,2014-01-16");
        assertThat(hub.deliver(FEED, "second.csv", corrected.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .receipt()
                        .counts())
                .isEqualTo(Counts.of(0, 1, 5, 0, 0, 0));
        for (Topic topic : List.of(Topic.IMMUNOGENICITY, Topic.OBSERVATIONS, Topic.SAFETY)) {
            assertThat(what(topic)).contains("2014-01-16 CONFIRM POSITIVE 2 corrected");
        }
    }

    /** Day, tier, result, version and status of what a topic holds. */
    private static List<String> what(Topic topic) {
        return hub.published(topic, STUDY).stream().map(BlindedIT::what).toList();
    }

    private static String what(Published published) {
        String tier = "";
        String result = "";
        for (var extension : published.observation().path("extension")) {
            String url = extension.path("url").asText();
            if (url.endsWith("/assay-tier")) {
                tier = extension.path("valueCode").asText();
            } else if (url.endsWith("/verbatim")) {
                result = extension.at("/extension/0/valueString").asText();
            }
        }
        return String.join(
                " ",
                published.observation().path("effectiveDateTime").asText(),
                tier,
                result,
                published.header("ah_version"),
                published.observation().path("status").asText());
    }
}

package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.boot.HubProcess.Ended;
import io.assayhub.fhir.LoadedPackage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands that the README shows, as a newcomer runs them, each in a process of its own. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ReadmeCommandsIT {
    private static final Path CASES = Path.of("src/test/resources/cases");
    private static final byte[] NOTHING = {};

    @TempDir
    Path folder;

    @Test
    void demoShowsBooksThatBalanceAndItsObservationsAreThoseOfThePackage() throws Exception {
        Path published = folder.resolve("published.ndjson");
        Ended demo = HubProcess.ended(NOTHING, "demo", "--once", "--observations", published.toString());
        assertThat(demo.err()).doesNotContain("WARN", "ERROR", "Exception", "\tat ");
        assertThat(demo.out()).contains("The books balance.").contains("bioanalysis-pk");
        assertThat(demo.out().toLowerCase(java.util.Locale.ROOT)).doesNotContain("differs");
        assertThat(demo.status()).isZero();

        Ended written = HubProcess.ended(NOTHING, "package", "--out", folder.toString());
        assertThat(written.status()).isZero();
        List<String> observations = Files.readAllLines(published);
        assertThat(observations).hasSizeGreaterThan(700);
        // One in three: to validate all would take longer than the demo, and check has every kind and branch.
        List<String> some = IntStream.range(0, observations.size())
                .filter(i -> i % 3 == 0)
                .mapToObj(observations::get)
                .toList();
        assertThat(new LoadedPackage(folder.resolve("io.assayhub.fhir-0.1.0.tgz")).problems(some))
                .isEmpty();
    }

    @Test
    void tryEndsWithZeroWhenAllIsNormalised() throws Exception {
        Path input = CASES.resolve("sdtm-pc/plain-and-limits");
        Ended tried = HubProcess.ended(
                NOTHING, "try", "--feed", "sdtm-pc", input.resolve("in.csv").toString());
        assertThat(tried.err())
                .isEqualTo("{\"flagged\":{\"sender-code\":6}}" + System.lineSeparator()
                        + "6 results: 6 normalised, 0 rejected" + System.lineSeparator());
        assertThat(tried.out().lines())
                .hasSize(6)
                .allSatisfy(line -> assertThat(line)
                        .startsWith("{\"resourceType\":\"Observation\",")
                        .endsWith("}"));
        assertThat(tried.status()).isZero();
    }

    @Test
    void tryEndsWithTwoAndListsWhatIsRejected() throws Exception {
        Ended tried = HubProcess.ended(
                NOTHING,
                "try",
                "--feed",
                "cytometry-cd8",
                CASES.resolve("cytometry-cd8/bad-row/in.csv").toString());
        List<String> normalised = Files.readAllLines(CASES.resolve("cytometry-cd8/bad-row/expected.ndjson"));
        assertThat(tried.out().lines()).hasSameSizeAs(normalised);
        List<String> err = tried.err().lines().toList();
        assertThat(tried.lastError()).matches("\\d+ results: " + normalised.size() + " normalised, \\d+ rejected");
        assertThat(err.subList(0, err.size() - 1))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).startsWith("{").contains("\"code\":\"AH-"));
        assertThat(tried.status()).isEqualTo(2);
    }

    @Test
    void tryReadsStandardInput() throws Exception {
        byte[] table = Files.readAllBytes(CASES.resolve("sdtm-pc/plain-and-limits/in.csv"));
        Ended tried = HubProcess.ended(table, "try", "--feed", "sdtm-pc", "-");
        assertThat(tried.lastError()).isEqualTo("6 results: 6 normalised, 0 rejected");
        assertThat(tried.status()).isZero();
    }

    @Test
    void tryEndsWithOneWhenItCannotRun() throws Exception {
        Ended misspelt = HubProcess.ended(NOTHING, "try", "--feed", "sdtm-pk", "in.csv");
        assertThat(misspelt.err()).contains("did you mean 'sdtm-pc'").doesNotContain("\tat ");
        assertThat(misspelt.out()).isEmpty();
        assertThat(misspelt.status()).isEqualTo(1);

        Path missing = folder.resolve("no-such.csv");
        Ended unread = HubProcess.ended(NOTHING, "try", "--feed", "sdtm-pc", missing.toString());
        assertThat(unread.err()).contains(missing.toString()).doesNotContain("\tat ");
        assertThat(unread.status()).isEqualTo(1);
    }

    @Test
    void helpListsTheCommands() throws Exception {
        Ended help = HubProcess.ended(NOTHING, "--help");
        assertThat(help.out().lines().map(String::strip))
                .anyMatch(line -> line.startsWith("demo "))
                .anyMatch(line -> line.startsWith("run "))
                .anyMatch(line -> line.startsWith("try "));
        assertThat(help.err()).isEmpty();
        assertThat(help.status()).isZero();
    }

    @Test
    void runReportsEveryFaultOfItsConfigurationAtOnce() throws Exception {
        Path configuration = folder.resolve("hub.yaml");
        Files.writeString(configuration, "topics: { partitions: 0 }\nintake: { quite: 1s }\n", UTF_8);
        Ended run = HubProcess.ended(NOTHING, "run", "--config", configuration.toString());
        assertThat(run.err()).contains("partitions", "quite").doesNotContain("\tat ");
        assertThat(run.status()).isEqualTo(1);
    }
}

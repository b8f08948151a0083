package io.assayhub.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own, since it writes to the process's own outputs. */
class TryCommandTest {
    private static final Path CASES = Path.of("src/test/resources/cases");

    @TempDir
    private Path folder;

    private record Ran(int exit, List<String> out, List<String> err) {}

    @Test
    void writesObservationsAndTellsThatAllIsWell() throws Exception {
        Path golden = CASES.resolve("sdtm-is/tiers");
        Ran ran = run("--feed", "sdtm-is", golden.resolve("in.csv").toString());
        assertThat(ran.out).isEqualTo(Files.readAllLines(golden.resolve("expected.ndjson")));
        assertThat(ran.err).containsExactly("4 results: 4 normalised, 0 rejected");
        assertThat(ran.exit).isZero();
    }

    @Test
    void showsTheSenderEachRejectWithItsCellAndRemedy() throws Exception {
        Path golden = CASES.resolve("sdtm-is/limits-that-differ");
        Ran ran = run("--feed", "sdtm-is", golden.resolve("in.csv").toString());
        assertThat(ran.out).isEqualTo(Files.readAllLines(golden.resolve("expected.ndjson")));
        assertThat(ran.err).hasSize(5).last().isEqualTo("4 results: 2 normalised, 2 rejected");
        assertThat(Json.mapper().readTree(ran.err.get(0)))
                .isEqualTo(Json.mapper().readTree("""
                {"held":"limit-differs","code":"AH-0510","line":3,"row":2,"column":"ISORRES","entry":"2/ada-titer",
                "detail":"The limit in the result differs from the limit delivered beside it.",
                "remedy":"Let the sender make the two agree, or release it with the limit that stands in the result."}
                """));
        JsonNode reject = Json.mapper().readTree(ran.err.get(1));
        assertThat(reject.get("code").asText()).isEqualTo("AH-0304");
        assertThat(reject.get("line").asLong()).isEqualTo(4);
        assertThat(reject.get("column").asText()).isEqualTo("ISORRES");
        assertThat(reject.get("value").asText()).isEqualTo("POSITIV");
        assertThat(reject.get("remedy").asText()).contains("tokens");
        JsonNode verdict = Json.mapper().readTree(ran.err.get(3));
        assertThat(verdict.get("verdict").asText()).isEqualTo("refused");
        assertThat(verdict.get("code").asText()).isEqualTo("AH-0109");
        assertThat(ran.exit).isEqualTo(2);
    }

    @Test
    void couldNotRunIsToldApartFromRejects() throws Exception {
        String file = CASES.resolve("sdtm-is/tiers/in.csv").toString();
        Ran unknown = run("--feed", "sdtm-si", file);
        assertThat(unknown.err)
                .singleElement()
                .asString()
                .startsWith("no feed is named 'sdtm-si', did you mean 'sdtm-is'?");
        assertThat(unknown.exit).isEqualTo(1);

        Ran missing = run("--feed", "sdtm-is", folder.resolve("none.csv").toString());
        assertThat(missing.err).singleElement().asString().startsWith("the file cannot be read: ");
        assertThat(missing.exit).isEqualTo(1);

        Files.createDirectory(folder.resolve("feeds"));
        Files.writeString(folder.resolve("feeds/lab.yaml"), "feed: lab\nversoin: 1\n");
        Ran broken = run("--mappings", folder.toString(), "--feed", "lab", file);
        assertThat(broken.err)
                .anyMatch(l -> l.startsWith("feeds/lab.yaml:2: versoin: is not known here, did you mean 'version'?"));
        assertThat(broken.out).isEmpty();
        assertThat(broken.exit).isEqualTo(1);
    }

    private Ran run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.assayhub.boot.Main",
                "try"));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        List<String> errors = new ArrayList<>(Files.readAllLines(err, UTF_8));
        errors.removeIf(line -> line.startsWith("Picked up "));
        return new Ran(process.waitFor(), Files.readAllLines(out, UTF_8), errors);
    }
}

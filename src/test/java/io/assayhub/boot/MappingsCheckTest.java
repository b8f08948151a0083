package io.assayhub.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.config.Problem;
import io.assayhub.mapping.Namespaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingsCheckTest {
    private static final Path MAPPINGS = Path.of("fhir-mappings");
    private static final Path CASES = Path.of("src/test/resources/cases");

    @TempDir
    private Path folder;

    @Test
    void theRepositorysMappingsAreProved() throws IOException {
        MappingsCheck check = new MappingsCheck(
                MAPPINGS, Namespaces.DEFAULT_BASE, MappingsCheck.Validation.OF_PROFILES, feed -> true);
        check.run(Optional.of(CASES));

        assertThat(check.sorted()).map(Problem::toString).isEmpty();
        assertThat(check.summary(4))
                .matches("\\d+ files, \\d+ mappings of \\d+ feeds, \\d+ generated results, \\d+ generated rows,"
                        + " \\d+ golden cases: no problems");
    }

    @Test
    void whatTheValidatorSaysIsOneProblemWithTheLineThatWroteIt() throws IOException {
        MappingsCheck.Validation doubting = (f, base) ->
                all -> all.stream().map(json -> List.of("status: is doubted")).toList();
        MappingsCheck check = new MappingsCheck(MAPPINGS, Namespaces.DEFAULT_BASE, doubting, "bioanalysis-pk"::equals);
        check.run(Optional.empty());

        List<String> lines = Files.readAllLines(MAPPINGS.resolve("observations/pk-concentration.yaml"));
        assertThat(check.sorted()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo("observations/pk-concentration.yaml");
            assertThat(problem.line()).isEqualTo(lines.indexOf("  status: $status") + 1);
            assertThat(problem.path()).isEqualTo("resource.status");
            assertThat(problem.message()).startsWith("is doubted (feed bioanalysis-pk, everything delivered, and ");
        });
        assertThat(check.summary(0)).endsWith(": 1 problem");
    }

    @Test
    void allProblemsComeAtOnceSortedByFileAndLine() throws IOException {
        write("feeds/b.yaml", "feed: c\nversion: 0\n");
        write("feeds/a.yaml", "feed: a\nversio: 1\n");
        MappingsCheck check =
                new MappingsCheck(folder, Namespaces.DEFAULT_BASE, (f, base) -> all -> List.of(), feed -> true);
        check.run(Optional.empty());

        assertThat(check.sorted())
                .map(Problem::toString)
                .contains("feeds/a.yaml:2: versio: is not known here, did you mean 'version'?")
                .contains("feeds/b.yaml:1: feed: the file has to be named c.yaml")
                .contains("feeds/b.yaml:2: version: has to be a whole number from 1 to 1000000")
                .isSorted();
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}

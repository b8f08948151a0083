package io.assayhub.boot.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.config.Problems;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.mapping.Namespaces;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FuzzTest {
    private static final Path CASES = Path.of("src/test/resources/cases");
    private static MappingCatalog catalog;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeAll
    static void load() {
        Problems problems = new Problems();
        catalog = MappingCatalog.load(Path.of("fhir-mappings"), Namespaces.of("https://assayhub.io/fhir"), problems);
        problems.throwIfAny();
    }

    private Fuzz fuzz(long seed, Fuzz.Reader reader) throws IOException {
        return Fuzz.of(catalog, CASES, seed, folder, new PrintStream(said, true, UTF_8), reader);
    }

    @Test
    void everyShippedFeedSurvivesAndBalances() throws Exception {
        boolean good = fuzz(1, Fuzz.Reader.OF_INTAKE).run(3000, 2);
        assertThat(good).as(said.toString(UTF_8)).isTrue();
        assertThat(said.toString(UTF_8)).contains("3000 inputs read", "0 escapes, 0 hangs");
    }

    @Test
    void theSameNumberIsTheSameInput() throws IOException {
        Fuzz one = fuzz(7, Fuzz.Reader.OF_INTAKE);
        Fuzz again = fuzz(7, Fuzz.Reader.OF_INTAKE);
        Fuzz other = fuzz(8, Fuzz.Reader.OF_INTAKE);
        int different = 0;
        for (long number = 0; number < 300; number++) {
            assertThat(again.input(number).bytes()).isEqualTo(one.input(number).bytes());
            assertThat(again.input(number).feed()).isSameAs(one.input(number).feed());
            different += java.util.Arrays.equals(
                            other.input(number).bytes(), one.input(number).bytes())
                    ? 0
                    : 1;
        }
        assertThat(different).isGreaterThan(290);
    }

    @Test
    void whatIsThrownIsToldWithTheInputThatDidIt() throws Exception {
        Fuzz fuzz = fuzz(3, (feed, bytes, again, figures) -> {
            if (bytes.length % 10 == 0) {
                throw new IllegalStateException("secret content");
            }
            return Optional.empty();
        });
        assertThat(fuzz.run(100, 2)).isFalse();
        String text = said.toString(UTF_8);
        assertThat(text).contains("ESCAPE", "java.lang.IllegalStateException at ", "./hub try --feed ");
        assertThat(text).doesNotContain("secret content");
        try (var kept = Files.list(folder)) {
            assertThat(kept.map(FuzzTest::size)).isNotEmpty().allMatch(size -> size % 10 == 0);
        }
    }

    @Test
    void booksThatDoNotBalanceAreAnEscape() throws Exception {
        Fuzz fuzz = fuzz(3, (feed, bytes, again, figures) -> Optional.of("rows do not balance"));
        assertThat(fuzz.run(10, 1)).isFalse();
        assertThat(said.toString(UTF_8)).contains("10 escapes", "rows do not balance");
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

package io.assayhub.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.config.Problem;
import io.assayhub.fhir.ProfileValidator;
import io.assayhub.mapping.Namespaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Mistakes that people make in mappings, and what the check says of each. A directory {@code broken/NAME} holds
 * {@code change.txt}: the feed to be proved, then for each file its name, the lines taken out (-) and put in (+); and
 * {@code expected.txt}: the problems, in which {@code @} is the line of the change in that file. The rest is the
 * repository's mappings as they are. {@code -Dbroken.rewrite=true} writes what is expected, to be read before it is kept.
 */
class BrokenMappingsTest {
    private static final Path CASES = Path.of("src/test/resources/broken");
    private static final Path MAPPINGS = Path.of("fhir-mappings");
    private static final Path GOLDEN = Path.of("src/test/resources/cases");
    private static final boolean REWRITE = Boolean.getBoolean("broken.rewrite");

    private static ProfileValidator profiles;

    @TempDir
    private Path folder;

    @BeforeAll
    static void readTheProfilesOnce() {
        profiles = new ProfileValidator(MAPPINGS, Namespaces.DEFAULT_BASE);
    }

    static Stream<String> names() throws IOException {
        try (Stream<Path> all = Files.list(CASES)) {
            return all.map(f -> f.getFileName().toString()).sorted().toList().stream();
        }
    }

    @Test
    void fiftyAreKept() throws IOException {
        assertThat(names()).hasSizeGreaterThanOrEqualTo(50);
    }

    @ParameterizedTest
    @MethodSource("names")
    void isOneLineWithItsPlace(String name) throws IOException {
        MappingsChange change = MappingsChange.read(CASES.resolve(name).resolve("change.txt"));
        Path mappings = folder.resolve("fhir-mappings");
        Path golden = folder.resolve("cases");
        copy(MAPPINGS, mappings);
        if (change.touches("cases/")) {
            copy(GOLDEN.resolve(change.feed()), golden.resolve(change.feed()));
        }
        change.apply(file -> file.startsWith("cases/") ? folder.resolve(file) : mappings.resolve(file));

        boolean otherProfiles = change.touches("profiles/") || change.touches("terminology/");
        MappingsCheck check = new MappingsCheck(
                mappings,
                Namespaces.DEFAULT_BASE,
                otherProfiles ? MappingsCheck.Validation.OF_PROFILES : (f, base) -> profiles::validate,
                change.feed()::equals);
        check.run(change.touches("cases/") ? Optional.of(golden) : Optional.empty());

        List<String> found = check.sorted().stream()
                .map(Problem::toString)
                .map(change::relative)
                .toList();
        Path expected = CASES.resolve(name).resolve("expected.txt");
        if (REWRITE) {
            Files.write(expected, found);
        }
        assertThat(found).isNotEmpty().containsExactlyElementsOf(Files.readAllLines(expected));
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(from)) {
            all.filter(Files::isRegularFile).forEach(files::add);
        }
        for (Path file : files) {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
    }
}

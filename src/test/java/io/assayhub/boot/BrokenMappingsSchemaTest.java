package io.assayhub.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.mapping.MappingSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of the mistakes that are kept, those that an editor shows while they are made; all others need the check. */
class BrokenMappingsSchemaTest {
    private static final Path CASES = Path.of("src/test/resources/broken");
    private static final Path MAPPINGS = Path.of("fhir-mappings");

    @TempDir
    private Path folder;

    @Test
    void mistakesOfStructureAreSeenInTheEditor() throws IOException {
        List<String> seen = new ArrayList<>();
        try (Stream<Path> all = Files.list(CASES)) {
            for (Path broken : all.sorted().toList()) {
                if (isSeen(broken)) {
                    seen.add(broken.getFileName().toString());
                }
            }
        }
        assertThat(seen)
                .containsExactly(
                        "charset-misspelt",
                        "check-misspelt",
                        "check-runs-without-rule",
                        "check-severity-misspelt",
                        "column-without-mapping",
                        "count-without-group",
                        "decimal-unknown",
                        "delimiter-in-words",
                        "element-misspelt",
                        "exclude-every-row",
                        "hole-misspelt",
                        "identity-of-subject-alone",
                        "identity-with-collected-time",
                        "identity-with-run",
                        "key-missing",
                        "key-misspelt",
                        "key-twice",
                        "kind-misspelt",
                        "limit-without-percent",
                        "meaning-misspelt",
                        "order-without-group",
                        "registry-column-misspelt",
                        "safety-two-findings",
                        "topic-misspelt",
                        "topic-safety",
                        "two-forms",
                        "value-from-text",
                        "value-named-quantity",
                        "yaml-brace-not-quoted",
                        "yaml-tab",
                        "zone-missing");
    }

    private boolean isSeen(Path broken) throws IOException {
        Path copy = Files.createDirectory(folder.resolve(broken.getFileName()));
        MappingsChange change = MappingsChange.read(broken.resolve("change.txt"));
        List<Path> changed = new ArrayList<>();
        change.apply(file -> {
            Path original = MAPPINGS.resolve(file);
            Path target = copy.resolve(file);
            changed.add(target);
            try {
                Files.createDirectories(target.getParent());
                if (!Files.exists(original)) {
                    original = Path.of("src/test/resources").resolve(file);
                }
                Files.copy(original, target);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return target;
        });
        for (Path file : changed) {
            String name = copy.relativize(file).toString();
            if (MappingSchema.of(name).isPresent()
                    && !MappingSchema.of(name)
                            .get()
                            .problems(Files.readString(file))
                            .isEmpty()) {
                return true;
            }
        }
        return false;
    }
}

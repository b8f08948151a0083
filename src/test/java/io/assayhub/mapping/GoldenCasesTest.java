package io.assayhub.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.model.Rejected;
import io.assayhub.wire.Json;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every directory {@code cases/FEED/CASE}: what the feed makes of {@code in.*} is {@code expected.ndjson} and
 * {@code rejected.ndjson}, byte for byte, and of an entry to be held or of concern for safety, {@code facts.ndjson} says
 * so. {@code -Dcases.rewrite=true} writes them instead, to be read before they are kept.
 */
class GoldenCasesTest {
    private static final Path CASES = Path.of("src/test/resources/cases");
    private static final boolean REWRITE = Boolean.getBoolean("cases.rewrite");

    /** In columns that no feed reads: a name, initials, a birth date, remarks, an operator. */
    private static final List<String> DECOYS =
            List.of("DECOY", "Dupont", "1951-04-17", "17/04/1951", "17-Apr-1951", "P.D.");

    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        return caseFolders().stream()
                .map(folder -> DynamicTest.dynamicTest(
                        CASES.relativize(folder).toString(), folder.toUri(), () -> run(folder)));
    }

    @Test
    void everyFeedOfTheRepositoryHasCases() throws IOException {
        List<String> feeds = caseFolders().stream()
                .map(folder -> folder.getParent().getFileName().toString())
                .distinct()
                .toList();
        assertThat(feeds).containsExactlyElementsOf(TestMappings.repository().feedNames());
    }

    private static void run(Path folder) throws IOException {
        CompiledFeed feed = TestMappings.feed(folder.getParent().getFileName().toString());
        TransferRun run = TransferRun.preview(feed, Files.readAllBytes(source(folder)));
        List<String> rejected = new ArrayList<>();
        run.rejected().forEach(r -> rejected.add(line(r)));
        run.verdict().refusal().ifPresent(r -> rejected.add(verdict(r)));

        assertThat(String.join("\n", run.observations()) + String.join("\n", rejected))
                .as("nothing of an unmapped column")
                .doesNotContain(DECOYS);
        compare(folder.resolve("expected.ndjson"), run.observations());
        compare(folder.resolve("rejected.ndjson"), rejected);
        List<String> facts = run.entries().stream()
                .filter(e -> e.facts().hold() != null || e.facts().topics().contains(Topic.SAFETY))
                .map(GoldenCasesTest::facts)
                .toList();
        if (!facts.isEmpty() || Files.exists(folder.resolve("facts.ndjson"))) {
            compare(folder.resolve("facts.ndjson"), facts);
        }
        TransferReader.Summary summary = run.summary();
        long excluded =
                summary.excluded().values().stream().mapToLong(Long::longValue).sum();
        if (run.verdict().refusal().isEmpty() || summary.rows() > 0) {
            assertThat(summary.rows()).as("rows balance").isEqualTo(excluded + summary.refused() + summary.read());
        }
        assertThat(summary.entries())
                .as("entries balance")
                .isEqualTo(summary.rejected() + run.entries().size());
    }

    private static void compare(Path file, List<String> lines) throws IOException {
        String text = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
        if (REWRITE) {
            Files.writeString(file, text);
        }
        assertThat(Files.readString(file).lines())
                .as(file.getFileName().toString())
                .containsExactlyElementsOf(lines);
    }

    private static String line(Rejected rejected) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("code", rejected.code().code());
        line.put("line", rejected.location().line());
        line.put("row", rejected.location().row());
        line.put("column", rejected.location().column());
        line.put("entry", rejected.entry());
        line.put("detail", rejected.detail());
        line.values().removeIf(Objects::isNull);
        return new String(Json.bytes(line), UTF_8);
    }

    private static String facts(Entry entry) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("line", entry.place().line());
        line.put("row", entry.place().row());
        line.put("entry", entry.address());
        line.put(
                "hold",
                entry.facts().hold() == null ? null : entry.facts().hold().text());
        line.put("column", entry.place().column());
        line.put("topics", entry.facts().topics().stream().map(Topic::suffix).toList());
        line.values().removeIf(Objects::isNull);
        return new String(Json.bytes(line), UTF_8);
    }

    private static String verdict(Rejected refusal) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("verdict", refusal.code().code());
        line.put("line", refusal.location().line());
        line.put("column", refusal.location().column());
        line.put("detail", refusal.detail());
        line.values().removeIf(Objects::isNull);
        return new String(Json.bytes(line), UTF_8);
    }

    private static Path source(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().startsWith("in."))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<Path> caseFolders() throws IOException {
        try (Stream<Path> folders = Files.walk(CASES, 2)) {
            return folders.filter(f -> CASES.relativize(f).getNameCount() == 2 && Files.isDirectory(f))
                    .sorted()
                    .toList();
        }
    }
}

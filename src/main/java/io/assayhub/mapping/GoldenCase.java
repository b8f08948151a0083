package io.assayhub.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.model.Rejected;
import io.assayhub.wire.Json;
import io.assayhub.wire.JsonDifference;
import io.assayhub.wire.Topic;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A directory {@code FEED/CASE}: what the feed makes of {@code in.*} is {@code expected.ndjson} and {@code rejected.ndjson},
 * byte for byte, and of an entry to be held or of concern for safety, {@code facts.ndjson} says so.
 */
public final class GoldenCase {
    /** In columns that no feed reads: a name, initials, a birth date, remarks, an operator. */
    private static final List<String> DECOYS =
            List.of("DECOY", "Dupont", "1951-04-17", "17/04/1951", "17-Apr-1951", "P.D.");

    private final Path folder;
    private final Map<String, List<String>> files = new LinkedHashMap<>();
    private final List<byte[]> observations = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private GoldenCase(Path folder) {
        this.folder = folder;
    }

    /** The directories of a folder of cases, sorted. */
    public static List<Path> folders(Path cases) throws IOException {
        try (Stream<Path> folders = Files.walk(cases, 2)) {
            return folders.filter(f -> cases.relativize(f).getNameCount() == 2 && Files.isDirectory(f))
                    .sorted()
                    .toList();
        }
    }

    /** The feed that a case's directory is of. */
    public static String feed(Path folder) {
        return folder.getParent().getFileName().toString();
    }

    /** Reads the case's source with its feed. */
    public static GoldenCase run(CompiledFeed feed, Path folder) throws IOException {
        GoldenCase done = new GoldenCase(folder);
        done.read(feed, Files.readAllBytes(source(folder)));
        return done;
    }

    /** The case's files as they would be now: name to lines. */
    public Map<String, List<String>> files() {
        return files;
    }

    /** The Observations, as previews. */
    public List<byte[]> observations() {
        return observations;
    }

    /** Writes the files, to be read before they are kept. */
    public void write() throws IOException {
        for (Map.Entry<String, List<String>> file : files.entrySet()) {
            Files.writeString(
                    folder.resolve(file.getKey()),
                    file.getValue().stream().map(line -> line + "\n").collect(Collectors.joining()));
        }
    }

    /** What does not agree: {@code file:line: what differs}, or a sum that does not balance. */
    public List<String> problems() throws IOException {
        List<String> found = new ArrayList<>(problems);
        for (Map.Entry<String, List<String>> file : files.entrySet()) {
            Path kept = folder.resolve(file.getKey());
            if (!Files.exists(kept)) {
                found.add(file.getKey() + ": is missing; " + file.getValue().size() + " lines belong there");
                continue;
            }
            compare(file.getKey(), Files.readAllLines(kept), file.getValue(), found);
        }
        return found;
    }

    private void read(CompiledFeed feed, byte[] bytes) throws IOException {
        TransferJudge.Verdict verdict = TransferJudge.judge(feed, () -> new ByteArrayInputStream(bytes));
        List<Entry> entries = new ArrayList<>();
        List<String> rejects = new ArrayList<>();
        TransferReader.Summary summary = feed.reader(TransferReader.Mode.PREVIEW, verdict)
                .read(new ByteArrayInputStream(bytes), new EntrySink() {
                    @Override
                    public void normalised(Entry entry) {
                        entries.add(entry);
                        observations.add(entry.observation());
                    }

                    @Override
                    public void rejected(Rejected what) {
                        rejects.add(reject(what));
                    }
                });
        verdict.refusal().ifPresent(refusal -> rejects.add(refusal(refusal)));
        files.put(
                "expected.ndjson",
                observations.stream().map(json -> new String(json, UTF_8)).toList());
        files.put("rejected.ndjson", rejects);
        List<String> facts = entries.stream()
                .filter(e -> e.facts().hold() != null || e.facts().topics().contains(Topic.SAFETY))
                .map(GoldenCase::facts)
                .toList();
        if (!facts.isEmpty() || Files.exists(folder.resolve("facts.ndjson"))) {
            files.put("facts.ndjson", facts);
        }
        check(verdict, summary, entries.size());
    }

    private void check(TransferJudge.Verdict verdict, TransferReader.Summary summary, int entries) {
        for (String decoy : DECOYS) {
            files.forEach((name, lines) -> {
                if (lines.stream().anyMatch(line -> line.contains(decoy))) {
                    problems.add(name + ": '" + decoy + "' comes from a column that the feed does not name");
                }
            });
        }
        long excluded =
                summary.excluded().values().stream().mapToLong(Long::longValue).sum();
        boolean framed = verdict.refusal().isEmpty() || summary.rows() > 0;
        if (framed && summary.rows() != excluded + summary.refused() + summary.read()) {
            problems.add("rows do not balance: " + summary.rows() + " is not " + excluded + " excluded + "
                    + summary.refused() + " refused + " + summary.read() + " read");
        }
        if (summary.entries() != summary.rejected() + entries) {
            problems.add("entries do not balance: " + summary.entries() + " is not " + summary.rejected()
                    + " rejected + " + entries + " normalised");
        }
    }

    private static void compare(String file, List<String> kept, List<String> now, List<String> found) {
        for (int i = 0; i < Math.min(kept.size(), now.size()); i++) {
            if (!kept.get(i).equals(now.get(i))) {
                found.add(file + ":" + (i + 1) + ": " + difference(kept.get(i), now.get(i)));
            }
        }
        if (kept.size() != now.size()) {
            found.add(file + ": has " + kept.size() + " lines, the feed makes " + now.size());
        }
    }

    private static String difference(String kept, String now) {
        List<JsonDifference.Change> changes = JsonDifference.between(
                Json.read(kept.getBytes(UTF_8), JsonNode.class), Json.read(now.getBytes(UTF_8), JsonNode.class));
        return changes.isEmpty()
                ? "the same elements in another order or spelling"
                : "what is kept → what the feed makes: "
                        + changes.stream()
                                .limit(3)
                                .map(JsonDifference.Change::toString)
                                .collect(Collectors.joining("; "))
                        + (changes.size() > 3 ? "; and " + (changes.size() - 3) + " more" : "");
    }

    private static String reject(Rejected rejected) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("code", rejected.code().code());
        line.put("line", rejected.location().line());
        line.put("row", rejected.location().row());
        line.put("column", rejected.location().column());
        line.put("entry", rejected.entry());
        line.put("detail", rejected.detail());
        return json(line);
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
        return json(line);
    }

    private static String refusal(Rejected refusal) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("verdict", refusal.code().code());
        line.put("line", refusal.location().line());
        line.put("column", refusal.location().column());
        line.put("detail", refusal.detail());
        return json(line);
    }

    private static String json(Map<String, Object> line) {
        line.values().removeIf(Objects::isNull);
        return new String(Json.bytes(line), UTF_8);
    }

    private static Path source(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().startsWith("in."))
                    .min(Path::compareTo)
                    .orElseThrow(() -> new IOException(folder + " holds no file in.*"));
        }
    }
}

package io.assayhub.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.assayhub.model.Hash128;
import io.assayhub.wire.Holes;
import io.assayhub.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How a table is spelt is no matter; what it says is, and the two hashes tell which of the two has changed. */
class SpellingEquivalenceTest {
    private static final CompiledFeed FEED = TestMappings.feed("sdtm-pc");

    private static final List<List<String>> TABLE = List.of(
            List.of(
                    "STUDYID",
                    "USUBJID",
                    "PCTESTCD",
                    "PCTEST",
                    "PCORRES",
                    "PCORRESU",
                    "PCSTRESU",
                    "PCSPEC",
                    "PCLLOQ",
                    "VISITNUM",
                    "VISIT",
                    "PCDTC",
                    "PCTPT",
                    "PCNAM",
                    "COVAL"),
            row("07-001-0001", "12.40", "1 H", "first"),
            row("07-001-0001", "<BLQ", "2 H", "second, with a comma"),
            row("07-001-0002", "NOT DONE", "1 H", "third \"quoted\""),
            row("07-001-0002", "0.10", "2 H", ""));

    private static List<String> row(String subject, String result, String timepoint, String comment) {
        return List.of(
                "PILOT7",
                subject,
                "XAN",
                "XANOMELINE",
                result,
                "ug/ml",
                "ug/ml",
                "PLASMA",
                "0.01",
                "3",
                "BASELINE",
                "2014-01-02T10:00:00",
                timepoint,
                "L\u00e1b",
                comment);
    }

    private record Spelling(String name, String csv) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Spelling> spellings() {
        return Stream.of(
                new Spelling("CRLF", csv(TABLE, "\r\n", SpellingEquivalenceTest::whereNeeded)),
                new Spelling("lone CR", csv(TABLE, "\r", SpellingEquivalenceTest::whereNeeded)),
                new Spelling("byte order mark", "\uFEFF" + csv(TABLE, "\n", SpellingEquivalenceTest::whereNeeded)),
                new Spelling("all quoted", csv(TABLE, "\n", SpellingEquivalenceTest::quoted)),
                new Spelling(
                        "quoted, with byte order mark and CRLF",
                        "\uFEFF" + csv(TABLE, "\r\n", SpellingEquivalenceTest::quoted)),
                new Spelling("blanks around", csv(TABLE, "\n", f -> quoted(" " + f + " \u00a0"))),
                new Spelling(
                        "line breaks in a column without meaning",
                        csv(with("COVAL", v -> v + "\r\nand\n\nmore"), "\n", SpellingEquivalenceTest::whereNeeded)),
                new Spelling(
                        "other words in a column without meaning",
                        csv(with("COVAL", v -> "Dupont"), "\n", SpellingEquivalenceTest::whereNeeded)),
                new Spelling("columns reversed", csv(reordered(null), "\n", SpellingEquivalenceTest::whereNeeded)),
                new Spelling("columns shuffled", csv(reordered(new Random(7)), "\n", SpellingEquivalenceTest::quoted)),
                new Spelling(
                        "no last line end",
                        csv(TABLE, "\n", SpellingEquivalenceTest::whereNeeded).stripTrailing()),
                new Spelling("blank lines between", csv(TABLE, "\n\n", SpellingEquivalenceTest::whereNeeded)));
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void spellingIsNoMatter(Spelling spelling) throws IOException {
        TransferRun plain = normalised(csv(TABLE, "\n", SpellingEquivalenceTest::whereNeeded));
        TransferRun other = normalised(spelling.csv);
        assertThat(plain.entries()).hasSize(4);
        assertThat(other.rejected()).isEmpty();
        assertThat(other.observations()).isEqualTo(plain.observations());
        assertThat(other.entries())
                .extracting(
                        e -> e.facts().id(),
                        e -> e.facts().sourceHash(),
                        e -> e.facts().contentHash(),
                        e -> e.facts().holes(),
                        Entry::address)
                .isEqualTo(plain.entries().stream()
                        .map(e -> tuple(
                                e.facts().id(),
                                e.facts().sourceHash(),
                                e.facts().contentHash(),
                                e.facts().holes(),
                                e.address()))
                        .toList());
    }

    /** What a change of one cell in the first row does to identity, source hash and content hash. */
    @ParameterizedTest
    @CsvSource({
        "PCORRES,  12.4,                      same id, other source, same content",
        "PCORRES,  12.4000,                   same id, other source, same content",
        "PCORRES,  1.24E1,                    same id, other source, same content",
        "PCORRES,  +12.40,                    same id, other source, same content",
        "PCLLOQ,   0.010,                     same id, other source, same content",
        "VISITNUM, 3.0,                       same id, other source, same content",
        "PCORRESU, ug/mL,                     same id, other source, same content",
        "PCSPEC,   plasma,                    same id, other source, same content",
        "PCORRES,  12.41,                     same id, other source, other content",
        "PCORRES,  124.0,                     same id, other source, other content",
        "PCORRES,  <0.01,                     same id, other source, other content",
        "PCORRESU, ng/ml,                     same id, other source, other content",
        "PCLLOQ,   0.02,                      same id, other source, other content",
        "PCDTC,    2014-01-02T10:00:01,       same id, other source, other content",
        "PCORRES,  PENDING,                   same id, other source, other content",
        "PCNAM,    Other,                     same id, other source, other content",
        "COVAL,    something else,            same id, same source, same content",
        "USUBJID,  07-001-0009,               other id, other source, same content",
        "PCTPT,    3 H,                       other id, other source, other content",
        "VISITNUM, 4,                         other id, other source, other content",
        "PCSPEC,   SERUM,                     other id, other source, other content"
    })
    void hashesTellARestatementFromAChange(String column, String value, String id, String source, String content)
            throws IOException {
        Entry before = normalised(csv(TABLE, "\n", SpellingEquivalenceTest::whereNeeded))
                .entries()
                .get(0);
        List<List<String>> changed = new ArrayList<>(TABLE);
        changed.set(1, replaced(TABLE.get(1), column, value));
        Entry after = normalised(csv(changed, "\n", SpellingEquivalenceTest::whereNeeded))
                .entries()
                .get(0);
        assertThat(List.of(
                        sameOrOther(before.facts().id().equals(after.facts().id())) + " id",
                        sameOrOther(before.facts()
                                        .sourceHash()
                                        .equals(after.facts().sourceHash())) + " source",
                        sameOrOther(before.facts()
                                        .contentHash()
                                        .equals(after.facts().contentHash())) + " content"))
                .containsExactly(id, source, content);
    }

    @Test
    void statusOfTheSourceIsContent() throws IOException {
        String text = """
                feed: lab
                version: 1
                format: { csv: {} }
                transfer: { kind: incremental }
                zone: unknown
                constants: { study: P003, analyte: IMP321, specimen.type: plasma }
                identity: [study, subject, specimen.accession]
                columns:
                  Subject: { to: subject }
                  Sample:  { to: specimen.accession }
                  Result:  { to: measurement, unit: ng/mL }
                  Status:  { to: status, values: { P: preliminary, F: final, C: corrected } }
                results: [ { observation: pk-concentration } ]
                """;
        CompiledFeed feed = TestMappings.feed("lab", text);
        List<Entry> entries = new ArrayList<>();
        for (String status : List.of("P", "F", "C", "f", "")) {
            String csv = "Subject,Sample,Result,Status\nP003-01-0001,A,1.0," + status + "\n";
            TransferRun run = TransferRun.of(feed, TransferReader.Mode.NORMALISE, csv.getBytes(UTF_8));
            entries.addAll(run.entries());
        }
        assertThat(entries)
                .extracting(e -> e.facts().status().code())
                .containsExactly("preliminary", "final", "corrected", "final", "final");
        Hash128 asFinal = entries.get(1).facts().contentHash();
        assertThat(entries)
                .extracting(e -> e.facts().contentHash().equals(asFinal))
                .containsExactly(false, true, false, true, true);
    }

    @Test
    void filledHolesGiveThePreview() throws IOException {
        for (Path source : goldenSources()) {
            CompiledFeed feed = TestMappings.feed(
                    source.getParent().getParent().getFileName().toString());
            byte[] bytes = Files.readAllBytes(source);
            List<Entry> previews = TransferRun.preview(feed, bytes).entries();
            List<Entry> entries =
                    TransferRun.of(feed, TransferReader.Mode.NORMALISE, bytes).entries();
            assertThat(entries).as(source.toString()).hasSameSizeAs(previews);
            for (int i = 0; i < entries.size(); i++) {
                isTheSame(entries.get(i), previews.get(i));
            }
        }
    }

    private static void isTheSame(Entry entry, Entry asPreview) throws IOException {
        ObjectNode filled = (ObjectNode) Json.mapper().readTree(fill(entry));
        ObjectNode preview = (ObjectNode) Json.mapper().readTree(asPreview.observation());
        assertThat(filled.at("/meta/versionId").asText()).isEqualTo("7");
        assertThat(filled.at("/meta/lastUpdated").asText()).isEqualTo("2026-01-02T03:04:05.678Z");
        assertThat(filled.at("/subject/reference").asText()).isEqualTo("Patient/x");
        assertThat(fields(filled)).as("order of elements").startsWith("resourceType", "id", "meta");
        assertThat(filled.at("/meta/profile"))
                .isEqualTo(preview.at("/meta/profile"))
                .isNotEmpty();
        filled.remove("meta");
        preview.remove("meta");
        filled.remove("subject");
        preview.remove("subject");
        assertThat(filled.toString()).isEqualTo(preview.toString());
    }

    private static List<Path> goldenSources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/resources/cases"))) {
            return files.filter(f -> f.getFileName().toString().startsWith("in."))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> fields(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static byte[] fill(Entry entry) {
        Map<Holes.Name, String> content = new EnumMap<>(Holes.Name.class);
        content.put(Holes.Name.ID, entry.facts().id().value());
        content.put(Holes.Name.VERSION, "7");
        content.put(Holes.Name.LAST_UPDATED, "2026-01-02T03:04:05.678Z");
        content.put(Holes.Name.STATUS, entry.facts().status().code());
        content.put(Holes.Name.SUBJECT, "{\"reference\":\"Patient/x\"}");
        return Holes.parse(entry.facts().holes().header()).fill(entry.observation(), content);
    }

    private static String sameOrOther(boolean same) {
        return same ? "same" : "other";
    }

    private static TransferRun normalised(String csv) throws IOException {
        return TransferRun.of(FEED, TransferReader.Mode.NORMALISE, csv.getBytes(UTF_8));
    }

    private static String csv(List<List<String>> table, String lineEnd, Function<String, String> field) {
        return table.stream()
                .map(row -> row.stream().map(field).collect(Collectors.joining(",")))
                .collect(Collectors.joining(lineEnd, "", lineEnd));
    }

    private static String whereNeeded(String field) {
        return field.matches("(?s).*[\",\r\n].*") ? quoted(field) : field;
    }

    private static String quoted(String field) {
        return '"' + field.replace("\"", "\"\"") + '"';
    }

    private static List<List<String>> with(String column, Function<String, String> change) {
        int at = TABLE.get(0).indexOf(column);
        List<List<String>> table = new ArrayList<>(List.of(TABLE.get(0)));
        for (List<String> row : TABLE.subList(1, TABLE.size())) {
            table.add(replaced(row, column, change.apply(row.get(at))));
        }
        return table;
    }

    private static List<String> replaced(List<String> row, String column, String value) {
        String[] cells = row.toArray(String[]::new);
        cells[TABLE.get(0).indexOf(column)] = value;
        return Arrays.asList(cells);
    }

    /** All rows with their columns in another, common order; reversed without a random. */
    private static List<List<String>> reordered(Random random) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < TABLE.get(0).size(); i++) {
            order.add(i);
        }
        if (random == null) {
            Collections.reverse(order);
        } else {
            Collections.shuffle(order, random);
        }
        return TABLE.stream().map(row -> order.stream().map(row::get).toList()).toList();
    }
}

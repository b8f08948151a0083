package io.assayhub.parse.datasetjson;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.parse.DatasetWriter;
import io.assayhub.parse.Frame;
import io.assayhub.parse.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The format itself, in both its shapes. */
class DatasetJsonFramerTest {
    private static final DatasetWriter TWO = new DatasetWriter(
            "PC",
            List.of("USUBJID", "PCORRES", "PCSTRESN"),
            List.of("string", "string", "float"),
            List.of(List.of("01", "12.40", "12.40"), Arrays.asList("µ\"\\", null, "1e-7")));

    private static final String JSON = new String(TWO.json(), UTF_8);
    private static final String LINES = new String(TWO.ndjson(), UTF_8);

    @Test
    void keepsTheDigitsOfNumbersInBothShapes() throws IOException {
        List<String> expected = List.of("USUBJID|PCORRES|PCSTRESN", "01|12.40|12.40", "µ\"\\||1e-7");
        assertThat(Datasets.rows(JSON)).isEqualTo(expected);
        assertThat(Datasets.rows(LINES)).isEqualTo(expected);
        assertThat(Datasets.rows(LINES.replace("\n", "\r\n\r\n"))).isEqualTo(expected);
        assertThat(Datasets.rows("\uFEFF" + LINES)).isEqualTo(expected);
        assertThat(Datasets.rows("\uFEFF" + JSON)).isEqualTo(expected);
    }

    @Test
    void offersTheVariablesOfTheDomainUnderTheirGeneralNames() throws IOException {
        assertThat(Datasets.rows(LINES, "--ORRES", "DOMAIN", "PCSTRESN"))
                .containsExactly("USUBJID|--ORRES|PCSTRESN|DOMAIN", "01|12.40|12.40|PC", "µ\"\\||1e-7|PC");
    }

    @Test
    void saysWhatTheDatasetSaysOfItself() throws IOException {
        DatasetJsonFramer framer = new DatasetJsonFramer(new ByteArrayInputStream(TWO.json()), Set.of());
        framer.header();
        assertThat(framer.fact("studyOID")).isEqualTo("ST.1");
        assertThat(framer.fact("sourceSystem.name")).isEqualTo("Writer");
        assertThat(framer.fact("datasetJSONCreationDateTime")).isEqualTo("2026-01-02T03:04:05");
        assertThat(framer.fact("other")).isNull();
        assertThat(framer.statedRows()).isEqualTo(2);
    }

    @Test
    void readsAttributesBehindTheRows() throws IOException {
        String late = JSON.replace("\"records\":2,", "").replace("]}", "],\"records\":2,\"own\":{\"x\":[1,{}]}}");
        DatasetJsonFramer framer = new DatasetJsonFramer(
                new ByteArrayInputStream(
                        late.replace("\"float\"],\"own\":{\"x\":[1,{}]}}", "").getBytes(UTF_8)),
                Set.of());
        assertThat(Datasets.rows(framer)).hasSize(3);
        assertThat(framer.statedRows()).isEqualTo(2);
    }

    @Test
    void refusesRowsBeforeColumns() throws IOException {
        assertThat(Datasets.rows("{\"datasetJSONVersion\":\"1.1\",\"rows\":[[1]],\"columns\":[{\"name\":\"A\"}]}"))
                .containsExactly(
                        "MALFORMED 1: The rows stand before the columns: let the sender write 'columns' first, as"
                                + " the standard lists them, or send NDJSON.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.0.0", "1.2", "2", "1.1.x"})
    void refusesOtherVersions(String version) throws IOException {
        assertThat(Datasets.rows(JSON.replace("\"1.1.0\"", "\"" + version + "\""))
                        .get(0))
                .startsWith("OTHER_VERSION 1: This is no Dataset-JSON of version 1.1");
    }

    @Test
    void namesWhatIsMissing() throws IOException {
        for (String name : List.of("datasetJSONVersion", "records", "name")) {
            List<String> rows = Datasets.rows(LINES.replaceFirst("\"" + name + "\":(\"PC\"|\"1.1.0\"|\\d+),", ""));
            assertThat(rows.get(rows.size() - 1))
                    .isEqualTo("MALFORMED 3: Attribute '" + name + "' is missing, which Dataset-JSON 1.1 requires.");
        }
        assertThat(Datasets.rows("{\"datasetJSONVersion\":\"1.1\"}"))
                .containsExactly("MALFORMED 1: Attribute 'columns' is missing, which Dataset-JSON 1.1 requires.");
    }

    @Test
    void refusesALineThatIsNoRowAlone() throws IOException {
        assertThat(Datasets.rows(LINES + "[1,2\n{\"USUBJID\":1}\n[\"a\",\"b\"]\n[\"a\",[1],3]\n[\"a\\u0000\",\"b\",3]\n"
                        + "[\"\\ud800\",\"b\",3]\n[\"a\",\"b\",3] 1\n[true,false,4]"))
                .containsExactly(
                        "USUBJID|PCORRES|PCSTRESN",
                        "01|12.40|12.40",
                        "µ\"\\||1e-7",
                        "MALFORMED 4",
                        "MALFORMED 5",
                        "WRONG_FIELD_COUNT 6",
                        "MALFORMED 7",
                        "NUL_BYTE 8",
                        "BAD_ENCODING 9",
                        "MALFORMED 10",
                        "true|false|4");
    }

    @Test
    void refusesWhatIsCutOff() throws IOException {
        for (int end = JSON.indexOf("[\"01") + 3; end < JSON.length(); end++) {
            List<String> rows = Datasets.rows(JSON.substring(0, end));
            assertThat(rows.get(rows.size() - 1)).as("%s", end).matches("(?s)(CUT_OFF|MALFORMED) .*");
        }
    }

    @Test
    void refusesOtherEncodingsOfText() throws IOException {
        DatasetJsonFramer framer = new DatasetJsonFramer(new ByteArrayInputStream(JSON.getBytes(ISO_8859_1)), Set.of());
        List<String> rows = Datasets.rows(framer);
        assertThat(rows.get(rows.size() - 1)).startsWith("MALFORMED");
        framer = new DatasetJsonFramer(new ByteArrayInputStream(LINES.getBytes(ISO_8859_1)), Set.of());
        assertThat(Datasets.rows(framer)).endsWith("MALFORMED 3");
    }

    @Test
    void refusesWhatIsDeeperOrLongerThanAnyDataset() throws IOException {
        String head = TWO.attributes(1);
        assertThat(Datasets.rows(head.substring(0, head.length() - 1) + ",\"x\":" + "[".repeat(100_000))
                        .get(0))
                .startsWith("TOO_LARGE");
        assertThat(Datasets.rows(head + "\n[" + "[".repeat(100_000) + "\n[\"a\",\"b\",1]"))
                .endsWith("ROW_TOO_LONG 2", "a|b|1");
        assertThat(Datasets.rows(head + "\n[\"" + "x".repeat(5 << 20) + "\",\"b\",1]\n[\"a\",\"b\",1]"))
                .endsWith("ROW_TOO_LONG 2", "a|b|1");
        assertThat(Datasets.rows(head + "\n[" + "1,".repeat(1_000_000) + "1]\n[\"a\",\"b\",1]"))
                .endsWith("WRONG_FIELD_COUNT 2", "a|b|1");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void countsWhatItDeliversOfDamagedDatasets(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] signs = "[]{},:\"\\\n0e.".getBytes(UTF_8);
        for (int i = 0; i < 4_000; i++) {
            byte[] bytes = (random.nextBoolean() ? TWO.json() : TWO.ndjson()).clone();
            for (int n = random.nextInt(5); n >= 0; n--) {
                int at = random.nextInt(bytes.length);
                switch (random.nextInt(4)) {
                    case 0 -> bytes[at] = (byte) random.nextInt(256);
                    case 1 -> bytes = Arrays.copyOf(bytes, at + 1);
                    default -> bytes[at] = signs[random.nextInt(signs.length)];
                }
            }
            DatasetJsonFramer framer = new DatasetJsonFramer(new ByteArrayInputStream(bytes), Set.of("--ORRES"));
            List<String> rows = Datasets.rows(framer);
            long refusals = rows.stream().filter(r -> r.contains(": ")).count();
            assertThat(rows).as(() -> "seed " + seed).isNotEmpty();
            assertThat(framer.rows())
                    .isEqualTo(Math.max(0, rows.size() - refusals - 1 + (rows.size() == refusals ? 1 : 0)));
            assertThat(framer.next()).isNull();
        }
    }

    @Test
    void readsAMillionRowsWithOneRowInMemory() throws IOException {
        byte[] head = (TWO.attributes(1_000_000) + "\n").getBytes(UTF_8);
        byte[] row = "[\"01-701-1015\",\"12.40\",12.40]\n".repeat(1000).getBytes(UTF_8);
        InputStream in = new SequenceInputStream(
                new ByteArrayInputStream(head),
                new SequenceInputStream(Collections.enumeration(IntStream.range(0, 1000)
                        .mapToObj(i -> new ByteArrayInputStream(row))
                        .toList())));
        DatasetJsonFramer framer = new DatasetJsonFramer(in, Set.of());
        framer.header();
        for (Frame frame = framer.next(); frame != null; frame = framer.next()) {
            assertThat(((Row) frame).buffer().length).isLessThan(4096);
        }
        assertThat(framer.rows()).isEqualTo(1_000_000);
        assertThat(framer.statedRows()).isEqualTo(1_000_000);
    }
}

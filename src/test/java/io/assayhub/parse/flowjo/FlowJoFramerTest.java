package io.assayhub.parse.flowjo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.parse.CsvDialect;
import io.assayhub.parse.Frame;
import io.assayhub.parse.RefusedRow;
import io.assayhub.parse.RefusedTable;
import io.assayhub.parse.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlowJoFramerTest {
    private static final byte[] SIGNS = ",\"\n\r|/%.Mean".getBytes(UTF_8);

    @Test
    void eachCellOfAPopulationIsARow() throws IOException {
        String table = """
                Sample:,Live/CD8+ | Freq. of Parent (%),"Live/CD8+/CCR7, CD45RA | Freq. of Live",$DATE,Live/CD8+ | Count
                a.fcs,31.4 %,2,14-MAR,40
                Mean,1,2,,3
                SD,0,0,,0
                """;
        assertThat(rows(table))
                .containsExactly(
                        "Sample|Column|Population|Statistic|Kind|Denominator|Value|Events|$DATE",
                        "a.fcs|Live/CD8+ | Freq. of Parent|Live/CD8+|Freq. of Parent|share|Live|31.4|40|14-MAR",
                        "a.fcs|Live/CD8+/CCR7, CD45RA | Freq. of Live|Live/CD8+/CCR7, CD45RA|Freq. of Live|share|Live|2||14-MAR",
                        "a.fcs|Live/CD8+ | Count|Live/CD8+|Count|count||40|40|14-MAR");
        FlowJoFramer framer = framer(table.getBytes(UTF_8));
        framer.header();
        while (framer.next() != null) {
            // Only the counts are of interest.
        }
        assertThat(framer.rows()).isEqualTo(5);
        assertThat(framer.below()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "A/B/C | Freq. of Parent, A/B", "A/B/C | Freq. of Grandparent, A", "A/B | Freq. of Grandparent, all events",
        "A | Freq. of Parent (%), all events", "A/B/C | Freq. of Total, all events", "A/B/C/D | Freq. of B, A/B",
        "A/B | Freq. of Singlets, Singlets", "A/B | Count, ''", "A | b | Freq. of Total, all events"
    })
    void saysWhatAShareIsOf(String header, String denominator) {
        assertThat(PopulationColumn.of(header).orElseThrow().denominator()).isEqualTo(denominator);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Subject,CD8\na,1\n", "S,A | Count,A|Count\na,1,2\n", "\n,\n", "x"})
    void refusesWhatHasNoPopulationsOrOneTwice(String table) throws IOException {
        assertThat(rows(table)).isSubsetOf("OTHER_FORMAT", "null");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void countsWhatItDeliversOfAnyBytes(long seed) throws IOException {
        byte[] sample = Files.readAllBytes(Path.of("src/test/resources/cases/flowjo-table/export/in.csv"));
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = random.nextInt(4) == 0 ? new byte[random.nextInt(300)] : sample.clone();
            if (bytes.length < sample.length) {
                random.nextBytes(bytes);
            }
            for (int n = random.nextInt(9); n > 0 && bytes.length > 0; n--) {
                int at = random.nextInt(bytes.length);
                switch (random.nextInt(4)) {
                    case 0 -> bytes[at] = (byte) random.nextInt(256);
                    case 1 -> bytes = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at + 1) : bytes;
                    default -> bytes[at] = SIGNS[random.nextInt(SIGNS.length)];
                }
            }
            assertCounted(bytes);
        }
    }

    private static void assertCounted(byte[] bytes) throws IOException {
        FlowJoFramer framer = framer(bytes);
        long rows = 0;
        long refused = 0;
        if (framer.header() instanceof Row header) {
            int width = header.fieldCount();
            for (Frame frame = framer.next(); frame != null; frame = framer.next()) {
                rows++;
                refused += frame instanceof RefusedRow ? 1 : 0;
                assertThat(frame.row()).isEqualTo(rows + 1);
                if (frame instanceof Row row) {
                    assertThat(row.fieldCount()).isEqualTo(width);
                }
            }
        }
        assertThat(framer.next()).isNull();
        assertThat(framer.rows() - framer.below()).isEqualTo(rows);
        assertThat(framer.refused()).isEqualTo(refused);
    }

    private static FlowJoFramer framer(byte[] bytes) {
        return new FlowJoFramer(new ByteArrayInputStream(bytes), CsvDialect.rfc4180(), Optional.empty());
    }

    private static List<String> rows(String table) throws IOException {
        FlowJoFramer framer = framer(table.getBytes(UTF_8));
        List<String> rows = new ArrayList<>();
        for (Frame frame = framer.header(); frame != null; frame = framer.next()) {
            if (frame instanceof RefusedTable end) {
                return List.of(end.fault().toString());
            }
            Row row = (Row) frame;
            StringJoiner text = new StringJoiner("|");
            for (int i = 0; i < row.fieldCount(); i++) {
                text.add(row.text(i));
            }
            rows.add(text.toString());
        }
        return rows.isEmpty() ? List.of("null") : rows;
    }
}

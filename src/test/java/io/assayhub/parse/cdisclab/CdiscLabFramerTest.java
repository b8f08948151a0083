package io.assayhub.parse.cdisclab;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.parse.Frame;
import io.assayhub.parse.Framer;
import io.assayhub.parse.RefusedRow;
import io.assayhub.parse.RefusedTable;
import io.assayhub.parse.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CdiscLabFramerTest {
    private static final List<String> FIELDS = List.of("Study", "Subject", "Initials", "Result");
    private static final byte[] SIGNS = "||\"\n\rP0".getBytes(UTF_8);

    @Test
    void fieldsHaveTheNamesOfTheFeed() throws IOException {
        assertThat(rows("P003|S-1|P\"D|12.40\r\nP003|S-2||<0.5\n\nP003|S-3\nP003|S-4||é\n", US_ASCII))
                .containsExactly(
                        "1 [Study, Subject, Initials, Result]",
                        "2 [P003, S-1, P\"D, 12.40]",
                        "3 [P003, S-2, , <0.5]",
                        "4 WRONG_FIELD_COUNT at line 4",
                        "5 BAD_ENCODING at line 5");
    }

    @Test
    void refusesXmlWithAdvice() throws IOException {
        assertThat(rows("\uFEFF <?xml version=\"1.0\"?><GTP/>", UTF_8)).containsExactly("OTHER_FORMAT");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void countsWhatItDeliversOfAnyBytes(long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            for (int at = 0; at < bytes.length && random.nextInt(12) > 0; at++) {
                bytes[at] = SIGNS[random.nextInt(SIGNS.length)];
            }
            Framer framer = CdiscLabFramer.open(new ByteArrayInputStream(bytes), UTF_8, FIELDS);
            long rows = 0;
            long refused = 0;
            if (framer.header() instanceof Row) {
                for (Frame frame = framer.next(); frame != null; frame = framer.next()) {
                    rows++;
                    refused += frame instanceof RefusedRow ? 1 : 0;
                    assertThat(frame.row()).isEqualTo(rows + 1);
                }
            }
            assertThat(framer.rows()).isEqualTo(rows);
            assertThat(framer.refused()).isEqualTo(refused);
        }
    }

    private static List<String> rows(String text, Charset charset) throws IOException {
        Framer framer = CdiscLabFramer.open(new ByteArrayInputStream(text.getBytes(UTF_8)), charset, FIELDS);
        List<String> rows = new ArrayList<>();
        for (Frame frame = framer.header(); frame != null; frame = framer.next()) {
            if (frame instanceof RefusedTable end) {
                rows.add(end.fault().toString());
            } else if (frame instanceof RefusedRow bad) {
                rows.add(bad.row() + " " + bad.reason() + " at line " + bad.line());
            } else {
                Row row = (Row) frame;
                List<String> fields = new ArrayList<>();
                for (int i = 0; i < row.fieldCount(); i++) {
                    fields.add(row.text(i));
                }
                rows.add(row.row() + " " + fields);
            }
        }
        return rows;
    }
}

package io.assayhub.parse.astm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.parse.Frame;
import io.assayhub.parse.RefusedRow;
import io.assayhub.parse.RefusedTable;
import io.assayhub.parse.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the bytes: no exception, and rows counted as delivered. */
class ArbitraryRecordsTest {
    private static final List<String> COLUMNS =
            List.of("H-14", "P-3[2=S].1 or P-3", "O-3.1", "O-16[*].1", "R-3.4", "R-4", "R-5", "R-7[*]", "R-13 or R-12");

    private static final byte[] SAMPLE = """
            H|\\^&|||cobas^1|||||||P|1|20060314
            P|1|P003-01-0001^S\\X^T|||DECOY
            O|1|A-1||^^^CRP|||||||N||||PLAS\\X
            R|1|^^^CRP|1.5|mg/L|0^5|<||F||DECOY|20060314|20060315
            C|1|I|DECOY
            R|2|^^^A&S&&X41&&Q&|^2||||F
            L|1|N
            H|\\^&||||||||||P
            R|1|^^^CRP|3
            L|1
            """.replace('\n', '\r').getBytes(ISO_8859_1);

    private static final byte[] SIGNS = "HPORCLQMS||^^\\&&FX4<>\r\r\n1".getBytes(ISO_8859_1);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void countsWhatItDeliversOfDamagedMessages(long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            byte[] bytes = SAMPLE.clone();
            for (int n = random.nextInt(12); n > 0; n--) {
                int at = random.nextInt(bytes.length);
                switch (random.nextInt(3)) {
                    case 0 -> bytes[at] = (byte) random.nextInt(256);
                    case 1 -> bytes[at] = SIGNS[random.nextInt(SIGNS.length)];
                    default -> bytes = Arrays.copyOf(bytes, at + 1);
                }
            }
            assertCounted(bytes);
            random.nextBytes(bytes);
            System.arraycopy(SAMPLE, 0, bytes, 0, Math.min(bytes.length, random.nextInt(10)));
            assertCounted(bytes);
        }
    }

    private static void assertCounted(byte[] bytes) throws IOException {
        AstmFramer framer = new AstmFramer(new ByteArrayInputStream(bytes), COLUMNS, UTF_8);
        if (framer.header() instanceof RefusedTable) {
            assertThat(framer.next()).isNull();
            return;
        }
        long rows = 0;
        long refused = 0;
        for (Frame next = framer.next(); next != null; next = framer.next()) {
            if (next instanceof Row row) {
                assertThat(row.fieldCount()).isEqualTo(COLUMNS.size());
            }
            rows += next instanceof RefusedTable ? 0 : 1;
            refused += next instanceof RefusedRow ? 1 : 0;
        }
        assertThat(framer.rows()).isEqualTo(rows);
        assertThat(framer.refused()).isEqualTo(refused);
        framer.fact("H-14");
    }

    @Test
    void readsTheFieldsOfAllRecordsAboveAResult() throws IOException {
        AstmFramer framer = new AstmFramer(new ByteArrayInputStream(SAMPLE), COLUMNS, UTF_8);
        framer.header();
        Row row = (Row) framer.next();
        assertThat(row.text(0)).isEqualTo("20060314");
        assertThat(row.text(1)).isEqualTo("P003-01-0001");
        assertThat(row.text(3)).isEqualTo("PLAS, X");
        assertThat(row.text(5)).isEqualTo("<1.5");
        assertThat(row.text(8)).isEqualTo("20060315");
        assertThat(((Row) framer.next()).text(4)).isEqualTo("A^A&Q&");
        assertThat(framer.next()).isInstanceOf(RefusedRow.class);
        assertThat(framer.next()).isNull();
    }
}

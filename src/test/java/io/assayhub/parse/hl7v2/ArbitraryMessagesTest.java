package io.assayhub.parse.hl7v2;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.parse.Frame;
import io.assayhub.parse.RefusedRow;
import io.assayhub.parse.RefusedTable;
import io.assayhub.parse.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the bytes: no exception, rows counted as delivered, the same rows however the bytes arrive. */
class ArbitraryMessagesTest {
    private static final String[] COLUMNS = {
        "MSH-4",
        "PID-3[5=SUBJ].1",
        "ORC-2",
        "OBR-4.1",
        "OBR-25",
        "CTI-1.1",
        "SPM-4.1 or OBR-15.1",
        "SPM-24[*].2",
        "SAC-3",
        "OBX-3.1",
        "OBX-5",
        "OBX-6.1",
        "OBX-11",
        "NTE-3"
    };

    private static final byte[] SIGNS = "|||^^~\\&\"\r\r\n\u000b\u001c#.XFT0<".getBytes(US_ASCII);

    private static final String SAMPLE = "FHS|^~\\&\rBHS|^~\\&\r"
            + Messages.oru(
                    "ORC|RE|P1",
                    "OBR|1||F1|PK^Panel^L",
                    "NTE|1||order",
                    "OBX|1|NM|IMP321^x^L||12.40|ng/mL|||||F",
                    "NTE|1||note~two",
                    "OBX|2|SN|A||^1^:^128||||||F",
                    "OBX|3|CWE|B||POS^Positive^L~X||||||P",
                    "OBX|4|FT|C||a\\T\\b\\.br\\c\\X41\\~d||||||C",
                    "OBX|5|DTM|D||20060314101500+0100||||||F",
                    "OBX|6|ED|E||^PDF^^Base64^AAAA||||||F",
                    "CTI|P003||D1",
                    "SPM|1|||PLAS||||||||||||||||||||HEM^h~LIP^l",
                    "ZXX|ours")
            + Messages.oul(
                    "SPM|1|||SER",
                    "OBX|1|NM|VOL||3||||||F",
                    "SAC|||T1",
                    "OBR|1||F2",
                    "ORC|RE|P1",
                    "OBX|1|ST|A||µ||||||F",
                    "OBR|2||F3|||||||||||||||||||||X")
            + "BTS|2\rFTS|1\r";

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void countsWhatItDeliversOfAnyBytes(long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < 4_000; i++) {
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            for (int at = 0; at < noise.length && random.nextInt(4) > 0; at++) {
                noise[at] = SIGNS[random.nextInt(SIGNS.length)];
            }
            byte[] head = random.nextInt(3) == 0
                    ? new byte[0]
                    : Messages.oru("OBX|1|ST|A||x").getBytes(UTF_8);
            assertCounted(join(head, noise));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void countsWhatItDeliversOfDamagedMessages(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] sample = SAMPLE.getBytes(UTF_8);
        for (int i = 0; i < 4_000; i++) {
            byte[] bytes = sample.clone();
            for (int n = 1 + random.nextInt(6); n > 0; n--) {
                int at = random.nextInt(bytes.length);
                switch (random.nextInt(4)) {
                    case 0 -> bytes[at] = (byte) random.nextInt(256);
                    case 1 -> bytes[at] = SIGNS[random.nextInt(SIGNS.length)];
                    case 2 -> bytes = java.util.Arrays.copyOf(bytes, at + 1);
                    default -> {
                        int from = random.nextInt(bytes.length);
                        int length = Math.min(random.nextInt(60), bytes.length - Math.max(at, from));
                        System.arraycopy(bytes, from, bytes, at, length);
                    }
                }
            }
            assertCounted(bytes);
        }
    }

    @Test
    void givesTheSameRowsHoweverTheBytesArrive() {
        byte[] sample = (SAMPLE + SAMPLE).getBytes(UTF_8);
        List<String> whole = Messages.rows(sample, UTF_8, COLUMNS);
        assertThat(whole).hasSize(18).doesNotContain("CUT_OFF 1");
        for (int chunk = 1; chunk < 9; chunk++) {
            assertThat(Messages.rows(inChunks(sample, chunk), UTF_8, COLUMNS)).isEqualTo(whole);
        }
    }

    @Test
    void readsAMessageOfTenMegabytesInLittleMemory() throws IOException {
        byte[] head = Messages.oru("OBR|1||F1").getBytes(US_ASCII);
        byte[] result = "OBX|1|NM|IMP321^IMP321^L||12.40|ng/mL|||||F\r".getBytes(US_ASCII);
        long times = 10L * 1024 * 1024 / result.length;
        InputStream in = new InputStream() {
            private long next;

            @Override
            public int read() {
                long at = next++ - head.length;
                return at < 0
                        ? head[(int) (at + head.length)]
                        : at < times * result.length ? result[(int) (at % result.length)] : -1;
            }

            @Override
            public int read(byte[] to, int offset, int length) {
                for (int i = 0; i < length; i++) {
                    int b = read();
                    if (b < 0) {
                        return i == 0 ? -1 : i;
                    }
                    to[offset + i] = (byte) b;
                }
                return length;
            }
        };
        Hl7v2Framer framer = new Hl7v2Framer(in, List.of("OBR-3.1", "OBX-5"), US_ASCII);
        assertThat(framer.header()).isInstanceOf(Row.class);
        for (Frame frame = framer.next(); frame != null; frame = framer.next()) {
            Row row = (Row) frame;
            assertThat(row.buffer()).hasSizeLessThan(4096);
            assertThat(row.end(1) - row.start(1)).isEqualTo(5);
        }
        assertThat(framer.rows()).isEqualTo(times);
    }

    private static void assertCounted(byte[] bytes) throws IOException {
        Hl7v2Framer framer = new Hl7v2Framer(new ByteArrayInputStream(bytes), List.of(COLUMNS), UTF_8);
        long rows = 0;
        long refused = 0;
        long line = 0;
        long offset = -1;
        Frame frame = framer.header();
        if (frame instanceof Row) {
            for (frame = framer.next(); frame != null; frame = framer.next()) {
                if (frame instanceof RefusedTable) {
                    break;
                }
                rows++;
                refused += frame instanceof RefusedRow ? 1 : 0;
                assertThat(frame.row()).isEqualTo(rows + 1);
                assertThat(frame.line()).isGreaterThanOrEqualTo(line);
                assertThat(frame.offset()).isGreaterThan(offset).isLessThan(bytes.length);
                line = frame.line();
                offset = frame.offset();
                if (frame instanceof Row row) {
                    assertThat(row.fieldCount()).isEqualTo(COLUMNS.length);
                    for (int i = 0; i < COLUMNS.length; i++) {
                        assertThat(row.text(i)).doesNotContain("\uFFFD");
                    }
                }
            }
        }
        if (frame instanceof RefusedTable end) {
            assertThat(end.detail()).isNotEmpty();
            assertThat(framer.next()).isNull();
        }
        assertThat(framer.rows()).isEqualTo(rows);
        assertThat(framer.refused()).isEqualTo(refused);
    }

    private static byte[] join(byte[] head, byte[] tail) {
        byte[] all = java.util.Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, all, head.length, tail.length);
        return all;
    }

    private static InputStream inChunks(byte[] bytes, int most) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] to, int offset, int length) {
                return super.read(to, offset, Math.min(length, most));
            }
        };
    }
}

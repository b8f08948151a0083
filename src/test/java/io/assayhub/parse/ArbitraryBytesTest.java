package io.assayhub.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the bytes: no exception, each physical line in exactly one place, the same frames however they arrive. */
class ArbitraryBytesTest {

    private static final byte[] TEXT_LIKE = "aab1\"\"\"\"\n\n\r,,,".getBytes(StandardCharsets.US_ASCII);

    private static final List<Charset> CHARSETS = List.of(
            StandardCharsets.UTF_8,
            StandardCharsets.US_ASCII,
            StandardCharsets.ISO_8859_1,
            Charset.forName("windows-1252"));

    /** A physical line: [start, end) without its break. */
    private record Line(long start, long end) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void accountsForEveryPhysicalLine(long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] input = input(random);
            CsvDialect dialect = dialect(random);
            int expected = random.nextInt(4);
            assertAccounted(input, dialect, expected, 1 + random.nextInt(20), 1 + random.nextInt(20));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void givesTheSameFramesAtEveryChunkSize(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            byte[] input = input(random);
            Framing framing = Framing.of(dialect(random));
            int expected = random.nextInt(4);
            assertThat((expected == 0 ? framing : framing.expecting(expected)).lines(input))
                    .last()
                    .isEqualTo("end");
        }
    }

    private static byte[] input(Random random) {
        byte[] input = new byte[random.nextInt(80)];
        random.nextBytes(input);
        if (random.nextInt(8) > 0) {
            for (int i = 0; i < input.length; i++) {
                if (random.nextInt(30) > 0) {
                    input[i] = TEXT_LIKE[random.nextInt(TEXT_LIKE.length)];
                }
            }
        }
        return input;
    }

    private static CsvDialect dialect(Random random) {
        int limit = random.nextBoolean() ? 1 + random.nextInt(30) : CsvDialect.DEFAULT_ROW_BYTES;
        return new CsvDialect(',', '"', CHARSETS.get(random.nextInt(CHARSETS.size())), limit);
    }

    private static void assertAccounted(byte[] input, CsvDialect dialect, int expected, int chunk, int readAhead)
            throws IOException {
        List<Line> lines = lines(input);
        Set<Long> blank = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            blank.add(i + 1L);
        }
        long nextLine = 1;
        long nextRow = 1;
        try (CsvFramer framer = new CsvFramer(Framing.chunks(input, chunk), dialect, readAhead)) {
            if (expected > 0) {
                framer.expectFields(expected);
            }
            for (Frame frame = framer.next(); frame != null; frame = framer.next()) {
                assertThat(frame.row()).isEqualTo(nextRow++);
                assertThat(frame.line()).isGreaterThanOrEqualTo(nextLine);
                assertThat(frame.lastLine()).isGreaterThanOrEqualTo(frame.line());
                nextLine = frame.lastLine() + 1;
                Line first = lines.get((int) frame.line() - 1);
                Line last = lines.get((int) frame.lastLine() - 1);
                assertThat(frame.offset()).isEqualTo(first.start());
                for (long line = frame.line(); line <= frame.lastLine(); line++) {
                    blank.remove(line);
                }
                if (frame instanceof CsvRow row) {
                    assertThat(row.offset() + row.length()).isEqualTo(last.end());
                    assertThat(row.length()).isLessThanOrEqualTo(dialect.maxRowBytes());
                    assertThat(row.fieldCount()).isEqualTo(expected == 0 ? row.fieldCount() : expected);
                    assertThat(Framing.texts(row))
                            .noneMatch(text -> text.indexOf('\uFFFD') >= 0 || text.indexOf(0) >= 0);
                } else {
                    RefusedRow refused = (RefusedRow) frame;
                    assertThat(refused.problemOffset()).isBetween(first.start(), last.end());
                    assertThat(refused.field()).isBetween(-1, refused.fields());
                }
            }
            assertThat(framer.rows() + framer.refused()).isEqualTo(nextRow - 1);
            assertThat(framer.physicalLines()).isEqualTo(lines.size());
            assertThat(framer.blankLines()).isEqualTo(blank.size());
            assertThat(framer.bytes()).isEqualTo(input.length);
        }
        for (long line : blank) {
            assertThat(lines.get((int) line - 1)).matches(l -> l.start() == l.end());
        }
    }

    private static List<Line> lines(byte[] input) {
        List<Line> lines = new ArrayList<>();
        int start = 0;
        for (int p = 0; p < input.length; p++) {
            if (input[p] == '\n' || input[p] == '\r') {
                lines.add(new Line(start, p));
                if (input[p] == '\r' && p + 1 < input.length && input[p + 1] == '\n') {
                    p++;
                }
                start = p + 1;
            }
        }
        if (start < input.length) {
            lines.add(new Line(start, input.length));
        }
        return lines;
    }
}

package io.assayhub.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.parse.RefusedRow.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A bad row costs itself and nothing else, and says where it is bad. */
class RecoveryTest {

    private static final CsvDialect RFC = CsvDialect.rfc4180();

    @ParameterizedTest
    @ValueSource(
            strings = {"%d,plain,1.5", "\"%d\",\"in quotes\",\"1.5\"", "%d,\"in, quotes\",1.5", "%d,\"two\nlines\",1"})
    void unclosedQuoteInRowSevenOfTenThousandCostsRowSevenAlone(String shape) throws IOException {
        StringBuilder file = new StringBuilder("id,text,value\n");
        for (int i = 1; i <= 10_000; i++) {
            file.append(i == 7 ? "7,\"not closed,1.5" : shape.formatted(i)).append('\n');
        }
        List<String> delivered = new ArrayList<>();
        List<RefusedRow> refused = new ArrayList<>();
        try (CsvFramer framer = new CsvFramer(stream(file.toString()), RFC)) {
            framer.expectFields(((CsvRow) framer.next()).fieldCount());
            for (Frame frame = framer.next(); frame != null; frame = framer.next()) {
                if (frame instanceof CsvRow row) {
                    delivered.add(row.text(0));
                } else {
                    refused.add((RefusedRow) frame);
                }
            }
            assertThat(framer.physicalLines())
                    .isEqualTo(file.chars().filter(c -> c == '\n').count());
        }
        List<String> expected = new ArrayList<>();
        for (int i = 1; i <= 10_000; i++) {
            if (i != 7) {
                expected.add(Integer.toString(i));
            }
        }
        assertThat(delivered).isEqualTo(expected);
        long offset = file.indexOf("7,\"not");
        long line =
                file.substring(0, (int) offset).chars().filter(c -> c == '\n').count() + 1;
        assertThat(refused)
                .containsExactly(new RefusedRow(Reason.UNCLOSED_QUOTE, 8, line, line, offset, 1, offset + 2, 1));
    }

    @Test
    void everyUnclosedQuoteOfManyCostsOnlyItsOwnRow() {
        String input = "1,\"a,b\n2,c,d\n3,\"e,f\n4,g,h\n5,\"i\"\"\n6,j,k\n";
        assertThat(Framing.rfc4180().expecting(3).lines(input))
                .containsExactly(
                        "1: UNCLOSED_QUOTE",
                        "2: 2|c|d",
                        "3: UNCLOSED_QUOTE",
                        "4: 4|g|h",
                        "5: UNCLOSED_QUOTE",
                        "6: 6|j|k",
                        "end");
    }

    @Test
    void saysWhereAQuoteOpensThatIsNotClosed() throws IOException {
        assertThat(refusals("h\nab,\"cd\nef", 0))
                .containsExactly(new RefusedRow(Reason.UNCLOSED_QUOTE, 2, 2, 2, 2, 1, 5, 1));
    }

    @Test
    void saysWhereTextFollowsAClosingQuote() throws IOException {
        assertThat(refusals("h\na,\"b\"c,d\n", 0))
                .containsExactly(new RefusedRow(Reason.TEXT_AFTER_QUOTE, 2, 2, 2, 2, 1, 7, 1));
    }

    @Test
    void pointsIntoTheRefusedLineWhenTheRowGoesWrongOnALaterOne() throws IOException {
        assertThat(refusals("\"a\",\"b\n\",\"c\n\"d,e\n", 0).get(0))
                .isEqualTo(new RefusedRow(Reason.UNCLOSED_QUOTE, 1, 1, 1, 0, 1, 4, 2));
    }

    @Test
    void refusesTooFewAndTooManyFieldsOnceTheHeaderIsKnown() throws IOException {
        String input = "a,b,c\n1,2\n1,2,3\n1,2,3,\n4,5,6\n";
        assertThat(Framing.rfc4180().expecting(3).lines(input))
                .containsExactly(
                        "1: a|b|c", "2: WRONG_FIELD_COUNT", "3: 1|2|3", "4: WRONG_FIELD_COUNT", "5: 4|5|6", "end");
        assertThat(refusals(input, 3))
                .containsExactly(
                        new RefusedRow(Reason.WRONG_FIELD_COUNT, 2, 2, 2, 6, -1, 9, 2),
                        new RefusedRow(Reason.WRONG_FIELD_COUNT, 4, 4, 4, 16, 3, 22, 4));
    }

    @Test
    void acceptsAnyNumberOfFieldsWithoutExpectation() {
        assertThat(Framing.rfc4180().lines("a\n1,2\n1,2,3\n")).containsExactly("1: a", "2: 1|2", "3: 1|2|3", "end");
    }

    @Test
    void deliversNoTailOfARefusedRowAsARow() {
        assertThat(Framing.rfc4180().expecting(3).lines("1,\"a\nb\",2,3\n4,5\" wide,6\n"))
                .containsExactly("1: WRONG_FIELD_COUNT", "2: STRAY_QUOTE", "3: 4|5\" wide|6", "end");
        assertThat(Framing.rfc4180().expecting(2).lines("1,\"a\nb\"x,2\n3,4\n"))
                .containsExactly("1: UNCLOSED_QUOTE", "2: STRAY_QUOTE", "3: 3|4", "end");
        assertThat(Framing.rfc4180().expecting(1).lines("\"a\"x,\"b\nc\"\nd\n"))
                .containsExactly("1: TEXT_AFTER_QUOTE", "2: STRAY_QUOTE", "3: d", "end");
    }

    @Test
    void keepsQuotesInPlainTextNextToARowRefusedForItsFieldCount() {
        assertThat(Framing.rfc4180().expecting(2).lines("1\n2,5\" wide\n"))
                .containsExactly("1: WRONG_FIELD_COUNT", "2: 2|5\" wide", "end");
    }

    @Test
    void refusesARowOfSeveralLinesAsAWholeWhenOnlyItsContentIsBad() {
        assertThat(Framing.rfc4180()
                        .expecting(2)
                        .frames("1,\"a\n\0\nb\"\n2,c\n".getBytes(StandardCharsets.UTF_8), 5, 9))
                .containsExactly(
                        "1: NUL_BYTE\trow 1 to line 3 at 0 field 1 problem at 5 fields 2",
                        "4: 2|c\trow 2 to line 4 at 10 length 3",
                        "end\t1 1 0 4 14 true");
    }

    @Test
    void saysWhichFieldHoldsBytesThatAreNotUtf8() throws IOException {
        byte[] input = "id,unit\n1,\"µg\"\n2,µg\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Framing.refusals(input, RFC, 2))
                .containsExactly(
                        new RefusedRow(Reason.BAD_ENCODING, 2, 2, 2, 8, 1, 11, 2),
                        new RefusedRow(Reason.BAD_ENCODING, 3, 3, 3, 15, 1, 17, 2));
        assertThat(Framing.of(CsvDialect.of(',', StandardCharsets.ISO_8859_1)).lines(input))
                .containsExactly("1: id|unit", "2: 1|µg", "3: 2|µg", "end");
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8, 80",
        "UTF-8, C3",
        "UTF-8, C0 AF",
        "UTF-8, ED A0 80",
        "UTF-8, F5 80 80 80",
        "UTF-8, E2 82",
        "US-ASCII, 80",
        "US-ASCII, FF",
        "windows-1252, 81",
        "windows-1252, 8D",
        "windows-1252, 8F",
        "windows-1252, 90",
        "windows-1252, 9D"
    })
    void refusesBytesThatTheCharsetDoesNotDefine(String charset, String hex) {
        byte[] bad = bytes(hex);
        byte[] input =
                concat("a\nb,x".getBytes(StandardCharsets.US_ASCII), bad, "\nc".getBytes(StandardCharsets.US_ASCII));
        assertThat(Framing.of(CsvDialect.of(',', Charset.forName(charset))).lines(input))
                .containsExactly("1: a", "2: BAD_ENCODING", "3: c", "end");
    }

    @Test
    void readsWhatWindows1252DefinesBeyondLatin1() {
        byte[] input = concat(bytes("80"), bytes("2C"), bytes("93"));
        assertThat(Framing.of(CsvDialect.of(',', Charset.forName("windows-1252")))
                        .lines(input))
                .containsExactly("1: €|“", "end");
    }

    @Test
    void doesNotTakeACharacterThatALineEndCutsInTwo() {
        byte[] input = concat(bytes("61 E2 82"), bytes("0A"), bytes("AC 62 0A 63"));
        assertThat(Framing.rfc4180().lines(input)).containsExactly("1: BAD_ENCODING", "2: BAD_ENCODING", "3: c", "end");
    }

    @Test
    void takesARowOfExactlyTheLimitAndRefusesOneByteMore() {
        Framing framing = Framing.of(RFC.withMaxRowBytes(5));
        assertThat(framing.lines("12345\n12,45\r\n\"123\"\r123,5"))
                .containsExactly("1: 12345", "2: 12|45", "3: 123", "4: 123|5", "end");
        assertThat(framing.lines("123456\n12,,56\r\n\"1234\"\r\na\n123,56"))
                .containsExactly(
                        "1: ROW_TOO_LONG", "2: ROW_TOO_LONG", "3: ROW_TOO_LONG", "4: a", "5: ROW_TOO_LONG", "end");
    }

    @Test
    void refusesARowOfSeveralLinesBeyondTheLimitAsItsFirstLine() {
        Framing framing = Framing.of(RFC.withMaxRowBytes(8));
        assertThat(framing.lines("\"a\r\nb\r\nc\r\nd\r\ne\"\nf"))
                .containsExactly("1: UNCLOSED_QUOTE", "2: b", "3: c", "4: d", "5: e\"", "6: f", "end");
        assertThat(framing.lines("\"a\nb\",cdefghi\nj"))
                .containsExactly("1: ROW_TOO_LONG", "2: ROW_TOO_LONG", "3: j", "end");
    }

    @Test
    void dropsALineOfTenMegabytesWithoutHoldingIt() throws IOException {
        long length = 10L * 1024 * 1024;
        InputStream input = new SequenceInputStream(Collections.enumeration(List.of(
                stream("a,b\n"),
                repeated(length, (byte) 'x'),
                stream("\nc,d\n"),
                repeated(length, (byte) '"'),
                stream("\r\ne,f"))));
        try (CsvFramer framer = new CsvFramer(input, RFC)) {
            CsvRow row = (CsvRow) framer.next();
            int buffer = row.buffer().length;
            assertThat(Framing.texts(row)).containsExactly("a", "b");
            assertThat(framer.next()).isEqualTo(new RefusedRow(Reason.ROW_TOO_LONG, 2, 2, 2, 4, -1, 4 + 65536, 0));
            row = (CsvRow) framer.next();
            assertThat(Framing.texts(row)).containsExactly("c", "d");
            assertThat(row.offset()).isEqualTo(length + 5);
            assertThat(((RefusedRow) framer.next()).reason()).isEqualTo(Reason.ROW_TOO_LONG);
            row = (CsvRow) framer.next();
            assertThat(Framing.texts(row)).containsExactly("e", "f");
            assertThat(row.line()).isEqualTo(5);
            assertThat(row.buffer()).hasSize(buffer).hasSizeLessThan(256 * 1024);
            assertThat(framer.next()).isNull();
            assertThat(framer.bytes()).isEqualTo(2 * length + 4 + 5 + 5);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void costsOneRowWhereverAQuoteIsLeftOpen(long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            int columns = 2 + random.nextInt(4);
            int rows = 1 + random.nextInt(12);
            int bad = random.nextInt(rows);
            int badField = random.nextInt(columns);
            StringBuilder file = new StringBuilder();
            List<String> expected = new ArrayList<>();
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < columns; c++) {
                    String value = c == 0 ? "row" + r : "x".repeat(random.nextInt(3));
                    boolean open = r == bad && c == badField;
                    boolean quoted = open || random.nextBoolean();
                    file.append(c == 0 ? "" : ",").append(quoted ? "\"" : "").append(value);
                    file.append(quoted && !open ? "\"" : "");
                }
                file.append(random.nextBoolean() ? "\n" : "\r\n");
                expected.add(r == bad ? "refused" : "row" + r);
            }
            List<String> frames = new ArrayList<>();
            try (CsvFramer framer = new CsvFramer(stream(file.toString()), RFC)) {
                framer.expectFields(columns);
                for (Frame frame = framer.next(); frame != null; frame = framer.next()) {
                    frames.add(frame instanceof CsvRow row ? row.text(0) : "refused");
                }
            }
            assertThat(frames).isEqualTo(expected);
        }
    }

    @Test
    void looksNoFurtherThanTheExpectedFieldsForTheEndOfABadRow() throws IOException {
        byte[] input = "a\",\",b\n".repeat(20_000).getBytes(StandardCharsets.US_ASCII);
        try (ByteWindow window = new ByteWindow(new ByteArrayInputStream(input), RFC.maxRowBytes(), 1)) {
            assertThat(window.has(1)).isTrue();
            RowScanner scanner = new RowScanner(RFC, window, new CsvRow(RFC, window.bytes()));
            assertThat(scanner.scan(15)).isEqualTo(RowScanner.Outcome.TOO_MANY_FIELDS);
            assertThat(scanner.scanned()).isLessThan(15 * 7);
            assertThat(scanner.scan(Integer.MAX_VALUE)).isEqualTo(RowScanner.Outcome.LIMIT);
            assertThat(scanner.scanned()).isEqualTo(RFC.maxRowBytes() + 1);
        }
        assertThat(Framing.refusals(input, RFC, 15))
                .hasSize(20_000)
                .allSatisfy(refused -> assertThat(refused.lastLine()).isEqualTo(refused.line()));
    }

    private static List<RefusedRow> refusals(String input, int expectedFields) throws IOException {
        return Framing.refusals(input.getBytes(StandardCharsets.UTF_8), RFC, expectedFields);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static InputStream repeated(long length, byte value) {
        return new InputStream() {
            private long left = length;

            @Override
            public int read() {
                return left-- > 0 ? value : -1;
            }

            @Override
            public int read(byte[] b, int off, int len) {
                if (left <= 0) {
                    return -1;
                }
                int n = (int) Math.min(left, len);
                Arrays.fill(b, off, off + n, value);
                left -= n;
                return n;
            }
        };
    }

    private static byte[] bytes(String hex) {
        String[] parts = hex.split(" ", -1);
        byte[] bytes = new byte[parts.length];
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = (byte) Integer.parseInt(parts[i], 16);
        }
        return bytes;
    }

    private static byte[] concat(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}

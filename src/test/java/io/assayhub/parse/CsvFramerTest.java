package io.assayhub.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller does around the rows: preamble, end marker, counters, places, stream. */
class CsvFramerTest {

    @Test
    void readsPreambleLinesAsTheyAreBeforeTheHeader() throws IOException {
        try (CsvFramer framer = framer("\uFEFFReport \"of\n\nµ\r\na,b\n1,2\n")) {
            assertThat(framer.readLine()).isEqualTo("Report \"of");
            assertThat(framer.readLine()).isEmpty();
            assertThat(framer.readLine()).isEqualTo("µ");
            CsvRow row = (CsvRow) framer.next();
            assertThat(Framing.texts(row)).containsExactly("a", "b");
            assertThat(row.row()).isEqualTo(1);
            assertThat(row.line()).isEqualTo(4);
            assertThat(row.offset()).isEqualTo(19);
            assertThat(framer.readLine()).isEqualTo("1,2");
            assertThat(framer.readLine()).isNull();
            assertThat(framer.skippedLines()).isEqualTo(4);
            assertThat(framer.blankLines()).isZero();
            assertThat(framer.physicalLines()).isEqualTo(5);
        }
    }

    @Test
    void decodesPreambleLinesLenientlyAndCutsThemAtTheLimit() throws IOException {
        byte[] input = {'a', (byte) 0xFF, '\n', '1', '2', '3', '4', '5', '\r', '\n', 'b'};
        try (CsvFramer framer =
                new CsvFramer(Framing.chunks(input, 1), CsvDialect.rfc4180().withMaxRowBytes(3), 1)) {
            assertThat(framer.readLine()).isEqualTo("a\uFFFD");
            assertThat(framer.readLine()).isEqualTo("123");
            assertThat(framer.readLine()).isEqualTo("b");
            assertThat(framer.readLine()).isNull();
            assertThat(framer.skippedLines()).isEqualTo(3);
            assertThat(framer.bytes()).isEqualTo(input.length);
        }
    }

    @Test
    void stopsAtAnEndMarkerAndCountsTheRestAsSkipped() throws IOException {
        try (CsvFramer framer = framer("a\n\n1\nEND\n\n\"open\nlast")) {
            String first = "";
            while (framer.peek() instanceof CsvRow row && !row.text(0).equals("END")) {
                first = ((CsvRow) framer.next()).text(0);
            }
            assertThat(first).isEqualTo("1");
            assertThat(framer.skipRest()).isEqualTo(4);
            assertThat(framer.next()).isNull();
            assertThat(framer.rows()).isEqualTo(2);
            assertThat(framer.refused()).isZero();
            assertThat(framer.blankLines()).isEqualTo(1);
            assertThat(framer.skippedLines()).isEqualTo(4);
            assertThat(framer.physicalLines()).isEqualTo(7);
            assertThat(framer.bytes()).isEqualTo(20);
        }
    }

    @Test
    void peeksTheFrameThatComesNextAndCountsItOnlyWhenTaken() throws IOException {
        try (CsvFramer framer = framer("\"a\nb\"\n\"c\"d\ne")) {
            Frame peeked = framer.peek();
            assertThat(((CsvRow) peeked).text(0)).isEqualTo("a\nb");
            assertThat(framer.peek()).isSameAs(peeked);
            assertThat(framer.rows()).isZero();
            assertThat(framer.physicalLines()).isZero();
            assertThat(framer.next()).isSameAs(peeked);
            assertThat(framer.rows()).isEqualTo(1);
            assertThat(framer.physicalLines()).isEqualTo(2);
            Frame refused = framer.peek();
            assertThat(refused).isInstanceOf(RefusedRow.class);
            assertThat(framer.refused()).isZero();
            assertThat(framer.next()).isEqualTo(refused);
            assertThat(framer.refused()).isEqualTo(1);
            assertThat(((CsvRow) framer.next()).text(0)).isEqualTo("e");
            assertThat(framer.peek()).isNull();
            assertThat(framer.next()).isNull();
        }
    }

    @Test
    void appliesAnExpectationToARowAlreadyPeeked() throws IOException {
        try (CsvFramer framer = framer("a,b\nc\n")) {
            framer.next();
            assertThat(framer.peek()).isInstanceOf(CsvRow.class);
            framer.expectFields(2);
            assertThat(framer.next()).isInstanceOf(RefusedRow.class);
        }
    }

    @Test
    void givesARowOfSeveralLinesItsFirstAndLastLineAndItsBytes() throws IOException {
        try (CsvFramer framer = framer("h\r\n\r\na,\"b\r\nc\nd\re\"\r\nf")) {
            framer.next();
            CsvRow row = (CsvRow) framer.next();
            assertThat(row.line()).isEqualTo(3);
            assertThat(row.lastLine()).isEqualTo(6);
            assertThat(row.row()).isEqualTo(2);
            assertThat(row.offset()).isEqualTo(5);
            assertThat(row.length()).isEqualTo(12);
            assertThat(framer.next().line()).isEqualTo(7);
        }
    }

    @Test
    void leavesOutAByteOrderMarkAndSaysSo() throws IOException {
        try (CsvFramer framer = framer("\uFEFFa")) {
            assertThat(framer.startsWithByteOrderMark()).isTrue();
            assertThat(((CsvRow) framer.next()).text(0)).isEqualTo("a");
            assertThat(framer.bytes()).isEqualTo(4);
        }
        try (CsvFramer framer = framer("a")) {
            assertThat(framer.startsWithByteOrderMark()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\n", "a\r", "a\r\n", "a\n\n", "\"a\n"})
    void saysThatTheLastLineIsEnded(String input) throws IOException {
        try (CsvFramer framer = framer(input)) {
            framer.skipRest();
            assertThat(framer.endsWithLineBreak()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a\nb", "\uFEFF", "a,", "\"a\n\""})
    void saysThatTheLastLineIsNotEnded(String input) throws IOException {
        try (CsvFramer framer = framer(input)) {
            framer.skipRest();
            assertThat(framer.endsWithLineBreak()).isFalse();
        }
    }

    @Test
    void passesOnWhatTheStreamThrowsAndClosesIt() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream broken = new InputStream() {
            private int given;

            @Override
            public int read() throws IOException {
                if (given++ < 3) {
                    return given == 2 ? '\n' : 'a';
                }
                throw new IOException("connection lost");
            }

            @Override
            public int read(byte[] b, int off, int len) throws IOException {
                b[off] = (byte) read();
                return 1;
            }

            @Override
            public void close() {
                closed.set(true);
            }
        };
        try (CsvFramer framer = new CsvFramer(broken, CsvDialect.rfc4180())) {
            assertThat(((CsvRow) framer.next()).text(0)).isEqualTo("a");
            assertThatIOException().isThrownBy(framer::next).withMessage("connection lost");
        }
        assertThat(closed).isTrue();
    }

    @Test
    void readsAStreamThatGivesNoBytesNowAndThen() throws IOException {
        InputStream lazy = new ByteArrayInputStream("a\nb".getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] b, int off, int len) {
                return 0;
            }
        };
        try (CsvFramer framer = new CsvFramer(lazy, CsvDialect.rfc4180())) {
            assertThat(((CsvRow) framer.next()).text(0)).isEqualTo("a");
            assertThat(((CsvRow) framer.next()).text(0)).isEqualTo("b");
            assertThat(framer.next()).isNull();
        }
    }

    @Test
    void refusesAnExpectationOfNoFields() throws IOException {
        try (CsvFramer framer = framer("a")) {
            assertThatThrownBy(() -> framer.expectFields(0)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static CsvFramer framer(String input) {
        return new CsvFramer(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), CsvDialect.rfc4180());
    }
}

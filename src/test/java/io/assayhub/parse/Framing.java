package io.assayhub.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Frames test input in every way a stream can deliver it and writes frames as short text. */
final class Framing {

    private static final int READ_AHEAD = 4096;

    private final CsvDialect dialect;
    private final int expectedFields;

    private Framing(CsvDialect dialect, int expectedFields) {
        this.dialect = dialect;
        this.expectedFields = expectedFields;
    }

    static Framing of(CsvDialect dialect) {
        return new Framing(dialect, 0);
    }

    static Framing rfc4180() {
        return of(CsvDialect.rfc4180());
    }

    Framing expecting(int fields) {
        return new Framing(dialect, fields);
    }

    /** Each frame as {@code LINE: a|b} or {@code LINE: REASON}, the same at every chunk size and with no slack. */
    List<String> lines(String input) {
        return lines(input.getBytes(StandardCharsets.UTF_8));
    }

    List<String> lines(byte[] input) {
        List<String> expected = frames(input, input.length + 1, READ_AHEAD);
        for (int chunk = 1; chunk <= input.length; chunk++) {
            assertThat(frames(input, chunk, READ_AHEAD)).as("chunk " + chunk).isEqualTo(expected);
            assertThat(frames(input, chunk, 1))
                    .as("chunk " + chunk + ", no slack")
                    .isEqualTo(expected);
        }
        return expected.stream()
                .map(frame -> frame.substring(0, frame.indexOf('\t')))
                .toList();
    }

    /** Every frame with all its places, as text. */
    List<String> frames(byte[] input, int chunk, int readAhead) {
        List<String> frames = new ArrayList<>();
        try (CsvFramer framer = new CsvFramer(chunks(input, chunk), dialect, readAhead)) {
            if (expectedFields > 0) {
                framer.expectFields(expectedFields);
            }
            for (Frame frame = framer.next(); frame != null; frame = framer.next()) {
                frames.add(describe(frame));
            }
            frames.add("end\t" + framer.rows() + " " + framer.refused() + " " + framer.blankLines() + " "
                    + framer.physicalLines() + " " + framer.bytes() + " " + framer.endsWithLineBreak());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return frames;
    }

    static List<RefusedRow> refusals(byte[] input, CsvDialect dialect, int expectedFields) throws IOException {
        List<RefusedRow> refusals = new ArrayList<>();
        try (CsvFramer framer = new CsvFramer(new ByteArrayInputStream(input), dialect)) {
            if (expectedFields > 0) {
                framer.expectFields(expectedFields);
            }
            for (Frame frame = framer.next(); frame != null; frame = framer.next()) {
                if (frame instanceof RefusedRow refused) {
                    refusals.add(refused);
                }
            }
        }
        return refusals;
    }

    static List<String> texts(CsvRow row) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < row.fieldCount(); i++) {
            texts.add(row.text(i));
        }
        return texts;
    }

    /** A stream that gives at most so many bytes a read. */
    static InputStream chunks(byte[] input, int chunk) {
        return new ByteArrayInputStream(input) {
            @Override
            public synchronized int read(byte[] b, int off, int len) {
                return super.read(b, off, Math.min(len, chunk));
            }
        };
    }

    private static String describe(Frame frame) {
        String place = "\trow " + frame.row() + " to line " + frame.lastLine() + " at " + frame.offset();
        if (frame instanceof RefusedRow refused) {
            return frame.line() + ": " + refused.reason() + place + " field " + refused.field() + " problem at "
                    + refused.problemOffset() + " fields " + refused.fields();
        }
        CsvRow row = (CsvRow) frame;
        return frame.line()
                + ": "
                + texts(row).stream().map(Framing::visible).collect(Collectors.joining("|"))
                + place
                + " length "
                + row.length();
    }

    private static String visible(String text) {
        return text.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t");
    }
}

package io.assayhub.parse;

import io.assayhub.parse.RefusedRow.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads delimited text (RFC 4180) from a stream of bytes row by row, refusing bad rows singly and counting every line.
 *
 * <p>Line ends are LF, CRLF or a lone CR, mixed as they come; within quotes they belong to the field. A line of no bytes
 * at all is a blank line, not a row; a line of delimiters or spaces is a row. A UTF-8 byte order mark at the start is
 * left out.
 *
 * <p>A row that turns out bad is refused as its first physical line, and reading goes on at the next one, so that an
 * unclosed quote costs the row that has it and swallows none of the rows behind it. At the end of the stream
 * {@link #physicalLines()} is the sum of the lines of all rows, the lines of all refused rows, {@link #blankLines()} and
 * {@link #skippedLines()}.
 *
 * <p>What cannot be decided from the bytes: when a row over several lines is bad, its lines may be parts of one row or
 * rows of their own. They are read as rows of their own, except those with a stray quote, which are refused; a caller
 * that states {@link #expectFields(int)} is safe from nearly all the rest.
 *
 * <p>Memory is bounded by the dialect's row limit, also for a line of a gigabyte. Not for use by several threads.
 */
public final class CsvFramer implements Closeable {

    private static final int READ_AHEAD = 128 * 1024;

    private final CsvDialect dialect;
    private final ByteWindow window;
    private final CsvRow row;
    private final RowScanner scanner;
    private final EncodingCheck encoding;

    private boolean started;
    private boolean startsWithMark;
    private int expectedFields = Integer.MAX_VALUE;
    private long rows;
    private long refused;
    private long blankLines;
    private long skippedLines;
    private long lines;

    /* A frame that was made and not yet taken, and what to do once it is. */
    private Frame pending;
    private boolean pendingFirstLineOnly;
    private long pendingSuspectThrough;

    /* Rows that begin at or before this offset may be the tail of a refused row. */
    private long suspectThrough = -1;

    /** Frames the stream from its beginning; closing the framer closes it. */
    public CsvFramer(InputStream in, CsvDialect dialect) {
        this(in, dialect, READ_AHEAD);
    }

    CsvFramer(InputStream in, CsvDialect dialect, int readAhead) {
        this.dialect = dialect;
        // The longest row, and a CRLF.
        this.window = new ByteWindow(in, dialect.maxRowBytes() + 2, readAhead);
        this.row = new CsvRow(dialect, window.bytes());
        this.scanner = new RowScanner(dialect, window, row);
        this.encoding = new EncodingCheck(dialect.charset());
    }

    /**
     * From the next frame on refuses rows with fewer or more fields than this; usually called with the header's. Without
     * it every bad row over several lines is followed up to the row limit, which a hostile file can make slow.
     */
    public void expectFields(int fields) {
        if (fields < 1) {
            throw new IllegalArgumentException("a row has at least one field");
        }
        expectedFields = fields;
        pending = null;
    }

    /**
     * The next row without taking it, or null at the end; blank lines before it are taken. It is not counted until
     * {@link #next()}; if {@link #readLine()} or {@link #skipRest()} takes its lines instead, they count as skipped.
     */
    public Frame peek() throws IOException {
        if (pending == null) {
            pending = frame();
        }
        return pending;
    }

    /** Takes the next row, or null at the end. A {@link CsvRow} is valid until the next call. */
    public Frame next() throws IOException {
        Frame frame = peek();
        pending = null;
        if (frame instanceof CsvRow) {
            rows++;
            takeWhole();
        } else if (frame instanceof RefusedRow) {
            refused++;
            if (pendingFirstLineOnly) {
                window.dropLine();
                lines++;
            } else {
                takeWhole();
            }
            if (pendingSuspectThrough >= 0) {
                suspectThrough = Math.max(pendingSuspectThrough, window.offset());
            }
        }
        return frame;
    }

    /**
     * Takes one physical line as it is, as before a header, or null at the end. Quotes mean nothing, undecodable bytes
     * become U+FFFD, and of a line beyond the row limit the rest is left out. Counts as skipped.
     */
    public String readLine() throws IOException {
        pending = null;
        start();
        if (!window.has(1)) {
            return null;
        }
        String line = line();
        dropSkippedLine();
        return line;
    }

    /**
     * The next physical line that is not blank as {@link #readLine()} would give it, without taking it, or null at the end;
     * blank lines before it are taken.
     */
    public String peekLine() throws IOException {
        pending = null;
        start();
        dropBlankLines();
        return window.has(1) ? line() : null;
    }

    private String line() throws IOException {
        int length = 0;
        while (length < dialect.maxRowBytes() && window.has(length + 1) && !isLineBreak(length)) {
            length++;
        }
        return new String(window.bytes(), window.start(), length, dialect.charset());
    }

    private void dropBlankLines() throws IOException {
        while (window.dropLineBreak()) {
            blankLines++;
            lines++;
        }
    }

    /** Takes all physical lines that are left without framing them, as behind an end marker; returns how many. */
    public long skipRest() throws IOException {
        pending = null;
        start();
        long before = skippedLines;
        while (window.has(1)) {
            dropSkippedLine();
        }
        return skippedLines - before;
    }

    /** Rows delivered so far, a header row among them. */
    public long rows() {
        return rows;
    }

    /** Rows refused so far. */
    public long refused() {
        return refused;
    }

    /** Lines of no bytes so far, outside quotes and not skipped. */
    public long blankLines() {
        return blankLines;
    }

    /** Lines taken with {@link #readLine()} or {@link #skipRest()} so far. */
    public long skippedLines() {
        return skippedLines;
    }

    /** Physical lines taken so far; a last one without line end counts, nothing behind a last line end does. */
    public long physicalLines() {
        return lines;
    }

    /** Bytes taken so far, line ends and byte order mark included; at the end, the length of the stream. */
    public long bytes() {
        return window.offset();
    }

    /** Whether the stream starts with a UTF-8 byte order mark, which speaks against any other charset. */
    public boolean startsWithByteOrderMark() throws IOException {
        start();
        return startsWithMark;
    }

    /** At the end, whether the last line has a line end or there is no line; if not, the file may be cut off. */
    public boolean endsWithLineBreak() {
        return window.endsWithLineBreak();
    }

    @Override
    public void close() throws IOException {
        window.close();
    }

    private Frame frame() throws IOException {
        start();
        dropBlankLines();
        if (!window.has(1)) {
            return null;
        }
        RowScanner.Outcome outcome = scanner.scan(expectedFields);
        boolean oneLine = scanner.lineBreaks() == 0;
        return switch (outcome) {
            case ROW -> checked(oneLine);
            case TEXT_AFTER_QUOTE ->
                oneLine
                        ? refuse(Reason.TEXT_AFTER_QUOTE, row.fieldCount(), scanner.scanned(), true)
                        : refuseAtOpenQuote(Reason.UNCLOSED_QUOTE, true);
            case END_IN_QUOTES -> refuseAtOpenQuote(Reason.UNCLOSED_QUOTE, false);
            case LIMIT_IN_QUOTES ->
                oneLine
                        ? refuse(Reason.ROW_TOO_LONG, -1, dialect.maxRowBytes(), true)
                        : refuseAtOpenQuote(Reason.UNCLOSED_QUOTE, false);
            case LIMIT ->
                oneLine
                        ? refuse(Reason.ROW_TOO_LONG, -1, dialect.maxRowBytes(), true)
                        : refuseAtOpenQuote(Reason.ROW_TOO_LONG, true);
            case TOO_MANY_FIELDS -> refuseAtOpenQuote(Reason.WRONG_FIELD_COUNT, true);
        };
    }

    private Frame checked(boolean oneLine) {
        int fields = row.fieldCount();
        if (fields != expectedFields && expectedFields != Integer.MAX_VALUE) {
            if (!oneLine) {
                return refuseAtOpenQuote(Reason.WRONG_FIELD_COUNT, true);
            }
            return fields < expectedFields
                    ? refuse(Reason.WRONG_FIELD_COUNT, -1, row.length(), false)
                    : refuse(Reason.WRONG_FIELD_COUNT, expectedFields, start(expectedFields), false);
        }
        int stray = window.offset() <= suspectThrough ? strayQuote() : -1;
        if (stray >= 0) {
            return oneLine
                    ? refuse(Reason.STRAY_QUOTE, fieldAt(stray), stray, false)
                    : refuseAtOpenQuote(Reason.STRAY_QUOTE, true);
        }
        if (scanner.firstNul() >= 0) {
            return refuseWhole(Reason.NUL_BYTE, scanner.firstNul());
        }
        if (!row.ascii()) {
            int invalid = encoding.firstInvalid(window.bytes(), window.start(), row.length());
            if (invalid >= 0) {
                return refuseWhole(Reason.BAD_ENCODING, invalid - window.start());
            }
        }
        row.locate(rows + refused + 1, lines + 1, lines + 1L + scanner.lineBreaks(), window.offset());
        return row;
    }

    /** Refuses the first of several lines for the quote that leads from it to the next. */
    private Frame refuseAtOpenQuote(Reason reason, boolean suspect) {
        return refuse(reason, scanner.openField(), scanner.openQuote(), suspect);
    }

    /** Refuses the first line; if suspect, the lines that the scan went over may be the rest of this row. */
    private Frame refuse(Reason reason, int field, int problem, boolean suspect) {
        pendingFirstLineOnly = true;
        pendingSuspectThrough = suspect ? window.offset() + scanner.scanned() : -1;
        return refusedRow(reason, field, problem, lines + 1);
    }

    private Frame refuseWhole(Reason reason, int problem) {
        pendingFirstLineOnly = false;
        pendingSuspectThrough = -1;
        return refusedRow(reason, fieldAt(problem), problem, lines + 1L + scanner.lineBreaks());
    }

    private RefusedRow refusedRow(Reason reason, int field, int problem, long lastLine) {
        return new RefusedRow(
                reason,
                rows + refused + 1,
                lines + 1,
                lastLine,
                window.offset(),
                field,
                window.offset() + problem,
                row.fieldCount());
    }

    private int strayQuote() {
        byte[] bytes = window.bytes();
        for (int i = 0; i < row.fieldCount(); i++) {
            if (!row.quoted(i)) {
                for (int p = row.start(i); p < row.end(i); p++) {
                    if (bytes[p] == dialect.quote()) {
                        return p - window.start();
                    }
                }
            }
        }
        return -1;
    }

    private int start(int field) {
        return row.start(field) - window.start();
    }

    private int fieldAt(int position) {
        int field = row.fieldCount() - 1;
        while (field > 0 && start(field) > position) {
            field--;
        }
        return field;
    }

    private void takeWhole() {
        window.take(scanner.consumed());
        lines += 1L + scanner.lineBreaks();
    }

    private void dropSkippedLine() throws IOException {
        window.dropLine();
        lines++;
        skippedLines++;
    }

    private boolean isLineBreak(int position) {
        byte b = window.bytes()[window.start() + position];
        return b == '\n' || b == '\r';
    }

    private void start() throws IOException {
        if (started) {
            return;
        }
        started = true;
        byte[] bytes = window.bytes();
        startsWithMark = window.has(3)
                && bytes[window.start()] == (byte) 0xEF
                && bytes[window.start() + 1] == (byte) 0xBB
                && bytes[window.start() + 2] == (byte) 0xBF;
        if (startsWithMark) {
            window.take(3);
        }
    }
}

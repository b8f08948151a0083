package io.assayhub.parse;

import java.io.IOException;

/**
 * Scans one row from the start of a {@link ByteWindow} into a {@link CsvRow}, and says how the scan ended.
 *
 * <p>Nothing is taken from the window: after a bad row the framer goes on from wherever it decides. The scan ends at
 * the same byte however the stream is chunked.
 */
final class RowScanner {

    /** How a scan ended. */
    enum Outcome {
        /** At a line end or the end of the stream: the row is framed. */
        ROW,
        /** At a byte after a closing quote that is neither delimiter nor line end. */
        TEXT_AFTER_QUOTE,
        /** At the end of the stream inside quotes. */
        END_IN_QUOTES,
        /** At the row limit inside quotes. */
        LIMIT_IN_QUOTES,
        /** At the row limit outside quotes. */
        LIMIT,
        /** On a later physical line, at more fields than expected: no need to look further. */
        TOO_MANY_FIELDS
    }

    private static final byte ORDINARY = 0;
    private static final byte DELIMITER = 1;
    private static final byte QUOTE = 2;
    private static final byte LF = 3;
    private static final byte CR = 4;
    private static final byte NUL = 5;

    private static final int FIELD_START = 0;
    private static final int PLAIN = 1;
    private static final int QUOTED = 2;
    private static final int AFTER_QUOTE = 3;

    private final ByteWindow window;
    private final CsvRow row;
    private final int maxRowBytes;
    private final byte quote;
    private final byte[] kinds = new byte[256];

    private int consumed;
    private int scanned;
    private int lineBreaks;
    private int fieldStart;
    private int openField;
    private int openQuote;
    private int firstNul;

    RowScanner(CsvDialect dialect, ByteWindow window, CsvRow row) {
        this.window = window;
        this.row = row;
        this.maxRowBytes = dialect.maxRowBytes();
        this.quote = (byte) dialect.quote();
        kinds[dialect.delimiter()] = DELIMITER;
        kinds[dialect.quote()] = QUOTE;
        kinds['\n'] = LF;
        kinds['\r'] = CR;
        kinds[0] = NUL;
    }

    /** Bytes of a framed row with its line end. */
    int consumed() {
        return consumed;
    }

    /** Bytes looked at, from the row's first one, when the scan ended without a frame. */
    int scanned() {
        return scanned;
    }

    /** Line breaks within quotes that the scan went over. */
    int lineBreaks() {
        return lineBreaks;
    }

    /** Field in which the first of {@link #lineBreaks()} lies, or else the last quoted field. */
    int openField() {
        return openField;
    }

    /** Position in the row of the quote that opens {@link #openField()}. */
    int openQuote() {
        return openQuote;
    }

    /** Position in the row of its first NUL byte, or -1. */
    int firstNul() {
        return firstNul;
    }

    /**
     * Scans the row at the window's start, which must have at least one byte.
     *
     * <p>A row over several lines is given up as soon as it has more fields than expected. This bounds what refused
     * rows cost: a line that could begin another bad row either ends this one or closes a field of it, so no line is
     * scanned much more often than there are fields. With no expectation, the row limit is the bound.
     */
    Outcome scan(int expectedFields) throws IOException {
        byte[] bytes = window.bytes();
        int start = window.start();
        int p = start;
        int end = scanEnd();
        int state = FIELD_START;
        int highBits = 0;
        boolean escaped = false;
        begin();
        while (true) {
            if (p == end) {
                scanned = p - start;
                if (scanned > maxRowBytes) {
                    return state == QUOTED ? Outcome.LIMIT_IN_QUOTES : Outcome.LIMIT;
                }
                if (!window.more()) {
                    if (state == QUOTED) {
                        return Outcome.END_IN_QUOTES;
                    }
                    addField(state == AFTER_QUOTE, scanned, escaped);
                    return framed(scanned, scanned, highBits);
                }
                start = window.start();
                p = start + scanned;
                end = scanEnd();
                continue;
            }
            if (state == FIELD_START) {
                fieldStart = p - start;
                if (bytes[p] == quote) {
                    open(fieldStart);
                    escaped = false;
                    state = QUOTED;
                    p++;
                    continue;
                }
                state = PLAIN;
            }
            int kind;
            if (state == AFTER_QUOTE) {
                kind = kinds[bytes[p++] & 0xFF];
                if (kind == QUOTE) {
                    escaped = true;
                    state = QUOTED;
                    continue;
                }
                if (kind == ORDINARY || kind == NUL) {
                    scanned = p - 1 - start;
                    return Outcome.TEXT_AFTER_QUOTE;
                }
            } else {
                do {
                    byte b = bytes[p++];
                    highBits |= b;
                    kind = kinds[b & 0xFF];
                } while (kind == ORDINARY && p < end);
            }
            int at = p - 1 - start;
            if (state == QUOTED) {
                if (kind == QUOTE) {
                    state = AFTER_QUOTE;
                } else if (kind == CR || (kind == LF && bytes[p - 2] != '\r')) {
                    lineBreaks++;
                } else if (kind == NUL) {
                    noteNul(at);
                }
                continue;
            }
            switch (kind) {
                case DELIMITER -> {
                    addField(state == AFTER_QUOTE, at, escaped);
                    if (lineBreaks > 0 && row.fieldCount() >= expectedFields) {
                        scanned = at;
                        return Outcome.TOO_MANY_FIELDS;
                    }
                    state = FIELD_START;
                    // A row that ends in a delimiter ends in an empty field, which starts here.
                    fieldStart = at + 1;
                }
                case LF -> {
                    addField(state == AFTER_QUOTE, at, escaped);
                    return framed(at, at + 1, highBits);
                }
                case CR -> {
                    addField(state == AFTER_QUOTE, at, escaped);
                    boolean lineFeed = window.has(at + 2) && bytes[window.start() + at + 1] == '\n';
                    return framed(at, lineFeed ? at + 2 : at + 1, highBits);
                }
                case NUL -> noteNul(at);
                default -> {
                    // Ordinary bytes up to the end of what is read, or a quote within a plain field: plain text.
                }
            }
        }
    }

    private int scanEnd() {
        // One byte beyond the limit, since the longest row's line end may stand there.
        return Math.min(window.limit(), window.start() + maxRowBytes + 1);
    }

    private void begin() {
        row.clear();
        lineBreaks = 0;
        fieldStart = 0;
        openField = -1;
        openQuote = 0;
        firstNul = -1;
    }

    private void open(int at) {
        if (lineBreaks == 0) {
            openField = row.fieldCount();
            openQuote = at;
        }
    }

    private void noteNul(int at) {
        if (firstNul < 0) {
            firstNul = at;
        }
    }

    private void addField(boolean quoted, int end, boolean escaped) {
        if (quoted) {
            row.addQuoted(fieldStart + 1, end - 1, escaped);
        } else {
            row.addPlain(fieldStart, end);
        }
    }

    private Outcome framed(int length, int lengthWithLineEnd, int highBits) {
        consumed = lengthWithLineEnd;
        scanned = lengthWithLineEnd;
        row.place(window.start(), length, highBits >= 0);
        return Outcome.ROW;
    }
}

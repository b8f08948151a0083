package io.assayhub.parse;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * A view of one readable row over the framer's buffer, valid until the framer is called again.
 *
 * <p>Fields are spans of bytes; text is made only when asked for. Nothing is trimmed. An unquoted field that holds a
 * quote is plain text, quote included. One instance is reused for all rows.
 */
public final class CsvRow implements Row {

    private static final byte PLAIN = 0;
    private static final byte QUOTED = 1;
    private static final byte ESCAPED = 2;

    private final Charset charset;
    private final byte quote;
    private final byte[] buffer;

    /* Spans are relative to the row's first byte, so that they stay right when the buffer is moved up to read on. */
    private int[] starts = new int[32];
    private int[] ends = new int[32];
    private byte[] forms = new byte[32];
    private int count;
    private boolean ascii;

    private int base;
    private int length;
    private long row;
    private long line;
    private long lastLine;
    private long offset;

    CsvRow(CsvDialect dialect, byte[] buffer) {
        this.charset = dialect.charset();
        this.quote = (byte) dialect.quote();
        this.buffer = buffer;
    }

    void clear() {
        count = 0;
    }

    void addPlain(int start, int end) {
        add(start, end, PLAIN);
    }

    void addQuoted(int start, int end, boolean escaped) {
        add(start, end, escaped ? ESCAPED : QUOTED);
    }

    private void add(int start, int end, byte form) {
        int i = count;
        if (i == starts.length) {
            starts = Arrays.copyOf(starts, i * 2);
            ends = Arrays.copyOf(ends, i * 2);
            forms = Arrays.copyOf(forms, i * 2);
        }
        starts[i] = start;
        ends[i] = end;
        forms[i] = form;
        count = i + 1;
    }

    void place(int bufferStart, int rowLength, boolean onlyAscii) {
        base = bufferStart;
        length = rowLength;
        ascii = onlyAscii;
    }

    void locate(long rowNumber, long firstLine, long lastLineNumber, long streamOffset) {
        row = rowNumber;
        line = firstLine;
        lastLine = lastLineNumber;
        offset = streamOffset;
    }

    boolean ascii() {
        return ascii;
    }

    @Override
    public long row() {
        return row;
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public long lastLine() {
        return lastLine;
    }

    @Override
    public long offset() {
        return offset;
    }

    /** Bytes of the row without its line end. */
    public int length() {
        return length;
    }

    /** Number of fields, at least 1. */
    @Override
    public int fieldCount() {
        return count;
    }

    /** Text of a field, decoded and without its quotes; exact, since a row that does not decode is refused. */
    @Override
    public String text(int field) {
        int start = start(field);
        int end = end(field);
        if (forms[field] == ESCAPED) {
            byte[] text = bytes(field);
            return new String(text, charset);
        }
        // Latin-1 is a plain copy for the JDK, and the same as any of our charsets while all bytes are ASCII.
        return new String(buffer, start, end - start, ascii ? StandardCharsets.ISO_8859_1 : charset);
    }

    /** Whether a field holds nothing; true for {@code ""} as well. */
    public boolean isEmpty(int field) {
        return start(field) == end(field);
    }

    /** Whether a field was written in quotes. */
    public boolean quoted(int field) {
        Objects.checkIndex(field, count);
        return forms[field] != PLAIN;
    }

    /** Whether the span of a field still holds doubled quotes, so that its bytes are not yet its text. */
    @Override
    public boolean escaped(int field) {
        Objects.checkIndex(field, count);
        return forms[field] == ESCAPED;
    }

    /** The framer's buffer, to read a field's span without making a String; not to be written to. */
    @Override
    public byte[] buffer() {
        return buffer;
    }

    /** Index in {@link #buffer()} of a field's first byte, after an opening quote. */
    @Override
    public int start(int field) {
        Objects.checkIndex(field, count);
        return base + starts[field];
    }

    /** Index in {@link #buffer()} after a field's last byte, before a closing quote. */
    @Override
    public int end(int field) {
        Objects.checkIndex(field, count);
        return base + ends[field];
    }

    /** Copy of a field's bytes in the dialect's charset, without its quotes. */
    public byte[] bytes(int field) {
        int start = start(field);
        int end = end(field);
        if (forms[field] != ESCAPED) {
            return Arrays.copyOfRange(buffer, start, end);
        }
        byte[] text = new byte[end - start];
        int n = 0;
        for (int p = start; p < end; p++) {
            byte b = buffer[p];
            text[n++] = b;
            if (b == quote) {
                p++;
            }
        }
        return Arrays.copyOf(text, n);
    }

    /** Whether a field's bytes without its quotes are the given ones. */
    public boolean sameBytes(int field, byte[] other) {
        int start = start(field);
        int end = end(field);
        if (forms[field] == ESCAPED) {
            return Arrays.equals(bytes(field), other);
        }
        return Arrays.equals(buffer, start, end, other, 0, other.length);
    }

    /** {@link Arrays#hashCode(byte[])} of {@link #bytes(int)}, for callers that cache what they made of a field. */
    public int hash(int field) {
        int start = start(field);
        int end = end(field);
        if (forms[field] == ESCAPED) {
            return Arrays.hashCode(bytes(field));
        }
        int hash = 1;
        for (int p = start; p < end; p++) {
            hash = 31 * hash + buffer[p];
        }
        return hash;
    }

    /** Row and line numbers only: a row's content is not for logs. */
    @Override
    public String toString() {
        return "CsvRow[row=" + row + ", line=" + line + ", fields=" + count + "]";
    }
}

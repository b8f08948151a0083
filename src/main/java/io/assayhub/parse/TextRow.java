package io.assayhub.parse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Objects;

/** A row that a framer puts together field by field, in UTF-8, because its format has no such row. Reused for all rows. */
public final class TextRow implements Row {
    private byte[] buffer = new byte[1024];
    private int[] ends = new int[32];
    private int count;
    private int length;
    private long row;
    private long line;
    private long lastLine;
    private long offset;

    /**
     * Begins the next row, with no field yet.
     *
     * @param number 1-based, the header counted
     * @param firstLine 1-based physical line or record where it begins, or 0 where a format has none
     * @param start offset of its first byte in the source
     */
    public TextRow begin(long number, long firstLine, long start) {
        count = 0;
        length = 0;
        row = number;
        line = firstLine;
        lastLine = firstLine;
        offset = start;
        return this;
    }

    /** Adds a field. */
    public void add(String text) {
        int characters = text.length();
        room(characters * 3);
        boolean ascii = true;
        for (int i = 0; i < characters && ascii; i++) {
            char c = text.charAt(i);
            ascii = c < 0x80;
            buffer[length + i] = (byte) c;
        }
        if (ascii) {
            length += characters;
            end();
            return;
        }
        byte[] bytes = text.getBytes(UTF_8);
        add(bytes, 0, bytes.length);
    }

    /** Adds a field of bytes that are UTF-8. */
    public void add(byte[] bytes, int from, int to) {
        room(to - from);
        System.arraycopy(bytes, from, buffer, length, to - from);
        length += to - from;
        end();
    }

    /** Says with which physical line the row ends, if with another than it begins. */
    public void endsOn(long number) {
        lastLine = number;
    }

    private void room(int more) {
        if (buffer.length - length < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }

    private void end() {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
        }
        ends[count++] = length;
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

    @Override
    public int fieldCount() {
        return count;
    }

    @Override
    public String text(int field) {
        int start = start(field);
        return new String(buffer, start, end(field) - start, UTF_8);
    }

    @Override
    public boolean escaped(int field) {
        Objects.checkIndex(field, count);
        return false;
    }

    @Override
    public byte[] buffer() {
        return buffer;
    }

    @Override
    public int start(int field) {
        Objects.checkIndex(field, count);
        return field == 0 ? 0 : ends[field - 1];
    }

    @Override
    public int end(int field) {
        Objects.checkIndex(field, count);
        return ends[field];
    }

    /** Row and line numbers only: a row's content is not for logs. */
    @Override
    public String toString() {
        return "TextRow[row=" + row + ", line=" + line + ", fields=" + count + "]";
    }
}

package io.assayhub.parse.astm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Finds records in a stream: one ends with CR, LF, CRLF or where the stream does. Blank lines and a byte order mark are
 * skipped; of a record beyond the limit only its beginning is kept.
 */
final class RecordReader {
    /** Bytes of the longest record that is kept. */
    static final int LONGEST = 1024 * 1024;

    private static final int BEGINNING = 64;

    private final InputStream in;
    private byte[] buffer = new byte[1024];
    private int length;
    private long read;
    private long line;
    private long offset;
    private long breaks;
    private boolean afterReturn;
    private boolean tooLong;

    RecordReader(InputStream in) {
        this.in = new BufferedInputStream(in, 64 * 1024);
    }

    /** The next record, each of its bytes a character; null at the end of the stream. */
    String next() throws IOException {
        length = 0;
        tooLong = false;
        for (int b = in.read(); b >= 0; b = in.read()) {
            read++;
            if (b == '\r' || b == '\n') {
                if (b == '\n' && afterReturn) {
                    afterReturn = false;
                    continue;
                }
                afterReturn = b == '\r';
                breaks++;
                if (length > 0) {
                    return record();
                }
                continue;
            }
            afterReturn = false;
            if (length == 0) {
                line = 1 + breaks;
                offset = read - 1;
            }
            put((byte) b);
            if (length == 3 && read == 3 && isMark()) {
                length = 0;
            }
        }
        return length > 0 ? record() : null;
    }

    private boolean isMark() {
        return buffer[0] == (byte) 0xEF && buffer[1] == (byte) 0xBB && buffer[2] == (byte) 0xBF;
    }

    private void put(byte b) {
        if (length == LONGEST) {
            tooLong = true;
            return;
        }
        if (length == buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(LONGEST, length * 2));
        }
        buffer[length++] = b;
    }

    private String record() {
        return new String(buffer, 0, tooLong ? BEGINNING : length, ISO_8859_1);
    }

    /** 1-based physical line on which the record begins. */
    long line() {
        return line;
    }

    /** Offset of the record's first byte in the stream. */
    long offset() {
        return offset;
    }

    /** Bytes up to the record's end, its line break included. */
    long passed() {
        return read;
    }

    /** Whether it was longer than is kept. */
    boolean isTooLong() {
        return tooLong;
    }
}

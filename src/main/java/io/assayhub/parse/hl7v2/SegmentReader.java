package io.assayhub.parse.hl7v2;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Finds segments and their fields in a stream: a segment ends with CR, LF, CRLF or where the stream does. What MLLP puts
 * around a message (VT, FS) is skipped, blank lines and a byte order mark are. A segment beyond the limit is passed over.
 */
final class SegmentReader {
    /** Bytes of the longest segment that is kept; results in documents come as longer ones. */
    static final int LONGEST = 1024 * 1024;

    private static final int MOST_FIELDS = 512;
    private static final int VERTICAL_TAB = 0x0b;
    private static final int FILE_SEPARATOR = 0x1c;

    private final InputStream in;
    private byte[] buffer = new byte[16 * 1024];
    private final int[] separators = new int[MOST_FIELDS];
    private int count;
    private int start;
    private int end;
    private int limit;
    private boolean ended;
    private boolean tooLong;
    /** Of {@link #buffer}'s first byte in the stream. */
    private long base;

    private long offset;
    private long line = 1;
    private long breaks;
    private int field = '|';
    private boolean begun;

    SegmentReader(InputStream in) {
        this.in = in;
    }

    /** Says what separates the fields of segments that do not say it themselves. */
    void separatedBy(int separator) {
        field = separator;
    }

    /** Moves on to the next segment; false at the end of the stream. */
    boolean next() throws IOException {
        start = end;
        tooLong = false;
        count = 0;
        if (!skipBreaks()) {
            return false;
        }
        line = 1 + breaks;
        offset = base + start;
        int separator = separator();
        int at = start;
        while (true) {
            for (; at < limit; at++) {
                byte b = buffer[at];
                if (b == separator) {
                    if (count < MOST_FIELDS) {
                        separators[count++] = at - start;
                    }
                } else if (b >= 0 && b < ' ' && (b == '\r' || b == '\n' || b == FILE_SEPARATOR)) {
                    end = at;
                    return true;
                }
            }
            int done = at - start;
            if (done >= LONGEST) {
                passOver();
                return true;
            }
            if (!more()) {
                end = limit;
                return true;
            }
            at = start + done;
        }
    }

    /** A header segment declares its own. */
    private int separator() throws IOException {
        while (limit - start < 4 && more()) {
            // One read may bring fewer.
        }
        boolean header = is("MSH") || is("FHS") || is("BHS") || is("FTS") || is("BTS");
        return header && limit - start > 3 && buffer[start + 3] != '\r' && buffer[start + 3] != '\n'
                ? buffer[start + 3]
                : field;
    }

    private boolean is(String name) {
        return limit - start >= 3
                && buffer[start] == name.charAt(0)
                && buffer[start + 1] == name.charAt(1)
                && buffer[start + 2] == name.charAt(2);
    }

    private boolean skipBreaks() throws IOException {
        if (!begun) {
            begun = true;
            while (limit < 3 && more()) {
                // One read may bring fewer.
            }
            if (limit >= 3 && buffer[0] == (byte) 0xEF && buffer[1] == (byte) 0xBB && buffer[2] == (byte) 0xBF) {
                start = 3;
            }
        }
        boolean afterReturn = false;
        while (true) {
            if (start == limit && !more()) {
                end = start;
                return false;
            }
            byte b = buffer[start];
            if (b == '\r' || b == '\n') {
                breaks += b == '\n' && afterReturn ? 0 : 1;
                afterReturn = b == '\r';
            } else if (b == VERTICAL_TAB || b == FILE_SEPARATOR) {
                afterReturn = false;
            } else {
                return true;
            }
            start++;
        }
    }

    /** Keeps of a segment only its first bytes. */
    private void passOver() throws IOException {
        tooLong = true;
        while (true) {
            int at = start + LONGEST;
            while (at < limit) {
                byte b = buffer[at];
                if (b == '\r' || b == '\n' || b == FILE_SEPARATOR) {
                    end = at;
                    return;
                }
                at++;
            }
            base += limit - (start + LONGEST);
            limit = start + LONGEST;
            if (!more()) {
                end = limit;
                return;
            }
        }
    }

    /** Reads at least one byte more; what begins at {@link #start} may move to the front. */
    private boolean more() throws IOException {
        if (ended) {
            return false;
        }
        if (limit == buffer.length) {
            if (start > 0) {
                System.arraycopy(buffer, start, buffer, 0, limit - start);
                base += start;
                limit -= start;
                start = 0;
            } else {
                buffer = Arrays.copyOf(buffer, Math.min(buffer.length * 2, LONGEST + 64 * 1024));
            }
        }
        int read = in.read(buffer, limit, buffer.length - limit);
        if (read == 0) {
            // Against its contract, but such streams exist; the one-byte read has to block.
            int single = in.read();
            if (single >= 0) {
                buffer[limit] = (byte) single;
                read = 1;
            } else {
                read = -1;
            }
        }
        if (read < 0) {
            ended = true;
            return false;
        }
        limit += read;
        return true;
    }

    byte[] bytes() {
        return buffer;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /** 1-based physical line on which the segment begins. */
    long line() {
        return line;
    }

    /** Offset of the segment's first byte in the stream. */
    long offset() {
        return offset;
    }

    /** Bytes up to the segment's end. */
    long passed() {
        return base + end;
    }

    /** Whether it was longer than is kept: then it has no fields. */
    boolean isTooLong() {
        return tooLong;
    }

    /** Its first three bytes if they can be a segment's name, with the field separator behind; else 0. */
    int name() {
        boolean ended = end - start == 3 && (is("BTS") || is("FTS"));
        if (end - start < 3 || (!ended && (count == 0 || separators[0] != 3))) {
            return 0;
        }
        int a = buffer[start];
        int b = buffer[start + 1];
        int c = buffer[start + 2];
        return isLetter(a) && isLetterOrDigit(b) && isLetterOrDigit(c) ? (a << 16) | (b << 8) | c : 0;
    }

    private static boolean isLetter(int b) {
        return b >= 'A' && b <= 'Z';
    }

    private static boolean isLetterOrDigit(int b) {
        return isLetter(b) || (b >= '0' && b <= '9');
    }

    /** Index of a field's first byte; 0 is the segment's name. What is not there is empty. */
    int from(int number) {
        return number > count ? end : number == 0 ? start : start + separators[number - 1] + 1;
    }

    /** Index after a field's last byte. */
    int to(int number) {
        return number >= count ? end : start + separators[number];
    }
}

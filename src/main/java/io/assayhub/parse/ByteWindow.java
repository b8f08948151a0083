package io.assayhub.parse;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * A fixed buffer that moves along a stream: what lies between {@link #start()} and {@link #limit()} is read and not yet
 * taken.
 *
 * <p>Memory is the longest row plus the slack, whatever the stream's length.
 */
final class ByteWindow implements Closeable {

    private final InputStream in;
    private final byte[] bytes;
    private int start;
    private int limit;
    private long offset;
    private boolean ended;
    private boolean endsWithLineBreak = true;

    /** Holds {@code longest} bytes in one piece; {@code slack} is how much is read beyond before bytes are moved. */
    ByteWindow(InputStream in, int longest, int slack) {
        this.in = in;
        this.bytes = new byte[longest + slack];
    }

    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    int limit() {
        return limit;
    }

    /** Offset of {@link #start()} in the stream. */
    long offset() {
        return offset;
    }

    /** Whether the last byte read is CR or LF; true while nothing was read. */
    boolean endsWithLineBreak() {
        return endsWithLineBreak;
    }

    void take(int count) {
        start += count;
        offset += count;
    }

    /**
     * Reads at least one byte more, false at the end of the stream. What is not taken may move to the front; positions
     * relative to {@link #start()} stay right.
     */
    boolean more() throws IOException {
        if (ended) {
            return false;
        }
        if (start == limit) {
            start = 0;
            limit = 0;
        } else if (limit == bytes.length) {
            System.arraycopy(bytes, start, bytes, 0, limit - start);
            limit -= start;
            start = 0;
        }
        int read = in.read(bytes, limit, bytes.length - limit);
        if (read == 0) {
            // Against its contract, but such streams exist; the one-byte read has to block.
            int single = in.read();
            if (single >= 0) {
                bytes[limit] = (byte) single;
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
        byte last = bytes[limit - 1];
        endsWithLineBreak = last == '\n' || last == '\r';
        return true;
    }

    /** Whether at least so many bytes can be had from {@link #start()} on; reads as needed. */
    boolean has(int count) throws IOException {
        while (limit - start < count) {
            if (!more()) {
                return false;
            }
        }
        return true;
    }

    /** Takes everything through the next LF, CRLF, lone CR or the end, whatever quotes say, keeping none of it. */
    void dropLine() throws IOException {
        while (has(1)) {
            for (int p = start; p < limit; p++) {
                byte b = bytes[p];
                if (b == '\n' || b == '\r') {
                    take(p - start);
                    dropLineBreak();
                    return;
                }
            }
            take(limit - start);
        }
    }

    /** Takes the line break at {@link #start()}; false, and nothing taken, if there is none. */
    boolean dropLineBreak() throws IOException {
        if (!has(1)) {
            return false;
        }
        byte b = bytes[start];
        if (b != '\n' && b != '\r') {
            return false;
        }
        take(1);
        if (b == '\r' && has(1) && bytes[start] == '\n') {
            take(1);
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

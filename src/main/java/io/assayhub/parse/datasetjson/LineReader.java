package io.assayhub.parse.datasetjson;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Cuts a stream at its line feeds. Of a line that is longer than the limit only the beginning is kept. */
final class LineReader {
    private static final byte[] NEW_LINE = {'\n'};

    private final InputStream in;
    private final int most;
    private final byte[] chunk = new byte[1 << 16];
    private byte[] line = new byte[4096];
    private int length;
    private boolean tooLong;
    private boolean ended;
    private int from;
    private int to;
    private long offset;
    private long start;
    private long number;

    /** @param most bytes of a line */
    LineReader(InputStream in, int most) {
        this.in = in;
        this.most = most;
    }

    /** Reads the next line; false at the end. Blanks at its end do not count. */
    boolean next() throws IOException {
        return read(false);
    }

    /** The same, but of a line that is longer than the limit what follows is not read away. */
    boolean first() throws IOException {
        return read(true);
    }

    private boolean read(boolean stops) throws IOException {
        length = 0;
        tooLong = false;
        ended = false;
        start = offset;
        boolean any = false;
        while (!(stops && tooLong) && fill()) {
            any = true;
            int most = stops ? Math.min(to, from + this.most - length + 1) : to;
            int end = from;
            while (end < most && chunk[end] != '\n') {
                end++;
            }
            if (stops && end - from > this.most - length) {
                end--;
                tooLong = true;
            }
            keep(from, end);
            ended = end < most && !(stops && tooLong);
            offset += end - from + (ended ? 1 : 0);
            from = ended ? end + 1 : end;
            if (ended) {
                break;
            }
        }
        number += any ? 1 : 0;
        return any;
    }

    private boolean fill() throws IOException {
        if (from == to) {
            from = 0;
            to = Math.max(0, in.read(chunk));
        }
        return from < to;
    }

    private void keep(int begin, int end) {
        int more = Math.min(end - begin, most - length);
        tooLong |= more < end - begin;
        if (line.length < length + more) {
            line = Arrays.copyOf(line, Math.min(most, Math.max(line.length * 2, length + more)));
        }
        System.arraycopy(chunk, begin, line, length, more);
        length += more;
    }

    /** Valid up to {@link #length()} until the next line is read. */
    byte[] bytes() {
        return line;
    }

    int length() {
        return length;
    }

    boolean isTooLong() {
        return tooLong;
    }

    boolean isBlank() {
        for (int i = 0; i < length; i++) {
            if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
                return false;
            }
        }
        return !tooLong;
    }

    /** 1-based. */
    long number() {
        return number;
    }

    /** The whole stream from an index of the first line on, of which {@link #first} has read; not closed with it. */
    InputStream whole(int index) {
        InputStream kept = new ByteArrayInputStream(line, index, length - index);
        InputStream feed = new ByteArrayInputStream(NEW_LINE, 0, ended ? 1 : 0);
        InputStream read = new ByteArrayInputStream(chunk, from, to - from);
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int most) throws IOException {
                for (InputStream part : new InputStream[] {kept, feed, read}) {
                    if (part.available() > 0) {
                        return part.read(into, offset, most);
                    }
                }
                return in.read(into, offset, most);
            }
        };
    }

    /** Of the line's first byte. */
    long start() {
        return start;
    }

    /** Of what follows the line. */
    long offset() {
        return offset;
    }
}

package io.assayhub.mapping;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A source up to a number of bytes, where it ends. */
final class LimitedSource extends FilterInputStream {
    private long left;

    LimitedSource(InputStream in, long most) {
        super(in);
        left = most;
    }

    /** Whether it has ended at the limit. */
    boolean isSpent() {
        return left == 0;
    }

    @Override
    public int read() throws IOException {
        int one = left == 0 ? -1 : in.read();
        left -= one < 0 ? 0 : 1;
        return one;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        if (left == 0) {
            return -1;
        }
        int got = in.read(into, offset, (int) Math.min(count, left));
        left -= Math.max(0, got);
        return got;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = in.skip(Math.min(count, left));
        left -= skipped;
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}

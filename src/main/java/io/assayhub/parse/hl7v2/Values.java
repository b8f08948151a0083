package io.assayhub.parse.hl7v2;

import java.util.Arrays;

/** Values in UTF-8, one behind the other in one array that is used again and again. */
final class Values {
    private byte[] bytes = new byte[256];
    private int[] ends = new int[16];
    private int count;
    private int length;

    void clear() {
        count = 0;
        length = 0;
    }

    int count() {
        return count;
    }

    /** Bytes of all values. */
    int length() {
        return length;
    }

    byte[] bytes() {
        return bytes;
    }

    int start(int value) {
        return value == 0 ? 0 : ends[value - 1];
    }

    int end(int value) {
        return ends[value];
    }

    /** Whether there is nothing but blanks. */
    boolean isBlank(int value) {
        for (int i = start(value); i < end(value); i++) {
            if (bytes[i] < 0 || bytes[i] > ' ') {
                return false;
            }
        }
        return true;
    }

    /** Adds to the value that is not ended yet. */
    void append(byte[] from, int start, int end) {
        room(end - start);
        System.arraycopy(from, start, bytes, length, end - start);
        length += end - start;
    }

    void append(byte b) {
        room(1);
        bytes[length++] = b;
    }

    /** Whether anything was added to the value that is not ended yet. */
    boolean isBegun() {
        return length > (count == 0 ? 0 : ends[count - 1]);
    }

    /** Takes back what was added to the value that is not ended yet. */
    void drop() {
        length = count == 0 ? 0 : ends[count - 1];
    }

    void end() {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
        }
        ends[count++] = length;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}

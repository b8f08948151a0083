package io.assayhub.parse.hl7v2;

import io.assayhub.parse.RefusedRow.Reason;
import java.util.Arrays;

/** The rows of one order that wait for what stands behind them: the values of their own segments, OBX and NTE. */
final class OrderGroup {
    /** Bytes of the values that wait; orders with more have their specimen too far behind. */
    static final int MOST_BYTES = 16 * 1024 * 1024;

    /** Rows that wait. */
    static final int MOST_ROWS = 100_000;

    private final Values values = new Values();
    private final int width;
    private long[] lines = new long[16];
    private long[] offsets = new long[16];
    private long[] ends = new long[16];
    private Reason[] wrong = new Reason[16];
    private int rows;

    /** @param width values of each row */
    OrderGroup(int width) {
        this.width = width;
    }

    void clear() {
        values.clear();
        rows = 0;
    }

    /** Begins a row, to whose values {@link #width} are then added. */
    void begin(long line, long offset, long end) {
        if (rows == lines.length) {
            lines = Arrays.copyOf(lines, rows * 2);
            offsets = Arrays.copyOf(offsets, rows * 2);
            ends = Arrays.copyOf(ends, rows * 2);
            wrong = Arrays.copyOf(wrong, rows * 2);
        }
        lines[rows] = line;
        offsets[rows] = offset;
        ends[rows] = end;
        wrong[rows++] = null;
    }

    /** Refuses the last row; the first reason counts. */
    void refuse(Reason reason) {
        refuse(rows - 1, reason);
    }

    /** Refuses the rows before this one. */
    void refuseBefore(int end, Reason reason) {
        for (int row = 0; row < end; row++) {
            refuse(row, reason);
        }
    }

    private void refuse(int row, Reason reason) {
        if (wrong[row] == null) {
            wrong[row] = reason;
        }
    }

    Values values() {
        return values;
    }

    int rows() {
        return rows;
    }

    boolean isFull() {
        return values.length() > MOST_BYTES || rows >= MOST_ROWS;
    }

    long line(int row) {
        return lines[row];
    }

    long offset(int row) {
        return offsets[row];
    }

    /** Offset after the last byte of its own segment. */
    long end(int row) {
        return ends[row];
    }

    Reason wrong(int row) {
        return wrong[row];
    }

    /** Index in {@link #values()} of a row's value. */
    int value(int row, int slot) {
        return row * width + slot;
    }
}

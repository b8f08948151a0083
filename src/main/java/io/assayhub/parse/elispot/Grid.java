package io.assayhub.parse.elispot;

import io.assayhub.parse.Row;

/** The cells of one grid of 8 by 12 wells, with the line and offset of each row. */
final class Grid {
    static final int ROWS = 8;
    static final int COLUMNS = 12;

    private final String[][] cells = new String[ROWS][];
    private final long[] lines = new long[ROWS];
    private final long[] offsets = new long[ROWS];
    private final int first;
    private int rows;

    /** @param first field of the wells numbered 1; the letter stands in the one before */
    Grid(int first) {
        this.first = first;
    }

    /** The field of well 1 if the row numbers the wells of a grid, 1 to 12 in their order behind at least one field; else -1. */
    static int firstOf(Row row) {
        for (int i = 1; i + COLUMNS <= row.fieldCount(); i++) {
            int n = 0;
            while (n < COLUMNS && row.text(i + n).strip().equals(String.valueOf(n + 1))) {
                n++;
            }
            if (n == COLUMNS) {
                return i;
            }
        }
        return -1;
    }

    boolean isComplete() {
        return rows == ROWS;
    }

    /** Takes the next row; false if it is not that. What stands behind well 12 is a sum or a mean, and is left out. */
    boolean take(Row row) {
        String letter = String.valueOf((char) ('A' + rows));
        if (first - 1 >= row.fieldCount() || !row.text(first - 1).strip().equals(letter)) {
            return false;
        }
        String[] wells = new String[COLUMNS];
        for (int i = 0; i < COLUMNS; i++) {
            int field = first + i;
            wells[i] = field < row.fieldCount() ? row.text(field).strip() : "";
        }
        cells[rows] = wells;
        lines[rows] = row.line();
        offsets[rows] = row.offset();
        rows++;
        return true;
    }

    String text(int row, int column) {
        return cells[row][column];
    }

    long line(int row) {
        return lines[row];
    }

    long offset(int row) {
        return offsets[row];
    }
}

package io.assayhub.model;

/**
 * A place in a source.
 *
 * @param row 1-based row below the header as the framing layer counts, or 0 for the source as a whole
 * @param line 1-based physical line, or 0
 * @param column header of the column, or null
 */
public record Location(long row, long line, String column) {
    /** The source as a whole. */
    public static final Location WHOLE = new Location(0, 0, null);

    @Override
    public String toString() {
        return row == 0 && line == 0
                ? "file"
                : "line " + line + (row == 0 ? "" : " (row " + row + ")")
                        + (column == null ? "" : " column '" + column + "'");
    }
}

package io.assayhub.mapping;

/** One row of a table, whatever its format: what the mapping sees of a source. */
public interface SourceRow {
    /** 1-based row below the header, as the framing layer counts. */
    long row();

    /** 1-based physical line on which the row begins, or 0 where a format has none. */
    long line();

    /** The text of a field, 0-based; null only for a field that the feed makes of another which has not its form. */
    String text(int field);
}

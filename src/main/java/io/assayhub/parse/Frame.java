package io.assayhub.parse;

/** One row of the stream, either readable or refused, with its place. */
public sealed interface Frame permits CsvRow, RefusedRow {

    /** 1-based number of the row; delivered and refused rows count alike, a header row too, blank lines do not. */
    long row();

    /** 1-based number of the physical line on which the row begins. */
    long line();

    /** Number of the last physical line that belongs to this frame; differs from {@link #line()} by quoted breaks. */
    long lastLine();

    /** Offset of the row's first byte in the stream; a byte order mark counts. */
    long offset();
}

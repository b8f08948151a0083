package io.assayhub.parse;

/** What a framer comes upon next: a row, readable or refused, or the end of what can be read; with its place. */
public sealed interface Frame permits Row, RefusedRow, RefusedTable {

    /** 1-based number of the row; delivered and refused rows count alike, a header row too, blank lines do not. */
    long row();

    /** 1-based number of the physical line on which the row begins. */
    long line();

    /** Number of the last physical line that belongs to this frame; differs from {@link #line()} by quoted breaks. */
    long lastLine();

    /** Offset of the row's first byte in the stream; a byte order mark counts. */
    long offset();
}

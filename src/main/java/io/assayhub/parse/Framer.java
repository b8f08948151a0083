package io.assayhub.parse;

import java.io.IOException;

/**
 * Reads a source as one table, whatever its format: a header that names the columns, then rows. To be asked in the order
 * of its methods, by one thread. It counts the rows itself, so that whoever audits a reader counts them here.
 *
 * <p>Bad input is a frame, {@link RefusedRow} or {@link RefusedTable}; after the latter there is nothing more. Memory does
 * not grow with the source.
 */
public interface Framer {
    /** The next line above the header, or null when there is none left; most formats have none. */
    default String lineAbove() throws IOException {
        return null;
    }

    /** Whether the text ended, or was searched far enough, before there was a header. */
    default boolean endedAboveHeader() {
        return false;
    }

    /** The names of the columns, as row 1; null if there is no table. */
    Frame header() throws IOException;

    /** The next row, from row 2 on, or null at the end. */
    Frame next() throws IOException;

    /**
     * What the source says of itself beside its rows, such as {@code MSH-10} of its first message or {@code studyOID} of a
     * dataset; null if it does not. To be asked after the header.
     */
    default String fact(String name) {
        return null;
    }

    /** The source's own count of its rows, known at the end of it at the latest; null if it has none. */
    default Long statedRows() {
        return null;
    }

    /** Rows so far without the header: delivered, refused, and below the table. */
    long rows();

    /** Rows refused so far. */
    long refused();

    /** Lines that are not blank from the one that ends the table on; each counts as a row. */
    default long below() {
        return 0;
    }

    /** Bytes of the source up to the end of the last frame, as far as its format tells. */
    long bytes();
}

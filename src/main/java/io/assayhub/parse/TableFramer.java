package io.assayhub.parse;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;

/**
 * Frames one table that stands in a text with lines above and below it: the lines above, then the header, then its rows.
 * To be asked in this order. Whoever counts a table's rows counts them here, so that all count alike.
 */
public final class TableFramer {
    private final CsvFramer framer;
    private final TableExtent extent;
    private boolean headerReached;
    private boolean ended;
    private int above;
    private long below;

    /** Frames the stream from its beginning and does not close it. */
    public TableFramer(InputStream in, CsvDialect dialect, TableExtent extent) {
        this.framer = new CsvFramer(in, dialect);
        this.extent = extent;
    }

    /** The next line above the header, or null when there is none left. */
    public String lineAbove() throws IOException {
        if (headerReached || ended) {
            return null;
        }
        boolean mayBeHeader = above >= extent.skip();
        if (mayBeHeader && extent.header().isEmpty()) {
            headerReached = true;
            return null;
        }
        if (mayBeHeader && matches(extent.header().get())) {
            headerReached = true;
            return null;
        }
        String line = above < extent.skip() + TableExtent.SEARCHED ? framer.readLine() : null;
        above++;
        ended = line == null;
        return line;
    }

    /** Whether the text ended, or was searched far enough, before there was a header. */
    public boolean endedAboveHeader() {
        return ended && !headerReached;
    }

    /** The header, or null if the text ends before; its width becomes that of all rows. */
    public Frame header() throws IOException {
        if (!headerReached) {
            return null;
        }
        Frame header = framer.next();
        if (header instanceof CsvRow row) {
            framer.expectFields(row.fieldCount());
        }
        return header;
    }

    /** The next row of the table, or null at its end; what stands below it is counted then and not framed. */
    public Frame next() throws IOException {
        if (!ended && extent.end().isPresent() && matches(extent.end().get())) {
            ended = true;
            while (framer.peekLine() != null) {
                framer.readLine();
                below++;
            }
        }
        return ended ? null : framer.next();
    }

    private boolean matches(Pattern pattern) throws IOException {
        String line = framer.peekLine();
        return line != null && pattern.matcher(line.strip()).matches();
    }

    /** Rows so far without the header: delivered, refused, and below the table. */
    public long rows() {
        return Math.max(0, framer.rows() + framer.refused() - 1) + below;
    }

    /** Rows refused so far. */
    public long refused() {
        return framer.refused();
    }

    /** Lines that are not blank from the one that ends the table on; each counts as a row. */
    public long below() {
        return below;
    }

    /** Bytes taken so far. */
    public long bytes() {
        return framer.bytes();
    }
}

package io.assayhub.parse;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;

/** Frames one delimited table that stands in a text with lines above and below it. */
public final class TableFramer implements Framer {
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

    @Override
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

    @Override
    public boolean endedAboveHeader() {
        return ended && !headerReached;
    }

    /** Its width becomes that of all rows. */
    @Override
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

    /** What stands below the table is counted at its end and not framed. */
    @Override
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

    @Override
    public long rows() {
        return Math.max(0, framer.rows() + framer.refused() - 1) + below;
    }

    @Override
    public long refused() {
        return framer.refused();
    }

    @Override
    public long below() {
        return below;
    }

    @Override
    public long bytes() {
        return framer.bytes();
    }
}

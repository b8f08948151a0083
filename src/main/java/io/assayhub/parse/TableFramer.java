package io.assayhub.parse;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.LongPredicate;
import java.util.regex.Pattern;

/** Frames one delimited table that stands in a text with lines above and below it. */
public final class TableFramer implements Framer {
    private final CsvFramer framer;
    private final TableExtent extent;
    private final LongPredicate begins;
    private String[] names;
    private boolean headerReached;
    private boolean ended;
    private int above;
    private long below;

    /** Frames the stream from its beginning and does not close it. */
    public TableFramer(InputStream in, CsvDialect dialect, TableExtent extent) {
        this(in, dialect, extent, offset -> false);
    }

    /** The same where another table begins at some offsets, with the header of the first. */
    public TableFramer(InputStream in, CsvDialect dialect, TableExtent extent, LongPredicate begins) {
        this.framer = new CsvFramer(in, dialect);
        this.extent = extent;
        this.begins = begins;
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
            names = names(row);
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
        if (ended) {
            return null;
        }
        Frame next = framer.peek();
        while (next != null && begins.test(next.offset())) {
            if (!(next instanceof CsvRow row) || !Arrays.equals(names(row), names)) {
                ended = true;
                return new RefusedTable(
                        RefusedTable.Fault.MALFORMED,
                        next.row(),
                        next.line(),
                        next.offset(),
                        "Another table of the archive begins here without the header of the first; send tables of one"
                                + " form in an archive.");
            }
            long lines = row.lastLine() - row.line() + 1;
            for (long i = 0; i < lines; i++) {
                framer.readLine();
            }
            next = framer.peek();
        }
        return framer.next();
    }

    private static String[] names(CsvRow row) {
        String[] names = new String[row.fieldCount()];
        for (int i = 0; i < names.length; i++) {
            names[i] = row.text(i);
        }
        return names;
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

package io.assayhub.ops;

import io.assayhub.config.FeedConfig;
import io.assayhub.parse.CsvDialect;
import io.assayhub.parse.CsvFramer;
import io.assayhub.parse.CsvRow;
import io.assayhub.parse.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A source under its feed's dialect, by the framing layer alone: the mapping under audit has no say. Rows are numbered
 * below the header, as entry addresses and rejects number them.
 */
final class SourceTable {
    private SourceTable() {}

    /** Rows below the header, and how many of them cannot be framed. */
    record Rows(long rows, long refused) {}

    /**
     * Where a row stands.
     *
     * @param row 1-based below the header; 0 for the header itself
     * @param line first physical line, 1-based
     * @param lastLine last physical line
     * @param offset of its first byte in the source
     * @param end of its last byte, its line end included
     */
    record Place(long row, long line, long lastLine, long offset, long end) {}

    /** Counts the rows. */
    static Rows count(InputStream source, FeedConfig.Table table) throws IOException {
        CsvFramer framer = walk(source, table, place -> false);
        return new Rows(Math.max(0, framer.rows() + framer.refused() - 1), framer.refused());
    }

    /** The first row that fits, the header among them. */
    static Optional<Place> find(InputStream source, FeedConfig.Table table, Predicate<Place> wanted)
            throws IOException {
        Place[] found = new Place[1];
        walk(source, table, place -> {
            found[0] = place;
            return wanted.test(place);
        });
        return Optional.ofNullable(found[0]).filter(wanted);
    }

    /** The bytes of a row as text, without its line end. */
    static String text(InputStream source, FeedConfig.Table table, Place place) throws IOException {
        source.skipNBytes(place.offset);
        byte[] bytes = source.readNBytes(Math.toIntExact(place.end - place.offset));
        return new String(bytes, table.charset()).stripTrailing();
    }

    /** Frames as intake does, until a row is enough. */
    private static CsvFramer walk(InputStream source, FeedConfig.Table table, Predicate<Place> enough)
            throws IOException {
        CsvFramer framer =
                new CsvFramer(source, new CsvDialect(table.delimiter(), '"', table.charset(), table.maxRowBytes()));
        for (int i = 0; i < table.skip(); i++) {
            framer.readLine();
        }
        boolean header = true;
        for (Frame frame = framer.next(); frame != null; frame = framer.next()) {
            Place place = new Place(frame.row() - 1, frame.line(), frame.lastLine(), frame.offset(), framer.bytes());
            if (enough.test(place)) {
                break;
            }
            if (header && frame instanceof CsvRow row) {
                framer.expectFields(row.fieldCount());
            }
            header = false;
        }
        return framer;
    }
}

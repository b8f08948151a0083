package io.assayhub.ops;

import io.assayhub.config.FeedConfig;
import io.assayhub.mapping.FeedTable;
import io.assayhub.parse.Frame;
import io.assayhub.parse.Framer;
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
     * @param offset of its first byte in the table, which a wrapping is taken off
     * @param end of its last byte, its line end included
     */
    record Place(long row, long line, long lastLine, long offset, long end) {}

    /** Counts the rows. */
    static Rows count(InputStream source, FeedConfig feed) throws IOException {
        Framer framer = walk(source, feed, place -> false);
        return new Rows(framer.rows(), framer.refused());
    }

    /** The first row that fits, the header among them. */
    static Optional<Place> find(InputStream source, FeedConfig feed, Predicate<Place> wanted) throws IOException {
        Place[] found = new Place[1];
        walk(source, feed, place -> {
            found[0] = place;
            return wanted.test(place);
        });
        return Optional.ofNullable(found[0]).filter(wanted);
    }

    /** The bytes of a row as text, without its line end. */
    static String text(InputStream source, FeedConfig feed, Place place) throws IOException {
        InputStream text = FeedTable.unwrapped(source, feed);
        text.skipNBytes(place.offset);
        byte[] bytes = text.readNBytes(Math.toIntExact(place.end - place.offset));
        return new String(bytes, feed.format().charset()).stripTrailing();
    }

    /** Frames as intake does, until a row is enough. */
    private static Framer walk(InputStream source, FeedConfig feed, Predicate<Place> enough) throws IOException {
        Framer framer = FeedTable.open(source, feed);
        String line;
        do {
            line = framer.lineAbove();
        } while (line != null);
        for (Frame frame = framer.header(); frame != null; frame = framer.next()) {
            Place place = new Place(frame.row() - 1, frame.line(), frame.lastLine(), frame.offset(), framer.bytes());
            if (enough.test(place)) {
                break;
            }
        }
        return framer;
    }
}

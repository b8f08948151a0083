package io.assayhub.mapping;

import io.assayhub.config.FeedConfig;
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
public final class SourceTable {
    private SourceTable() {}

    /** Rows below the header, and how many of them cannot be framed. */
    public record Rows(long rows, long refused) {}

    /**
     * Where a row stands.
     *
     * @param row 1-based below the header; 0 for the header itself
     * @param line first physical line, 1-based
     * @param lastLine last physical line
     * @param offset of its first byte in the table, which a wrapping is taken off
     * @param end of its last byte, its line end included
     */
    public record Place(long row, long line, long lastLine, long offset, long end) {}

    /** Counts the rows. */
    public static Rows count(InputStream source, FeedConfig feed) throws IOException {
        Framer framer = walk(source, feed, place -> false);
        return new Rows(framer.rows(), framer.refused());
    }

    /** The first row that fits, the header among them. */
    public static Optional<Place> find(InputStream source, FeedConfig feed, Predicate<Place> wanted)
            throws IOException {
        Place[] found = new Place[1];
        walk(source, feed, place -> {
            found[0] = place;
            return wanted.test(place);
        });
        return Optional.ofNullable(found[0]).filter(wanted);
    }

    /** The bytes of a row as text, without its line end. */
    public static String text(InputStream source, FeedConfig feed, Place place) throws IOException {
        InputStream text = FeedTable.unwrapped(source, feed);
        text.skipNBytes(place.offset);
        byte[] bytes = text.readNBytes(Math.toIntExact(place.end - place.offset));
        return new String(bytes, feed.format().charset()).stripTrailing();
    }

    /** Frames as intake does, from the header on. */
    static Framer open(InputStream source, FeedConfig feed) throws IOException {
        Framer framer = FeedTable.open(source, feed);
        String line;
        do {
            line = framer.lineAbove();
        } while (line != null);
        return framer;
    }

    /** Where the frame stands that a framer has just given. */
    static Place place(Frame frame, Framer framer) {
        return new Place(frame.row() - 1, frame.line(), frame.lastLine(), frame.offset(), framer.bytes());
    }

    /** Until a row is enough. */
    private static Framer walk(InputStream source, FeedConfig feed, Predicate<Place> enough) throws IOException {
        Framer framer = open(source, feed);
        for (Frame frame = framer.header(); frame != null; frame = framer.next()) {
            if (enough.test(place(frame, framer))) {
                break;
            }
        }
        return framer;
    }
}

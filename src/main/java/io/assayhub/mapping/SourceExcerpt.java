package io.assayhub.mapping;

import io.assayhub.config.FeedConfig;
import io.assayhub.parse.Frame;
import io.assayhub.parse.Framer;
import io.assayhub.parse.RefusedTable;
import io.assayhub.parse.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One row of a source, for people: where it stands, and what stands in the columns that its feed reads. The others may hold
 * anything, names of persons among it, and are counted alone. Never larger than a page can show, whatever the source is.
 */
public sealed interface SourceExcerpt {
    /** Bytes of a source, as it came, within which a row is looked for. */
    long SEARCHED = 64L << 20;

    /** Characters that are shown of a column's text. */
    int MOST_OF_CELL = 300;

    /** Columns that are shown. */
    int MOST_CELLS = 300;

    /**
     * The row.
     *
     * @param place where it stands
     * @param cells columns that the feed reads and that hold something, in their order; empty if it can no longer be read
     * @param left such columns that are not among them
     * @param unread columns that hold something and that the feed does not read
     */
    record Shown(SourceTable.Place place, List<Cell> cells, int left, int unread) implements SourceExcerpt {}

    /** There is no such row. */
    record NoRow() implements SourceExcerpt {}

    /** It stands further down than {@link #SEARCHED}, if anywhere. */
    record TooFar() implements SourceExcerpt {}

    /** A text, and how many of its characters are left out at its end. */
    record Cut(String text, long left) {
        private static Cut of(String text, int most) {
            if (text.length() <= most) {
                return new Cut(text, 0);
            }
            int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
            return new Cut(text.substring(0, end), text.length() - end);
        }
    }

    /** What a column holds. */
    record Cell(String column, Cut text) {}

    /**
     * Cuts a row out of a source.
     *
     * @param source opened once, and read no further than the row
     * @param row 1-based below the header, as entries address it
     * @throws IOException if the source cannot be read that far
     */
    static SourceExcerpt of(TransferJudge.Source source, FeedConfig feed, long row) throws IOException {
        try (LimitedSource bytes = new LimitedSource(source.open(), SEARCHED)) {
            try {
                return find(bytes, feed, row);
            } catch (IOException e) {
                if (bytes.isSpent()) {
                    return new TooFar(); // What was cut off there is not complete, and that is no fault of the source.
                }
                throw e;
            }
        }
    }

    private static SourceExcerpt find(LimitedSource bytes, FeedConfig feed, long row) throws IOException {
        Framer framer = SourceTable.open(bytes, feed);
        List<String> columns = new ArrayList<>();
        for (Frame frame = framer.header(); frame != null; frame = framer.next()) {
            SourceTable.Place place = SourceTable.place(frame, framer);
            if (place.row() == 0 && frame instanceof Row names) {
                for (int i = 0; i < names.fieldCount(); i++) {
                    columns.add(names.text(i));
                }
            }
            if (place.row() == row && !(frame instanceof RefusedTable)) {
                return frame instanceof Row found
                        ? shown(place, found, columns, feed)
                        : new Shown(place, List.of(), 0, 0);
            }
        }
        return bytes.isSpent() ? new TooFar() : new NoRow();
    }

    private static Shown shown(SourceTable.Place place, Row row, List<String> columns, FeedConfig feed) {
        Set<String> read = TableBinding.columnsRead(feed);
        List<Cell> cells = new ArrayList<>();
        int unread = 0;
        for (int i = 0; i < row.fieldCount(); i++) {
            String text = row.text(i).strip();
            String column = i < columns.size() ? columns.get(i) : "";
            if (!text.isEmpty() && read.contains(feed.renamed().known(CellText.strip(column)))) {
                cells.add(new Cell(Cut.of(column, MOST_OF_CELL).text(), Cut.of(text, MOST_OF_CELL)));
            } else if (!text.isEmpty()) {
                unread++;
            }
        }
        return new Shown(
                place,
                List.copyOf(cells.subList(0, Math.min(MOST_CELLS, cells.size()))),
                Math.max(0, cells.size() - MOST_CELLS),
                unread);
    }
}

package io.assayhub.mapping;

import io.assayhub.config.FeedConfig;
import io.assayhub.config.Form;
import io.assayhub.parse.Frame;
import io.assayhub.parse.Framer;
import io.assayhub.parse.RefusedTable;
import io.assayhub.parse.Row;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * One row of a source with its header, for people: its line as sent where the format has lines, and what stands in its
 * columns. It may hold identifying text. Never larger than a page can show, whatever the source is.
 */
public sealed interface SourceExcerpt {
    /** Bytes of a source, as it came, within which a row is looked for. */
    long SEARCHED = 64L << 20;

    /** Characters that are shown of a row's line; its header's likewise. */
    int MOST_OF_LINE = 4_000;

    /** Characters that are shown of a column's text. */
    int MOST_OF_CELL = 300;

    /** Columns that are shown. */
    int MOST_CELLS = 300;

    /**
     * The row.
     *
     * @param place where it stands
     * @param header its header's line; null where the format has none
     * @param line the row's own; null where the format has no lines of text
     * @param cells columns of the row that hold something, in their order; empty if it can no longer be read
     * @param left columns that hold something and are not among them
     */
    record Shown(SourceTable.Place place, Cut header, Cut line, List<Cell> cells, int left) implements SourceExcerpt {}

    /** There is no such row. */
    record NoRow() implements SourceExcerpt {}

    /** It stands further down than {@link #SEARCHED}, if anywhere. */
    record TooFar() implements SourceExcerpt {}

    /** A text, and how many of its characters, or of the bytes of a line, are left out at its end. */
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
     * @param source opened twice, and read no further than the row
     * @param row 1-based below the header, as entries address it
     * @throws IOException if the source cannot be read that far
     */
    static SourceExcerpt of(TransferJudge.Source source, FeedConfig feed, long row) throws IOException {
        try (LimitedSource bytes = new LimitedSource(source.open(), SEARCHED)) {
            try {
                return find(bytes, source, feed, row);
            } catch (IOException e) {
                if (bytes.isSpent()) {
                    return new TooFar(); // What was cut off there is not complete, and that is no fault of the source.
                }
                throw e;
            }
        }
    }

    private static SourceExcerpt find(LimitedSource bytes, TransferJudge.Source source, FeedConfig feed, long row)
            throws IOException {
        Framer framer = SourceTable.open(bytes, feed);
        List<String> columns = new ArrayList<>();
        SourceTable.Place header = null;
        for (Frame frame = framer.header(); frame != null; frame = framer.next()) {
            SourceTable.Place place = SourceTable.place(frame, framer);
            if (place.row() == 0 && frame instanceof Row names) {
                header = place;
                for (int i = 0; i < names.fieldCount(); i++) {
                    columns.add(names.text(i));
                }
            }
            if (place.row() == row && !(frame instanceof RefusedTable)) {
                List<Cell> cells = frame instanceof Row found ? cells(found, columns) : List.of();
                return new Shown(
                        place,
                        header == null ? null : line(source, feed, header),
                        line(source, feed, place),
                        cells.subList(0, Math.min(MOST_CELLS, cells.size())),
                        Math.max(0, cells.size() - MOST_CELLS));
            }
        }
        return bytes.isSpent() ? new TooFar() : new NoRow();
    }

    private static List<Cell> cells(Row row, List<String> columns) {
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < row.fieldCount(); i++) {
            String text = row.text(i).strip();
            if (!text.isEmpty()) {
                String column = i < columns.size() ? columns.get(i) : "column " + (i + 1);
                cells.add(new Cell(Cut.of(column, MOST_OF_CELL).text(), Cut.of(text, MOST_OF_CELL)));
            }
        }
        return cells;
    }

    /** Null where a row is no piece of text, or stands with others in one. */
    private static Cut line(TransferJudge.Source source, FeedConfig feed, SourceTable.Place place) throws IOException {
        Form form = feed.format().form();
        boolean hasLines = !(form instanceof Form.Xlsx
                || form instanceof Form.Xpt
                || form instanceof Form.DatasetJson
                || form instanceof Form.Fhir);
        if (!hasLines || place.end() <= place.offset()) {
            return null;
        }
        long end = Math.min(place.end(), place.offset() + MOST_OF_LINE * 4L);
        SourceTable.Place part =
                new SourceTable.Place(place.row(), place.line(), place.lastLine(), place.offset(), end);
        Cut cut;
        try (InputStream bytes = source.open()) {
            cut = Cut.of(SourceTable.text(bytes, feed, part), MOST_OF_LINE);
        }
        return new Cut(cut.text(), cut.left() + place.end() - end);
    }
}

package io.assayhub.parse.elispot;

import io.assayhub.parse.CsvDialect;
import io.assayhub.parse.CsvFramer;
import io.assayhub.parse.Frame;
import io.assayhub.parse.Framer;
import io.assayhub.parse.RefusedRow;
import io.assayhub.parse.RefusedRow.Reason;
import io.assayhub.parse.RefusedTable;
import io.assayhub.parse.RefusedTable.Fault;
import io.assayhub.parse.Row;
import io.assayhub.parse.TextRow;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Frames plates of an ELISpot reader: of each its grid of counts and the grid of its map, in either order, whatever stands
 * around them. A row is one sample and stimulus of a plate, with its wells, the background of the same sample on the same
 * plate, and spot-forming cells in a million computed from them.
 *
 * <p>More wells of one sample and stimulus than agreed are a refused row; a grid that breaks off, a plate without one of its
 * two grids, or a map that is not as agreed refuses the source. Memory is one plate.
 */
public final class EliSpotFramer implements Framer {
    private static final String NO_PAIR =
            "A plate has not both of its grids, counts and map, each with a line of the numbers"
                    + " 1 to 12 above it and the map with its title.";

    private final PlateLayout layout;
    private final CsvFramer lines;
    private final String delimiter;
    private final TextRow row = new TextRow();
    private final List<String> said = new ArrayList<>();
    private Plate plate;
    private Grid open;
    private boolean openIsMap;
    private boolean openIsRead;
    private String title = "";
    private List<Plate.Made> made = List.of();
    private int next;
    private boolean any;
    private boolean ended;
    private long line;
    private long rows;
    private long refused;
    private long bytes;

    /** Frames the stream from its beginning and does not close it. */
    public EliSpotFramer(InputStream in, CsvDialect dialect, PlateLayout layout) {
        lines = new CsvFramer(in, dialect);
        delimiter = String.valueOf(dialect.delimiter());
        this.layout = layout;
        plate = new Plate(layout);
        layout.lines().forEach((name, pattern) -> said.add(""));
    }

    /** The columns of a layout's rows. */
    public static List<String> columns(PlateLayout layout) {
        List<String> columns = new ArrayList<>();
        columns.add("Plate");
        columns.addAll(layout.fields());
        columns.add("Role");
        if (!layout.fields().contains(PlateLayout.CELLS_PER_WELL)) {
            columns.add(PlateLayout.CELLS_PER_WELL);
        }
        columns.add("Background");
        columns.add(PlateLayout.RESULT);
        for (int i = 1; i <= layout.wells(); i++) {
            columns.add("Well " + i);
        }
        columns.addAll(layout.lines().keySet());
        return columns;
    }

    @Override
    public Frame header() {
        row.begin(1, 0, 0);
        columns(layout).forEach(row::add);
        return row;
    }

    @Override
    public Frame next() throws IOException {
        while (next == made.size()) {
            if (ended) {
                return null;
            }
            RefusedTable unfit = advance();
            if (unfit != null) {
                ended = true;
                made = List.of();
                next = 0;
                return unfit;
            }
        }
        return emit(made.get(next++));
    }

    private Frame emit(Plate.Made of) {
        long number = 2 + rows++;
        bytes = of.offset();
        if (of.several()) {
            refused++;
            return new RefusedRow(Reason.SEVERAL_VALUES, number, of.line(), of.line(), of.offset(), -1, of.offset(), 0);
        }
        row.begin(number, of.line(), of.offset());
        of.values().forEach(row::add);
        return row;
    }

    /** Takes the next line. */
    private RefusedTable advance() throws IOException {
        Frame frame = lines.next();
        if (frame == null) {
            ended = true;
            return open != null ? broken() : finish(!any);
        }
        line = frame.line();
        if (!(frame instanceof Row cells)) {
            // A remark with a quote in it is no matter; a row of a grid is missed where the next one comes.
            return open == null ? null : broken();
        }
        if (open != null) {
            return open.take(cells) ? closed() : broken();
        }
        int first = Grid.firstOf(cells);
        return first < 0 ? remark(cells) : begin(cells, first);
    }

    private RefusedTable broken() {
        return refuse("A grid breaks off: below the numbers 1 to 12 stand the rows A to H, one a line.");
    }

    private RefusedTable refuse(String detail) {
        return new RefusedTable(Fault.MALFORMED, 2 + rows, line, 0, detail);
    }

    private RefusedTable closed() {
        if (!open.isComplete()) {
            return null;
        }
        Grid grid = open;
        open = null;
        if (!openIsRead) {
            return null;
        }
        if (openIsMap) {
            plate.map(grid);
        } else {
            plate.counts(grid);
        }
        any = true;
        // At once, so that lines of the next plate say nothing of this one.
        return plate.hasCounts() && plate.hasMap() ? finish(false) : null;
    }

    private RefusedTable begin(Row cells, int first) {
        StringBuilder corner = new StringBuilder();
        for (int i = 0; i < first; i++) {
            corner.append(cells.text(i).strip());
        }
        String named = corner.isEmpty() ? title : corner.toString();
        title = "";
        open = new Grid(first);
        openIsMap = layout.map().matcher(named).matches();
        openIsRead = openIsMap
                || layout.counts() == null
                || layout.counts().matcher(named).matches();
        if (!openIsRead) {
            return null;
        }
        boolean twice = openIsMap ? plate.hasMap() : plate.hasCounts();
        return twice ? refuse(NO_PAIR) : null;
    }

    private RefusedTable remark(Row cells) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < cells.fieldCount(); i++) {
            texts.add(cells.text(i));
        }
        String text = String.join(delimiter, texts).strip();
        while (text.endsWith(delimiter)) {
            text = text.substring(0, text.length() - 1).strip();
        }
        if (text.isEmpty()) {
            return null;
        }
        title = text;
        Matcher named = layout.plate() == null ? null : layout.plate().matcher(text);
        RefusedTable unfit = null;
        if (named != null && named.matches() && !layout.map().matcher(text).matches()) {
            unfit = plate.hasCounts() || plate.hasMap() ? finish(false) : null;
            plate.named(named.group("plate").strip());
        }
        int at = 0;
        for (Pattern pattern : layout.lines().values()) {
            Matcher found = pattern.matcher(text);
            if (found.matches()) {
                said.set(at, found.group("value").strip());
            }
            at++;
        }
        return unfit;
    }

    /** Makes the plate's rows, and begins another. */
    private RefusedTable finish(boolean empty) {
        if (empty || plate.hasCounts() != plate.hasMap()) {
            return refuse(NO_PAIR);
        }
        if (plate.hasCounts()) {
            long unfit = plate.unfitLine();
            if (unfit >= 0) {
                line = unfit;
                return refuse(
                        "A cell of the map has not the parts agreed, with a bar between them: whose wells are whose"
                                + " cannot be told.");
            }
            made = plate.rows(said);
            next = 0;
        }
        plate = new Plate(layout);
        return null;
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public long refused() {
        return refused;
    }

    /** Where the last row begins: what stands between its grids is not to be shown as the row. */
    @Override
    public long bytes() {
        return bytes;
    }
}

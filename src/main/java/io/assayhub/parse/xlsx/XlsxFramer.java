package io.assayhub.parse.xlsx;

import io.assayhub.parse.Frame;
import io.assayhub.parse.Framer;
import io.assayhub.parse.RefusedRow;
import io.assayhub.parse.RefusedRow.Reason;
import io.assayhub.parse.RefusedTable;
import io.assayhub.parse.RefusedTable.Fault;
import io.assayhub.parse.TableExtent;
import io.assayhub.parse.TextRow;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Frames the table of one sheet of a workbook. A number is the shortest decimal of its double, one formatted as a date or
 * time ISO 8601, a formula its last result; a row with an error such as #N/A is refused. Rows without a filled cell are none.
 * The line of a row is its number in the workbook.
 */
public final class XlsxFramer implements Framer {
    private static final String MERGED = "Cells of the header are merged, so that columns have no name: let the sender"
            + " write one header row with one cell for each column.";

    private final InputStream in;
    private final Optional<String> sheet;
    private final TableExtent extent;
    private final TextRow row = new TextRow();
    private Workbook workbook;
    private SheetRows sheetRows;
    private int width;
    private int headerRow;
    private boolean ended;
    private long bytes;
    private long rows;
    private long refused;
    private long below;

    /**
     * Frames the stream from its beginning and does not close it.
     *
     * @param sheet its name; empty for the first
     * @param extent rows above the header; what a cell of the header's row looks like; what the first filled cell of the
     *     first row below the table looks like
     */
    public XlsxFramer(InputStream in, Optional<String> sheet, TableExtent extent) {
        this.in = in;
        this.sheet = sheet;
        this.extent = extent;
    }

    @Override
    public Frame header() throws IOException {
        try {
            Archive archive = Archive.read(in);
            bytes = archive.length();
            workbook = new Workbook(archive);
            workbook.open(sheet);
            sheetRows = new SheetRows(workbook);
            while (sheetRows.next()) {
                if (sheetRows.number() > extent.skip() + (extent.header().isPresent() ? TableExtent.SEARCHED : 0)
                        && extent.header().isPresent()) {
                    break;
                }
                if (sheetRows.number() > extent.skip() && isHeader()) {
                    return found();
                }
            }
            ended = true;
            return null;
        } catch (UnfitWorkbookException e) {
            return end(e.fault(), e.getMessage());
        }
    }

    private boolean isHeader() {
        return extent.header().isEmpty()
                || sheetRows.cells().stream()
                        .anyMatch(cell -> extent.header().get().matcher(cell).matches());
    }

    private Frame found() throws IOException {
        headerRow = sheetRows.number();
        if (sheetRows.wrong() != null) {
            return end(Fault.MALFORMED, "The header has a cell that is no text, such as an error of a formula.");
        }
        width = sheetRows.cells().size();
        row.begin(1, headerRow, 0);
        sheetRows.cells().forEach(row::add);
        if (sheetRows.cells().contains("") && isMergedAnywhere()) {
            return end(Fault.MALFORMED, MERGED);
        }
        sheetRows.watchMerged(headerRow);
        return row;
    }

    /** Merged cells stand behind the rows: the sheet is read through for them, where a header looks like it. */
    private boolean isMergedAnywhere() throws IOException {
        SheetRows again = new SheetRows(workbook);
        again.watchMerged(headerRow);
        boolean more = true;
        while (more) {
            more = again.next();
        }
        return again.isMerged();
    }

    @Override
    public Frame next() throws IOException {
        if (ended || width == 0) {
            return null;
        }
        try {
            if (!sheetRows.next()) {
                return atEnd();
            }
            if (endsHere()) {
                do {
                    below++;
                    rows++;
                } while (sheetRows.next());
                return atEnd();
            }
            return data();
        } catch (UnfitWorkbookException e) {
            return end(e.fault(), e.getMessage());
        }
    }

    private boolean endsHere() {
        return extent.end().isPresent()
                && sheetRows.cells().stream()
                        .filter(cell -> !cell.isEmpty())
                        .findFirst()
                        .filter(cell -> extent.end().get().matcher(cell).matches())
                        .isPresent();
    }

    private Frame data() {
        rows++;
        int fields = sheetRows.cells().size();
        Reason wrong = sheetRows.wrong() == null && fields > width ? Reason.WRONG_FIELD_COUNT : sheetRows.wrong();
        if (wrong != null) {
            refused++;
            long line = sheetRows.number();
            return new RefusedRow(wrong, rows + 1, line, line, 0, sheetRows.wrongField(), 0, fields);
        }
        row.begin(rows + 1, sheetRows.number(), 0);
        for (int i = 0; i < width; i++) {
            row.add(i < fields ? sheetRows.cells().get(i) : "");
        }
        return row;
    }

    private Frame atEnd() {
        ended = true;
        return sheetRows.isMerged() ? end(Fault.MALFORMED, MERGED) : null;
    }

    private RefusedTable end(Fault fault, String detail) {
        ended = true;
        return new RefusedTable(
                fault, rows + (width == 0 ? 1 : 2), sheetRows == null ? 0 : sheetRows.number(), bytes, detail);
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public long refused() {
        return refused;
    }

    @Override
    public long below() {
        return below;
    }

    @Override
    public long bytes() {
        return bytes;
    }
}

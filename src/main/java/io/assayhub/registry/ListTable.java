package io.assayhub.registry;

import io.assayhub.config.SubjectRules;
import io.assayhub.config.TextTable;
import io.assayhub.model.ErrorCode;
import io.assayhub.model.Location;
import io.assayhub.model.Rejected;
import io.assayhub.parse.CsvDialect;
import io.assayhub.parse.CsvFramer;
import io.assayhub.parse.CsvRow;
import io.assayhub.parse.FileKind;
import io.assayhub.parse.Frame;
import io.assayhub.parse.RefusedRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the rows of one exported list, of which only named columns are looked at. Used once. */
final class ListTable {
    private static final int HEAD = 8192;

    private final TextTable table;
    private final Set<String> missing;
    private final Map<String, Integer> header = new LinkedHashMap<>();

    /** @param missing cells that stand for no value */
    ListTable(TextTable table, Set<String> missing) {
        this.table = table;
        this.missing = missing;
    }

    /**
     * Takes what is read, row by row.
     *
     * @param <E> what else can go wrong there
     */
    interface Sink<E extends Exception> {
        void row(Row row) throws IOException, E;

        void rejected(Rejected rejected) throws IOException, E;
    }

    /**
     * What was found in a table.
     *
     * @param refusal why it cannot be read at all, or empty
     * @param rows counted by the framing layer, without the header
     */
    record Found(Optional<Rejected> refusal, long rows) {}

    /** One row; good until the next one is read. */
    final class Row {
        private final CsvRow row;

        private Row(CsvRow row) {
            this.row = row;
        }

        /** The cell's text, or null if the column is null or not there, or the cell is empty or says that it has no value. */
        String cell(String column) {
            Integer field = column == null ? null : header.get(column);
            if (field == null) {
                return null;
            }
            String text = SubjectRules.strip(row.text(field));
            return text.isEmpty() || missing.contains(text) ? null : text;
        }

        /** This row, rejected for what one of its cells holds. */
        Rejected rejected(ErrorCode code, String column, String detail) {
            return new Rejected(code, new Location(row.row() - 1, row.line(), column), null, detail, null);
        }
    }

    /** Whether a column of this name was found. */
    boolean has(String column) {
        return header.containsKey(column);
    }

    /**
     * Reads to the end of the stream, which it does not close.
     *
     * @param columns that are looked at, and whether they have to be there
     */
    <E extends Exception> Found read(InputStream in, Map<String, Boolean> columns, Sink<E> sink) throws IOException, E {
        PushbackInputStream source = new PushbackInputStream(in, HEAD);
        byte[] head = source.readNBytes(HEAD);
        source.unread(head);
        FileKind kind = FileKind.sniff(head);
        if (kind == FileKind.EMPTY) {
            return refusal(ErrorCode.EMPTY_FILE, Location.WHOLE, ErrorCode.EMPTY_FILE.meaning());
        }
        if (kind != FileKind.TEXT) {
            return refusal(
                    ErrorCode.NOT_A_TABLE, Location.WHOLE, "This is " + kind.description() + ", not a text table.");
        }
        CsvFramer framer =
                new CsvFramer(source, new CsvDialect(table.delimiter(), '"', table.charset(), table.maxRowBytes()));
        for (int i = 0; i < table.skip(); i++) {
            framer.readLine();
        }
        Frame first = framer.next();
        if (!(first instanceof CsvRow headerRow)) {
            return refusal(ErrorCode.NO_HEADER, Location.WHOLE, ErrorCode.NO_HEADER.meaning());
        }
        Optional<Found> unfit = bind(headerRow, columns);
        if (unfit.isPresent()) {
            return unfit.get();
        }
        int fields = headerRow.fieldCount();
        framer.expectFields(fields);
        for (Frame frame = framer.next(); frame != null; frame = framer.next()) {
            if (frame instanceof CsvRow row) {
                sink.row(new Row(row));
            } else if (frame instanceof RefusedRow bad) {
                sink.rejected(bad.rejected(fields));
            }
        }
        long rows = framer.rows() + framer.refused() - 1;
        return rows == 0
                ? refusal(ErrorCode.EMPTY_FILE, Location.WHOLE, "The table has a header and no rows.")
                : new Found(Optional.empty(), rows);
    }

    private Optional<Found> bind(CsvRow row, Map<String, Boolean> columns) {
        Set<String> twice = new TreeSet<>();
        for (int i = 0; i < row.fieldCount(); i++) {
            String name = SubjectRules.strip(row.text(i));
            if (header.putIfAbsent(name, i) != null) {
                twice.add(name);
            }
        }
        for (Map.Entry<String, Boolean> column : columns.entrySet()) {
            String name = column.getKey();
            Location place = new Location(0, row.line(), name);
            if (twice.contains(name)) {
                return Optional.of(refusal(ErrorCode.DUPLICATE_COLUMN, place, "Column '" + name + "' stands twice."));
            }
            if (column.getValue() && !header.containsKey(name)) {
                // No hint at what stands there instead: without a header that is a subject's row.
                return Optional.of(refusal(ErrorCode.MISSING_COLUMN, place, "Column '" + name + "' is missing."));
            }
        }
        return Optional.empty();
    }

    private static Found refusal(ErrorCode code, Location location, String detail) {
        return new Found(Optional.of(new Rejected(code, location, null, detail, null)), 0);
    }
}

package io.assayhub.parse.astm;

import io.assayhub.parse.Frame;
import io.assayhub.parse.Framer;
import io.assayhub.parse.RefusedRow;
import io.assayhub.parse.RefusedRow.Reason;
import io.assayhub.parse.RefusedTable;
import io.assayhub.parse.RefusedTable.Fault;
import io.assayhub.parse.TextRow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Frames messages of ASTM E1394 (LIS2-A2): one or several one after the other, as records without the frames of the
 * transport. A row is one R record, with what is read of the H, P and O above it. The columns are the places that the feed
 * names.
 *
 * <p>A record that cannot be read refuses its row, or all rows below it that need it; a message that is not complete refuses
 * the source. Memory is one message's H, P, O and two more records of 1 MiB at most.
 */
public final class AstmFramer implements Framer {
    /** A record that stands, and why it cannot be read, or null. */
    private static final class Standing {
        private final String[] fields;
        private Reason wrong;

        private Standing(String[] fields, Reason wrong) {
            this.fields = fields;
            this.wrong = wrong;
        }
    }

    private final RecordReader reader;
    private final ValueReader values;
    private final List<String> names;
    private final List<List<AstmPath>> columns = new ArrayList<>();
    private final Map<RecordType, Standing> scope = new EnumMap<>(RecordType.class);
    private final TextRow row = new TextRow();

    private Delimiters delimiters;
    private Standing firstHeader;
    private Delimiters firstDelimiters;
    private boolean open;
    /** The record that a line which is none of its own belongs to. */
    private Standing last;

    private long resultLine;
    private long resultOffset;
    private long resultEnd;
    private String held;
    private boolean finished;
    private long rows;
    private long refused;
    private long bytes;

    /**
     * Frames the stream from its beginning and does not close it.
     *
     * @param columns places in a message, in the order of the rows' fields; each without a {@link #problem}
     * @param charset of all text
     */
    public AstmFramer(InputStream in, List<String> columns, Charset charset) {
        reader = new RecordReader(in);
        values = new ValueReader(charset);
        names = List.copyOf(columns);
        for (String column : names) {
            this.columns.add(AstmPath.ofColumn(column).orElseThrow(() -> new IllegalArgumentException(column)));
        }
    }

    /** Why a feed's column cannot be a place in a message, or empty. */
    public static Optional<String> problem(String column) {
        return AstmPath.problem(column);
    }

    @Override
    public Frame header() throws IOException {
        String record = reader.next();
        RefusedTable unfit = record == null || !record.startsWith("H")
                ? refuse(Fault.OTHER_FORMAT, "The source does not begin with an H record; frames have to be taken off.")
                : take(record);
        if (unfit != null) {
            finished = true;
            return unfit;
        }
        row.begin(1, reader.line(), reader.offset());
        names.forEach(row::add);
        return row;
    }

    @Override
    public Frame next() throws IOException {
        while (!finished) {
            String record = held == null ? reader.next() : held;
            held = null;
            boolean broken = record != null && !isRecord(record);
            if (scope.containsKey(RecordType.R) && !broken) {
                held = record;
                finished = record == null && !open;
                return emit();
            }
            if (record == null) {
                finished = true;
                return open
                        ? refuse(Fault.CUT_OFF, "The last message has no L record: send it again, complete.")
                        : null;
            }
            if (broken) {
                brokenLine();
                continue;
            }
            RefusedTable unfit = take(record);
            if (unfit != null) {
                finished = true;
                return unfit;
            }
        }
        return null;
    }

    private boolean isRecord(String record) {
        char letter = record.charAt(0);
        boolean isLetter = letter >= 'A' && letter <= 'Z';
        return isLetter && (record.length() == 1 || record.charAt(1) == delimiters.field() || (letter == 'H' && !open));
    }

    /** A line that is no record is the rest of the one above it, which a line break in a text has cut in two. */
    private void brokenLine() {
        if (last != null && last.wrong == null) {
            last.wrong = Reason.MALFORMED;
        }
    }

    private RefusedTable take(String record) {
        Reason wrong = reader.isTooLong() ? Reason.ROW_TOO_LONG : null;
        if (record.charAt(0) == 'H') {
            return header(record, wrong);
        }
        Standing taken =
                new Standing(ValueReader.split(record, delimiters.field()).toArray(String[]::new), wrong);
        last = null;
        switch (record.charAt(0)) {
            case 'P' -> {
                scope.remove(RecordType.O);
                stand(RecordType.P, taken);
            }
            case 'O' -> stand(RecordType.O, taken);
            case 'R' -> {
                if (taken.wrong == null && (!open || !scope.containsKey(RecordType.O))) {
                    taken.wrong = Reason.MALFORMED;
                }
                stand(RecordType.R, taken);
                resultLine = reader.line();
                resultOffset = reader.offset();
                resultEnd = reader.passed();
            }
            case 'Q' -> {
                return refuse(
                        Fault.OTHER_MESSAGE,
                        "A Q record asks for orders, of which there are none here: switch host queries off.");
            }
            case 'L' -> {
                return end(taken);
            }
            default -> {
                // Comments are people's free text; M, S and others are between the maker and its own systems.
            }
        }
        return null;
    }

    private void stand(RecordType type, Standing record) {
        scope.put(type, record);
        last = record;
    }

    private RefusedTable header(String record, Reason wrong) {
        if (open) {
            return refuse(Fault.CUT_OFF, "An H record begins a message before the one above it has ended with L.");
        }
        Delimiters declared = Delimiters.of(record);
        if (declared == null || wrong != null) {
            return refuse(
                    Fault.MALFORMED, "H-1 and H-2 have to be the delimiters, each another sign: for most H|\\^&.");
        }
        String processing = firstHeader == null ? null : field(firstHeader, 12);
        delimiters = declared;
        values.of(declared);
        scope.clear();
        open = true;
        stand(
                RecordType.H,
                new Standing(ValueReader.split(record, declared.field()).toArray(String[]::new), null));
        if (firstHeader == null) {
            firstHeader = last;
            firstDelimiters = declared;
        } else if (!field(last, 12).equals(processing)) {
            return refuse(
                    Fault.MALFORMED, "H-12 differs among the messages of one source, which is for one environment.");
        }
        return null;
    }

    private RefusedTable end(Standing record) {
        if (!open) {
            return refuse(Fault.MALFORMED, "An L record ends a message that no H record began.");
        }
        open = false;
        scope.clear();
        return switch (field(record, 3)) {
            case "T", "R", "E" ->
                refuse(Fault.CUT_OFF, "L-3 says that the message was broken off: send it again, complete.");
            default -> null;
        };
    }

    private static String field(Standing record, int number) {
        return number <= record.fields.length ? record.fields[number - 1].strip() : "";
    }

    private Frame emit() {
        Standing result = scope.get(RecordType.R);
        last = null;
        long number = 2 + rows++;
        bytes = resultEnd;
        Reason wrong = result.wrong;
        row.begin(number, resultLine, resultOffset);
        for (List<AstmPath> alternatives : columns) {
            wrong = wrong == null ? add(alternatives) : wrong;
        }
        scope.remove(RecordType.R);
        if (wrong != null) {
            refused++;
            return new RefusedRow(wrong, number, resultLine, resultLine, resultOffset, -1, resultOffset, 0);
        }
        return row;
    }

    /** Adds the first that is not blank, or nothing; says what is wrong with it, or null. */
    private Reason add(List<AstmPath> alternatives) {
        String text = "";
        for (AstmPath path : alternatives) {
            Standing record = scope.get(path.type());
            if (record == null) {
                continue;
            }
            ValueReader.Value value = values.read(record.fields, path);
            Reason wrong = record.wrong == null ? value.wrong() : record.wrong;
            if (wrong != null) {
                return wrong;
            }
            text = value.text();
            if (!text.isBlank()) {
                break;
            }
        }
        row.add(text);
        return null;
    }

    private RefusedTable refuse(Fault fault, String detail) {
        return new RefusedTable(fault, 2 + rows, reader.line(), reader.offset(), detail);
    }

    /** The value of a place in the first message's H record, such as {@code H-14}. */
    @Override
    public String fact(String name) {
        Optional<List<AstmPath>> paths = AstmPath.ofColumn(name);
        if (paths.isEmpty() || firstHeader == null) {
            return null;
        }
        values.of(firstDelimiters);
        String fact = null;
        for (AstmPath path : paths.get()) {
            ValueReader.Value value =
                    path.type() == RecordType.H ? values.read(firstHeader.fields, path) : ValueReader.Value.EMPTY;
            if (fact == null && value.wrong() == null && !value.text().isBlank()) {
                fact = value.text().strip();
            }
        }
        values.of(delimiters);
        return fact;
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
    public long bytes() {
        return bytes;
    }
}

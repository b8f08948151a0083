package io.assayhub.parse.hl7v2;

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
import java.util.List;
import java.util.Optional;

/**
 * Frames HL7 v2 result messages: one, several one after the other, or batches of them. A row is one OBX, with what is read
 * of the MSH, PID, ORC, OBR, CTI, SPM and SAC in whose scope it stands; an OBR without any OBX is a row without them, so
 * that an order which was cancelled is accounted for. The columns are the places that the feed names.
 *
 * <p>A fault of a value refuses its row, or all rows in whose scope it stands; one of the message refuses the source.
 * Memory is one segment of 1 MiB at most; where SPM or CTI is read, which stand behind the results of their order, also
 * those of one order, 16 MiB and 100,000 rows at most.
 */
public final class Hl7v2Framer implements Framer {
    private static final int MSH = ('M' << 16) | ('S' << 8) | 'H';
    private static final int FHS = ('F' << 16) | ('H' << 8) | 'S';
    private static final int BHS = ('B' << 16) | ('H' << 8) | 'S';
    private static final int BTS = ('B' << 16) | ('T' << 8) | 'S';
    private static final int FTS = ('F' << 16) | ('T' << 8) | 'S';
    private static final int PID = ('P' << 16) | ('I' << 8) | 'D';
    private static final int ORC = ('O' << 16) | ('R' << 8) | 'C';
    private static final int OBR = ('O' << 16) | ('B' << 8) | 'R';
    private static final int OBX = ('O' << 16) | ('B' << 8) | 'X';
    private static final int NTE = ('N' << 16) | ('T' << 8) | 'E';
    private static final int SPM = ('S' << 16) | ('P' << 8) | 'M';
    private static final int SAC = ('S' << 16) | ('A' << 8) | 'C';
    private static final int CTI = ('C' << 16) | ('T' << 8) | 'I';
    private static final int DSC = ('D' << 16) | ('S' << 8) | 'C';
    private static final int ADD = ('A' << 16) | ('D' << 8) | 'D';

    private static final int NAME = 3;

    private final SegmentReader reader;
    private final FieldReader fields = new FieldReader();
    private final Charset agreed;
    private final RowColumns columns;
    private final OrderGroup group;
    private final Values notes = new Values();
    private final BatchCount batches = new BatchCount();
    private final TextRow row = new TextRow();

    private MessageHeader.Read message;
    private MessageFacts facts;
    private boolean waits;
    private Scope last;
    private int before;
    private boolean held;
    private boolean finished;
    private int emitted;

    private boolean rowIsOpen;
    private boolean inOrder;
    private boolean orderIsBare;
    private boolean severalSpecimens;
    private int rowsBeforeSpecimen;
    private long orderLine;
    private long orderOffset;
    private long rows;
    private long refused;
    private long bytes;

    /**
     * Frames the stream from its beginning and does not close it.
     *
     * @param columns places in a message, in the order of the rows' fields; each without a {@link #problem}
     * @param agreed the charset of messages that say none in MSH-18
     */
    public Hl7v2Framer(InputStream in, List<String> columns, Charset agreed) {
        reader = new SegmentReader(in);
        this.agreed = agreed;
        this.columns = new RowColumns(columns);
        group = new OrderGroup(this.columns.width());
    }

    /** Why a feed's column cannot be a place in a message, or empty. */
    public static Optional<String> problem(String column) {
        return Hl7v2Path.problem(column);
    }

    @Override
    public Frame header() throws IOException {
        boolean any = false;
        while (message == null && reader.next()) {
            any = true;
            RefusedTable unfit = take();
            if (unfit != null) {
                finished = true;
                return unfit;
            }
        }
        if (!any) {
            finished = true;
            return refuse(Fault.OTHER_FORMAT, "The source does not begin with a segment MSH, FHS or BHS.");
        }
        row.begin(1, reader.line(), reader.offset());
        columns.addNames(row);
        return row;
    }

    @Override
    public Frame next() throws IOException {
        while (true) {
            if (emitted < group.rows()) {
                return emit(emitted++);
            }
            group.clear();
            emitted = 0;
            if (finished) {
                return null;
            }
            RefusedTable unfit = advance();
            if (unfit != null) {
                finished = true;
                group.clear();
                return unfit;
            }
        }
    }

    /** Takes segments until there are rows to go out, or the source ends. */
    private RefusedTable advance() throws IOException {
        do {
            if (!held && !reader.next()) {
                if (closeOrder()) {
                    return null;
                }
                finished = true;
                return batches.isOpen()
                        ? refuse(Fault.CUT_OFF, "A batch begins with FHS or BHS and does not end with FTS or BTS.")
                        : null;
            }
            held = false;
            RefusedTable unfit = take();
            if (unfit != null) {
                return unfit;
            }
        } while (!held);
        return null;
    }

    /** Takes the segment, or leaves it held until the rows before it are out. */
    private RefusedTable take() {
        int name = reader.name();
        if (message == null && name != MSH && name != FHS && name != BHS && name != BTS && name != FTS) {
            return refuse(Fault.OTHER_FORMAT, "The source does not begin with a segment MSH, FHS or BHS.");
        }
        switch (name) {
            case 0 -> brokenLine();
            case NTE -> note();
            case OBX -> {
                return observation();
            }
            case OBR -> order();
            case ORC -> orderControl(before == OBR);
            case SPM -> {
                return specimen();
            }
            case SAC -> once(Hl7v2Segment.SAC);
            case CTI -> once(Hl7v2Segment.CTI);
            case PID -> {
                if (!closed()) {
                    return null;
                }
                clearOrder();
                clear(Hl7v2Segment.SPM, Hl7v2Segment.SAC, Hl7v2Segment.ORC);
                scope(Hl7v2Segment.PID).take(reader, fields);
            }
            case MSH -> {
                return closed() ? header(MessageHeader.of(reader, agreed)) : null;
            }
            case FHS, BHS, BTS, FTS -> {
                return closed() ? batch(name) : null;
            }
            case DSC, ADD -> {
                return refuse(
                        Fault.MALFORMED,
                        "A DSC or ADD segment says that a message goes on elsewhere: continued messages are not read.");
            }
            default -> {
                closeRow();
                last = null;
            }
        }
        if (name != NTE && name != 0 && !held) {
            before = name;
        }
        return null;
    }

    private RefusedTable header(MessageHeader said) {
        if (reader.isTooLong()) {
            return refuse(Fault.TOO_LARGE, "MSH is longer than 1 MiB.");
        }
        if (said instanceof MessageHeader.Refused no) {
            return refuse(no.fault(), no.detail());
        }
        MessageHeader.Read next = (MessageHeader.Read) said;
        if (message != null && !message.processing().equals(next.processing())) {
            return refuse(
                    Fault.MALFORMED, "MSH-11 differs among the messages of one source, which is for one environment.");
        }
        if (facts == null) {
            facts = new MessageFacts(reader, next);
        }
        message = next;
        batches.message();
        reader.separatedBy(next.delimiters().field());
        fields.of(next.delimiters(), next.charset());
        waits = columns.scope(Hl7v2Segment.CTI).isRead()
                || (!next.specimenFirst() && columns.scope(Hl7v2Segment.SPM).isRead());
        clearOrder();
        clear(Hl7v2Segment.PID, Hl7v2Segment.SPM, Hl7v2Segment.SAC, Hl7v2Segment.ORC);
        scope(Hl7v2Segment.MSH).take(reader, fields);
        before = MSH;
        return null;
    }

    private RefusedTable batch(int name) {
        boolean agrees = true;
        switch (name) {
            case FHS -> batches.fileBegins();
            case BHS -> batches.batchBegins();
            case BTS -> agrees = batches.batchEnds(reader);
            default -> agrees = batches.fileEnds(reader);
        }
        last = null;
        return agrees
                ? null
                : refuse(
                        Fault.COUNT_DIFFERS,
                        name == BTS
                                ? "BTS-1 is not the number of messages in the batch."
                                : "FTS-1 is not the number of batches in the file.");
    }

    private void order() {
        if (!closed()) {
            return;
        }
        clearOrder();
        if (before != ORC) {
            clear(Hl7v2Segment.ORC);
        }
        if (!message.specimenFirst()) {
            clear(Hl7v2Segment.SPM, Hl7v2Segment.SAC);
        }
        inOrder = true;
        orderIsBare = true;
        orderLine = reader.line();
        orderOffset = reader.offset();
        scope(Hl7v2Segment.OBR).take(reader, fields);
    }

    /** Stands before its OBR, or in messages by specimen behind it. */
    private void orderControl(boolean behindOrder) {
        if (behindOrder && message.specimenFirst()) {
            scope(Hl7v2Segment.ORC).take(reader, fields);
            return;
        }
        if (!closed()) {
            return;
        }
        clearOrder();
        if (!message.specimenFirst()) {
            clear(Hl7v2Segment.SPM, Hl7v2Segment.SAC);
        }
        scope(Hl7v2Segment.ORC).take(reader, fields);
    }

    private RefusedTable specimen() {
        if (message.specimenFirst()) {
            if (closed()) {
                clearOrder();
                clear(Hl7v2Segment.SAC, Hl7v2Segment.ORC);
                scope(Hl7v2Segment.SPM).take(reader, fields);
                before = SPM;
            }
            return null;
        }
        closeRow();
        Scope specimen = columns.scope(Hl7v2Segment.SPM);
        if (!specimen.isRead()) {
            last = null;
            before = SPM;
            return null;
        }
        if (!inOrder) {
            return refuse(
                    Fault.MALFORMED,
                    "An SPM stands before the first OBR of its patient: in ORU it stands behind the OBX of its order.");
        }
        if (specimen.stands()) {
            // Of which of the two what stands before the first one is, nobody can tell.
            group.refuseBefore(rowsBeforeSpecimen, Reason.SEVERAL_SEGMENTS);
            rowsBeforeSpecimen = 0;
            severalSpecimens |= orderIsBare;
            if (group.rows() > 0) {
                held = true;
                return null;
            }
        } else {
            rowsBeforeSpecimen = group.rows();
        }
        scope(Hl7v2Segment.SPM).take(reader, fields);
        before = SPM;
        return null;
    }

    /** A segment that may stand once where it stands: of two nobody can tell which is meant. */
    private void once(Hl7v2Segment segment) {
        closeRow();
        Scope scope = scope(segment);
        if (scope.stands()) {
            scope.wrong(Reason.SEVERAL_SEGMENTS);
        } else {
            scope.take(reader, fields);
        }
    }

    private RefusedTable observation() {
        closeRow();
        if (!waits && group.rows() > 0) {
            held = true;
            return null;
        }
        if (group.isFull()) {
            return refuse(
                    Fault.TOO_LARGE,
                    "An order has more than 100,000 results, or 16 MiB of them, before the SPM or CTI that they need.");
        }
        group.begin(reader.line(), reader.offset(), reader.passed());
        List<Hl7v2Path> paths = columns.observation();
        for (int i = 0; i < paths.size(); i++) {
            if (reader.isTooLong()) {
                group.values().end();
                continue;
            }
            Reason wrong = fields.read(reader, paths.get(i), group.values());
            if (wrong != null) {
                group.refuse(wrong);
            }
        }
        if (reader.isTooLong()) {
            group.refuse(Reason.ROW_TOO_LONG);
        }
        rowIsOpen = true;
        orderIsBare = false;
        notes.clear();
        last = null;
        before = OBX;
        return null;
    }

    private void note() {
        if (!rowIsOpen || columns.notes().isEmpty()) {
            return;
        }
        Reason wrong = reader.isTooLong()
                ? Reason.ROW_TOO_LONG
                : fields.read(reader, columns.notes().get(0), notes);
        if (wrong != null) {
            group.refuse(wrong);
        }
    }

    /** A line that is no segment is the rest of the one above it, which a line break in a text has cut in two. */
    private void brokenLine() {
        if (rowIsOpen) {
            group.refuse(Reason.MALFORMED);
        } else if (last != null) {
            last.wrong(Reason.MALFORMED);
        }
    }

    private void closeRow() {
        if (!rowIsOpen) {
            return;
        }
        rowIsOpen = false;
        if (!columns.notes().isEmpty()) {
            for (int i = 0; i < notes.count(); i++) {
                if (i > 0) {
                    group.values().append((byte) '\n');
                }
                group.values().append(notes.bytes(), notes.start(i), notes.end(i));
            }
            group.values().end();
        }
    }

    /** Whether nothing of the order before is left to go out; if there is, the segment is held. */
    private boolean closed() {
        held = closeOrder();
        return !held;
    }

    private boolean closeOrder() {
        closeRow();
        if (orderIsBare) {
            orderIsBare = false;
            // Of an OBR no more than its name may be shown as the row: it also names persons.
            group.begin(orderLine, orderOffset, orderOffset + NAME);
            for (int i = columns.width(); i > 0; i--) {
                group.values().end();
            }
            if (severalSpecimens) {
                group.refuse(Reason.SEVERAL_SEGMENTS);
            }
        }
        return group.rows() > 0;
    }

    private void clearOrder() {
        inOrder = false;
        severalSpecimens = false;
        clear(Hl7v2Segment.OBR, Hl7v2Segment.CTI);
        last = null;
    }

    private void clear(Hl7v2Segment... segments) {
        for (Hl7v2Segment segment : segments) {
            columns.scope(segment).clear();
        }
    }

    private Scope scope(Hl7v2Segment segment) {
        last = columns.scope(segment);
        return last;
    }

    private Frame emit(int number) {
        Reason wrong = group.wrong(number) == null ? columns.wrong() : group.wrong(number);
        long of = 2 + rows++;
        long line = group.line(number);
        long offset = group.offset(number);
        bytes = group.end(number);
        if (wrong != null) {
            refused++;
            return new RefusedRow(wrong, of, line, line, offset, -1, offset, 0);
        }
        row.begin(of, line, offset);
        columns.addFields(group, number, row);
        return row;
    }

    private RefusedTable refuse(Fault fault, String detail) {
        return new RefusedTable(fault, 2 + rows, reader.line(), reader.offset(), detail);
    }

    /** The value of a place in the first message's MSH, such as {@code MSH-10}. */
    @Override
    public String fact(String name) {
        return facts == null ? null : facts.value(name);
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

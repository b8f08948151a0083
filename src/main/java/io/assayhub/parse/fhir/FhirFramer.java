package io.assayhub.parse.fhir;

import io.assayhub.parse.Frame;
import io.assayhub.parse.Framer;
import io.assayhub.parse.RefusedFramer;
import io.assayhub.parse.RefusedRow;
import io.assayhub.parse.RefusedRow.Reason;
import io.assayhub.parse.RefusedTable;
import io.assayhub.parse.RefusedTable.Fault;
import io.assayhub.parse.TextRow;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Frames FHIR R4 in JSON: a Bundle, a resource, or resources one after the other (NDJSON). A row is one Observation, also
 * one that a DiagnosticReport contains; of an Observation that is made of components alone, one component. The columns are
 * the places that the feed names.
 *
 * <p>A row waits for what it refers to until that has come or the source ends, and the rows behind it wait too: 100,000
 * rows and 32 MiB of them, and 32 MiB of what they refer to, are kept at most. A line of NDJSON that is broken refuses its
 * row, a broken Bundle the source.
 */
public final class FhirFramer implements Framer {
    private static final int MOST_ROWS = 100_000;
    private static final long MOST_SIZE = 32L << 20;

    /** What a Bundle can be asked of itself, if it stands before the entries. */
    public static final List<String> FACTS =
            List.of("Bundle.timestamp", "Bundle.id", "Bundle.identifier.value", "Bundle.meta.tag.code");

    private final ResourceSource source;
    private final FhirColumns columns;
    private final LinkedResources resources;
    private final ObservationRows observations;
    private final Deque<PendingRow> waiting = new ArrayDeque<>();
    private final TextRow row = new TextRow();
    private long waitingSize;
    private boolean anew;
    private boolean complete;
    private boolean finished;
    private long rows;
    private long refused;
    private long bytes;

    private FhirFramer(ResourceSource source, List<String> columns) {
        this.source = source;
        this.columns = new FhirColumns(columns);
        resources = new LinkedResources(this.columns);
        observations = new ObservationRows(this.columns, resources);
    }

    /**
     * Frames the stream from its beginning and does not close it.
     *
     * @param columns places in resources, in the order of the rows' fields; each without a {@link #problem}
     */
    public static Framer open(InputStream in, List<String> columns) throws IOException {
        ResourceSource.Opened opened = ResourceSource.open(in);
        return opened.unfit() == null
                ? new FhirFramer(opened.source(), columns)
                : new RefusedFramer(Fault.OTHER_FORMAT, opened.unfit());
    }

    /** Why a feed's column cannot be a place in a resource, or empty. */
    public static Optional<String> problem(String column) {
        return FhirPath.problem(column);
    }

    @Override
    public Frame header() throws IOException {
        RefusedTable unfit = source.begin();
        if (unfit != null) {
            finished = true;
            return unfit;
        }
        row.begin(1, 0, 0);
        columns.names().forEach(row::add);
        return row;
    }

    @Override
    public Frame next() throws IOException {
        while (!finished) {
            Frame frame = waiting.isEmpty() || (!anew && !complete) ? null : ready();
            if (frame != null) {
                return frame;
            }
            anew = false;
            if (complete) {
                finished = true;
                break;
            }
            Entry entry = source.next();
            if (entry == null) {
                complete = true;
            } else {
                RefusedTable unfit = take(entry);
                if (unfit != null) {
                    finished = true;
                    waiting.clear();
                    return unfit;
                }
            }
        }
        return null;
    }

    private RefusedTable take(Entry entry) {
        if (entry instanceof Entry.End end) {
            RefusedTable why = end.refusal();
            return new RefusedTable(why.fault(), 2 + rows, why.line(), why.offset(), why.detail());
        }
        if (entry instanceof Entry.Unfit unfit) {
            add(new PendingRow(unfit.number(), unfit.offset(), unfit.reason(), new Value[0]));
        } else if (entry instanceof Entry.Resource resource) {
            if (resources.wants(resource.type())) {
                resources.add(resource);
                anew = true;
            } else if (resource.type().isEmpty()) {
                add(new PendingRow(resource.number(), resource.offset(), Reason.MALFORMED, new Value[0]));
            } else {
                observations.of(resource).forEach(this::add);
            }
        }
        return resources.isFull() || waiting.size() > MOST_ROWS || waitingSize > MOST_SIZE
                ? new RefusedTable(
                        Fault.TOO_LARGE,
                        2 + rows,
                        0,
                        0,
                        "More stands between Observations and what they refer to than is kept: let the sender put"
                                + " Patient, Specimen and the like before them, or identifiers into the references.")
                : null;
    }

    private void add(PendingRow pending) {
        anew |= waiting.isEmpty();
        waiting.add(pending);
        waitingSize += pending.size();
    }

    /** The first row that waits, if it need not any more. */
    private Frame ready() {
        PendingRow first = waiting.element();
        Reason wrong = first.wrong();
        Value[] values = null;
        if (wrong == null) {
            values = first.values(columns, resources, complete);
            if (values == null) {
                return null;
            }
            for (Value value : values) {
                wrong = wrong == null ? value.wrong() : wrong;
            }
        }
        waiting.remove();
        waitingSize -= first.size();
        long of = 2 + rows++;
        bytes = first.offset();
        if (wrong != null) {
            refused++;
            return new RefusedRow(wrong, of, first.number(), first.number(), first.offset(), -1, first.offset(), 0);
        }
        row.begin(of, first.number(), first.offset());
        for (Value value : values) {
            row.add(value.text());
        }
        return row;
    }

    /** One of {@link #FACTS}. */
    @Override
    public String fact(String name) {
        if (!FACTS.contains(name)) {
            return null;
        }
        List<FhirPath> path = FhirPath.alternatives(name);
        Value value = path.get(0).of(source.bundle());
        return value.isNone() || value.wrong() != null ? null : value.text();
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public long refused() {
        return refused;
    }

    /** Where the last row begins: what stands in a resource beside its result is not to be shown as the row. */
    @Override
    public long bytes() {
        return bytes;
    }
}

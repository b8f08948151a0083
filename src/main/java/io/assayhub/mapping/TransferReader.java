package io.assayhub.mapping;

import io.assayhub.config.FeedConfig;
import io.assayhub.mapping.TableBinding.BoundExclusion;
import io.assayhub.mapping.TableBinding.BoundResult;
import io.assayhub.model.AssayResult;
import io.assayhub.model.ErrorCode;
import io.assayhub.model.Hash128;
import io.assayhub.model.HoldReason;
import io.assayhub.model.Location;
import io.assayhub.model.ObservationId;
import io.assayhub.model.Rejected;
import io.assayhub.parse.Frame;
import io.assayhub.parse.Framer;
import io.assayhub.parse.RefusedRow;
import io.assayhub.parse.RefusedTable;
import io.assayhub.parse.Row;
import io.assayhub.parse.Wrapping;
import io.assayhub.wire.ResultFacts;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads one transfer of a feed from its bytes to entries, in one pass and in bounded memory. Used once, by one thread.
 * The same bytes under the same snapshot give the same entries; content hashes are
 * those of {@link Mode#NORMALISE}.
 */
public final class TransferReader {
    /** The reason under which lines below a table are excluded. */
    public static final String BELOW_THE_TABLE = "below-the-table";

    /** The reason under which those rows of a result are excluded that are not the reported one. */
    public static final String NOT_REPORTED = "reassay-not-reported";

    /** What is made of each entry. */
    public enum Mode {
        /** Which rows its result has and which of them is marked as reported: of a feed that selects among reassays. */
        SELECT,
        /** Its identity only: enough to judge a transfer before anything of it is published. */
        IDENTIFY,
        /** Its meaning, without writing it: for another writer of Observations. */
        UNDERSTAND,
        /** Its Observation with the ledger's holes. */
        NORMALISE,
        /** Its Observation complete in itself, as the first version would be published. */
        PREVIEW
    }

    /**
     * What was found in a transfer. {@code rows = sum of excluded + refused + read}.
     *
     * @param refusal why it cannot be read at all, or empty
     * @param rows counted by the framing layer, without the header
     * @param sendersCount the sender's own count, or null
     * @param excluded by reason
     */
    public record Summary(
            Optional<Rejected> refusal,
            long rows,
            Long sendersCount,
            Map<String, Long> excluded,
            long refused,
            long read,
            long entries,
            long rejected) {}

    private final FeedConfig config;
    private final Mode mode;
    private final Set<ObservationId> collisions;
    private final Reassays reassays;
    private final ObservationBuffer buffer = new ObservationBuffer();
    private final Map<String, Long> excluded = new TreeMap<>();
    private final TablePreamble preamble;
    private final TableBinding binding;
    private Long sendersCount;
    private long refused;
    private long read;
    private long entries;
    private long rejected;

    /**
     * @param collisions ids that several differing entries of this transfer share: these are held
     * @param reassays which of several rows of a result is reported; null if the feed does not select or nobody has looked
     */
    TransferReader(CompiledFeed feed, Mode mode, Set<ObservationId> collisions, Reassays reassays) {
        this.config = feed.config();
        this.mode = mode;
        this.collisions = collisions;
        this.reassays = reassays;
        this.preamble = new TablePreamble(config);
        this.binding = new TableBinding(feed);
    }

    /** Reads to the end of the stream, which it does not close. */
    public Summary read(InputStream in, EntrySink sink) throws IOException {
        try {
            return read(FeedTable.open(in, config), sink);
        } catch (Wrapping.UnfitException e) {
            ErrorCode code = switch (e.fault()) {
                case DAMAGED -> ErrorCode.DAMAGED_WRAPPING;
                case TOO_LARGE -> ErrorCode.WRAPPED_TOO_LARGE;
                case NO_TABLE, SEVERAL_TABLES -> ErrorCode.NOT_ONE_TABLE;
            };
            return unread(code);
        }
    }

    /** Reads what a framer delivers, to its end. */
    Summary read(Framer framer, EntrySink sink) throws IOException {
        for (String line = framer.lineAbove(); line != null; line = framer.lineAbove()) {
            preamble.line(line);
        }
        if (framer.endedAboveHeader()) {
            return refusal(ErrorCode.NO_HEADER, Location.WHOLE, ErrorCode.NO_HEADER.meaning());
        }
        sendersCount = preamble.sendersCount();
        Optional<Rejected> unfit = preamble.verdict();
        if (unfit.isPresent()) {
            return summary(unfit, 0);
        }
        Frame first = framer.header();
        if (first instanceof RefusedTable end) {
            return summary(Optional.of(end.rejected()), 0);
        }
        if (!(first instanceof Row header)) {
            return refusal(
                    ErrorCode.NO_HEADER,
                    first == null ? Location.WHOLE : new Location(0, first.line(), null),
                    ErrorCode.NO_HEADER.meaning());
        }
        unfit = binding.bind(header);
        if (unfit.isPresent()) {
            return summary(unfit, 0);
        }
        // The framer reuses its row: the header's width has to be kept.
        int fields = header.fieldCount();
        FramedRow framed = binding.row();
        for (Frame frame = framer.next(); frame != null; frame = framer.next()) {
            if (frame instanceof Row row) {
                row(framed.at(row), sink);
            } else if (frame instanceof RefusedRow bad) {
                refuse(bad, fields, sink);
            } else if (frame instanceof RefusedTable end) {
                return summary(Optional.of(end.rejected()), framer.rows());
            }
        }
        long rows = framer.rows();
        long inTable = rows - framer.below();
        if (framer.below() > 0) {
            excluded.put(BELOW_THE_TABLE, framer.below());
        }
        if (inTable == 0) {
            return refusal(ErrorCode.EMPTY_FILE, Location.WHOLE, "The table has a header and no rows.");
        }
        sendersCount = preamble.sendersCount() == null ? framer.statedRows() : preamble.sendersCount();
        if (sendersCount != null && sendersCount != inTable) {
            return summary(
                    Optional.of(new Rejected(
                            ErrorCode.COUNT_DIFFERS,
                            Location.WHOLE,
                            null,
                            "The sender counts " + sendersCount + " rows, the file holds " + inTable + ".",
                            null)),
                    rows);
        }
        return summary(Optional.empty(), rows);
    }

    private void row(FramedRow row, EntrySink sink) throws IOException {
        List<BoundExclusion> exclusions = binding.exclusions();
        for (int i = 0; i < exclusions.size(); i++) {
            if (RowCondition.match(exclusions.get(i).conditions(), row)) {
                excluded.merge(exclusions.get(i).reason(), 1L, Long::sum);
                return;
            }
        }
        if (config.reported().isPresent() && !isSelected(row, sink)) {
            return;
        }
        read++;
        boolean any = false;
        boolean alternativeTaken = false;
        List<BoundResult> results = binding.results();
        for (int i = 0; i < results.size(); i++) {
            BoundResult bound = results.get(i);
            boolean alternative = !bound.rule().measurements().isEmpty();
            if (!RowCondition.match(bound.conditions(), row) || (alternative && alternativeTaken)) {
                continue;
            }
            boolean good = bound.reader().read(row);
            if (good
                    && alternative
                    && !bound.rule()
                            .measurements()
                            .contains(bound.reader().result().measurement().kind())) {
                continue;
            }
            any = true;
            alternativeTaken |= alternative;
            entries++;
            if (good) {
                entry(row, bound, sink);
            } else {
                reject(bound.reader().rejected(), sink);
            }
        }
        if (!any) {
            rejectWhole(row, ErrorCode.NO_OBSERVATION, sink);
        }
    }

    /** Whether a row is the one that is reported of its result; if not, it is counted under what it is. */
    private boolean isSelected(SourceRow row, EntrySink sink) throws IOException {
        ObservationId id = null;
        for (BoundResult bound : binding.results()) {
            if (RowCondition.match(bound.conditions(), row)) {
                id = bound.reader().identify(row);
                break;
            }
        }
        boolean marked = RowCondition.match(binding.reported(), row);
        if (mode == Mode.SELECT) {
            if (id != null) {
                sink.marked(id, marked);
            }
            return false;
        }
        if (id == null) {
            return true; // Reading it for good says what is wrong with it.
        }
        Reassays.Choice unknown = marked ? Reassays.Choice.TAKEN : Reassays.Choice.LEFT_OUT;
        switch (reassays == null ? unknown : reassays.choose(id, marked)) {
            case TAKEN -> {
                return true;
            }
            case LEFT_OUT -> excluded.merge(NOT_REPORTED, 1L, Long::sum);
            case NONE_REPORTED -> {
                read++;
                rejectWhole(row, ErrorCode.NONE_REPORTED, sink);
            }
            case SEVERAL_REPORTED -> {
                read++;
                rejectWhole(row, ErrorCode.SEVERAL_REPORTED, sink);
            }
        }
        return false;
    }

    /** A row without any of its results. */
    private void rejectWhole(SourceRow row, ErrorCode code, EntrySink sink) throws IOException {
        entries++;
        Location place = new Location(row.row(), row.line(), null);
        reject(new Rejected(code, place, row.row() + "/", code.meaning(), null), sink);
    }

    private void entry(SourceRow row, BoundResult bound, EntrySink sink) throws IOException {
        ResultReader reader = bound.reader();
        ObservationId id = reader.result().id();
        if (mode == Mode.IDENTIFY) {
            sink.identified(id, reader.sourceHash());
            return;
        }
        if (mode == Mode.UNDERSTAND) {
            sink.understood(reader.result());
            return;
        }
        String address = row.row() + "/" + bound.rule().address();
        buffer.start(mode == Mode.PREVIEW);
        bound.form().write(reader.result(), buffer);
        boolean collides = collisions.contains(id);
        Hash128 content = buffer.contentHash(reader.result().status());
        sink.normalised(new Entry(
                address,
                new Location(row.row(), row.line(), collides ? null : reader.holdColumn()),
                reader.subjectKey(),
                new ResultFacts(
                        id,
                        reader.result().identity(),
                        reader.sourceHash(),
                        content,
                        reader.result().status(),
                        bound.form().topics(reader.result()),
                        buffer.holes(),
                        buffer.code(),
                        reader.result().specimen().accession(),
                        collected(reader.result().specimen()),
                        collides ? HoldReason.IDENTITY_COLLISION : reader.hold()),
                buffer.copy()));
    }

    private static String collected(AssayResult.Specimen specimen) {
        return specimen.collected() == null ? null : specimen.collected().dateTime();
    }

    private void reject(Rejected what, EntrySink sink) throws IOException {
        rejected++;
        sink.rejected(what);
    }

    private void refuse(RefusedRow bad, int expected, EntrySink sink) throws IOException {
        refused++;
        sink.rejected(bad.rejected(expected));
    }

    /** Nothing of a table counts whose wrapping does not hold to its end. */
    private Summary unread(ErrorCode code) {
        Rejected refusal = new Rejected(code, Location.WHOLE, null, code.meaning(), null);
        return new Summary(Optional.of(refusal), 0, sendersCount, Map.of(), 0, 0, 0, 0);
    }

    private Summary refusal(ErrorCode code, Location location, String detail) {
        return summary(Optional.of(new Rejected(code, location, null, detail, null)), 0);
    }

    private Summary summary(Optional<Rejected> refusal, long rows) {
        return new Summary(refusal, rows, sendersCount, Map.copyOf(excluded), refused, read, entries, rejected);
    }
}

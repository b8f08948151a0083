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
import io.assayhub.model.QualityFlag;
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
import java.util.ArrayList;
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

    /** The reason under which the rows of a run are excluded that is not accepted. */
    public static final String RUN_FAILED = "run-failed";

    /** What is made of each entry. */
    public enum Mode {
        /** What its run's calibrators and quality controls show: of a feed that declares when a run is accepted. */
        RUNS,
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
     * @param flagged results that carry a flag, by check; those that are held for it too
     * @param failedRuns the runs that are not accepted and why, as far as they are named
     * @param stated when the source says that it was made, in seconds since 1970; null unless the feed orders by it
     */
    public record Summary(
            Optional<Rejected> refusal,
            long rows,
            Long sendersCount,
            Map<String, Long> excluded,
            long refused,
            long read,
            long entries,
            long rejected,
            Map<String, Long> flagged,
            List<String> failedRuns,
            Long stated) {}

    private final CompiledFeed feed;
    private final FeedConfig config;
    private final Mode mode;
    private final Set<ObservationId> collisions;
    private final Survey survey;
    private final ObservationBuffer buffer = new ObservationBuffer();
    private final Map<String, Long> excluded = new TreeMap<>();
    private final Map<String, Long> flagged = new TreeMap<>();
    private final TablePreamble preamble;
    private TableBinding binding;
    private Long sendersCount;
    private Long stated;
    private long refused;
    private long read;
    private long entries;
    private long rejected;

    /**
     * @param collisions ids that several differing entries of this transfer share: these are held
     * @param survey what an earlier reading has found
     */
    TransferReader(CompiledFeed feed, Mode mode, Set<ObservationId> collisions, Survey survey) {
        this.feed = feed;
        this.config = feed.config();
        this.mode = mode;
        this.collisions = collisions;
        this.survey = survey;
        this.preamble = new TablePreamble(config);
        this.binding = feed.binding(survey.tiers());
    }

    /** Reads to the end of the stream, which it does not close. */
    public Summary read(InputStream in, EntrySink sink) throws IOException {
        Framer framer = null;
        try {
            framer = FeedTable.open(in, config);
            Summary summary = read(framer, sink);
            feed.giveBack(binding);
            binding = null;
            return summary;
        } catch (Wrapping.UnfitException e) {
            ErrorCode code = switch (e.fault()) {
                case DAMAGED -> ErrorCode.DAMAGED_WRAPPING;
                case TOO_LARGE -> ErrorCode.WRAPPED_TOO_LARGE;
                case NO_TABLE, SEVERAL_TABLES -> ErrorCode.NOT_ONE_TABLE;
            };
            // What came before the damage has been told: it is counted.
            Rejected refusal = new Rejected(code, Location.WHOLE, null, code.meaning(), null);
            return summary(Optional.of(refusal), framer == null ? 0 : framer.rows());
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
        unfit = says(framer);
        if (unfit.isPresent()) {
            return summary(unfit, 0);
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

    /** What speaks against what the source says of itself: when it was made, and for which environment. */
    private Optional<Rejected> says(Framer framer) {
        if (config.transfer().order() instanceof FeedConfig.Order.Field order) {
            stated = StatedMoment.seconds(framer.fact(order.name()), config);
            if (stated == null) {
                return Optional.of(new Rejected(
                        ErrorCode.NO_SEQUENCE,
                        new Location(0, 0, order.name()),
                        null,
                        "The source does not say when it was made, by which the feed orders.",
                        null));
            }
        }
        Optional<FeedConfig.Environment> agreed = config.environment();
        Optional<String> field = agreed.flatMap(FeedConfig.Environment::field);
        if (field.isEmpty()) {
            return Optional.empty();
        }
        String found = framer.fact(field.get());
        ErrorCode code = found == null
                ? ErrorCode.NO_ENVIRONMENT
                : agreed.get().isExpected(found) ? null : ErrorCode.OTHER_ENVIRONMENT;
        return Optional.ofNullable(code)
                .map(c -> new Rejected(c, new Location(0, 0, field.get()), null, c.meaning(), null));
    }

    private void row(FramedRow row, EntrySink sink) throws IOException {
        if (mode == Mode.RUNS) {
            survey.runs().add(binding.runs(), row);
            return;
        }
        List<BoundExclusion> exclusions = binding.exclusions();
        for (int i = 0; i < exclusions.size(); i++) {
            if (RowCondition.match(exclusions.get(i).conditions(), row)) {
                excluded.merge(exclusions.get(i).reason(), 1L, Long::sum);
                return;
            }
        }
        if (survey.runs() != null && survey.runs().fails(binding.runs(), row)) {
            excluded.merge(RUN_FAILED, 1L, Long::sum);
            return;
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
            Rejected unfit = good ? unfit(row, bound) : bound.reader().rejected();
            if (unfit == null) {
                entry(row, bound, sink);
            } else {
                reject(unfit, sink);
            }
        }
        if (!any) {
            rejectWhole(row, ErrorCode.NO_OBSERVATION, sink);
        }
    }

    /** Why a check rejects a result that was read, or null. */
    private static Rejected unfit(SourceRow row, BoundResult bound) {
        ResultChecks.Rejection why = bound.checks().rejection(bound.reader().result(), row);
        return why == null
                ? null
                : new Rejected(
                        why.name().code(),
                        new Location(row.row(), row.line(), null),
                        row.row() + "/" + bound.rule().address(),
                        why.detail(),
                        null);
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
        switch (survey.reassays() == null ? unknown : survey.reassays().choose(id, marked)) {
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
        ResultChecks.Found found = bound.checks().find(reader.result(), row);
        AssayResult result = flagged(reader.result(), found.flags());
        if (mode == Mode.UNDERSTAND) {
            sink.understood(result);
            return;
        }
        result.flags().forEach(flag -> flagged.merge(flag.code(), 1L, Long::sum));
        String address = row.row() + "/" + bound.rule().address();
        buffer.start(mode == Mode.PREVIEW);
        bound.form().write(result, buffer);
        boolean collides = collisions.contains(id);
        HoldReason hold = collides ? HoldReason.IDENTITY_COLLISION : reader.hold();
        if (hold == null && found.held()) {
            hold = HoldReason.CHECK_FAILED;
        }
        Hash128 content = buffer.contentHash(result.status());
        sink.normalised(new Entry(
                address,
                new Location(row.row(), row.line(), collides ? null : reader.holdColumn()),
                reader.subjectKey(),
                new ResultFacts(
                        id,
                        result.identity(),
                        found.with(reader.sourceHash()),
                        content,
                        result.status(),
                        bound.form().topics(result),
                        buffer.holes(),
                        buffer.code(),
                        result.specimen().accession(),
                        collected(result.specimen()),
                        hold),
                buffer.copy(),
                result.flags()));
    }

    private static AssayResult flagged(AssayResult result, List<QualityFlag> found) {
        if (found.isEmpty()) {
            return result;
        }
        List<QualityFlag> all = new ArrayList<>(result.flags());
        all.addAll(found);
        return result.with(all);
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
    private Summary refusal(ErrorCode code, Location location, String detail) {
        return summary(Optional.of(new Rejected(code, location, null, detail, null)), 0);
    }

    private Summary summary(Optional<Rejected> refusal, long rows) {
        return new Summary(
                refusal,
                rows,
                sendersCount,
                Map.copyOf(excluded),
                refused,
                read,
                entries,
                rejected,
                Map.copyOf(flagged),
                survey.failedRuns(),
                stated);
    }
}

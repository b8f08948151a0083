package io.assayhub.mapping;

import io.assayhub.config.FeedConfig;
import io.assayhub.config.FeedConfig.Column;
import io.assayhub.config.FeedConfig.Exclusion;
import io.assayhub.config.FeedConfig.ResultRule;
import io.assayhub.config.FeedConfig.When;
import io.assayhub.config.Spelling;
import io.assayhub.model.AssayResult;
import io.assayhub.model.ErrorCode;
import io.assayhub.model.Hash128;
import io.assayhub.model.HoldReason;
import io.assayhub.model.Location;
import io.assayhub.model.ObservationId;
import io.assayhub.model.Rejected;
import io.assayhub.parse.CsvDialect;
import io.assayhub.parse.CsvFramer;
import io.assayhub.parse.CsvRow;
import io.assayhub.parse.FileKind;
import io.assayhub.parse.Frame;
import io.assayhub.parse.RefusedRow;
import io.assayhub.wire.ResultFacts;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;

/**
 * Reads one transfer of a feed from its bytes to entries, in one pass and in bounded memory. Used once, by one thread.
 * The same bytes under the same snapshot give the same entries; content hashes are
 * those of {@link Mode#NORMALISE}.
 */
public final class TransferReader {
    private static final int HEAD = 8192;

    /** What is made of each entry. */
    public enum Mode {
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

    /** A rule's conditions and reader, bound to the columns of this table. */
    private record BoundResult(
            ResultRule rule, List<Condition> conditions, ResultReader reader, ObservationTemplate form) {}

    private record BoundExclusion(List<Condition> conditions, String reason) {}

    private record Condition(int field, Set<String> texts) {}

    private final CompiledFeed feed;
    private final FeedConfig config;
    private final Mode mode;
    private final Set<ObservationId> collisions;
    private final ObservationBuffer buffer = new ObservationBuffer();
    private final Map<String, Long> excluded = new TreeMap<>();
    private List<BoundExclusion> exclusions = List.of();
    private List<BoundResult> results = List.of();
    private Long sendersCount;
    private String environment;
    private long refused;
    private long read;
    private long entries;
    private long rejected;

    /** @param collisions ids that several differing entries of this transfer share: these are held */
    TransferReader(CompiledFeed feed, Mode mode, Set<ObservationId> collisions) {
        this.feed = feed;
        this.config = feed.config();
        this.mode = mode;
        this.collisions = collisions;
    }

    /** Reads to the end of the stream, which it does not close. */
    public Summary read(InputStream in, EntrySink sink) throws IOException {
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
        FeedConfig.Table table = config.table();
        CsvFramer framer =
                new CsvFramer(source, new CsvDialect(table.delimiter(), '"', table.charset(), table.maxRowBytes()));
        Optional<Summary> unfit = preamble(framer);
        if (unfit.isPresent()) {
            return unfit.get();
        }
        Frame first = framer.next();
        if (!(first instanceof CsvRow header)) {
            return refusal(
                    ErrorCode.NO_HEADER,
                    first == null ? Location.WHOLE : new Location(0, first.line(), null),
                    ErrorCode.NO_HEADER.meaning());
        }
        unfit = bind(header);
        if (unfit.isPresent()) {
            return unfit.get();
        }
        // The framer reuses its row: the header's width has to be kept.
        int fields = header.fieldCount();
        framer.expectFields(fields);
        FramedRow framed = new FramedRow(fields);
        for (Frame frame = framer.next(); frame != null; frame = framer.next()) {
            if (frame instanceof CsvRow row) {
                row(framed.at(row), sink);
            } else if (frame instanceof RefusedRow bad) {
                refuse(bad, fields, sink);
            }
        }
        long rows = framer.rows() + framer.refused() - 1;
        if (rows == 0) {
            return refusal(ErrorCode.EMPTY_FILE, Location.WHOLE, "The table has a header and no rows.");
        }
        if (sendersCount != null && sendersCount != rows) {
            return summary(
                    Optional.of(new Rejected(
                            ErrorCode.COUNT_DIFFERS,
                            Location.WHOLE,
                            null,
                            "The sender counts " + sendersCount + " rows, the file holds " + rows + ".",
                            null)),
                    rows);
        }
        return summary(Optional.empty(), rows);
    }

    private Optional<Summary> preamble(CsvFramer framer) throws IOException {
        for (int i = 0; i < config.table().skip(); i++) {
            String line = framer.readLine();
            if (line == null) {
                return Optional.of(refusal(ErrorCode.NO_HEADER, Location.WHOLE, ErrorCode.NO_HEADER.meaning()));
            }
            environment(line.strip());
            if (config.preamble().isPresent() && sendersCount == null) {
                Matcher count = config.preamble().get().count().matcher(line.strip());
                if (count.matches() && count.group("count").matches("\\d{1,12}")) {
                    sendersCount = Long.parseLong(count.group("count"));
                }
            }
        }
        Optional<FeedConfig.Environment> said = config.environment();
        if (said.isPresent() && said.get().preamble().isPresent()) {
            if (environment == null) {
                return Optional.of(
                        refusal(ErrorCode.NO_ENVIRONMENT, Location.WHOLE, ErrorCode.NO_ENVIRONMENT.meaning()));
            }
            if (!said.get().isExpected(environment)) {
                return Optional.of(
                        refusal(ErrorCode.OTHER_ENVIRONMENT, Location.WHOLE, ErrorCode.OTHER_ENVIRONMENT.meaning()));
            }
        }
        return config.preamble().isPresent() && sendersCount == null
                ? Optional.of(refusal(ErrorCode.NO_COUNT, Location.WHOLE, ErrorCode.NO_COUNT.meaning()))
                : Optional.empty();
    }

    private void environment(String line) {
        if (environment == null) {
            environment = config.environment()
                    .flatMap(FeedConfig.Environment::preamble)
                    .map(pattern -> pattern.matcher(line))
                    .filter(Matcher::matches)
                    .map(matcher -> matcher.group("env"))
                    .orElse(null);
        }
    }

    /** Finds the feed's columns in the header. */
    private Optional<Summary> bind(CsvRow header) {
        Map<String, Integer> found = new HashMap<>();
        Set<String> twice = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < header.fieldCount(); i++) {
            String name = ResultReader.strip(header.text(i));
            names.add(name);
            if (found.putIfAbsent(name, i) != null) {
                twice.add(name);
            }
        }
        Set<String> needed = new LinkedHashSet<>();
        Set<String> optional = new HashSet<>();
        collectColumns(needed, optional);
        Set<String> allowed = new HashSet<>(needed);
        allowed.addAll(config.ignoredColumns());
        for (String name : needed) {
            Location place = new Location(0, header.line(), name);
            if (twice.contains(name)) {
                return Optional.of(refusal(ErrorCode.DUPLICATE_COLUMN, place, "Column '" + name + "' stands twice."));
            }
            if (!found.containsKey(name) && !optional.contains(name)) {
                return Optional.of(refusal(ErrorCode.MISSING_COLUMN, place, missing(name, names)));
            }
        }
        if (config.refuseUnknownColumns()) {
            for (int i = 0; i < names.size(); i++) {
                if (!allowed.contains(names.get(i))) {
                    // The name is not repeated: a table without a header would show its first row here.
                    return Optional.of(refusal(
                            ErrorCode.UNKNOWN_COLUMN,
                            new Location(0, header.line(), null),
                            "Column " + (i + 1) + " of the header is not in the feed, which refuses unknown columns."));
                }
            }
        }
        exclusions = new ArrayList<>();
        for (Exclusion exclusion : config.exclusions()) {
            exclusions.add(new BoundExclusion(conditions(exclusion.when(), found), exclusion.reason()));
        }
        results = new ArrayList<>();
        for (ResultRule rule : config.results()) {
            ResultReader reader = feed.resultReader(rule, found);
            results.add(new BoundResult(
                    rule,
                    conditions(rule.when(), found),
                    reader,
                    feed.template(rule).with(reader::delivers)));
        }
        return Optional.empty();
    }

    private static String missing(String name, List<String> names) {
        String hint = names.size() <= 200 ? Spelling.hint(name, names) : "";
        return "Column '" + name + "' is missing" + (hint.isEmpty() ? "." : hint);
    }

    private void collectColumns(Set<String> needed, Set<String> optional) {
        List<Column> columns = new ArrayList<>(config.columns());
        config.results().forEach(rule -> columns.addAll(rule.columns()));
        for (Column column : columns) {
            needed.add(column.header());
            if (column.presence() == Column.Presence.OPTIONAL) {
                optional.add(column.header());
            }
            if (column.unitFrom() != null) {
                needed.add(column.unitFrom());
                if (column.presence() == Column.Presence.OPTIONAL) {
                    optional.add(column.unitFrom());
                }
            }
        }
        List<When> conditions = new ArrayList<>();
        config.exclusions().forEach(e -> conditions.add(e.when()));
        config.results().forEach(r -> conditions.add(r.when()));
        for (When when : conditions) {
            needed.addAll(when.cells().keySet());
            optional.removeAll(when.cells().keySet());
        }
    }

    private static List<Condition> conditions(When when, Map<String, Integer> found) {
        List<Condition> conditions = new ArrayList<>();
        when.cells().forEach((header, texts) -> conditions.add(new Condition(found.get(header), texts)));
        return conditions;
    }

    private static boolean match(List<Condition> conditions, SourceRow row) {
        for (int i = 0; i < conditions.size(); i++) {
            Condition condition = conditions.get(i);
            if (!condition.texts.contains(ResultReader.strip(row.text(condition.field)))) {
                return false;
            }
        }
        return true;
    }

    private void row(FramedRow row, EntrySink sink) throws IOException {
        for (int i = 0; i < exclusions.size(); i++) {
            if (match(exclusions.get(i).conditions, row)) {
                excluded.merge(exclusions.get(i).reason, 1L, Long::sum);
                return;
            }
        }
        read++;
        boolean any = false;
        boolean alternativeTaken = false;
        for (int i = 0; i < results.size(); i++) {
            BoundResult bound = results.get(i);
            boolean alternative = !bound.rule.measurements().isEmpty();
            if (!match(bound.conditions, row) || (alternative && alternativeTaken)) {
                continue;
            }
            boolean good = bound.reader.read(row);
            if (good
                    && alternative
                    && !bound.rule
                            .measurements()
                            .contains(bound.reader.result().measurement().kind())) {
                continue;
            }
            any = true;
            alternativeTaken |= alternative;
            entries++;
            if (good) {
                entry(row, bound, sink);
            } else {
                reject(bound.reader.rejected(), sink);
            }
        }
        if (!any) {
            entries++;
            reject(
                    new Rejected(
                            ErrorCode.NO_OBSERVATION,
                            new Location(row.row(), row.line(), null),
                            row.row() + "/",
                            ErrorCode.NO_OBSERVATION.meaning(),
                            null),
                    sink);
        }
    }

    private void entry(SourceRow row, BoundResult bound, EntrySink sink) throws IOException {
        ResultReader reader = bound.reader;
        ObservationId id = reader.result().id();
        if (mode == Mode.IDENTIFY) {
            sink.identified(id, reader.sourceHash());
            return;
        }
        if (mode == Mode.UNDERSTAND) {
            sink.understood(reader.result());
            return;
        }
        String address = row.row() + "/" + bound.rule.address();
        buffer.start(mode == Mode.PREVIEW);
        bound.form.write(reader.result(), buffer);
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
                        bound.form.topics(reader.result()),
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
        ErrorCode code = switch (bad.reason()) {
            case UNCLOSED_QUOTE -> ErrorCode.UNCLOSED_QUOTE;
            case TEXT_AFTER_QUOTE -> ErrorCode.TEXT_AFTER_QUOTE;
            case STRAY_QUOTE -> ErrorCode.STRAY_QUOTE;
            case ROW_TOO_LONG -> ErrorCode.ROW_TOO_LONG;
            case NUL_BYTE -> ErrorCode.NUL_BYTE;
            case BAD_ENCODING -> ErrorCode.BAD_ENCODING;
            case WRONG_FIELD_COUNT -> ErrorCode.WRONG_FIELD_COUNT;
        };
        String detail = bad.reason() == RefusedRow.Reason.WRONG_FIELD_COUNT
                ? "The row has " + bad.fields() + " fields, the header has " + expected + "."
                : code.meaning();
        sink.rejected(new Rejected(code, new Location(bad.row() - 1, bad.line(), null), null, detail, null));
    }

    private Summary refusal(ErrorCode code, Location location, String detail) {
        return summary(Optional.of(new Rejected(code, location, null, detail, null)), 0);
    }

    private Summary summary(Optional<Rejected> refusal, long rows) {
        return new Summary(refusal, rows, sendersCount, Map.copyOf(excluded), refused, read, entries, rejected);
    }
}

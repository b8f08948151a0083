package io.assayhub.mapping;

import io.assayhub.config.FeedConfig;
import io.assayhub.config.FeedConfig.Column;
import io.assayhub.fhir.UcumUnits;
import io.assayhub.model.AssayResult;
import io.assayhub.model.ErrorCode;
import io.assayhub.model.Hash128;
import io.assayhub.model.HoldReason;
import io.assayhub.model.Location;
import io.assayhub.model.Meaning;
import io.assayhub.model.Measurement;
import io.assayhub.model.Measurement.Quantity;
import io.assayhub.model.Moment;
import io.assayhub.model.ObservationId;
import io.assayhub.model.Rejected;
import io.assayhub.model.ResultStatus;
import io.assayhub.model.StudyId;
import io.assayhub.wire.SubjectKey;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads one result of a row into an {@link AssayResult}, or says what is wrong with it and where. Bound to the columns of
 * one table and used by one thread; what it last read stays readable until the next row.
 */
final class ResultReader {
    private static final int LONGEST_TEXT = 1000;
    private static final byte SEPARATOR = 0x1f;
    private static final Map<Meaning, String> CODE_SYSTEMS =
            Map.of(Meaning.ANALYTE, "analyte", Meaning.SPECIMEN_TYPE, "specimen-type");

    /**
     * A column of the feed, where it stands in this table (-1 where an optional column is missing), and what was made of
     * its last cell: the next row has mostly the same.
     */
    private static final class Bound {
        private final Column column;
        private final int index;
        private final int unitIndex;
        private final MomentReader moments;
        private String sent;
        private String present;
        private boolean fit;
        private String word;
        private String code;
        private boolean known;
        private String digits;
        private BigDecimal number;
        private String canonicalNumber;
        private String unitSent;
        private String unit;

        private Bound(Column column, int index, int unitIndex, MomentReader moments) {
            this.column = column;
            this.index = index;
            this.unitIndex = unitIndex;
            this.moments = moments;
        }
    }

    private final FeedConfig feed;
    private final FeedConfig.ResultRule rule;
    private final Terminology terminology;
    private final SubjectReader subjects;
    private final UcumUnits ucum;
    private final NumberReader numbers;
    private final MeasurementReader measurements;
    private final DurationReader durations;
    /** By {@link #slot}; null where the feed has none. */
    private final String[] constants = new String[Meaning.values().length];

    private final Bound[] bound = new Bound[Meaning.values().length];
    private final List<Bound> byHeader = new ArrayList<>();
    private final MomentReader constantMoments;
    private final Utf8Text scratch = new Utf8Text();

    private SourceRow row;
    private Rejected rejected;
    private HoldReason hold;
    private String holdColumn;
    private SubjectReader.Subject subject;
    private AssayResult result;

    ResultReader(
            FeedConfig feed,
            FeedConfig.ResultRule rule,
            Map<String, Integer> header,
            Terminology terminology,
            SubjectReader subjects,
            UcumUnits ucum) {
        this.feed = feed;
        this.rule = rule;
        this.terminology = terminology;
        this.subjects = subjects;
        this.ucum = ucum;
        numbers = new NumberReader(feed.table().decimal());
        measurements = new MeasurementReader(feed.tokens(), numbers);
        durations = new DurationReader(numbers);
        constantMoments = new MomentReader(null, feed.zone());
        feed.constants().forEach((meaning, text) -> constants[slot(meaning)] = text);
        rule.constants().forEach((meaning, text) -> constants[slot(meaning)] = text);
        List<Column> columns = new ArrayList<>(feed.columns());
        columns.addAll(rule.columns());
        for (Column column : columns) {
            Bound at = new Bound(
                    column,
                    header.getOrDefault(column.header(), -1),
                    column.unitFrom() == null ? -1 : header.getOrDefault(column.unitFrom(), -1),
                    new MomentReader(column.format(), feed.zone()));
            bound[slot(column.to())] = at;
            byHeader.add(at);
        }
        byHeader.sort(Comparator.comparing(b -> b.column.header()));
    }

    /** Reads the row; false if it was rejected. */
    boolean read(SourceRow from) {
        row = from;
        rejected = null;
        hold = null;
        holdColumn = null;
        result = null;
        String study = study();
        subject = subject(study);
        Measurement.Absent none = new Measurement.Absent(Measurement.AbsentReason.UNKNOWN, null);
        String verbatim = cell(Meaning.MEASUREMENT);
        Measurement measurement = rejected == null ? measurement(verbatim) : none;
        AssayResult.Assay assay = new AssayResult.Assay(
                text(Meaning.ASSAY),
                text(Meaning.ANALYTE),
                text(Meaning.ANALYTE_NAME),
                text(Meaning.TIER),
                text(Meaning.REPLICATE));
        AssayResult.Specimen specimen = new AssayResult.Specimen(
                text(Meaning.SPECIMEN_TYPE),
                text(Meaning.SPECIMEN_ACCESSION),
                moment(Meaning.SPECIMEN_COLLECTED),
                moment(Meaning.SPECIMEN_COLLECTED_END),
                moment(Meaning.SPECIMEN_RECEIVED),
                text(Meaning.SPECIMEN_CONDITION));
        AssayResult.Timing timing = new AssayResult.Timing(
                number(Meaning.VISIT_NUMBER),
                text(Meaning.VISIT_NAME),
                number(Meaning.TIMEPOINT_NUMBER),
                text(Meaning.TIMEPOINT_NAME),
                duration(Meaning.TIMEPOINT_ELAPSED),
                text(Meaning.TIMEPOINT_REFERENCE),
                moment(Meaning.TIMEPOINT_REFERENCE_TIME),
                moment(Meaning.ANALYSED));
        AssayResult.Limits limits = new AssayResult.Limits(
                limit(Meaning.LOWER_LIMIT), limit(Meaning.UPPER_LIMIT), number(Meaning.DILUTION));
        AssayResult.Run run = new AssayResult.Run(
                text(Meaning.RUN),
                text(Meaning.PLATE),
                text(Meaning.INSTRUMENT),
                text(Meaning.LABORATORY),
                text(Meaning.METHOD));
        AssayResult.Population population =
                new AssayResult.Population(text(Meaning.MARKERS), text(Meaning.DENOMINATOR));
        ResultStatus status = status(measurement);
        Hash128 identity = rejected == null ? identity() : null;
        if (rejected != null) {
            return false;
        }
        result = new AssayResult(
                subject.key().study(),
                subject.site() != null ? subject.site() : text(Meaning.SITE),
                subject.key().subject(),
                ObservationId.of(subject.key().study(), subject.key().subject(), identity),
                identity,
                assay,
                specimen,
                timing,
                measurement,
                limits,
                run,
                population,
                status,
                new AssayResult.Verbatim(verbatim, unitAsSent()));
        return true;
    }

    /** Whether results of this table can have the meaning at all. */
    boolean delivers(Meaning meaning) {
        Bound at = bound[slot(meaning)];
        return at == null ? constants[slot(meaning)] != null : at.index >= 0;
    }

    AssayResult result() {
        return result;
    }

    SubjectKey subjectKey() {
        return subject.key();
    }

    Rejected rejected() {
        return rejected;
    }

    /** Why a person has to look at the result before it goes out, or null; a limit comes before a time. */
    HoldReason hold() {
        return hold;
    }

    /** Header of the column for which it is held, or null. */
    String holdColumn() {
        return holdColumn;
    }

    /** Over the mapped cells as sent, in the order of their headers' names, so that the order of columns is no matter. */
    Hash128 sourceHash() {
        scratch.clear();
        for (int i = 0; i < byHeader.size(); i++) {
            Bound at = byHeader.get(i);
            append(at.index);
            append(at.unitIndex);
        }
        return scratch.hash();
    }

    private void append(int field) {
        if (field >= 0) {
            scratch.add(strip(row.text(field)));
        }
        scratch.add(SEPARATOR);
    }

    /** Dozens of look-ups a row: an array spares what an EnumMap checks each time. */
    @SuppressWarnings("EnumOrdinal")
    private static int slot(Meaning meaning) {
        return meaning.ordinal();
    }

    private String study() {
        String agreed = constants[slot(Meaning.STUDY)];
        Bound at = bound[slot(Meaning.STUDY)];
        String sent = at == null || at.index < 0 ? null : text(Meaning.STUDY);
        if (agreed != null && sent != null && !agreed.equals(sent)) {
            fail(ErrorCode.OTHER_STUDY, Meaning.STUDY, "the feed is for another study", sent);
        }
        String study = sent == null ? agreed : sent;
        if (study == null) {
            fail(ErrorCode.VALUE_MISSING, Meaning.STUDY, "the study is missing", null);
        } else if (!StudyId.isValid(study)) {
            fail(ErrorCode.UNKNOWN_CODE, Meaning.STUDY, "is not a study code: letters, digits and . _ : -", study);
        }
        return study;
    }

    private SubjectReader.Subject subject(String study) {
        String number = text(Meaning.SUBJECT);
        if (rejected != null) {
            return null;
        }
        if (number == null) {
            fail(ErrorCode.VALUE_MISSING, Meaning.SUBJECT, "the subject number is missing", null);
            return null;
        }
        SubjectReader.Subject found = subjects.read(study, number).orElse(null);
        if (found == null) {
            fail(ErrorCode.BAD_SUBJECT, Meaning.SUBJECT, ErrorCode.BAD_SUBJECT.meaning(), number);
        }
        return found;
    }

    private Measurement measurement(String verbatim) {
        MeasurementReader.Cell cell = measurements.read(verbatim, text(Meaning.REASON));
        if (cell instanceof MeasurementReader.Cell.Numeric number) {
            return new Quantity(number.value(), unit(Meaning.MEASUREMENT, true));
        }
        if (cell instanceof MeasurementReader.Cell.Limit limit) {
            return limited(limit);
        }
        if (cell instanceof MeasurementReader.Cell.Other other) {
            return missing(other.measurement());
        }
        fail(ErrorCode.UNKNOWN_TOKEN, Meaning.MEASUREMENT, ErrorCode.UNKNOWN_TOKEN.meaning(), verbatim);
        return null;
    }

    /** An empty result is one that was not done if the table says so in a column of its own. */
    private Measurement missing(Measurement measurement) {
        boolean unexplained =
                measurement instanceof Measurement.Absent absent && absent.reason() == Measurement.AbsentReason.UNKNOWN;
        if (!unexplained || !"not-done".equals(text(Meaning.COMPLETION))) {
            return measurement;
        }
        String reason = text(Meaning.REASON);
        return new Measurement.Absent(
                Measurement.AbsentReason.NOT_DONE, reason == null ? cell(Meaning.COMPLETION) : reason);
    }

    private Measurement limited(MeasurementReader.Cell.Limit cell) {
        Quantity delivered = limit(cell.below() ? Meaning.LOWER_LIMIT : Meaning.UPPER_LIMIT);
        BigDecimal dilution = number(Meaning.DILUTION);
        if (delivered != null && !feed.limitsScaled() && dilution != null) {
            delivered = new Quantity(delivered.value().multiply(dilution), delivered.unit());
        }
        Quantity limit = delivered;
        if (cell.value() != null) {
            limit = new Quantity(cell.value(), unit(Meaning.MEASUREMENT, true));
            if (delivered != null
                    && delivered.unit().equals(limit.unit())
                    && delivered.value().compareTo(limit.value()) != 0) {
                hold(HoldReason.LIMIT_DIFFERS, Meaning.MEASUREMENT);
            }
        }
        return cell.below() ? new Measurement.BelowLimit(limit) : new Measurement.AboveLimit(limit);
    }

    private Quantity limit(Meaning meaning) {
        BigDecimal value = number(meaning);
        if (value == null) {
            return null;
        }
        String unit = unit(hasUnit(meaning) ? meaning : Meaning.MEASUREMENT, true);
        return unit == null ? null : new Quantity(value, unit);
    }

    private boolean hasUnit(Meaning meaning) {
        Bound at = bound[slot(meaning)];
        return at != null && (at.column.unit() != null || at.column.unitFrom() != null);
    }

    private String unit(Meaning meaning, boolean needed) {
        String sent = unitText(meaning);
        if (sent == null) {
            if (needed) {
                fail(ErrorCode.UNIT_MISSING, unitColumn(meaning), ErrorCode.UNIT_MISSING.meaning(), null);
            }
            return null;
        }
        Bound at = bound[slot(meaning)];
        if (sent.equals(at.unitSent)) {
            return at.unit;
        }
        String agreed = feed.units().get(sent);
        String unit = agreed == null ? sent : agreed;
        if (agreed == null && !ucum.isUnit(unit)) {
            fail(ErrorCode.UNKNOWN_UNIT, unitColumn(meaning), ErrorCode.UNKNOWN_UNIT.meaning(), sent);
            return null;
        }
        at.unitSent = sent;
        at.unit = unit;
        return unit;
    }

    /** The column that a unit stands in, or else the one that it belongs to. */
    private String unitColumn(Meaning meaning) {
        Bound at = bound[slot(meaning)];
        return at == null ? null : at.column.unitFrom() != null ? at.column.unitFrom() : at.column.header();
    }

    private String unitText(Meaning meaning) {
        Bound at = bound[slot(meaning)];
        if (at == null) {
            return null;
        }
        return at.unitIndex >= 0 ? present(row.text(at.unitIndex)) : at.column.unit();
    }

    private String unitAsSent() {
        Bound at = bound[slot(Meaning.MEASUREMENT)];
        return at == null || at.unitIndex < 0 ? null : present(row.text(at.unitIndex));
    }

    private ResultStatus status(Measurement measurement) {
        if (measurement instanceof Measurement.Absent absent && absent.reason().status() != ResultStatus.FINAL) {
            return absent.reason().status();
        }
        String code = text(Meaning.STATUS);
        if (code == null) {
            return ResultStatus.FINAL;
        }
        ResultStatus status = ResultStatus.of(code).orElse(null);
        if (status == null) {
            fail(ErrorCode.UNKNOWN_CODE, Meaning.STATUS, ErrorCode.UNKNOWN_CODE.meaning(), code);
        }
        return status;
    }

    /** Over what tells the result apart among those of its subject; study and subject join it in the id. */
    private Hash128 identity() {
        scratch.clear();
        for (Meaning meaning : feed.identity()) {
            if (meaning == Meaning.STUDY || meaning == Meaning.SUBJECT) {
                continue;
            }
            String value = meaning.kind() == Meaning.Kind.NUMBER ? canonicalNumber(meaning) : text(meaning);
            if (value == null && !mayBeMissing(meaning)) {
                fail(ErrorCode.IDENTITY_INCOMPLETE, meaning, ErrorCode.IDENTITY_INCOMPLETE.meaning(), null);
                return null;
            }
            scratch.add(meaning.text());
            scratch.add((byte) '=');
            scratch.add(value == null ? "" : value);
            scratch.add(SEPARATOR);
        }
        return scratch.sha256();
    }

    private String canonicalNumber(Meaning meaning) {
        BigDecimal number = number(meaning);
        Bound at = bound[slot(meaning)];
        if (number == null || at == null) {
            return number == null ? null : canonical(number);
        }
        if (at.canonicalNumber == null) {
            at.canonicalNumber = canonical(number);
        }
        return at.canonicalNumber;
    }

    private static String canonical(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    private boolean mayBeMissing(Meaning meaning) {
        Bound at = bound[slot(meaning)];
        return at != null && at.column.presence() == Column.Presence.OPTIONAL;
    }

    /** A cell's trimmed text; null if it is empty, holds a word for missing, or has no column. */
    private String cell(Meaning meaning) {
        Bound at = bound[slot(meaning)];
        if (at == null || at.index < 0) {
            return null;
        }
        String sent = row.text(at.index);
        if (!sent.equals(at.sent)) {
            at.sent = sent;
            at.present = present(sent);
            at.fit = at.present == null || isFit(at.present, meaning.kind() == Meaning.Kind.TEXT);
        }
        String text = at.present;
        if (text == null) {
            if (at.column.presence() == Column.Presence.REQUIRED) {
                fail(ErrorCode.VALUE_MISSING, meaning, ErrorCode.VALUE_MISSING.meaning(), null);
            }
            return null;
        }
        if (!at.fit) {
            fail(ErrorCode.UNFIT_TEXT, meaning, ErrorCode.UNFIT_TEXT.meaning(), null);
            return null;
        }
        // A FHIR code has single blanks only.
        return meaning.kind() == Meaning.Kind.CODE && text.contains("  ") ? text.replaceAll(" +", " ") : text;
    }

    private String present(String text) {
        String trimmed = strip(text);
        return trimmed.isEmpty()
                        || (!feed.missing().isEmpty() && feed.missing().contains(trimmed.toLowerCase(Locale.ROOT)))
                ? null
                : trimmed;
    }

    /** The hub's word for a meaning: the cell's, translated if the feed says so, or the feed's constant. */
    private String text(Meaning meaning) {
        Bound at = bound[slot(meaning)];
        if (at == null) {
            return constants[slot(meaning)];
        }
        String text = cell(meaning);
        if (text == null || (at.column.values().isEmpty() && !CODE_SYSTEMS.containsKey(meaning))) {
            return text;
        }
        if (!text.equals(at.word)) {
            at.word = text;
            at.code = at.column.values().getOrDefault(text, text);
            String system = CODE_SYSTEMS.get(meaning);
            at.known = system == null
                    ? at.column.values().containsKey(text)
                    : terminology.codings(system, at.code).isPresent();
        }
        if (!at.known && at.column.other() == Column.Other.REJECT) {
            fail(ErrorCode.UNKNOWN_CODE, meaning, ErrorCode.UNKNOWN_CODE.meaning(), text);
        }
        return at.code;
    }

    private BigDecimal number(Meaning meaning) {
        Bound at = bound[slot(meaning)];
        String text = at == null ? constants[slot(meaning)] : cell(meaning);
        if (text == null) {
            return null;
        }
        BigDecimal number;
        if (at == null) {
            number = numbers.read(text);
        } else {
            if (!text.equals(at.digits)) {
                at.digits = text;
                at.number = numbers.read(text);
                at.canonicalNumber = null;
            }
            number = at.number;
        }
        if (number == null) {
            fail(ErrorCode.NOT_A_NUMBER, meaning, ErrorCode.NOT_A_NUMBER.meaning(), text);
        }
        return number;
    }

    private BigDecimal duration(Meaning meaning) {
        String text = text(meaning);
        BigDecimal hours = text == null ? null : durations.read(text);
        if (text != null && hours == null) {
            fail(ErrorCode.NOT_A_DURATION, meaning, ErrorCode.NOT_A_DURATION.meaning(), text);
        }
        return hours;
    }

    private Moment moment(Meaning meaning) {
        Bound at = bound[slot(meaning)];
        String text = at == null ? constants[slot(meaning)] : cell(meaning);
        if (text == null) {
            return null;
        }
        MomentReader.Reading reading = (at == null ? constantMoments : at.moments).read(text);
        if (reading.error() != null) {
            fail(reading.error(), meaning, reading.error().meaning(), text);
        } else if (!reading.unique() && hold == null) {
            hold(HoldReason.AMBIGUOUS_TIME, meaning);
        }
        return reading.moment();
    }

    private void hold(HoldReason reason, Meaning meaning) {
        Bound at = bound[slot(meaning)];
        hold = reason;
        holdColumn = at == null ? null : at.column.header();
    }

    /** Keeps the first thing that is wrong with an entry: what follows it is often its consequence. */
    private void fail(ErrorCode code, Meaning meaning, String detail, String value) {
        Bound at = bound[slot(meaning)];
        fail(code, at == null ? null : at.column.header(), detail, value);
    }

    private void fail(ErrorCode code, String column, String detail, String value) {
        if (rejected == null) {
            rejected = new Rejected(
                    code, new Location(row.row(), row.line(), column), row.row() + "/" + rule.address(), detail, value);
        }
    }

    private static boolean isFit(String text, boolean lineBreaks) {
        if (text.length() > LONGEST_TEXT) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isBreak = c == '\n' || c == '\r' || c == '\t';
            if ((c < 0x20 && !(lineBreaks && isBreak)) || c == 0x7f || c == '\uFFFE' || c == '\uFFFF') {
                return false;
            }
        }
        return true;
    }

    /** Without blanks at both ends, the no-break space of spreadsheets among them. */
    static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return start == 0 && end == text.length() ? text : text.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c <= ' ' || c == '\u00a0';
    }
}

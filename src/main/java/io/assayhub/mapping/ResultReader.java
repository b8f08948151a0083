package io.assayhub.mapping;

import io.assayhub.config.FeedConfig;
import io.assayhub.model.AssayResult;
import io.assayhub.model.ErrorCode;
import io.assayhub.model.Hash128;
import io.assayhub.model.HoldReason;
import io.assayhub.model.Meaning;
import io.assayhub.model.Measurement;
import io.assayhub.model.Measurement.AbsentReason;
import io.assayhub.model.Measurement.Quantity;
import io.assayhub.model.ObservationId;
import io.assayhub.model.QualityFlag;
import io.assayhub.model.Rejected;
import io.assayhub.model.ResultStatus;
import io.assayhub.model.StudyId;
import io.assayhub.wire.SubjectKey;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/**
 * Reads one result of a row into an {@link AssayResult}, or says what is wrong with it and where. Bound to the columns of
 * one table and used by one thread; what it last read stays readable until the next row.
 */
final class ResultReader {
    /** Of a result whose analyte or specimen has a code that the terminology does not know. */
    static final QualityFlag SENDER_CODE =
            new QualityFlag("sender-code", "A code is the sender's own: the hub's terminology does not know it.");

    private static final List<QualityFlag> SENDERS_OWN = List.of(SENDER_CODE);
    private static final byte SEPARATOR = 0x1f;
    private static final String TITER = "{titer}";

    private final FeedConfig feed;
    private final RowCells cells;
    private final SubjectReader subjects;
    private final WellReader wells;
    private final MeasurementReader measurements;
    private final UnitRule units;
    private final Utf8Text scratch = new Utf8Text();
    private SubjectReader.Subject subject;
    private AssayResult result;
    private Measurement.Coded outcome;
    /** Of the last result: mostly the next one's. */
    private AssayResult.TierBefore lastBefore = new AssayResult.TierBefore("", "");

    ResultReader(FeedConfig feed, RowCells cells, WellReader wells, SubjectReader subjects, UnitRule units) {
        this.feed = feed;
        this.cells = cells;
        this.wells = wells;
        this.subjects = subjects;
        this.units = units;
        measurements = new MeasurementReader(feed.tokens(), cells.numbers());
    }

    /** Reads the row; false if it was rejected. */
    boolean read(SourceRow from) {
        cells.at(from);
        result = null;
        String study = study();
        subject = subject(study);
        cells.site(site());
        Measurement.Absent none = new Measurement.Absent(Measurement.AbsentReason.UNKNOWN, null);
        String verbatim = cells.cell(Meaning.MEASUREMENT);
        Measurement measurement = cells.rejected() == null ? stated(concluded(measurement(verbatim))) : none;
        String sent = verbatim == null ? cells.cell(Meaning.OUTCOME) : verbatim;
        String analyte = cells.text(Meaning.ANALYTE);
        String unit = measurement == null ? null : measurement.unit();
        if (unit != null && !units.fits(analyte, unit)) {
            cells.failUnit(ErrorCode.UNIT_UNFIT, Meaning.MEASUREMENT);
        }
        String tier = cells.text(Meaning.TIER);
        AssayResult.Assay assay = new AssayResult.Assay(
                cells.text(Meaning.ASSAY),
                analyte,
                cells.text(Meaning.ANALYTE_NAME),
                tier,
                before(analyte, tier),
                cells.text(Meaning.REPLICATE));
        AssayResult.Specimen specimen = new AssayResult.Specimen(
                cells.text(Meaning.SPECIMEN_TYPE),
                cells.text(Meaning.SPECIMEN_ACCESSION),
                cells.moment(Meaning.SPECIMEN_COLLECTED),
                cells.moment(Meaning.SPECIMEN_COLLECTED_END),
                cells.moment(Meaning.SPECIMEN_RECEIVED),
                cells.text(Meaning.SPECIMEN_CONDITION));
        AssayResult.Timing timing = new AssayResult.Timing(
                cells.number(Meaning.VISIT_NUMBER),
                cells.text(Meaning.VISIT_NAME),
                cells.number(Meaning.TIMEPOINT_NUMBER),
                cells.text(Meaning.TIMEPOINT_NAME),
                cells.duration(Meaning.TIMEPOINT_ELAPSED),
                cells.text(Meaning.TIMEPOINT_REFERENCE),
                cells.moment(Meaning.TIMEPOINT_REFERENCE_TIME),
                cells.moment(Meaning.ANALYSED));
        AssayResult.Limits limits = new AssayResult.Limits(
                limit(Meaning.LOWER_LIMIT),
                limit(Meaning.UPPER_LIMIT),
                cells.number(Meaning.DILUTION),
                quantity(Meaning.CUT_POINT));
        AssayResult.Run run = new AssayResult.Run(
                cells.text(Meaning.RUN),
                cells.text(Meaning.PLATE),
                cells.text(Meaning.INSTRUMENT),
                cells.text(Meaning.LABORATORY),
                cells.text(Meaning.METHOD));
        AssayResult.Population population = new AssayResult.Population(
                cells.text(Meaning.MARKERS), cells.text(Meaning.DENOMINATOR), cells.number(Meaning.EVENTS));
        AssayResult.Wells counted = wells.read(quantity(Meaning.BACKGROUND), limits.upper());
        ResultStatus status = status(measurement);
        Hash128 identity = cells.rejected() == null ? identity() : null;
        if (cells.rejected() != null) {
            return false;
        }
        result = new AssayResult(
                subject.key().study(),
                site(),
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
                counted,
                outcome,
                status,
                new AssayResult.Verbatim(sent, cells.unitAsSent(Meaning.MEASUREMENT)),
                cells.keptCode() ? SENDERS_OWN : List.of());
        return true;
    }

    /** The id of the row's result, whatever else may be wrong with it; null if what makes it up is not there. */
    ObservationId identify(SourceRow from) {
        cells.at(from);
        subject = subject(study());
        Hash128 identity = cells.rejected() == null ? identity() : null;
        return cells.rejected() == null
                ? ObservationId.of(subject.key().study(), subject.key().subject(), identity)
                : null;
    }

    /** Whether results of this table can have the meaning at all. */
    boolean delivers(Meaning meaning) {
        return cells.delivers(meaning);
    }

    /** Over the mapped cells as sent, whatever the order of the columns. */
    Hash128 sourceHash() {
        return cells.sourceHash();
    }

    AssayResult result() {
        return result;
    }

    SubjectKey subjectKey() {
        return subject.key();
    }

    Rejected rejected() {
        return cells.rejected();
    }

    /** Why a person has to look at the result before it goes out, or null; a limit comes before a time. */
    HoldReason hold() {
        return cells.hold();
    }

    /** Header of the column for which it is held, or null. */
    String holdColumn() {
        return cells.holdColumn();
    }

    private String study() {
        String agreed = cells.constant(Meaning.STUDY);
        String sent = cells.hasColumn(Meaning.STUDY) ? cells.text(Meaning.STUDY) : null;
        if (agreed != null && sent != null && !agreed.equals(sent)) {
            cells.fail(ErrorCode.OTHER_STUDY, Meaning.STUDY, "the feed is for another study", sent);
        }
        String study = sent == null ? agreed : sent;
        if (study == null) {
            cells.fail(ErrorCode.VALUE_MISSING, Meaning.STUDY, "the study is missing", null);
        } else if (!StudyId.isValid(study)) {
            cells.fail(
                    ErrorCode.UNKNOWN_CODE, Meaning.STUDY, "is not a study code: letters, digits and . _ : -", study);
        }
        return study;
    }

    private SubjectReader.Subject subject(String study) {
        String number = cells.text(Meaning.SUBJECT);
        if (cells.rejected() != null) {
            return null;
        }
        if (number == null) {
            cells.fail(ErrorCode.VALUE_MISSING, Meaning.SUBJECT, "the subject number is missing", null);
            return null;
        }
        SubjectReader.Subject found = subjects.read(study, number).orElse(null);
        if (found == null) {
            cells.fail(ErrorCode.BAD_SUBJECT, Meaning.SUBJECT, ErrorCode.BAD_SUBJECT.meaning(), number);
        }
        return found;
    }

    /** As the subject's number says, or else a column. */
    private String site() {
        return subject != null && subject.site() != null ? subject.site() : cells.text(Meaning.SITE);
    }

    private Measurement measurement(String verbatim) {
        MeasurementReader.Cell cell = measurements.read(verbatim, cells.text(Meaning.REASON));
        if (cell instanceof MeasurementReader.Cell.Numeric number) {
            return new Quantity(number.value(), measured(number.titer()));
        }
        if (cell instanceof MeasurementReader.Cell.Limit limit) {
            return limited(limit);
        }
        if (cell instanceof MeasurementReader.Cell.TooNumerous) {
            return new Measurement.TooNumerous(limit(Meaning.UPPER_LIMIT));
        }
        if (cell instanceof MeasurementReader.Cell.Other other) {
            return missing(other.measurement());
        }
        if (cells.keepsWords(Meaning.MEASUREMENT) && !isNumberOtherwise(verbatim)) {
            return new Measurement.Text(verbatim);
        }
        cells.fail(ErrorCode.UNKNOWN_TOKEN, Meaning.MEASUREMENT, ErrorCode.UNKNOWN_TOKEN.meaning(), verbatim);
        return null;
    }

    /** Whether a text is made of the signs of a number alone: one in another notation is not a word. */
    private static boolean isNumberOtherwise(String text) {
        boolean digits = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            digits |= c >= '0' && c <= '9';
            if ((c < '0' || c > '9') && ".,<>=+ '".indexOf(c) < 0) {
                return false;
            }
        }
        return digits;
    }

    /** The result's unit; a titer written as one needs none beside it. */
    private String measured(boolean titer) {
        String unit = cells.unit(Meaning.MEASUREMENT, !titer);
        return unit == null && titer ? TITER : unit;
    }

    /** With the outcome beside it, which stands for the result where there is no other. */
    private Measurement concluded(Measurement measured) {
        outcome = null;
        String word = cells.text(Meaning.OUTCOME);
        if (word == null) {
            return measured;
        }
        if (!(measurements.read(word, cells.text(Meaning.REASON)) instanceof MeasurementReader.Cell.Other said)) {
            cells.fail(ErrorCode.UNKNOWN_TOKEN, Meaning.OUTCOME, ErrorCode.UNKNOWN_TOKEN.meaning(), word);
            return measured;
        }
        if (measured instanceof Measurement.Absent absent) {
            if (absent.reason() == Measurement.AbsentReason.UNKNOWN) {
                return said.measurement();
            }
            if (said.measurement() instanceof Measurement.Absent too && too.reason() == absent.reason()) {
                return measured;
            }
        } else if (said.measurement() instanceof Measurement.Coded coded
                && !(measured instanceof Measurement.Coded own && own.code() != coded.code())) {
            outcome = coded;
            return measured;
        }
        cells.fail(ErrorCode.OUTCOME_CONTRADICTS, Meaning.OUTCOME, ErrorCode.OUTCOME_CONTRADICTS.meaning(), word);
        return measured;
    }

    /** The tier that this one of the sample follows, as the feed says. */
    private AssayResult.TierBefore before(String analyte, String tier) {
        String before = tier == null ? null : feed.tiers().before(tier);
        if (before == null) {
            return null;
        }
        String other = cells.text(Meaning.ANALYTE_BEFORE);
        String of = other == null ? analyte : other;
        if (!before.equals(lastBefore.tier()) || !Objects.equals(of, lastBefore.analyte())) {
            lastBefore = new AssayResult.TierBefore(of, before);
        }
        return lastBefore;
    }

    /** An empty result is one that was not done if the table says so in a column of its own. */
    private Measurement missing(Measurement measurement) {
        boolean unexplained =
                measurement instanceof Measurement.Absent absent && absent.reason() == Measurement.AbsentReason.UNKNOWN;
        if (!unexplained || !"not-done".equals(cells.text(Meaning.COMPLETION))) {
            return measurement;
        }
        String reason = cells.text(Meaning.REASON);
        return new Measurement.Absent(
                Measurement.AbsentReason.NOT_DONE, reason == null ? cells.cell(Meaning.COMPLETION) : reason);
    }

    private Measurement limited(MeasurementReader.Cell.Limit cell) {
        Quantity delivered = limit(cell.below() ? Meaning.LOWER_LIMIT : Meaning.UPPER_LIMIT);
        BigDecimal dilution = cells.number(Meaning.DILUTION);
        if (delivered != null && !feed.limitsScaled() && dilution != null) {
            delivered = new Quantity(delivered.value().multiply(dilution), delivered.unit());
        }
        Quantity limit = delivered;
        if (cell.value() != null) {
            limit = new Quantity(cell.value(), measured(cell.titer()));
            if (delivered != null
                    && delivered.unit().equals(limit.unit())
                    && delivered.value().compareTo(limit.value()) != 0) {
                cells.hold(HoldReason.LIMIT_DIFFERS, Meaning.MEASUREMENT);
            }
        }
        return cell.below() ? new Measurement.BelowLimit(limit) : new Measurement.AboveLimit(limit);
    }

    private Quantity limit(Meaning meaning) {
        BigDecimal value = cells.number(meaning);
        if (value == null) {
            return cells.hasColumn(meaning) ? null : cells.agreedLimit(meaning);
        }
        return quantity(meaning, value);
    }

    private Quantity quantity(Meaning meaning) {
        BigDecimal value = cells.number(meaning);
        return value == null ? null : quantity(meaning, value);
    }

    /** In the unit of its own column, or else in the measurement's. */
    private Quantity quantity(Meaning meaning, BigDecimal value) {
        String unit = cells.unit(cells.hasUnit(meaning) ? meaning : Meaning.MEASUREMENT, true);
        return unit == null ? null : new Quantity(value, unit);
    }

    /** What a status says of a result without a value; none may stand beside {@code not-asked}. */
    private Measurement stated(Measurement measurement) {
        if (!cells.hasColumn(Meaning.STATUS)) {
            return measurement;
        }
        String status = cells.text(Meaning.STATUS);
        boolean notAsked = AbsentReason.NOT_ASKED.code().equals(status);
        if (!(measurement instanceof Measurement.Absent absent) || absent.reason() != AbsentReason.UNKNOWN) {
            if (notAsked) {
                cells.fail(
                        ErrorCode.OUTCOME_CONTRADICTS, Meaning.STATUS, ErrorCode.OUTCOME_CONTRADICTS.meaning(), status);
            }
            return measurement;
        }
        AbsentReason reason = notAsked
                ? AbsentReason.NOT_ASKED
                : ResultStatus.CANCELLED.code().equals(status)
                        ? AbsentReason.NOT_DONE
                        : ResultStatus.REGISTERED.code().equals(status) ? AbsentReason.PENDING : AbsentReason.UNKNOWN;
        return new Measurement.Absent(reason, absent.text());
    }

    private ResultStatus status(Measurement measurement) {
        if (ResultStatus.ENTERED_IN_ERROR.code().equals(cells.text(Meaning.STATUS))) {
            return ResultStatus.ENTERED_IN_ERROR;
        }
        if (measurement instanceof Measurement.Absent absent && absent.reason().status() != ResultStatus.FINAL) {
            return absent.reason().status();
        }
        String code = cells.text(Meaning.STATUS);
        if (code == null || code.equals(AbsentReason.NOT_ASKED.code())) {
            return ResultStatus.FINAL;
        }
        ResultStatus status = ResultStatus.of(code).orElse(null);
        if (status == null) {
            cells.fail(ErrorCode.UNKNOWN_CODE, Meaning.STATUS, ErrorCode.UNKNOWN_CODE.meaning(), code);
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
            String value = meaning.kind() == Meaning.Kind.NUMBER ? cells.canonicalNumber(meaning) : cells.text(meaning);
            if (value == null && !cells.mayBeMissing(meaning)) {
                cells.fail(ErrorCode.IDENTITY_INCOMPLETE, meaning, ErrorCode.IDENTITY_INCOMPLETE.meaning(), null);
                return null;
            }
            if (value == null && meaning == Meaning.TIER) {
                // So that a feed of several domains gives a result without tiers the id that a feed without them gives.
                continue;
            }
            scratch.add(meaning.text());
            scratch.add((byte) '=');
            scratch.add(value == null ? "" : value);
            scratch.add(SEPARATOR);
        }
        return scratch.sha256();
    }
}

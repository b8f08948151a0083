package io.assayhub.mapping;

import io.assayhub.config.ChecksConfig;
import io.assayhub.config.FeedConfig;
import io.assayhub.config.FeedConfig.Column;
import io.assayhub.config.FeedConfig.ResultRule;
import io.assayhub.fhir.UcumUnits;
import io.assayhub.model.AssayResult;
import io.assayhub.model.Hash128;
import io.assayhub.model.Meaning;
import io.assayhub.model.Measurement;
import io.assayhub.model.Measurement.AbsentReason;
import io.assayhub.model.Measurement.Quantity;
import io.assayhub.model.Moment;
import io.assayhub.model.ObservationId;
import io.assayhub.model.QualityFlag;
import io.assayhub.model.ResultStatus;
import io.assayhub.model.StudyId;
import io.assayhub.model.SubjectId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes up results that reach every branch of an Observation file, for one result of one feed: each kind of measurement
 * that it may have, each field missing, digits at their extremes, each code. One thing is varied at a time, so there are few
 * and a problem points at its cause. Same feed, same results.
 */
final class ResultGenerator {
    private static final StudyId STUDY = new StudyId("GENERATED");
    private static final SubjectId SUBJECT = new SubjectId("GENERATED-0001");
    private static final String ODD_TEXT = "1st \"quoted\" \\ back, µg/mL < 5 & é 漢";
    private static final List<String> PERCENTAGES = List.of("12.40", "0", "0.001", "100");
    private static final List<String> NUMBERS = List.of("12.40", "0", "0.000000001", "640", "123456789012.123456789");

    private final FeedConfig feed;
    private final ResultRule rule;
    private final Terminology terminology;
    private final UcumUnits ucum;
    private final Optional<String> ofObservation;
    private final Set<Meaning> delivered = EnumSet.noneOf(Meaning.class);
    private final List<Generated> results = new ArrayList<>();

    /** @param what is special about it, for people */
    record Generated(String what, AssayResult result) {}

    private ResultGenerator(
            FeedConfig feed, ResultRule rule, Terminology terminology, UcumUnits ucum, Optional<String> ofObservation) {
        this.feed = feed;
        this.rule = rule;
        this.terminology = terminology;
        this.ucum = ucum;
        this.ofObservation = ofObservation;
        for (Meaning meaning : Meaning.values()) {
            if (FeedFields.delivers(feed, rule, meaning)) {
                delivered.add(meaning);
            }
        }
    }

    static List<Generated> generate(
            FeedConfig feed, ResultRule rule, Terminology terminology, UcumUnits ucum, Optional<String> unit) {
        ResultGenerator generator = new ResultGenerator(feed, rule, terminology, ucum, unit);
        generator.generate();
        return List.copyOf(generator.results);
    }

    private void generate() {
        Measurement usual = usual();
        Set<Meaning> all = EnumSet.copyOf(delivered);
        add("everything delivered", new Shape(usual, all));
        Set<Meaning> always = EnumSet.copyOf(delivered);
        always.removeIf(meaning -> !FeedFields.isAlways(feed, rule, meaning));
        add("only what is indispensable", new Shape(usual, always));
        for (Meaning meaning : delivered) {
            if (always.contains(meaning)) {
                continue;
            }
            Set<Meaning> others = EnumSet.copyOf(delivered);
            others.remove(meaning);
            add("without " + meaning.text(), new Shape(usual, others));
        }
        for (Measurement measurement : measurements()) {
            add("measurement " + shown(measurement), new Shape(measurement, all));
        }
        for (String code : codes(Meaning.ANALYTE, "analyte")) {
            add("analyte " + code, new Shape(usual, all).analyte(code));
        }
        for (String code : codes(Meaning.SPECIMEN_TYPE, "specimen-type")) {
            add("specimen.type " + code, new Shape(usual, all).specimenType(code));
        }
        for (ResultStatus status : ResultStatus.values()) {
            if (delivered.contains(Meaning.STATUS)) {
                add("status " + status.code(), new Shape(usual, all).status(status));
            }
        }
        for (Measurement.Qualitative outcome : Measurement.Qualitative.values()) {
            if (delivered.contains(Meaning.OUTCOME)) {
                add("outcome " + outcome.code(), new Shape(usual, all).outcome(outcome));
            }
        }
        add("texts with signs that JSON escapes", new Shape(usual, all).text(ODD_TEXT));
        add("dates alone", new Shape(usual, all).moment(new Moment("2006-03-01", null)));
        add("partial dates", new Shape(usual, all).moment(new Moment("2006-03", null)));
        add(
                "local times of an unknown zone",
                new Shape(usual, all).moment(new Moment("2006-03-01", "2006-03-01T10:15")));
        List<QualityFlag> flags = feed.checks().of(rule).stream()
                .map(check -> ResultChecks.flag(check.rule()))
                .toList();
        if (FeedFields.columns(feed, rule).stream().anyMatch(c -> c.other() == Column.Other.KEEP)) {
            add("a code of the sender's own", new Shape(usual, all).flags(List.of(ResultReader.SENDER_CODE)));
        }
        flags.forEach(flag -> add("failing " + flag.code(), new Shape(usual, all).flags(List.of(flag))));
        add(
                "with quality flags",
                new Shape(usual, all)
                        .flags(flags.size() > 1 ? flags : List.of(ResultChecks.flag(new ChecksConfig.Chronology()))));
    }

    private void add(String what, Shape shape) {
        results.add(new Generated(what, shape.result()));
    }

    private Measurement usual() {
        return measurements().get(0);
    }

    /** Of each kind that the rule takes and the feed has a word for. */
    private List<Measurement> measurements() {
        List<Measurement> all = new ArrayList<>();
        for (String unit : units()) {
            for (String number : unit.equals("%") ? PERCENTAGES : NUMBERS) {
                all.add(new Quantity(new BigDecimal(number), unit));
            }
            all.add(new Measurement.BelowLimit(new Quantity(new BigDecimal("0.50"), unit)));
            all.add(new Measurement.AboveLimit(new Quantity(new BigDecimal("50"), unit)));
        }
        feed.tokens().coded().forEach((word, code) -> all.add(new Measurement.Coded(code, word)));
        FeedConfig.Tokens tokens = feed.tokens();
        tokens.belowLimit().stream().sorted().limit(1).forEach(w -> all.add(new Measurement.BelowLimit(null)));
        tokens.aboveLimit().stream().sorted().limit(1).forEach(w -> all.add(new Measurement.AboveLimit(null)));
        tokens.notDone().stream()
                .sorted()
                .limit(1)
                .forEach(w -> all.add(new Measurement.Absent(AbsentReason.NOT_DONE, w)));
        tokens.pending().stream()
                .sorted()
                .limit(1)
                .forEach(w -> all.add(new Measurement.Absent(AbsentReason.PENDING, null)));
        tokens.invalid().stream()
                .sorted()
                .limit(1)
                .forEach(w -> all.add(new Measurement.Absent(AbsentReason.INVALID, w)));
        all.add(new Measurement.Absent(AbsentReason.UNKNOWN, null));
        for (Column column : FeedFields.columns(feed, rule)) {
            if (column.to() == Meaning.MEASUREMENT && column.other() == Column.Other.KEEP) {
                all.add(new Measurement.Text(ODD_TEXT));
            } else if (column.to() == Meaning.STATUS && column.values().containsValue(AbsentReason.NOT_ASKED.code())) {
                all.add(new Measurement.Absent(AbsentReason.NOT_ASKED, null));
            }
        }
        List<Measurement> taken = all.stream()
                .filter(m ->
                        rule.measurements().isEmpty() || rule.measurements().contains(m.kind()))
                .toList();
        return taken.isEmpty() ? all.subList(0, 1) : taken;
    }

    /** The units that its numbers can have; none if no column or constant gives one, for then no number is taken. */
    private Set<String> units() {
        Set<String> units = new LinkedHashSet<>();
        for (Column column : FeedFields.columns(feed, rule)) {
            if (column.to() == Meaning.MEASUREMENT && column.unit() != null) {
                units.add(feed.units().getOrDefault(column.unit(), column.unit()));
            } else if (column.to() == Meaning.MEASUREMENT && rule.when().cells().containsKey(column.unitFrom())) {
                rule.when().cells().get(column.unitFrom()).stream()
                        .filter(text -> !text.isEmpty())
                        .sorted()
                        .forEach(text -> units.add(feed.units().getOrDefault(text, text)));
            } else if (column.to() == Meaning.MEASUREMENT && column.unitFrom() != null) {
                Optional<String> agreed = codes(Meaning.ANALYTE, "analyte").stream()
                        .findFirst()
                        .flatMap(code -> terminology.unit("analyte", code));
                feed.units().values().stream()
                        .sorted()
                        .filter(unit -> agreed.or(() -> ofObservation)
                                .map(a -> ucum.isComparable(a, unit))
                                .orElse(true))
                        .forEach(units::add);
                agreed.ifPresent(units::add);
            }
        }
        return units;
    }

    /** The codes that a constant or a column's values can give. */
    private Set<String> codes(Meaning meaning, String system) {
        Set<String> codes = new LinkedHashSet<>();
        String constant =
                rule.constants().getOrDefault(meaning, feed.constants().get(meaning));
        if (constant != null) {
            codes.add(constant);
            return codes;
        }
        for (Column column : FeedFields.columns(feed, rule)) {
            if (column.to() == meaning) {
                column.values().values().stream().sorted().forEach(codes::add);
                if (column.values().isEmpty()) {
                    codes.addAll(terminology.codes(system));
                }
            }
        }
        return codes;
    }

    /** The tiers that a constant or a column's values can give, else those that the feed declares. */
    private List<String> tiers() {
        List<String> tiers = new ArrayList<>(codes(Meaning.TIER, "assay-tier"));
        feed.tiers().before().keySet().stream().sorted().forEach(tiers::add);
        return tiers.isEmpty() ? List.of("SCREEN") : tiers;
    }

    private static String shown(Measurement measurement) {
        return measurement instanceof Quantity quantity
                ? quantity.value().toPlainString() + " " + quantity.unit()
                : measurement.kind().text();
    }

    /** What one result is made of; what is not delivered stays out. */
    private final class Shape {
        private final Measurement measurement;
        private final Set<Meaning> fields;
        private String analyte;
        private String specimenType;
        private String text = "as agreed";
        private Moment moment = new Moment("2006-03-01T10:15:00+01:00", null);
        private ResultStatus status;
        private Measurement.Qualitative outcome = Measurement.Qualitative.POSITIVE;
        private List<QualityFlag> flags = List.of();

        Shape(Measurement measurement, Set<Meaning> fields) {
            this.measurement = measurement;
            this.fields = fields;
            analyte = codes(Meaning.ANALYTE, "analyte").stream().findFirst().orElse(null);
            specimenType = codes(Meaning.SPECIMEN_TYPE, "specimen-type").stream()
                    .findFirst()
                    .orElse(null);
        }

        Shape analyte(String code) {
            analyte = code;
            return this;
        }

        Shape specimenType(String code) {
            specimenType = code;
            return this;
        }

        Shape text(String other) {
            text = other;
            return this;
        }

        Shape moment(Moment other) {
            moment = other;
            return this;
        }

        Shape status(ResultStatus other) {
            status = other;
            return this;
        }

        Shape outcome(Measurement.Qualitative other) {
            outcome = other;
            return this;
        }

        Shape flags(List<QualityFlag> found) {
            flags = found;
            return this;
        }

        private String text(Meaning meaning) {
            return fields.contains(meaning) ? text : null;
        }

        private String code(Meaning meaning, String code) {
            return fields.contains(meaning) ? code : null;
        }

        private BigDecimal number(Meaning meaning, String digits) {
            return fields.contains(meaning) ? new BigDecimal(digits) : null;
        }

        private Moment moment(Meaning meaning) {
            return fields.contains(meaning) ? moment : null;
        }

        private Quantity quantity(Meaning meaning, String digits) {
            Set<String> units = units();
            return fields.contains(meaning) && !units.isEmpty()
                    ? new Quantity(new BigDecimal(digits), units.iterator().next())
                    : null;
        }

        AssayResult result() {
            Hash128 identity = Hash128.ofSha256("generated");
            return new AssayResult(
                    STUDY,
                    code(Meaning.SITE, "01"),
                    SUBJECT,
                    ObservationId.of(STUDY, SUBJECT, identity),
                    identity,
                    assay(),
                    specimen(),
                    timing(),
                    measurement,
                    limits(),
                    new AssayResult.Run(
                            code(Meaning.RUN, "RUN-1"),
                            code(Meaning.PLATE, "P1"),
                            text(Meaning.INSTRUMENT),
                            text(Meaning.LABORATORY),
                            text(Meaning.METHOD)),
                    new AssayResult.Population(
                            text(Meaning.MARKERS), text(Meaning.DENOMINATOR), number(Meaning.EVENTS, "25000")),
                    wells(),
                    fields.contains(Meaning.OUTCOME) ? new Measurement.Coded(outcome, outcome.code()) : null,
                    status != null ? status : usualStatus(),
                    new AssayResult.Verbatim("as sent", fields.contains(Meaning.MEASUREMENT) ? "unit as sent" : null),
                    flags);
        }

        private AssayResult.Assay assay() {
            String tier = code(Meaning.TIER, tiers().get(tiers().size() - 1));
            String former = tier == null ? null : feed.tiers().before(tier);
            AssayResult.TierBefore before =
                    former == null || analyte == null ? null : new AssayResult.TierBefore(analyte, former);
            return new AssayResult.Assay(
                    text(Meaning.ASSAY),
                    analyte,
                    text(Meaning.ANALYTE_NAME),
                    tier,
                    before,
                    code(Meaning.REPLICATE, "1"));
        }

        private AssayResult.Specimen specimen() {
            return new AssayResult.Specimen(
                    code(Meaning.SPECIMEN_TYPE, specimenType),
                    code(Meaning.SPECIMEN_ACCESSION, "ACC-1"),
                    moment(Meaning.SPECIMEN_COLLECTED),
                    moment(Meaning.SPECIMEN_COLLECTED_END),
                    moment(Meaning.SPECIMEN_RECEIVED),
                    text(Meaning.SPECIMEN_CONDITION));
        }

        private AssayResult.Timing timing() {
            return new AssayResult.Timing(
                    number(Meaning.VISIT_NUMBER, "3.10"),
                    text(Meaning.VISIT_NAME),
                    number(Meaning.TIMEPOINT_NUMBER, "0.5"),
                    text(Meaning.TIMEPOINT_NAME),
                    number(Meaning.TIMEPOINT_ELAPSED, "0.17"),
                    text(Meaning.TIMEPOINT_REFERENCE),
                    moment(Meaning.TIMEPOINT_REFERENCE_TIME),
                    moment(Meaning.ANALYSED));
        }

        private AssayResult.Limits limits() {
            return new AssayResult.Limits(
                    quantity(Meaning.LOWER_LIMIT, "0.50"),
                    quantity(Meaning.UPPER_LIMIT, "50"),
                    number(Meaning.DILUTION, "10"),
                    quantity(Meaning.CUT_POINT, "1.15"));
        }

        /** The stimulus, and of the wells one of each kind that can stand there. */
        private AssayResult.Wells wells() {
            List<AssayResult.Replicate> replicates = new ArrayList<>();
            for (Column column : rule.replicates().columns()) {
                replicates.add(
                        new AssayResult.Replicate(column.header(), well(replicates.size(), column.unit()), "12"));
            }
            return new AssayResult.Wells(
                    code(Meaning.STIMULUS, "POOL-1"),
                    quantity(Meaning.BACKGROUND, "3"),
                    number(Meaning.CELLS_PER_WELL, "200000"),
                    replicates);
        }

        private Measurement well(int number, String unit) {
            Quantity counted = new Quantity(new BigDecimal("12"), feed.units().getOrDefault(unit, unit));
            return switch (number % 3) {
                case 1 -> new Measurement.AboveLimit(null);
                case 2 -> new Measurement.Absent(AbsentReason.NOT_DONE, null);
                default -> counted;
            };
        }

        private ResultStatus usualStatus() {
            return measurement instanceof Measurement.Absent absent
                    ? absent.reason().status()
                    : ResultStatus.FINAL;
        }
    }
}

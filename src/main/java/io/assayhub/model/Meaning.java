package io.assayhub.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a column of a laboratory's table can mean: the closed list that feed files choose from and that Observation files
 * take their holes from. A column that has no meaning reaches nothing but the stored source.
 */
public enum Meaning {
    STUDY("study", Kind.CODE, true),
    SITE("site", Kind.CODE, true),
    SUBJECT("subject", Kind.CODE, true),
    ASSAY("assay", Kind.CODE, true),
    ANALYTE("analyte", Kind.CODE, true),
    ANALYTE_NAME("analyte.name", Kind.TEXT, false),
    TIER("tier", Kind.CODE, true),
    /** Of the tier before, where that looked for another analyte. */
    ANALYTE_BEFORE("analyte.before", Kind.CODE, false),
    REPLICATE("replicate", Kind.CODE, true),
    SPECIMEN_TYPE("specimen.type", Kind.CODE, true),
    SPECIMEN_ACCESSION("specimen.accession", Kind.CODE, true),
    SPECIMEN_COLLECTED("specimen.collected", Kind.MOMENT, false),
    SPECIMEN_COLLECTED_END("specimen.collected-end", Kind.MOMENT, false),
    SPECIMEN_RECEIVED("specimen.received", Kind.MOMENT, false),
    SPECIMEN_CONDITION("specimen.condition", Kind.TEXT, false),
    VISIT_NUMBER("visit.number", Kind.NUMBER, true),
    VISIT_NAME("visit.name", Kind.CODE, true),
    TIMEPOINT_NUMBER("timepoint.number", Kind.NUMBER, true),
    TIMEPOINT_NAME("timepoint.name", Kind.CODE, true),
    TIMEPOINT_ELAPSED("timepoint.elapsed", Kind.DURATION, false),
    TIMEPOINT_REFERENCE("timepoint.reference", Kind.TEXT, false),
    TIMEPOINT_REFERENCE_TIME("timepoint.reference-time", Kind.MOMENT, false),
    ANALYSED("analysed", Kind.MOMENT, false),
    MEASUREMENT("measurement", Kind.MEASUREMENT, false),
    /** Positive, negative or indeterminate beside a number, in the words of the feed's tokens. */
    OUTCOME("outcome", Kind.CODE, false),
    CUT_POINT("cut-point", Kind.NUMBER, false),
    LOWER_LIMIT("limits.lower", Kind.NUMBER, false),
    UPPER_LIMIT("limits.upper", Kind.NUMBER, false),
    DILUTION("dilution", Kind.NUMBER, false),
    RUN("run", Kind.CODE, false),
    PLATE("plate", Kind.CODE, false),
    INSTRUMENT("instrument", Kind.TEXT, false),
    LABORATORY("laboratory", Kind.TEXT, false),
    METHOD("method", Kind.TEXT, false),
    STATUS("status", Kind.CODE, false),
    /** Whether it was done at all, beside an empty result; the hub's one word for no is {@code not-done}. */
    COMPLETION("completion", Kind.CODE, false),
    REASON("reason", Kind.TEXT, false),
    MARKERS("population.markers", Kind.TEXT, false),
    DENOMINATOR("population.denominator", Kind.TEXT, false),
    EVENTS("population.events", Kind.NUMBER, false),
    /** What cells were stimulated with, such as a peptide pool. */
    STIMULUS("stimulus", Kind.CODE, true),
    BACKGROUND("background", Kind.NUMBER, false),
    CELLS_PER_WELL("cells-per-well", Kind.NUMBER, false);

    /** How the text of a column is read. */
    public enum Kind {
        /** One line of text that names something. */
        CODE,
        TEXT,
        NUMBER,
        MOMENT,
        /** A span of hours, or an ISO 8601 duration whose parts may be fractions. */
        DURATION,
        MEASUREMENT
    }

    private final String text;
    private final Kind kind;
    private final boolean identifies;

    Meaning(String text, Kind kind, boolean identifies) {
        this.text = text;
        this.kind = kind;
        this.identifies = identifies;
    }

    /** The name in feed and Observation files. */
    public String text() {
        return text;
    }

    public Kind kind() {
        return kind;
    }

    /**
     * Whether it may be part of a result's identity. Values, units, times and runs may not: they change when a result is
     * corrected or repeated, and the correction has to find its original.
     */
    public boolean identifies() {
        return identifies;
    }

    /** The meaning with this name, if there is one. */
    public static Optional<Meaning> of(String text) {
        return Arrays.stream(values()).filter(m -> m.text.equals(text)).findFirst();
    }

    /** All names, in declared order. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Meaning::text).toList();
    }
}

package io.assayhub.model;

import java.math.BigDecimal;
import java.util.List;

/**
 * One assay result in the standards' own terms, independent of the table or message it came in. Fields that were not
 * delivered are null.
 *
 * @param study the sponsor's code
 * @param subject canonical number within the study
 * @param identity over what makes sample and measurement unique among those of any one subject
 * @param id of the Observation, derived from study, subject and identity
 * @param outcome what the laboratory concludes beside the number, such as positive beside a percent inhibition
 * @param flags what the feed's checks found; empty if nothing
 */
public record AssayResult(
        StudyId study,
        String site,
        SubjectId subject,
        ObservationId id,
        Hash128 identity,
        Assay assay,
        Specimen specimen,
        Timing timing,
        Measurement measurement,
        Limits limits,
        Run run,
        Population population,
        Wells wells,
        Measurement.Coded outcome,
        ResultStatus status,
        Verbatim verbatim,
        List<QualityFlag> flags) {

    /** The same result with what the feed's checks found. */
    public AssayResult with(List<QualityFlag> found) {
        return new AssayResult(
                study,
                site,
                subject,
                id,
                identity,
                assay,
                specimen,
                timing,
                measurement,
                limits,
                run,
                population,
                wells,
                outcome,
                status,
                verbatim,
                List.copyOf(found));
    }

    /**
     * The coded outcome, whether it is the measurement itself or stands beside a number; null if there is none.
     */
    public Measurement.Coded conclusion() {
        return measurement instanceof Measurement.Coded coded ? coded : outcome;
    }

    /**
     * What was looked for: the assay, its analyte (code, and name as sent), the tier of an ADA cascade, the replicate.
     *
     * @param before the tier of the same sample that this one follows, or null
     */
    public record Assay(
            String name, String analyte, String analyteName, String tier, TierBefore before, String replicate) {}

    /** A tier of the same sample, and the analyte it was looked for under. */
    public record TierBefore(String analyte, String tier) {}

    /** The material: type code, laboratory's accession, collected (from, to), received, condition. */
    public record Specimen(
            String type, String accession, Moment collected, Moment collectedEnd, Moment received, String condition) {}

    /**
     * When it was planned and analysed.
     *
     * @param elapsedHours planned time after the reference, in hours
     */
    public record Timing(
            BigDecimal visitNumber,
            String visit,
            BigDecimal timepointNumber,
            String timepoint,
            BigDecimal elapsedHours,
            String reference,
            Moment referenceTime,
            Moment analysed) {}

    /**
     * Limits of quantification in the measurement's unit, before dilution is applied, and the dilution factor.
     *
     * @param cutPoint from which on an assay counts as positive
     */
    public record Limits(
            Measurement.Quantity lower,
            Measurement.Quantity upper,
            BigDecimal dilution,
            Measurement.Quantity cutPoint) {}

    /** Where and how it was measured. */
    public record Run(String id, String plate, String instrument, String laboratory, String method) {}

    /** A cell population: its markers, the parent population that a percentage refers to, and the events counted. */
    public record Population(String markers, String denominator, BigDecimal events) {}

    /**
     * What an ELISpot result was computed from.
     *
     * @param stimulus of the cells
     * @param background spots without stimulation
     * @param cells plated in each well
     * @param replicates in the order of the feed, without those that were left empty
     */
    public record Wells(
            String stimulus, Measurement.Quantity background, BigDecimal cells, List<Replicate> replicates) {
        /** Of a result that has none. */
        public static final Wells NONE = new Wells(null, null, null, List.of());
    }

    /**
     * One of several measurements that a result was computed from.
     *
     * @param name the column that it came in
     * @param sent its cell as sent
     */
    public record Replicate(String name, Measurement measurement, String sent) {}

    /** Result and unit exactly as sent. */
    public record Verbatim(String result, String unit) {}
}

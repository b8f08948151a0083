package io.assayhub.model;

import java.math.BigDecimal;

/**
 * One assay result in the standards' own terms, independent of the table or message it came in. Fields that were not
 * delivered are null.
 *
 * @param study the sponsor's code
 * @param subject canonical number within the study
 * @param identity over what makes sample and measurement unique among those of any one subject
 * @param id of the Observation, derived from study, subject and identity
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
        ResultStatus status,
        Verbatim verbatim) {

    /** What was looked for: the assay, its analyte (code, and name as sent), the tier of an ADA cascade, the replicate. */
    public record Assay(String name, String analyte, String analyteName, String tier, String replicate) {}

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

    /** Limits of quantification in the measurement's unit, before dilution is applied, and the dilution factor. */
    public record Limits(Measurement.Quantity lower, Measurement.Quantity upper, BigDecimal dilution) {}

    /** Where and how it was measured. */
    public record Run(String id, String plate, String instrument, String laboratory, String method) {}

    /** A cell population: its markers, and the parent population that a percentage refers to. */
    public record Population(String markers, String denominator) {}

    /** Result and unit exactly as sent. */
    public record Verbatim(String result, String unit) {}
}

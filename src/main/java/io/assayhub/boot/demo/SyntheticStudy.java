package io.assayhub.boot.demo;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A synthetic study in the published shape of P003: the truth that its laboratory files must carry through the hub.
 *
 * <p>21 subjects of one site, 4 in each of the four lower dose levels and 5 in the highest; six injections planned
 * every 14 days, 119 of 126 given because some subjects stopped early. All measured values are invented. Times are
 * local to the site (Europe/Paris) and none lies in the hour that a clock change skips or repeats.
 *
 * @param seed what all of it was generated from
 * @param subjects in order of enrolment, dose levels rising
 * @param injections those given, by subject and number
 * @param pk plasma samples after the first and the last injection given, by planned draw time; the values are the
 *     truth, that is after {@code pkCorrections}
 * @param pkCorrections what the laboratory first reported for samples it put right later
 * @param ada serum samples, by collection time
 * @param cells flow cytometry samples, by collection time
 */
public record SyntheticStudy(
        long seed,
        List<Subject> subjects,
        List<Injection> injections,
        List<PkSample> pk,
        List<PkCorrection> pkCorrections,
        List<AdaSample> ada,
        List<CellSample> cells) {

    /** The study code that every file and every Observation carries. */
    public static final String STUDY = "P003";

    /** Must head everything that shows these values. */
    public static final String LABEL = "SYNTHETIC DATA";

    /** Lower limit of quantification of the invented PK assay, undiluted, in ng/mL. */
    public static final BigDecimal PK_LLOQ = new BigDecimal("1.00");

    /** Upper limit of quantification of the invented PK assay, undiluted, in ng/mL. */
    public static final BigDecimal PK_ULOQ = new BigDecimal("200");

    public SyntheticStudy {
        subjects = List.copyOf(subjects);
        injections = List.copyOf(injections);
        pk = List.copyOf(pk);
        pkCorrections = List.copyOf(pkCorrections);
        ada = List.copyOf(ada);
        cells = List.copyOf(cells);
    }

    /** Generates the study; the same seed gives the same study on every machine. */
    public static SyntheticStudy generate(long seed) {
        return new StudyGenerator(seed).generate();
    }

    /** Subject number to planned dose in mg with its printed digits, such as {@code P003-01-0001} to {@code 0.050}. */
    public Map<String, String> doseLevelBySubject() {
        return subjects.stream().collect(Collectors.toUnmodifiableMap(Subject::number, Subject::doseMg));
    }

    /** What was first reported, by accession, for the samples that were corrected later. */
    public Map<String, Concentration> firstReportedByAccession() {
        return pkCorrections.stream()
                .collect(Collectors.toUnmodifiableMap(PkCorrection::accession, PkCorrection::firstReported));
    }

    /** The plasma samples by accession. */
    public Map<String, PkSample> pkByAccession() {
        return pk.stream().collect(Collectors.toUnmodifiableMap(PkSample::accession, Function.identity()));
    }

    /**
     * A subject.
     *
     * @param number canonical subject number, {@code P003-01-0001}
     * @param doseMg dose level in mg with its printed digits
     * @param enrolled the day of the first injection
     * @param injectionsGiven how many of the six planned injections happened, always the first ones
     */
    public record Subject(String number, String doseMg, LocalDate enrolled, int injectionsGiven) {}

    /** An injection that was given; {@code number} counts from 1. */
    public record Injection(String subject, int number, LocalDateTime given) {}

    /**
     * A planned plasma sample.
     *
     * @param accession unique within the laboratory, {@code PK-000123}
     * @param timePoint as printed: {@code PRE}, {@code 1H} ... {@code 168H}
     * @param elapsedHours planned hours after the injection; 0 before it
     * @param drawn when it was drawn; empty when it was not
     * @param batch the laboratory's report that carries it first, from 1
     * @param dilution factor by which limits are to be multiplied; the value already contains it
     */
    public record PkSample(
            String accession,
            String subject,
            int injection,
            String timePoint,
            int elapsedHours,
            LocalDateTime doseTime,
            Optional<LocalDateTime> drawn,
            int batch,
            int dilution,
            Concentration result) {}

    /** A sample whose reported result was replaced later. */
    public record PkCorrection(String accession, Concentration firstReported) {}

    /**
     * A serum sample for anti-drug antibodies, tested in tiers: each tier only if the one before was positive.
     *
     * @param accession unique within the laboratory, {@code AD-000045}
     * @param visit {@code Baseline}, {@code Injection 3}, {@code Injection 6} or {@code Follow-up}
     * @param day study day, the first injection being day 1
     */
    public record AdaSample(
            String accession,
            String subject,
            String visit,
            int day,
            LocalDateTime collected,
            boolean screeningPositive,
            Optional<Boolean> confirmedPositive,
            Optional<Titer> titer) {}

    /** A titer, or with {@code below} a titer under the first dilution step. */
    public record Titer(boolean below, BigDecimal value) {}

    /**
     * A blood sample for flow cytometry; a result is empty when it was not determined.
     *
     * @param accession unique within the laboratory, {@code FC-000012}
     * @param visit {@code Baseline}, {@code Day 29} or {@code Day 85}
     * @param day study day, the first injection being day 1
     * @param effectorMemory effector memory in % of CD8 T cells, one decimal
     * @param activated CD38+HLA-DR+ in % of CD8 T cells, one decimal
     * @param count CD8 T cells per uL, an integer
     * @param viability viable cells in %, one decimal
     */
    public record CellSample(
            String accession,
            String subject,
            String visit,
            int day,
            LocalDateTime collected,
            Optional<BigDecimal> effectorMemory,
            Optional<BigDecimal> activated,
            Optional<BigDecimal> count,
            Optional<BigDecimal> viability) {

        /** The four results in the order of the laboratory's columns. */
        public List<Optional<BigDecimal>> results() {
            return List.of(effectorMemory, activated, count, viability);
        }
    }
}

package io.assayhub.boot.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Results per dose level, worked out in one way from two sources: the generator's truth and published Observations.
 *
 * <p>Both sources become {@link Finding}s and all arithmetic happens behind that, so a difference between the two
 * tables is a difference in what was published and never in how it was counted. Everything is exact: no division but
 * the halving of a median or a trapezoid.
 */
public final class DoseLevelSummary {

    /** Stands as the dose level of Observations whose subject the caller did not name, so that they show. */
    public static final String UNKNOWN_LEVEL = "unknown";

    private static final BigDecimal HALF = new BigDecimal("0.5");

    private static final Comparator<String> RISING = Comparator.<String, Boolean>comparing(UNKNOWN_LEVEL::equals)
            .thenComparing(level -> UNKNOWN_LEVEL.equals(level) ? BigDecimal.ZERO : new BigDecimal(level))
            .thenComparing(Comparator.naturalOrder());

    private DoseLevelSummary() {}

    /**
     * Summarises published Observations, the latest version of each, in any order.
     *
     * <p>Left out: {@code entered-in-error}, resources without a subject number or a value, and PK or effector-memory
     * values whose unit is another than {@code ng/mL} or {@code %}. Read the JSON with
     * {@code USE_BIG_DECIMAL_FOR_FLOATS}.
     *
     * @param doseLevelBySubject canonical subject number to dose in mg with its printed digits
     */
    public static List<DoseLevelRow> fromObservations(
            Iterable<JsonNode> latestObservations, Map<String, String> doseLevelBySubject) {
        List<Finding> findings = new ArrayList<>();
        latestObservations.forEach(
                observation -> ObservationFindings.read(observation).ifPresent(findings::add));
        return summarise(findings, doseLevelBySubject);
    }

    /** Summarises what the generator put in, after the laboratory's corrections. */
    public static List<DoseLevelRow> fromStudy(SyntheticStudy study) {
        return summarise(StudyFindings.of(study), study.doseLevelBySubject());
    }

    /** Both tables side by side; see {@link DoseLevelTable}. */
    public static String render(List<DoseLevelRow> generator, List<DoseLevelRow> topics) {
        return DoseLevelTable.render(generator, topics);
    }

    private static List<DoseLevelRow> summarise(List<Finding> findings, Map<String, String> doseLevelBySubject) {
        Map<String, SubjectTally> bySubject = new HashMap<>();
        findings.forEach(
                finding -> finding.addTo(bySubject.computeIfAbsent(finding.subject(), s -> new SubjectTally())));
        Map<String, List<SubjectTally>> byLevel = new TreeMap<>(RISING);
        doseLevelBySubject.values().forEach(level -> byLevel.putIfAbsent(level, new ArrayList<>()));
        bySubject.forEach((subject, tally) -> byLevel.computeIfAbsent(
                        doseLevelBySubject.getOrDefault(subject, UNKNOWN_LEVEL), l -> new ArrayList<>())
                .add(tally));
        return byLevel.entrySet().stream()
                .map(level -> row(level.getKey(), level.getValue()))
                .toList();
    }

    private static DoseLevelRow row(String doseLevel, List<SubjectTally> tallies) {
        return new DoseLevelRow(
                doseLevel,
                tallies.size(),
                median(tallies, SubjectTally::cmax),
                median(tallies, SubjectTally::auc),
                (int) tallies.stream().filter(SubjectTally::adaPositive).count(),
                (int) tallies.stream().filter(SubjectTally::adaTested).count(),
                median(tallies, SubjectTally::effectorMemoryChange));
    }

    private static Optional<BigDecimal> median(
            List<SubjectTally> tallies, Function<SubjectTally, Optional<BigDecimal>> figure) {
        List<BigDecimal> sorted =
                tallies.stream().map(figure).flatMap(Optional::stream).sorted().toList();
        if (sorted.isEmpty()) {
            return Optional.empty();
        }
        BigDecimal lower = sorted.get((sorted.size() - 1) / 2);
        BigDecimal upper = sorted.get(sorted.size() / 2);
        return Optional.of(lower.add(upper).multiply(HALF));
    }
}

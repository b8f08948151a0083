package io.assayhub.boot.demo;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * The figures of one dose level; exact, rounded only when shown.
 *
 * @param doseLevel planned dose in mg with its printed digits, or {@link DoseLevelSummary#UNKNOWN_LEVEL}
 * @param subjects subjects with any result that has a value
 * @param medianCmax ng/mL, of the profile after injection 1; 0 means below the limit of quantification
 * @param medianAuc h.ng/mL from 0 to the last amount, of the profile after injection 1
 * @param adaPositive subjects with at least one confirmed positive sample
 * @param adaTested subjects with any antibody test
 * @param medianEffectorMemoryChange percentage points of CD8 T cells, from baseline to the last sample
 */
public record DoseLevelRow(
        String doseLevel,
        int subjects,
        Optional<BigDecimal> medianCmax,
        Optional<BigDecimal> medianAuc,
        int adaPositive,
        int adaTested,
        Optional<BigDecimal> medianEffectorMemoryChange) {

    /** Numbers without trailing zeros: 12.40 and 12.4 are the same figure, and so are rows made of them. */
    public DoseLevelRow {
        medianCmax = medianCmax.map(BigDecimal::stripTrailingZeros);
        medianAuc = medianAuc.map(BigDecimal::stripTrailingZeros);
        medianEffectorMemoryChange = medianEffectorMemoryChange.map(BigDecimal::stripTrailingZeros);
    }
}

package io.assayhub.boot.demo;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** One subject's findings and the exact figures that follow from them, in whatever order the findings come. */
final class SubjectTally {

    private static final BigDecimal HALF = new BigDecimal("0.5");

    /** By amount too, so that two results for one time point give the same figure in any order. */
    private static final Comparator<Finding.Plasma> IN_TIME = Comparator.comparing(Finding.Plasma::elapsedHours)
            .thenComparing(point -> point.concentration().amount().orElse(BigDecimal.ZERO));

    private final List<Finding.Plasma> firstProfile = new ArrayList<>();
    private final NavigableMap<Integer, BigDecimal> effectorMemoryByDay = new TreeMap<>();
    private boolean adaTested;
    private boolean adaPositive;

    void addFirstProfile(Finding.Plasma point) {
        firstProfile.add(point);
    }

    void addAdaTest(boolean confirmedPositive) {
        adaTested = true;
        adaPositive |= confirmedPositive;
    }

    void addEffectorMemory(int day, BigDecimal percent) {
        effectorMemoryByDay.merge(day, percent, BigDecimal::max);
    }

    /** Nothing to keep: that the tally exists says that the subject has results. */
    void addOther() {}

    /** Whether any tier was run. */
    boolean adaTested() {
        return adaTested;
    }

    /** Whether at least one sample was confirmed positive, at baseline or later. */
    boolean adaPositive() {
        return adaPositive;
    }

    /** Highest amount after the first injection in ng/mL; 0 when all are below the limit, empty without a profile. */
    Optional<BigDecimal> cmax() {
        return firstProfile.stream()
                .map(point -> point.concentration().amount().orElse(BigDecimal.ZERO))
                .max(BigDecimal::compareTo);
    }

    /**
     * Area under the first profile to the last amount in h.ng/mL, by the linear trapezoid over planned hours. Below the
     * limit counts as 0 before the first amount and is dropped after it; empty without a profile.
     */
    Optional<BigDecimal> auc() {
        if (firstProfile.isEmpty()) {
            return Optional.empty();
        }
        BigDecimal area = BigDecimal.ZERO;
        BigDecimal lastHours = null;
        BigDecimal lastAmount = BigDecimal.ZERO;
        boolean quantifiable = false;
        for (Finding.Plasma point : firstProfile.stream().sorted(IN_TIME).toList()) {
            Optional<BigDecimal> amount = point.concentration().amount();
            quantifiable |= amount.isPresent();
            if (quantifiable && amount.isEmpty()) {
                continue;
            }
            BigDecimal value = amount.orElse(BigDecimal.ZERO);
            if (lastHours != null) {
                BigDecimal hours = point.elapsedHours().subtract(lastHours);
                area = area.add(value.add(lastAmount).multiply(hours).multiply(HALF));
            }
            lastHours = point.elapsedHours();
            lastAmount = value;
        }
        return Optional.of(area);
    }

    /** Last effector memory after baseline minus that at baseline, in percentage points; empty if either is missing. */
    Optional<BigDecimal> effectorMemoryChange() {
        BigDecimal baseline = effectorMemoryByDay.get(Finding.EffectorMemory.BASELINE);
        if (baseline == null || effectorMemoryByDay.size() < 2) {
            return Optional.empty();
        }
        return Optional.of(effectorMemoryByDay.lastEntry().getValue().subtract(baseline));
    }
}

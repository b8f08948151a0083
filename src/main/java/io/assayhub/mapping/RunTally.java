package io.assayhub.mapping;

import io.assayhub.config.ChecksConfig.Runs;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What the calibrators and quality controls of one run have shown, and whether the run is accepted for it. */
final class RunTally {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** Calibrators of one nominal value: those that were read are one calibrator with their mean. */
    private static final class Level {
        private BigDecimal sum = BigDecimal.ZERO;
        private int read;
    }

    private final Runs rules;
    private final TreeMap<BigDecimal, Level> calibrators = new TreeMap<>();
    /** By nominal value, how many there are and how many of them are within the tolerance. */
    private final Map<BigDecimal, int[]> controls = new LinkedHashMap<>();

    private boolean unreadable;

    RunTally(Runs rules) {
        this.rules = rules;
    }

    /** How many levels it keeps. */
    int levels() {
        return calibrators.size() + controls.size();
    }

    /** @param measured null if the cell is no number: it counts as a calibrator that is not within the tolerance */
    void calibrator(BigDecimal nominal, BigDecimal measured) {
        if (isBlank(nominal)) {
            return;
        }
        Level level = calibrators.computeIfAbsent(nominal.stripTrailingZeros(), n -> new Level());
        if (measured != null) {
            level.sum = level.sum.add(measured);
            level.read++;
        }
    }

    void control(BigDecimal nominal, BigDecimal measured) {
        if (isBlank(nominal)) {
            return;
        }
        int[] counts = controls.computeIfAbsent(nominal.stripTrailingZeros(), n -> new int[2]);
        counts[0]++;
        if (measured != null && isWithin(nominal, measured, 1, rules.tolerance())) {
            counts[1]++;
        }
    }

    /** One with the nominal value 0 is a blank, which has no accuracy; one without or below 0 cannot be judged. */
    private boolean isBlank(BigDecimal nominal) {
        unreadable |= nominal == null || nominal.signum() < 0;
        return nominal == null || nominal.signum() <= 0;
    }

    /** Why the run is not accepted, without anything from the data but counts; null if it is. */
    String failure() {
        if (unreadable) {
            return "a calibrator or control has no nominal value";
        }
        boolean needsCalibrators = !rules.calibrators().cells().isEmpty();
        boolean needsControls = !rules.controls().cells().isEmpty();
        if (needsCalibrators && calibrators.isEmpty() && !rules.acceptsWithout()) {
            return "no calibrators in the table";
        }
        if (needsControls && controls.isEmpty() && !rules.acceptsWithout()) {
            return "no quality controls in the table";
        }
        String failure = calibrators.isEmpty() ? null : calibration();
        return failure != null || controls.isEmpty() ? failure : control();
    }

    private String calibration() {
        int good = 0;
        for (Map.Entry<BigDecimal, Level> level : calibrators.entrySet()) {
            BigDecimal nominal = level.getKey();
            boolean outer =
                    nominal.compareTo(calibrators.firstKey()) == 0 || nominal.compareTo(calibrators.lastKey()) == 0;
            Level found = level.getValue();
            BigDecimal tolerance = outer ? rules.outerTolerance() : rules.tolerance();
            if (found.read > 0 && isWithin(nominal, found.sum, found.read, tolerance)) {
                good++;
            }
        }
        if (good >= rules.levels() && rules.calibratorShare().isReached(good, calibrators.size())) {
            return null;
        }
        return good + " of " + calibrators.size() + " calibrator levels within tolerance, needed " + rules.levels()
                + " and " + rules.calibratorShare();
    }

    private String control() {
        int all = 0;
        int good = 0;
        int badLevels = 0;
        for (int[] counts : controls.values()) {
            all += counts[0];
            good += counts[1];
            if (!rules.levelShare().isReached(counts[1], counts[0])) {
                badLevels++;
            }
        }
        if (!rules.controlShare().isReached(good, all)) {
            return good + " of " + all + " quality controls within tolerance, needed " + rules.controlShare();
        }
        return badLevels == 0
                ? null
                : badLevels + " of " + controls.size() + " quality control levels with less than " + rules.levelShare()
                        + " within tolerance";
    }

    /** Whether the mean differs from nominal by no more than so many percent of it; exact, for nothing is divided. */
    private static boolean isWithin(BigDecimal nominal, BigDecimal sum, int count, BigDecimal percent) {
        BigDecimal expected = nominal.multiply(BigDecimal.valueOf(count));
        BigDecimal difference = sum.subtract(expected).abs();
        return difference.multiply(HUNDRED).compareTo(expected.multiply(percent)) <= 0;
    }
}

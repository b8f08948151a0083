package io.assayhub.mapping;

import io.assayhub.config.ChecksConfig;
import io.assayhub.model.AssayResult;
import io.assayhub.model.Measurement;
import io.assayhub.model.Measurement.Quantity;
import io.assayhub.model.Moment;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** A declared rule that one result keeps or breaks. What a rule does not apply to keeps it. */
sealed interface ResultCheck {
    /**
     * Whether a result breaks it.
     *
     * @param row the one that the result was read from
     */
    boolean fails(AssayResult result, SourceRow row);

    /**
     * The rule that a feed declares.
     *
     * @param sums percentages of the table's rows; null for a rule that sums none
     * @param tiers of the transfer's samples; null while nobody has looked, and then nothing is found
     */
    static ResultCheck of(ChecksConfig.Rule rule, boolean limitsScaled, SiblingSums sums, SampleTiers tiers) {
        if (rule instanceof ChecksConfig.TiterSeries series) {
            return new TiterSeries(series.first(), series.factor());
        } else if (rule instanceof ChecksConfig.PercentRange range) {
            return new PercentRange(range.from(), range.to());
        } else if (rule instanceof ChecksConfig.PopulationSum sum) {
            return new PopulationSum(sum.largest(), sums);
        } else if (rule instanceof ChecksConfig.ReplicateCv cv) {
            return new ReplicateCv(cv.atMost());
        } else if (rule instanceof ChecksConfig.AdaTiers declared) {
            return new AdaTiers(tiers, declared.absentPasses());
        } else if (rule instanceof ChecksConfig.WithinLimits) {
            return new WithinLimits(limitsScaled);
        }
        return new Chronology();
    }

    /** A number lies between the limits that are in its unit; limits of the curve are multiplied by the dilution. */
    record WithinLimits(boolean limitsScaled) implements ResultCheck {
        @Override
        public boolean fails(AssayResult result, SourceRow row) {
            if (!(result.measurement() instanceof Quantity number)) {
                return false;
            }
            Quantity lower = result.limits().lower();
            Quantity upper = result.limits().upper();
            return (lower != null && lower.unit().equals(number.unit()) && compare(number, lower, result) < 0)
                    || (upper != null && upper.unit().equals(number.unit()) && compare(number, upper, result) > 0);
        }

        private int compare(Quantity number, Quantity limit, AssayResult result) {
            BigDecimal dilution = limitsScaled ? null : result.limits().dilution();
            return number.value()
                    .compareTo(dilution == null ? limit.value() : limit.value().multiply(dilution));
        }
    }

    /** None of collected, collected until, received and analysed is later than one after it. */
    record Chronology() implements ResultCheck {
        @Override
        public boolean fails(AssayResult result, SourceRow row) {
            AssayResult.Specimen specimen = result.specimen();
            Moment from = specimen.collected();
            Moment to = specimen.collectedEnd();
            Moment received = specimen.received();
            Moment analysed = result.timing().analysed();
            return after(from, to)
                    || after(from, received)
                    || after(from, analysed)
                    || after(to, received)
                    || after(to, analysed)
                    || after(received, analysed);
        }

        private static boolean after(Moment first, Moment second) {
            return first != null && second != null && MomentOrder.isAfter(first, second);
        }
    }

    /** A titer is the first dilution times a power of the factor. */
    record TiterSeries(BigDecimal first, BigDecimal factor) implements ResultCheck {
        @Override
        public boolean fails(AssayResult result, SourceRow row) {
            if (!(result.measurement() instanceof Quantity titer)
                    || !titer.unit().equals("{titer}")) {
                return false;
            }
            BigDecimal step = first;
            while (step.compareTo(titer.value()) < 0) {
                step = step.multiply(factor);
            }
            return step.compareTo(titer.value()) != 0;
        }
    }

    /** A percentage lies between two bounds. */
    record PercentRange(BigDecimal from, BigDecimal to) implements ResultCheck {
        @Override
        public boolean fails(AssayResult result, SourceRow row) {
            return result.measurement() instanceof Quantity number
                    && number.unit().equals("%")
                    && (number.value().compareTo(from) < 0 || number.value().compareTo(to) > 0);
        }
    }

    /** The row's percentages of one denominator sum to no more than the largest sum. */
    record PopulationSum(BigDecimal largest, SiblingSums sums) implements ResultCheck {
        @Override
        public boolean fails(AssayResult result, SourceRow row) {
            return result.measurement() instanceof Quantity number
                    && number.unit().equals("%")
                    && sums.of(result.population().denominator(), row).compareTo(largest) > 0;
        }
    }

    /**
     * The wells' coefficient of variation, of the sample standard deviation, is at most so many percent. Of fewer than two
     * numbers, or where their mean is not above 0, there is none. Compared without division or root, so exactly.
     */
    record ReplicateCv(BigDecimal atMost) implements ResultCheck {
        private static final BigDecimal PERCENT_SQUARED = BigDecimal.valueOf(10_000);

        @Override
        public boolean fails(AssayResult result, SourceRow row) {
            List<BigDecimal> numbers = new ArrayList<>();
            for (AssayResult.Replicate well : result.wells().replicates()) {
                if (well.measurement() instanceof Quantity number) {
                    numbers.add(number.value());
                }
            }
            BigDecimal sum = numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
            if (numbers.size() < 2 || sum.signum() <= 0) {
                return false;
            }
            BigDecimal n = BigDecimal.valueOf(numbers.size());
            BigDecimal squares = numbers.stream().map(x -> x.multiply(x)).reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal squared = sum.multiply(sum);
            BigDecimal found = n.multiply(squares).subtract(squared).multiply(n).multiply(PERCENT_SQUARED);
            BigDecimal most = atMost.multiply(atMost).multiply(squared).multiply(n.subtract(BigDecimal.ONE));
            return found.compareTo(most) > 0;
        }
    }

    /** The tier before is positive in the transfer; a result that is not there states nothing. */
    record AdaTiers(SampleTiers tiers, boolean absentPasses) implements ResultCheck {
        @Override
        public boolean fails(AssayResult result, SourceRow row) {
            AssayResult.TierBefore before = result.assay().before();
            if (tiers == null
                    || before == null
                    || result.specimen().accession() == null
                    || result.measurement() instanceof Measurement.Absent) {
                return false;
            }
            return switch (tiers.before(result)) {
                case POSITIVE, UNKNOWN -> false;
                case NOT_POSITIVE -> true;
                case ABSENT -> !absentPasses;
            };
        }
    }
}

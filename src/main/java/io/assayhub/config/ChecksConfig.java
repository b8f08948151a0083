package io.assayhub.config;

import io.assayhub.config.FeedConfig.ResultRule;
import io.assayhub.config.FeedConfig.When;
import io.assayhub.model.ErrorCode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The assay rules that a feed declares, described in {@code docs/checks.md}.
 *
 * @param results rules for single results, in the order of {@link Name}
 * @param runs when a run's results are left out, if the table carries its calibrators or quality controls
 */
public record ChecksConfig(List<Check> results, Optional<Runs> runs) {
    public static final ChecksConfig NONE = new ChecksConfig(List.of(), Optional.empty());

    public ChecksConfig {
        results = List.copyOf(results);
    }

    /** The checks that cover a result. */
    public List<Check> of(ResultRule rule) {
        return results.stream().filter(check -> check.isFor(rule)).toList();
    }

    /** What becomes of a result that fails a check. */
    public enum Severity {
        /** It is rejected. */
        REJECT,
        /** It waits for a person, and carries the flag. */
        HOLD,
        /** It is published and carries the flag. */
        FLAG;

        /** The word in feed files. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The checks of single results: the key in feed files, the flag's code and the count's name. */
    public enum Name {
        WITHIN_LIMITS("within-limits", ErrorCode.OUTSIDE_LIMITS),
        CHRONOLOGY("chronology", ErrorCode.OUT_OF_ORDER),
        TITER_SERIES("titer-series", ErrorCode.OFF_SERIES),
        PERCENT_RANGE("percent-range", ErrorCode.OUTSIDE_PERCENT),
        POPULATION_SUM("population-sum", ErrorCode.SUM_TOO_LARGE),
        REPLICATE_CV("replicate-cv", ErrorCode.REPLICATES_DIFFER),
        ADA_TIERS("ada-tiers", ErrorCode.TIER_NOT_FOLLOWING);

        private final String text;
        private final ErrorCode code;

        Name(String text, ErrorCode code) {
            this.text = text;
            this.code = code;
        }

        public String text() {
            return text;
        }

        /** The code of a result that is rejected for it. */
        public ErrorCode code() {
            return code;
        }
    }

    /**
     * A rule and what becomes of what fails it.
     *
     * @param of the results it is for, by address, name or Observation; empty for all
     */
    public record Check(Rule rule, Severity severity, Set<String> of) {
        public Check {
            of = Set.copyOf(of);
        }

        /** Whether it covers a result. */
        public boolean isFor(ResultRule result) {
            return of.isEmpty()
                    || of.contains(result.address())
                    || of.contains(result.observation())
                    || (result.name() != null && of.contains(result.name()));
        }
    }

    /** The rules for single results, each with its numbers. */
    public sealed interface Rule {
        Name name();

        /** In words: what holds of a result that passes. */
        String text();

        /** In one sentence without anything from the data: what is wrong with a result that fails. */
        String failure();
    }

    /** A number lies between the limits of quantification. */
    public record WithinLimits() implements Rule {
        @Override
        public Name name() {
            return Name.WITHIN_LIMITS;
        }

        @Override
        public String text() {
            return "a number lies within the limits of quantification that are delivered in its unit";
        }

        @Override
        public String failure() {
            return "The number lies outside the limits of quantification delivered with it.";
        }
    }

    /** Collected, collected until, received and analysed follow each other. */
    public record Chronology() implements Rule {
        @Override
        public Name name() {
            return Name.CHRONOLOGY;
        }

        @Override
        public String text() {
            return "collection, its end, receipt and analysis follow each other in time";
        }

        @Override
        public String failure() {
            return "The times of collection, receipt and analysis do not follow each other.";
        }
    }

    /** A titer is the first dilution times a power of the factor. */
    public record TiterSeries(BigDecimal first, BigDecimal factor) implements Rule {
        @Override
        public Name name() {
            return Name.TITER_SERIES;
        }

        @Override
        public String text() {
            return "a titer is on the dilution series " + first.toPlainString() + ", "
                    + first.multiply(factor).stripTrailingZeros().toPlainString() + ", … (factor "
                    + factor.toPlainString() + ")";
        }

        @Override
        public String failure() {
            return "The titer is not on the dilution series that begins at " + first.toPlainString()
                    + " and has the factor " + factor.toPlainString() + ".";
        }
    }

    /** A percentage lies between two bounds, which it may reach. */
    public record PercentRange(BigDecimal from, BigDecimal to) implements Rule {
        @Override
        public Name name() {
            return Name.PERCENT_RANGE;
        }

        @Override
        public String text() {
            return "a percentage is from " + from.toPlainString() + " to " + to.toPlainString();
        }

        @Override
        public String failure() {
            return "The percentage is not from " + from.toPlainString() + " to " + to.toPlainString() + ".";
        }
    }

    /** Percentages of one population in one row sum to 100 at most, and a tolerance in percentage points. */
    public record PopulationSum(BigDecimal tolerance) implements Rule {
        @Override
        public Name name() {
            return Name.POPULATION_SUM;
        }

        @Override
        public String text() {
            return "percentages of the same population in one row sum to at most " + most() + " %";
        }

        @Override
        public String failure() {
            return "The percentages of the same population in this row sum to more than " + most() + " %.";
        }

        /** The largest sum. */
        public BigDecimal largest() {
            return tolerance.add(BigDecimal.valueOf(100));
        }

        private String most() {
            return largest().toPlainString();
        }
    }

    /** The coefficient of variation of a result's wells, in percent. */
    public record ReplicateCv(BigDecimal atMost) implements Rule {
        @Override
        public Name name() {
            return Name.REPLICATE_CV;
        }

        @Override
        public String text() {
            return "the coefficient of variation of the wells is at most " + atMost.toPlainString() + " %";
        }

        @Override
        public String failure() {
            return "The coefficient of variation of the wells is above " + atMost.toPlainString() + " %.";
        }
    }

    /**
     * A tier follows a positive one of its sample.
     *
     * @param absentPasses whether the tier before may be missing from the transfer
     */
    public record AdaTiers(boolean absentPasses) implements Rule {
        @Override
        public Name name() {
            return Name.ADA_TIERS;
        }

        @Override
        public String text() {
            return "the tier before is positive in the same file"
                    + (absentPasses ? ", as far as it is there" : ", and is there");
        }

        @Override
        public String failure() {
            return absentPasses
                    ? "The tier before is in the same transfer and is not positive."
                    : "The tier before is not positive in the same transfer.";
        }
    }

    /** A part of a whole, such as 2/3 or 75 %. */
    public record Share(int part, int whole) {
        /** Whether so many of all are at least this share. */
        public boolean isReached(long some, long all) {
            return some * whole >= all * part;
        }

        @Override
        public String toString() {
            return whole == 100 ? part + " %" : part + "/" + whole;
        }
    }

    /**
     * When a run is accepted (ICH M10, ligand binding assays), from calibrators and quality controls in the same table.
     *
     * @param run header of the column that names the run
     * @param nominal header of the column with the nominal value of a calibrator or control
     * @param measured header of the column with its measured value, in the same unit
     * @param calibrators which rows are calibrators; empty if the table has none
     * @param anchors which of them only hold the curve; empty if none
     * @param controls which rows are quality controls; empty if the table has none
     * @param acceptsWithout whether a run is accepted of which the table has none
     * @param tolerance largest difference from nominal, in percent of it
     * @param outerTolerance that of the lowest and the highest calibrator
     * @param levels how many calibrator levels have to be within it
     * @param calibratorShare which share of the calibrator levels
     * @param controlShare which share of all quality controls
     * @param levelShare which share of the quality controls of each level
     */
    public record Runs(
            String run,
            String nominal,
            String measured,
            When calibrators,
            When anchors,
            When controls,
            boolean acceptsWithout,
            BigDecimal tolerance,
            BigDecimal outerTolerance,
            int levels,
            Share calibratorShare,
            Share controlShare,
            Share levelShare) {
        /** The headers that a table has to have for it. */
        public Set<String> headers() {
            Set<String> headers = new java.util.LinkedHashSet<>(List.of(run, nominal, measured));
            for (When when : List.of(calibrators, anchors, controls)) {
                headers.addAll(when.cells().keySet());
            }
            return headers;
        }
    }
}

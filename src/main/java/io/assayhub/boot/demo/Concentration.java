package io.assayhub.boot.demo;

import java.math.BigDecimal;
import java.util.Optional;

/** What a bioanalytical laboratory says of one plasma sample, in ng/mL where it is a number. */
public sealed interface Concentration {

    /** The cell as the laboratory prints it: the number with its digits, {@code BQL}, {@code AQL} or {@code NS}. */
    String printed();

    /**
     * The amount that a summary counts: the value, or the upper limit for what lies above it; empty when there is no
     * amount.
     */
    Optional<BigDecimal> amount();

    /** Whether there was a measurement at all: true below and above the limits, false for a sample not drawn. */
    default boolean measured() {
        return true;
    }

    /** A value within the limits; its digits are those printed. */
    record Quantified(BigDecimal value) implements Concentration {
        @Override
        public String printed() {
            return value.toPlainString();
        }

        @Override
        public Optional<BigDecimal> amount() {
            return Optional.of(value);
        }
    }

    /** Below the lower limit of quantification. */
    record BelowLimit() implements Concentration {
        @Override
        public String printed() {
            return "BQL";
        }

        @Override
        public Optional<BigDecimal> amount() {
            return Optional.empty();
        }
    }

    /**
     * Above the upper limit of quantification.
     *
     * @param limit the upper limit of this sample, already multiplied by its dilution, in ng/mL
     */
    record AboveLimit(BigDecimal limit) implements Concentration {
        @Override
        public String printed() {
            return "AQL";
        }

        @Override
        public Optional<BigDecimal> amount() {
            return Optional.of(limit);
        }
    }

    /** No sample was drawn. */
    record NotDone() implements Concentration {
        @Override
        public String printed() {
            return "NS";
        }

        @Override
        public Optional<BigDecimal> amount() {
            return Optional.empty();
        }

        @Override
        public boolean measured() {
            return false;
        }
    }
}

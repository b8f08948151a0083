package io.assayhub.model;

import java.math.BigDecimal;

/**
 * What was measured, as the laboratory stated it. A result below the limit is not a missing one and not a zero: each has
 * a form of its own.
 */
public sealed interface Measurement {
    /**
     * A number with its digits as sent.
     *
     * @param unit UCUM code, {@code {titer}} for a titer
     */
    record Quantity(BigDecimal value, String unit) implements Measurement {
        @Override
        public Kind kind() {
            return Kind.QUANTITY;
        }
    }

    /** Below the limit of quantification; {@code limit} is null when no limit is known. */
    record BelowLimit(Quantity limit) implements Measurement {
        @Override
        public Kind kind() {
            return Kind.BELOW_LIMIT;
        }

        @Override
        public String unit() {
            return limit == null ? null : limit.unit();
        }
    }

    /** Above the limit of quantification; {@code limit} is null when no limit is known. */
    record AboveLimit(Quantity limit) implements Measurement {
        @Override
        public Kind kind() {
            return Kind.ABOVE_LIMIT;
        }

        @Override
        public String unit() {
            return limit == null ? null : limit.unit();
        }
    }

    /**
     * Too many to count, which is a result; {@code limit} is what the reader can count, null when that is not known.
     */
    record TooNumerous(Quantity limit) implements Measurement {
        @Override
        public Kind kind() {
            return Kind.ABOVE_LIMIT;
        }
    }

    /** A qualitative result; {@code text} is the wording as sent. */
    record Coded(Qualitative code, String text) implements Measurement {
        @Override
        public Kind kind() {
            return Kind.CODED;
        }
    }

    /** A result in words that the feed takes as they are. */
    record Text(String text) implements Measurement {
        @Override
        public Kind kind() {
            return Kind.TEXT;
        }
    }

    /** No result; {@code text} says why in the laboratory's words, or is null. */
    record Absent(AbsentReason reason, String text) implements Measurement {
        @Override
        public Kind kind() {
            return Kind.ABSENT;
        }
    }

    /** The kind of this measurement, as feed files name it. */
    Kind kind();

    /** The unit of its number, or null if it has none; a count that was given up has none. */
    default String unit() {
        return null;
    }

    /** The kinds of measurement, by which a feed may choose the Observation. */
    enum Kind {
        QUANTITY("quantity"),
        BELOW_LIMIT("below-limit"),
        ABOVE_LIMIT("above-limit"),
        CODED("coded"),
        TEXT("text"),
        ABSENT("absent");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** A qualitative outcome, with its code in HL7's ObservationInterpretation and in SNOMED CT. */
    enum Qualitative {
        POSITIVE("POS", "Positive", "10828004"),
        NEGATIVE("NEG", "Negative", "260385009"),
        INDETERMINATE("IND", "Indeterminate", "82334004");

        private final String code;
        private final String display;
        private final String snomed;

        Qualitative(String code, String display, String snomed) {
            this.code = code;
            this.display = display;
            this.snomed = snomed;
        }

        public String code() {
            return code;
        }

        public String display() {
            return display;
        }

        public String snomed() {
            return snomed;
        }
    }

    /** Why there is no result, with its code in FHIR's data-absent-reason. */
    enum AbsentReason {
        UNKNOWN("unknown", "Unknown", ResultStatus.FINAL),
        NOT_DONE("not-performed", "Not Performed", ResultStatus.CANCELLED),
        /** The request did not ask for it: nothing is missing. */
        NOT_ASKED("not-asked", "Not Asked", ResultStatus.FINAL),
        INVALID("error", "Error", ResultStatus.FINAL),
        /** Awaited: an Observation that is registered and says nothing yet. */
        PENDING("temp-unknown", "Temporarily Unknown", ResultStatus.REGISTERED);

        private final String code;
        private final String display;
        private final ResultStatus status;

        AbsentReason(String code, String display, ResultStatus status) {
            this.code = code;
            this.display = display;
            this.status = status;
        }

        public String code() {
            return code;
        }

        public String display() {
            return display;
        }

        /** The status of an Observation without a value for this reason. */
        public ResultStatus status() {
            return status;
        }
    }
}

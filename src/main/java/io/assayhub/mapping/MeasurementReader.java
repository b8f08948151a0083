package io.assayhub.mapping;

import io.assayhub.config.FeedConfig;
import io.assayhub.model.Measurement;
import io.assayhub.model.Measurement.AbsentReason;
import io.assayhub.model.Measurement.Qualitative;
import java.math.BigDecimal;
import java.util.Locale;

/** Reads a result cell: a number, a limit, or one of the words that the feed lists. Nothing is guessed. */
final class MeasurementReader {
    private final FeedConfig.Tokens tokens;
    private final NumberReader numbers;

    MeasurementReader(FeedConfig.Tokens tokens, NumberReader numbers) {
        this.tokens = tokens;
        this.numbers = numbers;
    }

    /** What a cell says, before unit and limits are looked at. */
    sealed interface Cell {
        /**
         * A number.
         *
         * @param titer whether it came as a dilution, {@code 1:128}
         */
        record Numeric(BigDecimal value, boolean titer) implements Cell {}

        /** Below (or above) a limit; {@code value} is the number that stands beside the sign, or null. */
        record Limit(boolean below, BigDecimal value, boolean titer) implements Cell {}

        /** A word for more than can be counted. */
        record TooNumerous() implements Cell {}

        /** A result that needs no unit. */
        record Other(Measurement measurement) implements Cell {}

        record Unknown() implements Cell {}
    }

    /**
     * @param text trimmed; null if the cell is empty or holds a word for missing
     * @param reason the laboratory's words for why there is no result, or null
     */
    Cell read(String text, String reason) {
        if (text == null) {
            return new Cell.Other(new Measurement.Absent(AbsentReason.UNKNOWN, reason));
        }
        BigDecimal number = numbers.read(text);
        if (number != null) {
            return new Cell.Numeric(number, false);
        }
        number = titer(text);
        if (number != null) {
            return new Cell.Numeric(number, true);
        }
        String word = text.toLowerCase(Locale.ROOT);
        if (tokens.belowLimit().contains(word)) {
            return new Cell.Limit(true, null, false);
        }
        if (tokens.aboveLimit().contains(word)) {
            return new Cell.Limit(false, null, false);
        }
        if (tokens.tooNumerous().contains(word)) {
            return new Cell.TooNumerous();
        }
        Qualitative coded = tokens.coded().get(word);
        if (coded != null) {
            return new Cell.Other(new Measurement.Coded(coded, text));
        }
        AbsentReason absent = tokens.notDone().contains(word)
                ? AbsentReason.NOT_DONE
                : tokens.pending().contains(word)
                        ? AbsentReason.PENDING
                        : tokens.invalid().contains(word) ? AbsentReason.INVALID : null;
        if (absent != null) {
            return new Cell.Other(new Measurement.Absent(absent, reason == null ? text : reason));
        }
        char sign = text.charAt(0);
        if (sign != '<' && sign != '>') {
            return new Cell.Unknown();
        }
        String rest = text.substring(1).strip();
        BigDecimal titer = titer(rest);
        BigDecimal limit = titer == null ? numbers.read(rest) : titer;
        return limit == null ? new Cell.Unknown() : new Cell.Limit(sign == '<', limit, titer != null);
    }

    /** The dilution of {@code 1:128}, or null. */
    private BigDecimal titer(String text) {
        boolean isRatio = text.length() > 2
                && text.charAt(0) == '1'
                && text.charAt(1) == ':'
                && Character.isDigit(text.charAt(2));
        return isRatio ? numbers.read(text.substring(2)) : null;
    }
}

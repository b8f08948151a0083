package io.assayhub.mapping;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads planned elapsed times as hours: a plain number of hours, or an ISO 8601 duration of weeks, days, hours, minutes
 * and seconds whose parts may be fractions, as SDTM's --ELTM has them ({@code PT0.17H}, {@code -PT15M}).
 */
final class DurationReader {
    private static final String PART = "(\\d{1,6}(?:\\.\\d{1,9})?)";
    private static final Pattern ISO = Pattern.compile("(-?)P(?:" + PART + "W)?(?:" + PART + "D)?(?:T(?=\\d)(?:" + PART
            + "H)?(?:" + PART + "M)?(?:" + PART + "S)?)?");
    private static final BigDecimal[] HOURS = {BigDecimal.valueOf(168), BigDecimal.valueOf(24), BigDecimal.ONE};
    private static final BigDecimal[] PER_HOUR = {BigDecimal.valueOf(60), BigDecimal.valueOf(3600)};

    private final NumberReader numbers;

    DurationReader(NumberReader numbers) {
        this.numbers = numbers;
    }

    /** Hours, or null if the text is no duration. */
    BigDecimal read(String text) {
        BigDecimal plain = numbers.read(text);
        if (plain != null) {
            return plain;
        }
        Matcher matcher = ISO.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        BigDecimal sum = null;
        for (int part = 0; part < 5; part++) {
            String value = matcher.group(part + 2);
            if (value != null) {
                BigDecimal number = new BigDecimal(value);
                BigDecimal hours = part < 3
                        ? number.multiply(HOURS[part])
                        : number.divide(PER_HOUR[part - 3], MathContext.DECIMAL64);
                sum = sum == null ? hours : sum.add(hours);
            }
        }
        return sum == null || matcher.group(1).isEmpty() ? sum : sum.negate();
    }
}

package io.assayhub.parse;

import java.math.BigDecimal;
import java.math.MathContext;

/** The shortest decimal that stands for a double, in plain digits: what somebody called 0.1 is {@code 0.1} again. */
public final class ShortestDecimal {
    private static final MathContext[] DIGITS = {new MathContext(15), new MathContext(16), new MathContext(17)};
    private static final double EXACT_WHOLE = 1L << 53;

    private ShortestDecimal() {}

    /**
     * In plain digits, never with an exponent.
     *
     * @param value finite, and of a size that its digits can be written out
     */
    public static String of(double value) {
        if (value == Math.rint(value) && Math.abs(value) < EXACT_WHOLE) {
            return Long.toString((long) value);
        }
        // Double.toString is not always the shortest before Java 19.
        BigDecimal exact = new BigDecimal(value);
        BigDecimal text = exact;
        for (MathContext digits : DIGITS) {
            text = exact.round(digits);
            if (text.doubleValue() == value) {
                break;
            }
        }
        return text.stripTrailingZeros().toPlainString();
    }
}

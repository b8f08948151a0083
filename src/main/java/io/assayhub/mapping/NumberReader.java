package io.assayhub.mapping;

import java.math.BigDecimal;

/**
 * Reads decimal numbers with their digits: an optional sign, digits with at most one decimal sign, an optional exponent.
 * No grouping, no NaN, no infinity. Numbers of more than 40 digits or beyond 10^±30 are not results.
 */
final class NumberReader {
    private static final int MOST_DIGITS = 40;
    private static final int LARGEST_EXPONENT = 30;

    private final char decimal;

    NumberReader(char decimal) {
        this.decimal = decimal;
    }

    /** The number, or null if the text is none in this notation. */
    BigDecimal read(String text) {
        int size = text.length();
        int at = size > 0 && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
        int digits = 0;
        int point = -1;
        for (; at < size; at++) {
            char c = text.charAt(at);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if (c == decimal && point < 0) {
                point = at;
            } else {
                break;
            }
        }
        if (digits == 0 || digits > MOST_DIGITS || (at < size && !isExponent(text, at))) {
            return null;
        }
        String plain = decimal == '.' || point < 0 ? text : text.substring(0, point) + '.' + text.substring(point + 1);
        return new BigDecimal(plain);
    }

    private static boolean isExponent(String text, int from) {
        char e = text.charAt(from);
        if (e != 'e' && e != 'E') {
            return false;
        }
        int at = from + 1;
        if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
            at++;
        }
        int start = at;
        int value = 0;
        for (; at < text.length() && at - start < 3; at++) {
            char c = text.charAt(at);
            if (c < '0' || c > '9') {
                return false;
            }
            value = value * 10 + c - '0';
        }
        return at > start && at == text.length() && value <= LARGEST_EXPONENT;
    }
}

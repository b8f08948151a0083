package io.assayhub.parse.xpt;

/**
 * A number of IBM's System/360: one bit of sign, seven of exponent to base 16 (excess 64), the rest a fraction. SAS writes
 * 8 bytes, or fewer and so fewer digits. It is read as the double that it stands for and written as the shortest decimal
 * that is this double: what a sender calls 0.1 is {@code 0.1}, though no binary fraction is.
 */
final class IbmNumber {
    private IbmNumber() {}

    /** Whether it is one of SAS's missing values: {@code .}, {@code ._} or {@code .A} to {@code .Z}, then zeros. */
    static boolean isMissing(byte[] bytes, int from, int length) {
        int first = bytes[from];
        if (first != '.' && first != '_' && (first < 'A' || first > 'Z')) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            if (bytes[from + i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** @param length bytes, 2 to 8 */
    static double value(byte[] bytes, int from, int length) {
        long fraction = 0;
        for (int i = 1; i < 8; i++) {
            fraction = fraction << 8 | (i < length ? bytes[from + i] & 0xff : 0);
        }
        int exponent = ((bytes[from] & 0x7f) - 64) * 4 - 56;
        double value = Math.scalb((double) fraction, exponent);
        return bytes[from] < 0 ? -value : value;
    }
}

package io.assayhub.parse.xpt;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * A variable as its NAMESTR describes it.
 *
 * @param offset of its first byte in an observation
 */
record Variable(String name, boolean isNumber, int length, int offset, SasMoment moment) {
    private static final int NUMBER = 1;
    private static final int TEXT = 2;
    private static final int LONGEST = 200;

    /** From the bytes of a NAMESTR; null if they are none. */
    static Variable of(byte[] bytes, int from) {
        int type = two(bytes, from);
        int length = two(bytes, from + 4);
        int offset = two(bytes, from + 84) << 16 | two(bytes, from + 86);
        String name = text(bytes, from + 8, 8);
        boolean isNumber = type == NUMBER;
        boolean sound = isNumber ? length >= 2 && length <= 8 : type == TEXT && length >= 1 && length <= LONGEST;
        if (!sound || offset < 0 || offset > Observations.MOST_BYTES || name.isEmpty()) {
            return null;
        }
        return new Variable(
                name, isNumber, length, offset, isNumber ? SasMoment.of(text(bytes, from + 56, 8)) : SasMoment.NONE);
    }

    private static int two(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    /** Without the blanks at its end. */
    static String text(byte[] bytes, int from, int length) {
        return new String(bytes, from, length, US_ASCII).replace('\0', ' ').strip();
    }
}

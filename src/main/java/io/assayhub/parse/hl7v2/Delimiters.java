package io.assayhub.parse.hl7v2;

/**
 * The signs that a message declares in MSH-1 and MSH-2; {@link #NONE} for one that it does not.
 *
 * @param truncation since 2.7: at the end of a value that was cut off
 */
record Delimiters(int field, int component, int repetition, int escape, int subcomponent, int truncation) {
    /** No byte is that. */
    static final int NONE = -1000;

    private static final int MOST = 5;

    /** What a header segment declares from its fourth byte on; null if that cannot be. */
    static Delimiters of(byte[] bytes, int start, int end) {
        if (end - start < 5) {
            return null;
        }
        int field = bytes[start + 3];
        int[] signs = {NONE, NONE, NONE, NONE, NONE};
        int count = 0;
        for (int i = start + 4; i < end && bytes[i] != field; i++) {
            if (count == MOST) {
                return null;
            }
            signs[count++] = bytes[i];
        }
        if (count == 0 || !isSign(field)) {
            return null;
        }
        for (int i = 0; i < count; i++) {
            if (!isSign(signs[i]) || signs[i] == field) {
                return null;
            }
            for (int j = 0; j < i; j++) {
                if (signs[i] == signs[j]) {
                    return null;
                }
            }
        }
        return new Delimiters(field, signs[0], signs[1], signs[2], signs[3], signs[4]);
    }

    private static boolean isSign(int b) {
        boolean letterOrDigit = (b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
        return b > ' ' && b < 0x7f && !letterOrDigit && b != '"' && b != '.';
    }
}

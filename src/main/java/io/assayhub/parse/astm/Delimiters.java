package io.assayhub.parse.astm;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The signs that a message declares in its H record, field sign first (LIS2-A2, 5.4).
 *
 * @param escape or {@link #NONE}
 */
record Delimiters(char field, char repetition, char component, char escape) {
    /** No byte is that. */
    static final char NONE = '\uffff';

    private static final int MOST = 8;

    /**
     * What an H record declares from its second sign on; null if that cannot be. Senders that double the signs
     * ({@code \\^&}) mean them once.
     */
    static Delimiters of(String record) {
        if (record.length() < 4 || !isSign(record.charAt(1))) {
            return null;
        }
        char field = record.charAt(1);
        int end = record.indexOf(field, 2);
        String declared = record.substring(2, end < 0 ? record.length() : end);
        Set<Character> signs = new LinkedHashSet<>();
        for (int i = 0; i < declared.length(); i++) {
            if (!isSign(declared.charAt(i))) {
                return null;
            }
            signs.add(declared.charAt(i));
        }
        if (declared.length() > MOST || signs.size() < 2 || signs.size() > 3) {
            return null;
        }
        Character[] each = signs.toArray(Character[]::new);
        return new Delimiters(field, each[0], each[1], each.length > 2 ? each[2] : NONE);
    }

    private static boolean isSign(char c) {
        boolean letterOrDigit = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        return c > ' ' && c < 0x7f && !letterOrDigit && c != '"' && c != '.';
    }
}

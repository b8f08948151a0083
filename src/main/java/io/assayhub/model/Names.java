package io.assayhub.model;

/** The alphabets that identifiers are held to, so that they can stand in keys, headers and JSON without escapes. */
final class Names {
    private Names() {}

    /** Letters, digits and {@code . _ : -}, 1 to {@code max} characters, beginning with a letter or digit. */
    static boolean isToken(String value, int max) {
        if (value == null || value.isEmpty() || value.length() > max || !isAlphanumeric(value.charAt(0))) {
            return false;
        }
        for (int i = 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!isAlphanumeric(c) && c != '.' && c != '_' && c != ':' && c != '-') {
                return false;
            }
        }
        return true;
    }

    /** Exactly {@code length} lower-case hexadecimal digits. */
    static boolean isHex(String value, int length) {
        if (value == null || value.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }
}

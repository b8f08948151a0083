package io.assayhub.mapping;

/** What a cell's text is without the blanks around it, and whether it may go into an Observation. */
final class CellText {
    private static final int LONGEST = 1000;

    private CellText() {}

    /** Without blanks at both ends, the no-break space of spreadsheets among them. */
    static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return start == 0 && end == text.length() ? text : text.substring(start, end);
    }

    /** Whether it is short enough and without control characters; a text, not a code, may have line breaks. */
    static boolean isFit(String text, boolean lineBreaks) {
        if (text.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isBreak = c == '\n' || c == '\r' || c == '\t';
            if ((c < 0x20 && !(lineBreaks && isBreak)) || c == 0x7f || c == '\uFFFE' || c == '\uFFFF') {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(char c) {
        return c <= ' ' || c == '\u00a0';
    }
}

package io.assayhub.mapping;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A field that the table does not have and the feed makes of those it has. Remembers what it last made: neighbouring rows
 * have most of their cells in common.
 */
sealed interface MadeField {
    /** The text for a row; null if the row's cell does not have the form that the feed takes it apart by. */
    String text(SourceRow row);

    /** Two cells with a sign between them; if one of them is empty, the other alone. */
    final class Joined implements MadeField {
        private final int first;
        private final int second;
        private final char between;
        private final Set<String> missing;
        private String firstSent = "";
        private String secondSent = "";
        private String made = "";

        /** @param missing words for an empty cell, in small letters */
        Joined(int first, int second, char between, Set<String> missing) {
            this.first = first;
            this.second = second;
            this.between = between;
            this.missing = missing;
        }

        @Override
        public String text(SourceRow row) {
            String a = row.text(first);
            String b = row.text(second);
            if (!a.equals(firstSent) || !b.equals(secondSent)) {
                firstSent = a;
                secondSent = b;
                made = join(present(a), present(b));
            }
            return made;
        }

        private String join(String a, String b) {
            return a.isEmpty() || b.isEmpty() ? a + b : a + between + b;
        }

        private String present(String cell) {
            String text = CellText.strip(cell);
            return missing.contains(text.toLowerCase(Locale.ROOT)) ? "" : text;
        }
    }

    /** A cell taken apart by a pattern that matches all of it; shared by its parts. */
    final class Apart {
        private static final int LONGEST = 1000;

        private final int field;
        private final Matcher matcher;
        private String sent;
        private boolean matches;

        Apart(int field, Pattern pattern) {
            this.field = field;
            this.matcher = pattern.matcher("");
        }

        private String part(SourceRow row, String group) {
            String text = row.text(field);
            if (!text.equals(sent)) {
                sent = text;
                String cell = CellText.strip(text);
                matches = cell.length() <= LONGEST && matcher.reset(cell).matches();
            }
            if (matches) {
                String part = matcher.group(group);
                return part == null ? "" : part;
            }
            return CellText.strip(text).isEmpty() ? "" : null;
        }
    }

    /** A named group of a cell taken apart; empty where the cell is, or where the group took no part in the match. */
    record Part(Apart apart, String group) implements MadeField {
        @Override
        public String text(SourceRow row) {
            return apart.part(row, group);
        }
    }
}

package io.assayhub.cli;

import io.assayhub.cli.DraftFeed.Guess;
import io.assayhub.model.StudyId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the lines above a table tell: the sender's own count of rows, and the study. */
final class DraftPreamble {
    private static final Pattern STUDY = Pattern.compile(
            "(?i)\"?(?:study|etude|\u00e9tude|studie|protocol|protocole|protokoll|trial)[^\\p{L}\\p{N}]+"
                    + "([A-Za-z0-9][A-Za-z0-9._:-]*)[\\s,;|\"]*");
    private static final Pattern COUNTS = Pattern.compile(
            "(?i)(?:.*\\P{L})?(?:rows?|records?|lignes|zeilen|enregistrements|datens\u00e4tze)[^\\p{L}\\p{N}]{1,10}"
                    + "(\\d{1,12})(?![\\p{L}\\p{N}.]).*");

    private DraftPreamble() {}

    /** A pattern for the line that holds the number of rows below, if one does. */
    static Optional<Guess<String>> count(DraftTable table) {
        if (table.allRows().isEmpty()) {
            return Optional.empty();
        }
        String number = Long.toString(table.allRows().getAsLong());
        Pattern form =
                Pattern.compile("(.*?)(\\p{L}{1,30})([^\\p{L}\\p{N}]{1,10})" + number + "(?![\\p{L}\\p{N}.])(.*)");
        // A line that says rows before one that happens to hold the number.
        List<String> lines = table.preamble().stream()
                .sorted(Comparator.comparing(l -> !COUNTS.matcher(l).matches()))
                .toList();
        for (String line : lines) {
            Matcher matcher = form.matcher(line);
            if (matcher.matches()) {
                String pattern = (matcher.group(1).isBlank() ? "" : ".*")
                        + literal(matcher.group(2) + matcher.group(3)) + "(?<count>\\d+)"
                        + (matcher.group(4).isBlank() ? "" : ".*");
                return Optional.of(
                        new Guess<>(pattern, "this line holds " + number + ", which is the number of rows below"));
            }
        }
        return Optional.empty();
    }

    /** A warning if a line counts rows and the count is another, as in a file that was cut off. */
    static Optional<String> otherCount(DraftTable table) {
        if (table.allRows().isEmpty() || count(table).isPresent()) {
            return Optional.empty();
        }
        return table.preamble().stream()
                .map(COUNTS::matcher)
                .filter(Matcher::matches)
                .map(m -> "a line above the table counts " + m.group(1) + " rows and the file holds "
                        + table.allRows().getAsLong() + ": it may be cut off, draft from a whole one")
                .findFirst();
    }

    /** The study that a line names, if one does. */
    static Optional<String> study(DraftTable table) {
        return table.preamble().stream()
                .map(STUDY::matcher)
                .filter(Matcher::matches)
                .map(m -> m.group(1))
                .filter(StudyId::isValid)
                .findFirst();
    }

    /** A regular expression for a text, printable whatever the text holds. */
    private static String literal(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)) {
                out.append("\\s");
            } else if (Character.isLetterOrDigit(c) || ",;:=_-\"#%".indexOf(c) >= 0) {
                out.append(c);
            } else if (c > ' ' && c < 0x7f) {
                out.append('\\').append(c);
            } else if (!Character.isLowSurrogate(c)) {
                out.append('.');
            }
        }
        return out.toString();
    }
}

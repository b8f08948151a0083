package io.assayhub.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one column of a sample holds.
 *
 * @param normal the header without what it says in brackets, as {@link DraftWords#normal} writes it
 * @param bracketed what the header ends with in brackets, or null
 * @param values distinct cells that are filled, with how often each occurs
 * @param rows of the sample
 * @param filled cells that are neither empty nor a word for missing
 * @param numbers cells that are numbers in the table's notation
 * @param dates their date format, if they are dates
 */
record DraftColumn(
        int index,
        String header,
        String normal,
        String bracketed,
        Map<String, Integer> values,
        int rows,
        int filled,
        int numbers,
        Optional<DraftDates.Found> dates) {

    private static final Pattern BRACKETS = Pattern.compile("(.*\\S)\\s*[(\\[]([^()\\[\\]]+)[)\\]]");
    private static final Pattern DURATION = Pattern.compile("-?P[0-9.WDTHMS]+");

    static DraftColumn of(int index, String header, List<List<String>> rows, char decimal) {
        Map<String, Integer> values = new LinkedHashMap<>();
        int filled = 0;
        int numbers = 0;
        Pattern number = numberPattern(decimal);
        for (List<String> row : rows) {
            String cell = row.get(index);
            if (!isMissing(cell)) {
                filled++;
                values.merge(cell, 1, Integer::sum);
                numbers += number.matcher(cell).matches() ? 1 : 0;
            }
        }
        Matcher brackets = BRACKETS.matcher(header);
        boolean has = brackets.matches();
        return new DraftColumn(
                index,
                header,
                DraftWords.normal(has ? brackets.group(1) : header),
                has ? brackets.group(2).strip() : null,
                values,
                rows.size(),
                filled,
                numbers,
                DraftDates.find(values));
    }

    /** A number that a feed with this decimal sign reads. */
    static Pattern numberPattern(char decimal) {
        String point = decimal == ',' ? "," : "\\.";
        return Pattern.compile("[+-]?(\\d+(" + point + "\\d*)?|" + point + "\\d+)([eE][+-]?\\d{1,2})?");
    }

    static boolean isMissing(String cell) {
        return cell.isEmpty() || DraftWords.MISSING.contains(cell.toLowerCase(Locale.ROOT));
    }

    boolean isFilled() {
        return filled == rows;
    }

    /** Whether at least 19 of 20 filled cells are numbers. */
    boolean isNumeric() {
        return filled > 0 && numbers * 20L >= filled * 19L;
    }

    boolean isDuration() {
        return filled > 0
                && values.keySet().stream()
                        .allMatch(v -> DURATION.matcher(v).matches()
                                || numberPattern('.').matcher(v).matches());
    }

    /** Cells that a feed could read as a result: numbers, limits such as {@code <1.40} and words of the dictionary. */
    int results(char decimal) {
        Pattern number = numberPattern(decimal);
        return values.entrySet().stream()
                .filter(e -> isResult(e.getKey(), number))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** Cells that say positive, negative or the like. */
    int coded() {
        return values.entrySet().stream()
                .filter(e -> DraftWords.isCoded(e.getKey()))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    static boolean isResult(String cell, Pattern number) {
        return number.matcher(cell).matches()
                || DraftWords.tokenKind(cell).isPresent()
                || (!cell.isEmpty()
                        && (cell.charAt(0) == '<' || cell.charAt(0) == '>')
                        && number.matcher(cell.substring(1).strip()).matches());
    }
}

package io.assayhub.registry;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Days of ISO 8601 dates and times as FHIR and SDTM write them. A month or a year stands for its first day at the start
 * of a period and for its last day at the end (FHIR R4, Period); the time of day is left out.
 */
final class Day {
    private static final Pattern DATE = Pattern.compile("(\\d{4})(?:-(\\d\\d)(?:-(\\d\\d)(?:T[0-9:.,+Z-]{2,30})?)?)?");

    private Day() {}

    /** The first day that the text names, or empty if it is no date. */
    static Optional<String> first(String text) {
        return day(text, false);
    }

    /** The last day that the text names, or empty if it is no date. */
    static Optional<String> last(String text) {
        return day(text, true);
    }

    private static Optional<String> day(String text, boolean last) {
        Matcher date = DATE.matcher(text);
        if (!date.matches()) {
            return Optional.empty();
        }
        try {
            int year = Integer.parseInt(date.group(1));
            if (date.group(2) == null) {
                return Optional.of(
                        LocalDate.of(year, last ? 12 : 1, last ? 31 : 1).toString());
            }
            YearMonth month = YearMonth.of(year, Integer.parseInt(date.group(2)));
            if (date.group(3) == null) {
                return Optional.of((last ? month.atEndOfMonth() : month.atDay(1)).toString());
            }
            return Optional.of(month.atDay(Integer.parseInt(date.group(3))).toString());
        } catch (DateTimeException e) {
            return Optional.empty(); // There is no such day.
        }
    }
}

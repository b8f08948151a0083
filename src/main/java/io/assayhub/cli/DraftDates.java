package io.assayhub.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the date format of a column among those that a feed can read. */
final class DraftDates {
    private static final List<String> DAYS = List.of(
            "dd-MMM-yyyy",
            "ddMMMyyyy",
            "dd MMM yyyy",
            "dd/MMM/yyyy",
            "dd/MM/yyyy",
            "MM/dd/yyyy",
            "dd.MM.yyyy",
            "dd-MM-yyyy",
            "MM-dd-yyyy",
            "yyyy/MM/dd",
            "yyyy-MM-dd",
            "yyyy.MM.dd",
            "yyyyMMdd");
    private static final List<String> TIMES = List.of("", " HH:mm", " HH:mm:ss", "THH:mm", "THH:mm:ss", ":HH:mm");
    private static final String MONTH = "(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)";
    private static final String ISO = "yyyy-MM(-dd(THH(:mm(:ss(\\.\\d{1,9})?)?(Z|[+-]\\d\\d:\\d\\d)?)?)?)?";

    private record Format(String pattern, Pattern regex) {}

    private static final List<Format> FORMATS = formats();

    /**
     * A format that nearly all values have.
     *
     * @param pattern as a feed writes it; null for ISO 8601
     * @param rival another format that reads as many, or null
     * @param unread values that it does not read
     */
    record Found(String pattern, String rival, long unread) {}

    private DraftDates() {}

    /** The format that reads at least 19 of 20 values, if there is one. */
    static Optional<Found> find(Map<String, Integer> values) {
        long all = values.values().stream().mapToLong(Integer::longValue).sum();
        Format best = null;
        Format rival = null;
        long most = 0;
        for (Format format : all == 0 ? List.<Format>of() : FORMATS) {
            long read = values.entrySet().stream()
                    .filter(e -> format.regex.matcher(e.getKey()).matches())
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            if (read > most) {
                best = format;
                rival = null;
                most = read;
            } else if (read == most && best != null && best.pattern != null && rival == null) {
                rival = format;
            }
        }
        return best == null || most * 20 < all * 19
                ? Optional.empty()
                : Optional.of(new Found(best.pattern, rival == null ? null : rival.pattern, all - most));
    }

    private static List<Format> formats() {
        List<Format> formats = new ArrayList<>();
        formats.add(new Format(null, Pattern.compile(regex(ISO))));
        for (String day : DAYS) {
            for (String time : TIMES) {
                String literal = (day + time).replace(".", "\\.");
                formats.add(new Format(day + time, Pattern.compile(regex(literal))));
            }
        }
        return List.copyOf(formats);
    }

    private static String regex(String form) {
        return form.replace("MMM", MONTH)
                .replace("yyyy", "(19|20)\\d\\d")
                .replace("MM", "(0[1-9]|1[0-2])")
                .replace("dd", "(0[1-9]|[12]\\d|3[01])")
                .replace("HH", "([01]\\d|2[0-3])")
                .replace("mm", "[0-5]\\d")
                .replace("ss", "[0-5]\\d");
    }
}

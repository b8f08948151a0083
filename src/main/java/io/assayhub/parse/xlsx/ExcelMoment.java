package io.assayhub.parse.xlsx;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** What the format of a number's cell makes of it: Excel keeps dates as days, and times as parts of a day. */
enum ExcelMoment {
    NONE,
    DATE,
    TIME,
    DATE_TIME;

    private static final BigDecimal DAY_MILLIS = BigDecimal.valueOf(86_400_000);
    /** Excel counts a 29 February 1900, which there was not: its days are right from 1 March 1900 on. */
    private static final LocalDate EPOCH = LocalDate.of(1899, 12, 30);

    private static final LocalDate EPOCH_1904 = LocalDate.of(1904, 1, 1);
    private static final BigDecimal FIRST_RIGHT = BigDecimal.valueOf(61);
    private static final BigDecimal LAST = BigDecimal.valueOf(2_958_466);

    /** Of the formats that have a number and no text in the workbook (ECMA-376 part 1, 18.8.30). */
    static ExcelMoment builtIn(int id) {
        if (id == 22) {
            return DATE_TIME;
        }
        if ((id >= 14 && id <= 17)
                || (id >= 27 && id <= 31)
                || id == 36
                || (id >= 50 && id <= 54)
                || id == 57
                || id == 58) {
            return DATE;
        }
        return (id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) ? TIME : NONE;
    }

    /** By the letters of a format's first section, without what is quoted, escaped or in brackets; [h] counts as time. */
    static ExcelMoment of(String format) {
        boolean date = false;
        boolean time = false;
        for (int i = 0; i < format.length() && format.charAt(i) != ';'; i++) {
            char c = Character.toLowerCase(format.charAt(i));
            if (c == '"') {
                int end = format.indexOf('"', i + 1);
                i = end < 0 ? format.length() : end;
            } else if (c == '\\' || c == '_' || c == '*') {
                i++;
            } else if (c == '[') {
                int end = format.indexOf(']', i);
                String inside = end < 0 ? "" : format.substring(i + 1, end).toLowerCase(Locale.ROOT);
                time |= !inside.isEmpty() && "hhmmss".contains(inside);
                i = end < 0 ? format.length() : end;
            } else if (c == 'g' && format.regionMatches(true, i, "general", 0, 7)) {
                i += 6;
            } else {
                date |= c == 'y' || c == 'd';
                time |= c == 'h' || c == 's';
                // An m alone is a month; beside h or s it is minutes.
                date |= c == 'm' && !time && format.toLowerCase(Locale.ROOT).indexOf('s', i) < 0;
            }
        }
        return date && time ? DATE_TIME : date ? DATE : time ? TIME : NONE;
    }

    /** In ISO 8601; a date with a time of day keeps it, whatever its format shows. Null if the number is no such moment. */
    String text(BigDecimal days, boolean since1904) {
        boolean outside = days.signum() < 0 || days.compareTo(LAST) >= 0;
        if (outside || (this != TIME && !since1904 && days.compareTo(FIRST_RIGHT) < 0)) {
            return null;
        }
        long millis =
                days.multiply(DAY_MILLIS).setScale(0, RoundingMode.HALF_UP).longValueExact();
        long day = Math.floorDiv(millis, DAY_MILLIS.longValueExact());
        LocalTime time = LocalTime.MIN.plus(Math.floorMod(millis, DAY_MILLIS.longValueExact()), ChronoUnit.MILLIS);
        if (this == TIME) {
            return day == 0 ? time.format(DateTimeFormatter.ISO_LOCAL_TIME) : null;
        }
        LocalDate date = (since1904 ? EPOCH_1904 : EPOCH).plusDays(day);
        return this == DATE && time.equals(LocalTime.MIDNIGHT)
                ? date.toString()
                : LocalDateTime.of(date, time).format(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
    }
}

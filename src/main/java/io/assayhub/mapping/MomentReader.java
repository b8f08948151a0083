package io.assayhub.mapping;

import io.assayhub.model.ErrorCode;
import io.assayhub.model.Moment;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads dates and times in ISO 8601 (partial dates stay partial) or in a pattern of {@code yyyy MM MMM dd HH mm ss} and
 * literal characters. FHIR R4 wants a zone wherever there are hours: with a known zone the offset is added; without one the
 * date stands alone and the local time is kept beside it.
 */
final class MomentReader {
    /** The pattern's name of what HL7 v2 calls DTM: {@code yyyy[MM[dd[HH[mm[ss[.ffff]]]]]][+zzzz]}. */
    static final String HL7 = "hl7";

    private static final String ISO_DATE_TIME = "yyyy-MM-ddTHH:mm:ss";
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    /** Minutes; FHIR R4 writes no larger one. */
    private static final int LARGEST_OFFSET = 14 * 60;

    private final String pattern;
    private final Optional<ZoneId> zone;

    /**
     * What was read, or why nothing was.
     *
     * @param unique false for a local time that the zone's clocks skip or have twice; then the date stands alone
     */
    record Reading(Moment moment, ErrorCode error, boolean unique) {
        private static final Reading NOT_A_TIME = new Reading(null, ErrorCode.NOT_A_TIME, true);

        private static Reading of(String dateTime, String local) {
            return new Reading(new Moment(dateTime, local), null, true);
        }
    }

    /** Fields as they are found; -1 where the text has none. */
    private static final class Fields {
        private int year = -1;
        private int month = -1;
        private int day = -1;
        private int hour = -1;
        private int minute = -1;
        private int second = -1;
        private int end;
        /** A fraction of the second as written, with its point; empty without. */
        private String fraction = "";
    }

    /**
     * @param pattern null for ISO 8601
     * @param zone of local times; empty if unknown
     */
    MomentReader(String pattern, Optional<ZoneId> zone) {
        this.pattern = pattern;
        this.zone = zone;
    }

    /** Whether a pattern has only the letters that are known, and no field without the next larger one. */
    static boolean isPattern(String pattern) {
        if (pattern.equals(HL7)) {
            return true;
        }
        String rest = pattern.replace("yyyy", "")
                .replace("MMM", "")
                .replace("MM", "")
                .replace("dd", "")
                .replace("HH", "")
                .replace("mm", "")
                .replace("ss", "")
                .replace("T", "");
        boolean month = pattern.contains("MM");
        boolean day = pattern.contains("dd");
        boolean hour = pattern.contains("HH");
        boolean minute = pattern.contains("mm");
        return pattern.contains("yyyy")
                && (month || !day)
                && (day || !hour)
                && hour == minute
                && (minute || !pattern.contains("ss"))
                && rest.chars().noneMatch(Character::isLetterOrDigit);
    }

    Reading read(String text) {
        return read(text, zone);
    }

    /** Reads a text whose local time is that of another zone; empty if unknown. */
    Reading read(String text, Optional<ZoneId> zone) {
        Fields fields = new Fields();
        if (HL7.equals(pattern)) {
            return hl7(text, fields, zone);
        }
        if (!match(text, pattern == null ? ISO_DATE_TIME : pattern, fields)) {
            return Reading.NOT_A_TIME;
        }
        String rest = text.substring(fields.end);
        if (pattern == null) {
            rest = fraction(rest, fields);
        }
        String offset = offset(rest, fields);
        if (offset == null || !exists(fields)) {
            return Reading.NOT_A_TIME;
        }
        return fields.hour < 0 ? date(fields) : dateTime(fields, offset, zone);
    }

    private static Reading hl7(String text, Fields f, Optional<ZoneId> zone) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        if (digits < 4 || digits > 14 || digits % 2 != 0) {
            return Reading.NOT_A_TIME;
        }
        f.year = number(text, 0, 4);
        f.month = digits > 4 ? number(text, 4, 2) : -1;
        f.day = digits > 6 ? number(text, 6, 2) : -1;
        f.hour = digits > 8 ? number(text, 8, 2) : -1;
        f.minute = digits > 10 ? number(text, 10, 2) : -1;
        f.second = digits > 12 ? number(text, 12, 2) : -1;
        String rest = fraction(text.substring(digits), f);
        String offset = rest.isEmpty() ? "" : hl7Offset(rest);
        if (offset == null || !exists(f)) {
            return Reading.NOT_A_TIME;
        }
        // An offset belongs to hours and minutes; FHIR has none beside a date alone.
        return f.hour < 0 ? date(f) : dateTime(f, offset, zone);
    }

    private static String hl7Offset(String text) {
        boolean formed = text.length() == 5
                && (text.charAt(0) == '+' || text.charAt(0) == '-')
                && number(text, 1, 2) >= 0
                && number(text, 3, 2) >= 0
                && number(text, 3, 2) < 60
                && number(text, 1, 2) * 60 + number(text, 3, 2) <= LARGEST_OFFSET;
        return formed ? text.substring(0, 3) + ":" + text.substring(3) : null;
    }

    private static String fraction(String rest, Fields fields) {
        if (fields.second < 0 || rest.length() < 2 || rest.charAt(0) != '.') {
            return rest;
        }
        int end = 1;
        while (end < rest.length() && end < 10 && number(rest, end, 1) >= 0) {
            end++;
        }
        fields.fraction = end > 1 ? rest.substring(0, end) : "";
        return end > 1 ? rest.substring(end) : rest;
    }

    /** The offset as written, empty if there is none, null if the rest of the text is something else. */
    private String offset(String rest, Fields fields) {
        if (rest.isEmpty()) {
            return "";
        }
        if (pattern != null || fields.minute < 0) {
            return null;
        }
        if (rest.equals("Z")) {
            return "Z";
        }
        boolean formed = rest.length() == 6
                && (rest.charAt(0) == '+' || rest.charAt(0) == '-')
                && rest.charAt(3) == ':'
                && number(rest, 1, 2) >= 0
                && number(rest, 4, 2) >= 0
                && number(rest, 4, 2) < 60
                && number(rest, 1, 2) * 60 + number(rest, 4, 2) <= LARGEST_OFFSET;
        return formed ? rest : null;
    }

    private static boolean exists(Fields f) {
        return f.year >= 1900
                && (f.month < 0 || (f.month >= 1 && f.month <= 12))
                && (f.day < 0
                        || (f.day >= 1 && f.day <= YearMonth.of(f.year, f.month).lengthOfMonth()))
                && f.hour <= 23
                && f.minute <= 59
                && f.second <= 59;
    }

    private static Reading date(Fields f) {
        StringBuilder out = new StringBuilder(10);
        pad(out, f.year, 4);
        if (f.month >= 0) {
            pad(out.append('-'), f.month, 2);
        }
        if (f.day >= 0) {
            pad(out.append('-'), f.day, 2);
        }
        return Reading.of(out.toString(), null);
    }

    private static Reading dateTime(Fields f, String offset, Optional<ZoneId> zone) {
        StringBuilder out = new StringBuilder(35);
        pad(out, f.year, 4);
        pad(out.append('-'), f.month, 2);
        pad(out.append('-'), f.day, 2);
        String date = out.toString();
        pad(out.append('T'), f.hour, 2);
        if (f.minute < 0) {
            // FHIR has no hour without minutes: the date stands, the hour is kept as sent.
            return Reading.of(date, out.toString());
        }
        pad(out.append(':'), f.minute, 2);
        pad(out.append(':'), Math.max(f.second, 0), 2);
        out.append(f.fraction);
        if (!offset.isEmpty()) {
            return Reading.of(out.append(offset).toString(), null);
        }
        if (zone.isEmpty()) {
            return Reading.of(date, out.toString());
        }
        LocalDateTime local = LocalDateTime.of(f.year, f.month, f.day, f.hour, f.minute, Math.max(f.second, 0));
        List<ZoneOffset> offsets = zone.get().getRules().getValidOffsets(local);
        if (offsets.size() != 1) {
            return new Reading(new Moment(date, out.toString()), null, false);
        }
        if (offsets.get(0).getTotalSeconds() % 60 != 0) {
            // Local mean time of a century ago, which FHIR cannot write.
            return Reading.NOT_A_TIME;
        }
        return Reading.of(out.append(offsets.get(0).getId()).toString(), null);
    }

    /** Matches as much of the pattern as the text has; ISO may end after any field, another pattern may not. */
    private boolean match(String text, String form, Fields f) {
        int at = 0;
        int p = 0;
        while (p < form.length()) {
            if (at == text.length()) {
                return endsBetweenFields(form, p, f, at);
            }
            char letter = form.charAt(p);
            int run = run(form, p);
            if (letter == 'T' || "yMdHms".indexOf(letter) < 0) {
                if (text.charAt(at) != letter) {
                    return endsBetweenFields(form, p, f, at);
                }
                at++;
                p++;
                continue;
            }
            int value = letter == 'M' && run == 3 ? month(text, at) : number(text, at, run);
            if (value < 0) {
                return false;
            }
            set(f, letter, value);
            at += run;
            p += run;
        }
        f.end = at;
        return true;
    }

    private boolean endsBetweenFields(String form, int p, Fields f, int at) {
        f.end = at;
        return pattern == null && "yMdHms".indexOf(form.charAt(p)) < 0;
    }

    private static int run(String form, int from) {
        int end = from;
        while (end < form.length() && form.charAt(end) == form.charAt(from)) {
            end++;
        }
        return end - from;
    }

    private static void set(Fields f, char letter, int value) {
        switch (letter) {
            case 'y' -> f.year = value;
            case 'M' -> f.month = value;
            case 'd' -> f.day = value;
            case 'H' -> f.hour = value;
            case 'm' -> f.minute = value;
            default -> f.second = value;
        }
    }

    private static int month(String text, int at) {
        return at + 3 > text.length()
                ? -1
                : oneBased(MONTHS.indexOf(text.substring(at, at + 3).toLowerCase(Locale.ROOT)));
    }

    private static int oneBased(int index) {
        return index < 0 ? -1 : index + 1;
    }

    private static int number(String text, int from, int digits) {
        if (from + digits > text.length()) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }

    private static void pad(StringBuilder out, int value, int digits) {
        for (int power = digits == 4 ? 1000 : 10; power > 0; power /= 10) {
            out.append((char) ('0' + value / power % 10));
        }
    }
}

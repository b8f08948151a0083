package io.assayhub.parse.xpt;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * What a number is by the format of its variable: SAS counts dates in days, datetimes in seconds since 1960-01-01, and times
 * in seconds of a day.
 */
enum SasMoment {
    NONE(""),
    DATE("(YYMMDD|MMDDYY|DDMMYY)[BCDNPS]?|DATE|(E|B|IS)8601DA|B8601DN|E8601DN|WORDDAT[EX]|WEEKDAT[EX]|JULIAN|NLDATE.?"),
    DATE_TIME("DATETIME|DATEAMPM|MDYAMPM|(E|B|IS)8601D[TZ]|DTDATE|NLDATM.?"),
    TIME("TIME|TIMEAMPM|TOD|HHMM|(E|B|IS)8601T[MZ]");

    private static final LocalDate EPOCH = LocalDate.of(1960, 1, 1);
    private static final long DAY_SECONDS = 86_400;
    /** Of the years 1582 to 9999, which are all that SAS has. */
    private static final long MOST_DAYS = 3_000_000;

    private final Pattern format;

    SasMoment(String format) {
        this.format = Pattern.compile(format);
    }

    /** @param format name without width, as a NAMESTR has it */
    static SasMoment of(String format) {
        for (SasMoment moment : values()) {
            if (moment != NONE && moment.format.matcher(format).matches()) {
                return moment;
            }
        }
        return NONE;
    }

    /** In ISO 8601, whole seconds without a fraction; null if the number is no such moment. */
    String text(double value) {
        double most = this == DATE ? MOST_DAYS : this == TIME ? DAY_SECONDS : (double) MOST_DAYS * DAY_SECONDS;
        if (!(Math.abs(value) < most) || (this == DATE && value != Math.rint(value)) || (this == TIME && value < 0)) {
            return null;
        }
        if (this == DATE) {
            return year(EPOCH.plusDays((long) value))
                    ? EPOCH.plusDays((long) value).toString()
                    : null;
        }
        long millis = Math.round(value * 1000);
        if (this == TIME) {
            return LocalTime.MIN.plus(millis, ChronoUnit.MILLIS).format(DateTimeFormatter.ISO_LOCAL_TIME);
        }
        LocalDateTime at = EPOCH.atStartOfDay().plus(millis, ChronoUnit.MILLIS);
        return year(at.toLocalDate()) ? at.format(DateTimeFormatter.ISO_LOCAL_DATE_TIME) : null;
    }

    private static boolean year(LocalDate date) {
        return date.getYear() >= 1582 && date.getYear() <= 9999;
    }
}

package io.assayhub.console;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as pages show them: short, in UTC, and how long ago. */
public final class Ages {
    private static final DateTimeFormatter SHOWN =
            DateTimeFormatter.ofPattern("d MMM uuuu HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private static final long LONG_AGO_DAYS = 100;

    private Ages() {}

    /** Such as {@code 3 min}, {@code 2 h 5 min}, {@code 4 d 2 h}, {@code 150 d}. */
    public static String text(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        long minutes = seconds / 60;
        if (minutes < 60) {
            return minutes + " min";
        }
        long hours = minutes / 60;
        if (hours < 24) {
            return hours + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " min");
        }
        long days = hours / 24;
        return days + " d" + (hours % 24 == 0 || days >= LONG_AGO_DAYS ? "" : " " + hours % 24 + " h");
    }

    /** Such as {@code 3 Mar 2026 14:05:09}, in UTC; nothing of null. */
    public static String time(Instant time) {
        return time == null ? "" : SHOWN.format(time);
    }
}

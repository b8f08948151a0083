package io.assayhub.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A moment of a transfer's intake at which a test wants this process to end, or a send to fail. Written {@code kind:count},
 * several separated by commas; the next counts from where the former struck.
 *
 * @param count of what the kind counts; {@link #ALL} for the last one of a transfer
 */
record CrashPoint(Kind kind, int count) {
    static final int ALL = -1;

    private static final Pattern FORM = Pattern.compile("([a-z]+):(\\d{1,6}|all)");

    /** What is counted and what happens then. */
    enum Kind {
        /** Ends the process when so many full chunks of sources are written; 0: before the first chunk. */
        SOURCE,
        /** Ends the process when so many results are written. */
        NORMALISED,
        /** Loses a batch after so many results, writes the next one and ends the process. */
        LOST,
        /** As {@link #LOST}, but reports the lost batch to its sender instead of ending the process. */
        FAILED,
        /** Stands still when so many results are written, until the process is killed from outside. */
        STALL,
        /** Ends the process when so many end markers are written; {@code all}: those of one whole transfer. */
        MARKERS
    }

    /**
     * Reads a list of points.
     *
     * @throws StartupException if it is not one
     */
    static List<CrashPoint> parse(String text) {
        List<CrashPoint> points = new ArrayList<>();
        for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            Matcher matcher = FORM.matcher(part);
            if (!matcher.matches()) {
                throw notAPoint(part);
            }
            int count = matcher.group(2).equals("all") ? ALL : Integer.parseInt(matcher.group(2));
            points.add(new CrashPoint(kind(matcher.group(1), part), count));
        }
        return points;
    }

    private static Kind kind(String word, String part) {
        for (Kind kind : Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(word)) {
                return kind;
            }
        }
        throw notAPoint(part);
    }

    private static StartupException notAPoint(String part) {
        return new StartupException(
                CrashingProducer.VARIABLE + ": '" + part + "' is not a point such as normalised:137.");
    }
}

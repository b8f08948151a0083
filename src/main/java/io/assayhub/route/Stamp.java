package io.assayhub.route;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * A delivery's moment of first intake in front of its file name: {@code 20260301T101500123Z_results.csv}. The file carries
 * it from then on, so that a later attempt, on another day, still has the first one's order.
 */
record Stamp(Instant arrived, String name) {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);
    private static final int LENGTH = "20260301T101500123Z".length();

    /** The stamp of a stamped file name, or empty. */
    static Optional<Stamp> parse(String fileName) {
        if (fileName.length() < LENGTH + 2 || fileName.charAt(LENGTH) != '_') {
            return Optional.empty();
        }
        try {
            Instant arrived = FORMAT.parse(fileName.substring(0, LENGTH), Instant::from);
            return Optional.of(new Stamp(arrived, fileName.substring(LENGTH + 1)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    String fileName() {
        return FORMAT.format(arrived) + "_" + name;
    }
}

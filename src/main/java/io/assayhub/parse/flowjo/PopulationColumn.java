package io.assayhub.parse.flowjo;

import java.util.Locale;
import java.util.Optional;

/**
 * A header of the export: a gate's path and a statistic of it, {@code Live/CD3+/CD8+ | Freq. of Parent (%)}.
 *
 * @param header as sent, without what versions of FlowJo differ in: a percent sign in brackets, blanks
 * @param population the path of the gate
 * @param statistic without a percent sign in brackets
 * @param kind of the statistic
 * @param denominator of what it is a share: a path, {@link #ALL_EVENTS}, or what the header names; empty if it is no share
 */
record PopulationColumn(String header, String population, String statistic, Kind kind, String denominator) {
    /** What a share is of that has no gate above it. */
    static final String ALL_EVENTS = "all events";

    private static final String SHARE = "Freq. of ";
    private static final String PERCENT = " (%)";

    /** Of a statistic. */
    enum Kind {
        SHARE,
        COUNT,
        /** A mean, median, deviation: whatever is measured in a channel. */
        OTHER;

        /** As it stands in the column Kind. */
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Reads a header; empty if it is not one of a population. */
    static Optional<PopulationColumn> of(String header) {
        int bar = header.lastIndexOf('|');
        if (bar < 0) {
            return Optional.empty();
        }
        String population = header.substring(0, bar).strip();
        String statistic = header.substring(bar + 1).strip();
        if (population.isEmpty() || statistic.isEmpty()) {
            return Optional.empty();
        }
        if (statistic.endsWith(PERCENT)) {
            statistic = statistic.substring(0, statistic.length() - PERCENT.length());
        }
        Kind kind = statistic.startsWith(SHARE)
                ? Kind.SHARE
                : statistic.equals("Count") || statistic.equals("#Cells") ? Kind.COUNT : Kind.OTHER;
        String of = kind == Kind.SHARE ? denominator(population, statistic.substring(SHARE.length())) : "";
        return Optional.of(new PopulationColumn(population + " | " + statistic, population, statistic, kind, of));
    }

    private static String denominator(String population, String of) {
        return switch (of) {
            case "Parent" -> above(population, 1);
            case "Grandparent" -> above(population, 2);
            case "Total" -> ALL_EVENTS;
            default -> ancestor(population, of);
        };
    }

    private static String above(String population, int levels) {
        String path = population;
        for (int i = 0; i < levels; i++) {
            int cut = path.lastIndexOf('/');
            if (cut <= 0) {
                return ALL_EVENTS;
            }
            path = path.substring(0, cut);
        }
        return path;
    }

    /** The nearest gate above of that name; the name itself if there is none. */
    private static String ancestor(String population, String name) {
        for (String path = above(population, 1); !path.equals(ALL_EVENTS); path = above(path, 1)) {
            if (path.equals(name) || path.endsWith('/' + name)) {
                return path;
            }
        }
        return name;
    }
}

package io.assayhub.boot.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Figures as a table in Markdown. */
public final class BenchTable {
    private static final String ROW = "| %-2s | %-64s | %9s | %10s | %10s | %6s | %-34s |%n";

    private final List<String> lines = new ArrayList<>();

    /** Adds a line: its label, the figure, and what it is compared with, empty for nothing. */
    public void add(String label, Figure figure, String compared) {
        String step = figure.step() + (figure.note().isEmpty() ? "" : " (" + figure.note() + ")");
        lines.add(String.format(
                Locale.ROOT,
                ROW,
                label,
                step,
                grouped(figure.rows()),
                grouped(Math.round(figure.best())),
                grouped(Math.round(figure.median())),
                figure.rounds(),
                compared));
    }

    /** Adds a line about times: median and 99th percentile in milliseconds. */
    public void add(String label, String step, LatencySteps.Latency latency, String compared) {
        lines.add(String.format(
                Locale.ROOT,
                ROW,
                label,
                step,
                grouped(latency.results()),
                String.format(Locale.ROOT, "p50 %.0f ms", latency.p50()),
                String.format(Locale.ROOT, "p99 %.0f ms", latency.p99()),
                1,
                compared));
    }

    /** The share of one figure in another, best against best: {@code 84 % of 6}. */
    public static String share(Figure figure, Figure of, String label) {
        return String.format(Locale.ROOT, "%.0f %% of %s", 100 * figure.best() / of.best(), label);
    }

    /** How often as fast another figure is, best against best: {@code 2 is 12 × as fast}. */
    public static String times(Figure other, Figure figure, String label) {
        return String.format(Locale.ROOT, "%s is %.1f × as fast", label, other.best() / figure.best());
    }

    /** The whole table. */
    public String render() {
        StringBuilder out = new StringBuilder();
        out.append(String.format(Locale.ROOT, ROW, "", "step", "rows", "rows/s", "median", "rounds", "compared"));
        out.append("|----|:").append("-".repeat(65)).append("|----------:|-----------:|-----------:|-------:|:");
        out.append("-".repeat(35)).append("|").append(System.lineSeparator());
        lines.forEach(out::append);
        return out.toString();
    }

    /** A whole number with blanks between the thousands. */
    public static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
    }
}

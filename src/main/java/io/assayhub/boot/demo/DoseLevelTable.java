package io.assayhub.boot.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Two summaries side by side as plain text, headed as synthetic, at most 100 columns wide.
 *
 * <p>A line per dose level and figure: the generator's value, the topics' value, and a tick when both are exactly
 * equal, else {@code differs}. Rounding is for the eye only and never hides a difference.
 */
final class DoseLevelTable {

    private static final String EQUAL = "\u2713";
    private static final String DIFFERENT = "differs";
    private static final String NOTHING = "-";

    /** A line's name, the exact figure that is compared, and the text that is shown. */
    private record Figure(String name, Function<DoseLevelRow, Object> exact, Function<DoseLevelRow, String> shown) {}

    private static final List<Figure> FIGURES = List.of(
            new Figure("Subjects with results", DoseLevelRow::subjects, row -> Integer.toString(row.subjects())),
            new Figure(
                    "Median Cmax, injection 1 (ng/mL)", DoseLevelRow::medianCmax, row -> amount(row.medianCmax(), 2)),
            new Figure(
                    "Median AUC(0-t), injection 1 (h.ng/mL)",
                    DoseLevelRow::medianAuc,
                    row -> amount(row.medianAuc(), 1)),
            new Figure(
                    "ADA confirmed positive / tested",
                    row -> List.of(row.adaPositive(), row.adaTested()),
                    row -> row.adaPositive() + "/" + row.adaTested()),
            new Figure(
                    "Median change in % EM of CD8",
                    DoseLevelRow::medianEffectorMemoryChange,
                    row -> row.medianEffectorMemoryChange()
                            .map(change -> (change.signum() > 0 ? "+" : "") + rounded(change, 2))
                            .orElse(NOTHING)));

    private DoseLevelTable() {}

    static String render(List<DoseLevelRow> generator, List<DoseLevelRow> topics) {
        Map<String, DoseLevelRow> left = byLevel(generator);
        Map<String, DoseLevelRow> right = byLevel(topics);
        List<String> levels = new ArrayList<>();
        generator.forEach(row -> levels.add(row.doseLevel()));
        topics.stream()
                .map(DoseLevelRow::doseLevel)
                .filter(l -> !left.containsKey(l))
                .forEach(levels::add);
        List<String> lines = new ArrayList<>();
        lines.add(SyntheticStudy.LABEL + ", study " + SyntheticStudy.STUDY
                + ": made by a seeded generator, not the trial's values");
        lines.add("");
        lines.add(line("Dose level", "Figure", "Generator", "Topics", ""));
        for (String level : levels) {
            String name = level.equals(DoseLevelSummary.UNKNOWN_LEVEL) ? level : level + " mg";
            for (Figure figure : FIGURES) {
                Optional<DoseLevelRow> truth = Optional.ofNullable(left.get(level));
                Optional<DoseLevelRow> published = Optional.ofNullable(right.get(level));
                boolean equal = truth.map(figure.exact()).equals(published.map(figure.exact()));
                lines.add(line(
                        name,
                        figure.name(),
                        truth.map(figure.shown()).orElse(NOTHING),
                        published.map(figure.shown()).orElse(NOTHING),
                        equal ? EQUAL : DIFFERENT));
                name = "";
            }
        }
        return lines.stream().collect(Collectors.joining("\n", "", "\n"));
    }

    private static Map<String, DoseLevelRow> byLevel(List<DoseLevelRow> rows) {
        Map<String, DoseLevelRow> byLevel = new TreeMap<>();
        rows.forEach(row -> byLevel.put(row.doseLevel(), row));
        return byLevel;
    }

    private static String line(String level, String figure, String generator, String topics, String verdict) {
        String line = left(level, 12) + left(figure, 41) + right(generator, 14) + right(topics, 14) + "  " + verdict;
        return line.stripTrailing();
    }

    private static String amount(Optional<BigDecimal> value, int decimals) {
        return value.map(v -> v.signum() == 0 ? "BLQ" : rounded(v, decimals)).orElse(NOTHING);
    }

    private static String rounded(BigDecimal value, int decimals) {
        return value.setScale(decimals, RoundingMode.HALF_UP).toPlainString();
    }

    private static String left(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(1, width - text.length())) + text;
    }
}

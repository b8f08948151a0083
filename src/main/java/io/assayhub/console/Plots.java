package io.assayhub.console;

import io.assayhub.console.Readings.ResultRow;
import io.assayhub.wire.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** What plots draw, as numbers: the drawing itself is the browser's. */
public final class Plots {
    /** In the order in which a sample goes through them. */
    static final Comparator<String> TIERS = Comparator.comparingInt(Plots::step).thenComparing(t -> t);

    private static final List<String> CASCADE = List.of("SCREEN", "CONFIRM", "TITER", "QUANTIFY", "NEUTRALISING");

    private Plots() {}

    private static int step(String tier) {
        int step = CASCADE.indexOf(tier);
        return step < 0 ? CASCADE.size() : step;
    }

    /**
     * One plot.
     *
     * @param hours whether x is hours after the dose; otherwise seconds since 1970
     * @param limit lower limit of quantification, or null if there is none or it changed
     * @param tiers rows of marks under it, on the same axis of time
     */
    public record Plot(
            String title, String unit, boolean hours, BigDecimal limit, List<Series> series, List<Tier> tiers) {
        /** As a page carries it to its script. */
        public String json() {
            return new String(Json.bytes(this), StandardCharsets.UTF_8);
        }

        public long points() {
            return series.stream().mapToLong(s -> s.x().size()).sum();
        }
    }

    /**
     * One line.
     *
     * @param below whether a value lies below the limit and stands there for "less than"
     */
    public record Series(String name, List<BigDecimal> x, List<BigDecimal> y, List<Boolean> below, List<String> ids) {}

    /** One tier of the antibody cascade: a mark for each sample of which something is published. */
    public record Tier(String name, List<Mark> marks) {
        long of(Kind kind) {
            return marks.stream().filter(mark -> mark.kind() == kind).count();
        }
    }

    /**
     * What a tier says of one sample.
     *
     * @param x seconds since 1970
     * @param text the number of a titer; empty for every other kind
     * @param about all of it, in words
     */
    public record Mark(BigDecimal x, Kind kind, String text, String about) {}

    /** What a mark looks like. */
    public enum Kind {
        POSITIVE,
        NEGATIVE,
        INCONCLUSIVE,
        NUMBER,
        /** The sample was there and gave no result. */
        NONE
    }

    /** A plot for each analyte and unit: a line for each dose where hours after it are known, else one over the dates. */
    static List<Plot> concentrations(List<ResultRow> results) {
        return concentrations(results, true);
    }

    /**
     * The same over the dates, with the tiers of the antibody cascade under each; the tiers alone if there are no
     * concentrations, and nothing if there are no tiers.
     */
    static List<Plot> timeLines(List<ResultRow> results, Words words) {
        List<Tier> tiers = tiers(results, words);
        if (tiers.isEmpty()) {
            return List.of();
        }
        List<Plot> plots = concentrations(results, false).stream()
                .map(p -> new Plot(p.title, p.unit, false, p.limit, p.series, tiers))
                .toList();
        return plots.isEmpty() ? List.of(new Plot("", "", false, null, List.of(), tiers)) : plots;
    }

    private static List<Plot> concentrations(List<ResultRow> results, boolean hours) {
        return grouped(
                results,
                r -> r.kind().startsWith("pk"),
                r -> r.analyte() + " in "
                        + Objects.toString(r.specimen(), "unknown specimen").toLowerCase(java.util.Locale.ROOT),
                true,
                hours);
    }

    private static List<Tier> tiers(List<ResultRow> results, Words words) {
        Map<String, List<Mark>> tiers = new TreeMap<>(TIERS);
        results.stream()
                .filter(r -> r.tier() != null && isStanding(r) && seconds(r.collected()) != null)
                .forEach(r ->
                        tiers.computeIfAbsent(r.tier(), t -> new ArrayList<>()).add(mark(r, words)));
        return tiers.entrySet().stream()
                .map(t -> new Tier(words.tier(t.getKey()), t.getValue()))
                .toList();
    }

    private static Mark mark(ResultRow r, Words words) {
        Kind kind = kind(r);
        String value = words.unit(r.value());
        String said = switch (kind) {
            case POSITIVE -> "positive";
            case NEGATIVE -> "negative";
            case INCONCLUSIVE -> "inconclusive";
            case NUMBER -> value;
            case NONE -> value.isEmpty() ? "no result" : value;
        };
        boolean adds = kind != Kind.NUMBER && r.number() != null;
        return new Mark(
                seconds(r.collected()),
                kind,
                kind == Kind.NUMBER
                        ? Objects.toString(r.comparator(), "")
                                + r.number().stripTrailingZeros().toPlainString()
                        : "",
                words.tier(r.tier()) + ", " + words.collected(r.collected()) + ": " + said
                        + (adds ? " (" + value + ")" : ""));
    }

    private static Kind kind(ResultRow r) {
        return switch (Objects.toString(r.interpretation(), "")) {
            case "POS" -> Kind.POSITIVE;
            case "NEG" -> Kind.NEGATIVE;
            case "IND" -> Kind.INCONCLUSIVE;
            default -> r.number() == null ? Kind.NONE : Kind.NUMBER;
        };
    }

    private static boolean isStanding(ResultRow r) {
        return !r.status().equals("entered-in-error") && !r.status().equals("cancelled");
    }

    /** A plot for each unit, with a line for each population. */
    static List<Plot> cells(List<ResultRow> results) {
        return grouped(
                results,
                r -> r.kind().startsWith("cell-")
                        || r.kind().startsWith("cd8")
                        || r.kind().startsWith("flow")
                        || r.kind().startsWith("elispot"),
                r -> "Cells",
                false,
                false);
    }

    private static List<Plot> grouped(
            List<ResultRow> results,
            Predicate<ResultRow> which,
            Function<ResultRow, String> title,
            boolean byDose,
            boolean mayBeHours) {
        Map<List<String>, List<ResultRow>> groups = new LinkedHashMap<>();
        results.stream()
                .filter(which)
                .filter(r -> value(r) != null && isStanding(r))
                .forEach(r -> groups.computeIfAbsent(
                                List.of(title.apply(r), Objects.toString(r.unit(), "")), k -> new ArrayList<>())
                        .add(r));
        List<Plot> plots = new ArrayList<>();
        groups.forEach((key, rows) -> {
            boolean dosed = byDose
                    && rows.stream().filter(r -> r.elapsedHours() != null).count() * 2 > rows.size();
            boolean hours = dosed && mayBeHours;
            Map<String, Series> series = new LinkedHashMap<>();
            rows.forEach(r -> add(
                    series,
                    r,
                    hours,
                    dosed
                            ? Objects.toString(r.visit(), "other")
                            : byDose ? r.analyte() : Objects.toString(r.analyteName(), r.analyte())));
            List<BigDecimal> limits = rows.stream()
                    .map(ResultRow::lowerLimit)
                    .filter(Objects::nonNull)
                    .map(BigDecimal::stripTrailingZeros)
                    .distinct()
                    .toList();
            plots.add(new Plot(
                    key.get(0),
                    key.get(1),
                    hours,
                    limits.size() == 1 ? limits.get(0) : null,
                    List.copyOf(series.values()),
                    List.of()));
        });
        return plots.stream().filter(p -> p.points() > 0).toList();
    }

    private static void add(Map<String, Series> series, ResultRow r, boolean hours, String name) {
        BigDecimal x = hours ? r.elapsedHours() : seconds(r.collected());
        if (x == null) {
            return;
        }
        Series line = series.computeIfAbsent(
                name, n -> new Series(n, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
        line.x().add(x);
        line.y().add(value(r));
        line.below().add("<".equals(r.comparator()));
        line.ids().add(r.id());
    }

    private static BigDecimal value(ResultRow r) {
        return r.number();
    }

    private static BigDecimal seconds(String time) {
        if (time == null) {
            return null;
        }
        try {
            long seconds = switch (time.length()) {
                case 4 -> Year.parse(time).atDay(1).toEpochDay() * 86_400;
                case 7 -> YearMonth.parse(time).atDay(1).toEpochDay() * 86_400;
                case 10 -> LocalDate.parse(time).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
                default -> OffsetDateTime.parse(time).toEpochSecond();
            };
            return BigDecimal.valueOf(seconds);
        } catch (DateTimeException e) {
            return null; // Not a date that a plot can place.
        }
    }
}

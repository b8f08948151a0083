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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/** What plots draw, as numbers: the drawing itself is the browser's. */
public final class Plots {
    private Plots() {}

    /**
     * One plot.
     *
     * @param hours whether x is hours after the dose; otherwise seconds since 1970
     * @param limit lower limit of quantification, or null if there is none or it changed
     */
    public record Plot(String title, String unit, boolean hours, BigDecimal limit, List<Series> series) {
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

    /** A plot for each analyte and unit: a line for each dose where hours after it are known, else one over the dates. */
    static List<Plot> concentrations(List<ResultRow> results) {
        return grouped(
                results,
                r -> r.kind().startsWith("pk"),
                r -> r.analyte() + " in "
                        + Objects.toString(r.specimen(), "unknown specimen").toLowerCase(java.util.Locale.ROOT),
                true);
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
                false);
    }

    private static List<Plot> grouped(
            List<ResultRow> results, Predicate<ResultRow> which, Function<ResultRow, String> title, boolean byDose) {
        Map<List<String>, List<ResultRow>> groups = new LinkedHashMap<>();
        results.stream()
                .filter(which)
                .filter(r -> value(r) != null
                        && !r.status().equals("entered-in-error")
                        && !r.status().equals("cancelled"))
                .forEach(r -> groups.computeIfAbsent(
                                List.of(title.apply(r), Objects.toString(r.unit(), "")), k -> new ArrayList<>())
                        .add(r));
        List<Plot> plots = new ArrayList<>();
        groups.forEach((key, rows) -> {
            boolean hours = byDose
                    && rows.stream().filter(r -> r.elapsedHours() != null).count() * 2 > rows.size();
            Map<String, Series> series = new LinkedHashMap<>();
            rows.forEach(r -> add(series, r, hours, byDose));
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
                    List.copyOf(series.values())));
        });
        return plots.stream().filter(p -> p.points() > 0).toList();
    }

    private static void add(Map<String, Series> series, ResultRow r, boolean hours, boolean byDose) {
        BigDecimal x = hours ? r.elapsedHours() : seconds(r.collected());
        if (x == null) {
            return;
        }
        String name = byDose
                ? (hours ? Objects.toString(r.visit(), "other") : r.analyte())
                : Objects.toString(r.analyteName(), r.analyte());
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

package io.assayhub.cli;

import io.assayhub.cli.DraftFeed.Guess;
import io.assayhub.config.FeedConfig.Column;
import io.assayhub.config.FeedConfig.ResultRule;
import io.assayhub.config.FeedConfig.When;
import io.assayhub.mapping.Terminology;
import io.assayhub.model.Meaning;
import io.assayhub.model.Measurement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Guesses which results a row holds and which Observation each becomes. */
final class DraftResults {
    private static final int MOST_CASES = 12;

    private final DraftMeanings meanings;
    private final List<DraftColumn> columns;
    private final List<List<String>> rows;
    private final Set<String> observations;
    private final Terminology terminology;
    private final DraftUnits units;
    private final List<Guess<ResultRule>> results = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    /**
     * @param rows that are results
     * @param observations names of the Observation files there are; empty if nobody knows
     */
    DraftResults(
            DraftMeanings meanings,
            List<DraftColumn> columns,
            List<List<String>> rows,
            Set<String> observations,
            Terminology terminology,
            DraftUnits units) {
        this.meanings = meanings;
        this.columns = columns;
        this.rows = rows;
        this.observations = new TreeSet<>(observations);
        this.terminology = terminology;
        this.units = units;
        guess();
    }

    List<Guess<ResultRule>> results() {
        return results;
    }

    private void guess() {
        Optional<DraftColumn> measurement = meanings.column(Meaning.MEASUREMENT);
        if (measurement.isEmpty()) {
            meanings.wideMeasurements().forEach(this::wide);
            return;
        }
        for (DraftColumn other : meanings.otherMeasurements()) {
            Optional<Cases> cases = cases(measurement.get(), other);
            if (cases.isPresent()) {
                alternative(measurement.get(), cases.get().first, cases.get());
                alternative(other, cases.get().second, cases.get());
                meanings.release(Meaning.MEASUREMENT);
                return;
            }
        }
        single(measurement.get());
    }

    /** A column whose words say which of two result columns a row fills. */
    private record Cases(DraftColumn by, Set<String> first, Set<String> second) {}

    private Optional<Cases> cases(DraftColumn first, DraftColumn second) {
        for (DraftColumn by : columns) {
            boolean open = !meanings.keptBack().containsKey(by.header())
                    && meanings.column(Meaning.SUBJECT)
                            .filter(c -> c.index() == by.index())
                            .isEmpty()
                    && by.values().size() > 1
                    && by.values().size() <= MOST_CASES
                    && by.isFilled()
                    && by.index() != first.index()
                    && by.index() != second.index();
            if (open) {
                Set<String> withFirst = casesOf(by, first);
                Set<String> withSecond = casesOf(by, second);
                Set<String> both = new HashSet<>(withFirst);
                both.retainAll(withSecond);
                if (both.isEmpty() && !withFirst.isEmpty() && !withSecond.isEmpty()) {
                    return Optional.of(new Cases(by, withFirst, withSecond));
                }
            }
        }
        return Optional.empty();
    }

    private Set<String> casesOf(DraftColumn by, DraftColumn filled) {
        Set<String> cases = new LinkedHashSet<>();
        for (List<String> row : rows) {
            if (!DraftColumn.isMissing(row.get(filled.index()))) {
                cases.add(row.get(by.index()));
            }
        }
        return cases;
    }

    private void alternative(DraftColumn column, Set<String> words, Cases cases) {
        Guess<String> observation = observation(column);
        results.add(new Guess<>(
                new ResultRule(
                        null,
                        observation.value(),
                        new When(Map.of(cases.by.header(), words)),
                        Set.of(),
                        List.of(measurement(column, observation.value())),
                        Map.of()),
                observation.why() + "; rows with these words fill '" + column.header() + "' only"));
    }

    private void single(DraftColumn column) {
        int coded = column.coded();
        if (coded > 0 && coded < column.filled() && has("ada-titer") && has("ada-qualitative")) {
            results.add(new Guess<>(
                    rule(
                            "ada-titer",
                            Measurement.Kind.QUANTITY,
                            Measurement.Kind.BELOW_LIMIT,
                            Measurement.Kind.ABOVE_LIMIT),
                    "the result column mixes numbers and words such as positive: the numbers are taken for titers"));
            results.add(new Guess<>(
                    rule("ada-qualitative", Measurement.Kind.CODED, Measurement.Kind.ABSENT, Measurement.Kind.TEXT),
                    "the rest of that column"));
            return;
        }
        Guess<String> observation = observation(column);
        results.add(new Guess<>(rule(observation.value()), observation.why()));
    }

    private static ResultRule rule(String observation, Measurement.Kind... kinds) {
        return new ResultRule(null, observation, When.ALWAYS, new LinkedHashSet<>(List.of(kinds)), List.of(), Map.of());
    }

    private void wide(DraftColumn column) {
        Guess<String> observation = observation(column);
        Map<Meaning, String> constants = new EnumMap<>(Meaning.class);
        Optional<String> analyte = knownAnalyte(column);
        constants.put(Meaning.ANALYTE, analyte.orElse(DraftFeed.CHANGE_ME));
        if (column.bracketed().matches("%\\s*(of|der|des|de)\\s+.+")) {
            constants.put(Meaning.DENOMINATOR, column.bracketed().replaceFirst("%\\s*(of|der|des|de)\\s+", ""));
        }
        String why = observation.why()
                + (analyte.isPresent()
                        ? "; the analyte is the code most like the header"
                        : "; no code of terminology/analyte.yaml is like the header: name one, or add one there");
        results.add(new Guess<>(
                new ResultRule(
                        name(column),
                        observation.value(),
                        When.ALWAYS,
                        Set.of(),
                        List.of(measurement(column, observation.value())),
                        constants),
                why));
    }

    /** The result's own column, with its unit as far as it is known. */
    Column measurement(DraftColumn column, String observation) {
        Optional<DraftColumn> unitColumn =
                column.bracketed() == null ? meanings.unitOf(Meaning.MEASUREMENT) : Optional.empty();
        String unit = null;
        if (unitColumn.isEmpty()) {
            boolean needed = column.rows() == 0 || column.coded() < column.filled();
            unit = Optional.ofNullable(column.bracketed())
                    .flatMap(units::ucumOf)
                    .orElse(observation.equals("ada-titer") ? "{titer}" : needed ? DraftFeed.CHANGE_ME : null);
        }
        return new Column(
                column.header(),
                Meaning.MEASUREMENT,
                Column.Presence.PRESENT,
                unitColumn.map(DraftColumn::header).orElse(null),
                unit,
                null,
                Map.of(),
                Column.Other.REJECT,
                null);
    }

    private Guess<String> observation(DraftColumn column) {
        String unit = column.bracketed() != null
                ? units.ucumOf(column.bracketed()).orElse("")
                : meanings.unitOf(Meaning.MEASUREMENT)
                        .flatMap(c -> c.values().keySet().stream().findFirst())
                        .flatMap(units::ucumOf)
                        .orElse("");
        String header = column.normal();
        Guess<String> first;
        if (header.matches(".*\\b(neutrali[sz]\\w*|nab)\\b.*")) {
            first = new Guess<>("ada-neutralising", "the header says neutralising");
        } else if (header.matches(".*\\binhibition\\b.*")) {
            first = new Guess<>("ada-confirmatory", "the header says inhibition, by which antibodies are confirmed");
        } else if (header.matches(".*\\b(sfc|sfu|spots?)\\b.*") || unit.contains("{SFC}")) {
            first = new Guess<>(
                    "elispot", "results count spots; list their wells under replicates, if they are columns");
        } else if (column.coded() > 0) {
            first = new Guess<>("ada-qualitative", "results are words such as positive and negative");
        } else if (header.matches(".*tit(er|re).*") || unit.equals("{titer}")) {
            first = new Guess<>("ada-titer", "results are titers");
        } else if (header.contains("viab")) {
            first = new Guess<>("cell-viability", "the header says viability");
        } else if (unit.equals("%") && header.matches(".*\\bcd8\\b.*\\b(activat\\w*|cd69|cd137|cd38|hla)\\b.*")) {
            first = new Guess<>("cd8-activation", "the header names CD8 cells and a marker of activation");
        } else if (unit.equals("%")) {
            first = new Guess<>("flow-population", "results are percentages");
        } else if (unit.startsWith("{cells}") || header.matches(".*\\b(count|cells)\\b.*")) {
            first = new Guess<>("cell-count", "results count cells");
        } else if (unit.contains("/") || header.contains("conc") || header.contains("konz")) {
            first = new Guess<>("pk-concentration", "results are concentrations");
        } else {
            first = new Guess<>("pk-concentration", "nothing says what kind of result this is: choose");
        }
        return has(first.value())
                ? first
                : new Guess<>(
                        observations.iterator().next(),
                        "there is no Observation file " + first.value() + ": choose or write one");
    }

    private boolean has(String observation) {
        return observations.isEmpty() || observations.contains(observation);
    }

    private Optional<String> knownAnalyte(DraftColumn column) {
        String wanted = squeezed(column.normal());
        return terminology.codes("analyte").stream()
                .filter(c -> squeezed(c).equals(wanted))
                .findFirst();
    }

    static String squeezed(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    private String name(DraftColumn column) {
        String base = column.normal().replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String name = base.isEmpty() ? "result" : base;
        for (int i = 2; !names.add(name); i++) {
            name = base + "-" + i;
        }
        return name;
    }

    /** Headers of the columns that decide which result a row is. */
    Set<String> conditionColumns() {
        Set<String> headers = new LinkedHashSet<>();
        results.forEach(r -> headers.addAll(r.value().when().cells().keySet()));
        return headers;
    }
}

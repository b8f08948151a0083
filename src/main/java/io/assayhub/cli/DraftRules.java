package io.assayhub.cli;

import io.assayhub.cli.DraftFeed.Guess;
import io.assayhub.config.FeedConfig.Column;
import io.assayhub.config.FeedConfig.Exclusion;
import io.assayhub.config.FeedConfig.ResultRule;
import io.assayhub.config.FeedConfig.When;
import io.assayhub.mapping.Terminology;
import io.assayhub.model.FeedName;
import io.assayhub.model.Meaning;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Guesses a feed from a table. The same table, name and terminology give the same guess. */
final class DraftRules {
    private static final int MOST_CASES = 30;

    private final DraftTable table;
    private final Optional<String> study;
    private final Terminology terminology;
    private final DraftUnits units = new DraftUnits();
    private final Set<String> twice = new HashSet<>();
    private final List<Guess<Exclusion>> exclusions = new ArrayList<>();
    private final Guess<Character> decimal;
    private final List<List<String>> kept;
    private final List<DraftColumn> columns;
    private final DraftMeanings meanings;
    private final DraftResults results;

    private DraftRules(DraftTable table, Optional<String> study, Terminology terminology, Set<String> observations) {
        this.table = table;
        this.study = study;
        this.terminology = terminology;
        Set<String> seen = new HashSet<>();
        table.headers().stream().filter(h -> !seen.add(h)).forEach(twice::add);
        decimal = decimal();
        kept = exclude();
        Optional<String> domain = DraftHeaders.sdtmDomain(table.headers());
        columns = columns(kept);
        meanings = new DraftMeanings(columns, domain, decimal.value(), units);
        results = new DraftResults(meanings, columns, kept, observations, terminology, units);
    }

    /**
     * @param study code given by whoever asks, if any
     * @param observations names of the Observation files there are; empty if nobody knows
     */
    static DraftFeed guess(
            DraftTable table,
            FeedName name,
            Optional<String> study,
            Terminology terminology,
            Set<String> observations) {
        return new DraftRules(table, study, terminology, observations).feed(name);
    }

    private DraftFeed feed(FeedName name) {
        Map<Meaning, DraftColumn> byMeaning = meanings.assigned();
        Map<Meaning, Guess<String>> constants = constants();
        Guess<List<Meaning>> identity = new DraftIdentity(byMeaning, kept).guess();
        DraftCells cells = new DraftCells(name, meanings, terminology, units, identity.value());
        List<Guess<Column>> mapped = new ArrayList<>();
        byMeaning.forEach((meaning, column) -> mapped.add(
                meaning == Meaning.MEASUREMENT
                        ? new Guess<>(
                                results.measurement(
                                        column, results.results().get(0).value().observation()),
                                meanings.reason(meaning))
                        : cells.column(meaning, column)));
        mapped.sort((a, b) -> Integer.compare(
                table.headers().indexOf(a.value().header()),
                table.headers().indexOf(b.value().header())));
        List<DraftColumn> measured = measured();
        return new DraftFeed(
                name,
                table,
                lacks(constants, identity, mapped),
                decimal,
                DraftPreamble.count(table),
                constants,
                missing(),
                mapped,
                ignored(mapped),
                twice.isEmpty()
                        ? Optional.empty()
                        : Optional.of("headers that stand twice cannot be named; refuse again when they are mended"),
                exclusions,
                results.results(),
                identity,
                DraftCells.tokens(measured),
                DraftCells.undecided(measured, decimal.value()),
                cells.units(mapped),
                cells.undecidedUnits(mapped),
                unscaled());
    }

    private List<DraftColumn> columns(List<List<String>> rows) {
        List<DraftColumn> found = new ArrayList<>();
        for (int i = 0; i < table.headers().size(); i++) {
            String header = table.headers().get(i);
            if (!header.isEmpty() && !twice.contains(header)) {
                found.add(DraftColumn.of(i, header, rows, decimal.value()));
            }
        }
        return List.copyOf(found);
    }

    private Guess<Character> decimal() {
        Predicate<String> point = Pattern.compile("[<>]?\\s*[+-]?\\d+\\.\\d+").asMatchPredicate();
        Predicate<String> comma = Pattern.compile("[<>]?\\s*[+-]?\\d+,\\d+").asMatchPredicate();
        long points = 0;
        long commas = 0;
        for (List<String> row : table.rows()) {
            points += row.stream().filter(point).count();
            commas += row.stream().filter(comma).count();
        }
        return new Guess<>(
                commas > points ? ',' : '.',
                commas + points == 0
                        ? "no number with a decimal sign was seen"
                        : points + " cells have a decimal point, " + commas + " a decimal comma");
    }

    /** Finds the column that tells calibrators and controls from samples; the rows that are left are results. */
    private List<List<String>> exclude() {
        List<DraftColumn> all = columns(table.rows());
        for (DraftColumn column : all) {
            boolean classifies = column.normal().matches(".*\\b(type|typ|class|kind|category|art|role|cat)\\b.*");
            Map<String, Set<String>> reasons = new TreeMap<>();
            if (classifies && column.values().size() <= MOST_CASES) {
                for (String word : column.values().keySet()) {
                    DraftWords.controlReason(word)
                            .ifPresent(r -> reasons.computeIfAbsent(r, k -> new TreeSet<>())
                                    .add(word));
                }
            }
            if (!reasons.isEmpty() && !DraftWords.isPerson(column.normal())) {
                reasons.forEach((reason, words) -> exclusions.add(new Guess<>(
                        new Exclusion(new When(Map.of(column.header(), words)), reason),
                        "these words usually mark rows that are no subject's result")));
                Set<String> words =
                        reasons.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
                return table.rows().stream()
                        .filter(r -> !words.contains(r.get(column.index())))
                        .toList();
            }
        }
        return table.rows();
    }

    private Map<Meaning, Guess<String>> constants() {
        Map<Meaning, Guess<String>> constants = new EnumMap<>(Meaning.class);
        boolean column = meanings.column(Meaning.STUDY).isPresent();
        if (study.isPresent()) {
            constants.put(
                    Meaning.STUDY,
                    new Guess<>(study.get(), column ? "given; rows of another study are rejected" : "given"));
        } else if (!column) {
            constants.put(
                    Meaning.STUDY,
                    DraftPreamble.study(table)
                            .map(s -> new Guess<>(s, "a line above the table names it"))
                            .orElse(new Guess<>(DraftFeed.CHANGE_ME, "no column holds the study; name it here")));
        }
        boolean perResult =
                results.results().stream().allMatch(r -> r.value().constants().containsKey(Meaning.ANALYTE));
        if (meanings.column(Meaning.ANALYTE).isEmpty() && (results.results().isEmpty() || !perResult)) {
            constants.put(
                    Meaning.ANALYTE,
                    new Guess<>(
                            DraftFeed.CHANGE_ME,
                            "no column says what was measured: name a code of terminology/analyte.yaml, or add one"
                                    + " there"));
        }
        return constants;
    }

    private List<String> lacks(
            Map<Meaning, Guess<String>> constants, Guess<List<Meaning>> identity, List<Guess<Column>> mapped) {
        List<String> lacks = new ArrayList<>();
        if (table.rows().isEmpty()) {
            lacks.add("the table has a header and no rows: everything below is guessed by header alone");
        }
        if (meanings.column(Meaning.SUBJECT).isEmpty()) {
            lacks.add("no column was recognised as the subject: give one { to: subject, required: true }");
        }
        if (results.results().isEmpty()) {
            lacks.add("no column was recognised as the result: give one { to: measurement } with its unit");
        }
        if (identity.value().size() == 3) {
            lacks.add("nothing tells a subject's results apart: no accession, visit or time point was recognised");
        }
        if (identity.why().startsWith("NOT")) {
            lacks.add("the identity is not unique in the sample: ask what tells the rows apart");
        }
        constants.forEach((meaning, guess) -> {
            if (guess.value().equals(DraftFeed.CHANGE_ME)) {
                lacks.add("the " + meaning.text() + " is not in the table: replace " + guess.value()
                        + " under constants");
            }
        });
        if (results.results().stream().anyMatch(r -> r.value().constants().containsValue(DraftFeed.CHANGE_ME))) {
            lacks.add("the analyte of some results is not known: replace " + DraftFeed.CHANGE_ME + " under results");
        }
        List<Column> all = new ArrayList<>(mapped.stream().map(Guess::value).toList());
        results.results().forEach(r -> all.addAll(r.value().columns()));
        if (all.stream().anyMatch(c -> DraftFeed.CHANGE_ME.equals(c.unit()))) {
            lacks.add("the unit of the results is nowhere in the table: replace " + DraftFeed.CHANGE_ME);
        }
        DraftPreamble.otherCount(table).ifPresent(lacks::add);
        if (!twice.isEmpty()) {
            lacks.add(twice.size() + " header(s) stand more than once: their columns can be neither read nor named");
        }
        if (table.refused() > 0) {
            lacks.add(table.refused() + " rows of the sample cannot be framed; './hub try' says which and why");
        }
        return lacks;
    }

    private List<String> missing() {
        Set<String> words = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (DraftColumn column : columns) {
            if (!meanings.keptBack().containsKey(column.header())) {
                kept.stream()
                        .map(r -> r.get(column.index()))
                        .filter(c -> !c.isEmpty() && DraftColumn.isMissing(c))
                        .forEach(words::add);
            }
        }
        return List.copyOf(words);
    }

    /** The result columns, wherever they stand in the feed. */
    private List<DraftColumn> measured() {
        Set<String> headers = new HashSet<>();
        meanings.column(Meaning.MEASUREMENT).ifPresent(c -> headers.add(c.header()));
        for (Guess<ResultRule> result : results.results()) {
            result.value().columns().forEach(c -> headers.add(c.header()));
        }
        return columns.stream().filter(c -> headers.contains(c.header())).toList();
    }

    private Map<String, String> ignored(List<Guess<Column>> mapped) {
        Set<String> used = new HashSet<>(twice);
        mapped.forEach(g -> {
            used.add(g.value().header());
            used.add(g.value().unitFrom());
        });
        results.results()
                .forEach(r -> r.value().columns().forEach(c -> {
                    used.add(c.header());
                    used.add(c.unitFrom());
                }));
        // Rules read these: to ignore them too would let a table without them through.
        used.addAll(results.conditionColumns());
        exclusions.forEach(e -> used.addAll(e.value().when().cells().keySet()));
        Map<String, DraftColumn> byHeader = columns.stream().collect(Collectors.toMap(DraftColumn::header, c -> c));
        Map<String, String> ignored = new LinkedHashMap<>();
        for (String header : table.headers()) {
            if (!used.contains(header)) {
                DraftColumn column = byHeader.get(header);
                String why = meanings.keptBack().get(header);
                ignored.put(header, why != null ? why : column == null ? "no header" : noMeaning(column));
            }
        }
        return ignored;
    }

    private String noMeaning(DraftColumn column) {
        Optional<String> unfit = meanings.unfit(column);
        if (unfit.isPresent()) {
            return unfit.get();
        }
        String meaning = "no meaning was recognised";
        if (column.rows() == 0) {
            return meaning;
        }
        return meaning
                + (column.filled() == 0
                        ? "; empty in all rows looked at"
                        : column.values().size() == 1 && column.rows() > 1
                                ? "; the same in all rows looked at"
                                : column.dates().isPresent() ? "; its cells are dates" : "");
    }

    /** Limits that stay the same whatever the dilution are those of the undiluted curve. */
    private Optional<String> unscaled() {
        Optional<DraftColumn> dilution = meanings.column(Meaning.DILUTION);
        Optional<DraftColumn> limit =
                meanings.column(Meaning.LOWER_LIMIT).or(() -> meanings.column(Meaning.UPPER_LIMIT));
        boolean constant = dilution.isPresent()
                && limit.isPresent()
                && limit.get().values().size() == 1
                && dilution.get().values().keySet().stream()
                                .filter(DraftColumn.numberPattern('.').asMatchPredicate())
                                .map(v -> new BigDecimal(v).stripTrailingZeros())
                                .distinct()
                                .count()
                        > 1;
        return constant
                ? Optional.of("the limit is the same whatever the dilution, so it is that of the undiluted sample")
                : Optional.empty();
    }
}

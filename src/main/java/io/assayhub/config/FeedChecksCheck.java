package io.assayhub.config;

import io.assayhub.config.ChecksConfig.Check;
import io.assayhub.config.ChecksConfig.Name;
import io.assayhub.config.ChecksConfig.Runs;
import io.assayhub.config.FeedConfig.Column;
import io.assayhub.config.FeedConfig.ResultRule;
import io.assayhub.model.Meaning;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Whether the checks of a feed fit the rest of its file: one that can find nothing is a mistake. */
final class FeedChecksCheck {
    private static final Set<Meaning> TIMES = Set.of(
            Meaning.SPECIMEN_COLLECTED, Meaning.SPECIMEN_COLLECTED_END, Meaning.SPECIMEN_RECEIVED, Meaning.ANALYSED);

    private final FeedConfig feed;
    private final YamlValue root;

    FeedChecksCheck(FeedConfig feed, YamlValue root) {
        this.feed = feed;
        this.root = root.at("checks");
    }

    void run() {
        Map<Name, Integer> seen = new HashMap<>();
        for (Check check : feed.checks().results()) {
            int index = seen.merge(check.rule().name(), 1, Integer::sum) - 1;
            YamlValue at = root.at(check.rule().name().text());
            check(check, at.isList() ? at.at("" + index) : at);
        }
        feed.checks().runs().ifPresent(runs -> runs(runs, root.at(FeedChecksReader.RUN_ACCEPTANCE)));
    }

    private void check(Check check, YamlValue at) {
        Set<String> known = new LinkedHashSet<>();
        for (ResultRule rule : feed.results()) {
            known.add(rule.address());
            known.add(rule.observation());
            if (rule.name() != null) {
                known.add(rule.name());
            }
        }
        Set<String> unknown = new LinkedHashSet<>(check.of());
        unknown.removeAll(known);
        for (String name : unknown) {
            at.at("of").problem("no result of the feed is '" + name + "'" + Spelling.hint(name, known));
        }
        List<ResultRule> covered = feed.results().stream().filter(check::isFor).toList();
        if (!unknown.isEmpty()) {
            return;
        }
        String conflict = switch (check.rule().name()) {
            case WITHIN_LIMITS -> limits(covered);
            case CHRONOLOGY -> times(covered);
            case TITER_SERIES -> unit(covered, "{titer}");
            case PERCENT_RANGE -> unit(covered, "%");
            case POPULATION_SUM -> sum(covered);
            case REPLICATE_CV ->
                covered.stream().anyMatch(r -> r.replicates().columns().size() > 1)
                        ? null
                        : "no result that it is for has two replicates";
            case ADA_TIERS ->
                feed.tiers().before().isEmpty() ? "needs 'tiers': which tier of a sample follows which" : null;
        };
        if (conflict != null) {
            at.problem(conflict);
        }
    }

    private String limits(List<ResultRule> covered) {
        boolean any = !feed.limitsSince().isEmpty()
                || has(covered, c -> c.to() == Meaning.LOWER_LIMIT || c.to() == Meaning.UPPER_LIMIT);
        return any ? null : "no column and no 'limits' has a limit of quantification";
    }

    private String times(List<ResultRule> covered) {
        for (ResultRule rule : covered) {
            Set<Meaning> found = new HashSet<>();
            columns(rule).map(Column::to).filter(TIMES::contains).forEach(found::add);
            if (found.size() > 1) {
                return null;
            }
        }
        return "fewer than two of specimen.collected, .collected-end, .received and analysed have a column";
    }

    /** Only where every unit stands in the file can one be missing. */
    private String unit(List<ResultRule> covered, String unit) {
        boolean possible = has(
                covered,
                c -> c.to() == Meaning.MEASUREMENT
                        && (c.unitFrom() != null
                                || !c.unitSince().isEmpty()
                                || unit.equals(feed.units().getOrDefault(c.unit(), c.unit()))));
        return possible ? null : "no result that it is for can be in '" + unit + "'";
    }

    private String sum(List<ResultRule> covered) {
        String unit = unit(covered, "%");
        return covered.size() < 2 ? "has to name at least two results of a row" : unit;
    }

    private void runs(Runs runs, YamlValue at) {
        Set<String> read = new HashSet<>(feed.ignoredColumns());
        feed.allColumns().forEach(c -> read.add(c.header()));
        boolean named = feed.allColumns().stream()
                .anyMatch(c -> c.to() == Meaning.RUN && c.header().equals(runs.run()));
        if (!named) {
            at.at("run").problem("no column '" + runs.run() + "' is the 'run' of a result" + hint(runs.run(), read));
        }
        if (!read.contains(runs.measured())) {
            at.at("measured")
                    .problem("'" + runs.measured() + "' is no column of the feed" + hint(runs.measured(), read));
        }
    }

    private static String hint(String name, Set<String> known) {
        return Spelling.hint(name, known);
    }

    private boolean has(List<ResultRule> covered, Predicate<Column> wanted) {
        return covered.stream().anyMatch(rule -> columns(rule).anyMatch(wanted));
    }

    private Stream<Column> columns(ResultRule rule) {
        return Stream.concat(feed.columns().stream(), rule.columns().stream());
    }
}

package io.assayhub.mapping;

import io.assayhub.config.ChecksConfig;
import io.assayhub.config.FeedConfig;
import io.assayhub.config.FeedConfig.Column;
import io.assayhub.config.FeedConfig.Exclusion;
import io.assayhub.config.FeedConfig.ResultRule;
import io.assayhub.config.FeedConfig.When;
import io.assayhub.config.Spelling;
import io.assayhub.model.ErrorCode;
import io.assayhub.model.Location;
import io.assayhub.model.Rejected;
import io.assayhub.parse.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** A feed's rules and readers, bound to the columns of one table by its header. */
final class TableBinding {
    /** A rule's conditions and reader, bound to the columns of this table. */
    record BoundResult(
            ResultRule rule,
            List<RowCondition> conditions,
            ResultReader reader,
            ObservationTemplate form,
            ResultChecks checks) {}

    /** An exclusion's conditions, bound to the columns of this table. */
    record BoundExclusion(List<RowCondition> conditions, String reason) {}

    private final CompiledFeed feed;
    private final FeedConfig config;
    private List<BoundExclusion> exclusions = List.of();
    private List<BoundResult> results = List.of();

    /** The header that it is bound to; empty before that. */
    private List<String> header = List.of();

    private List<RowCondition> reported = List.of();
    private RunAcceptance.Bound runs;
    private TableFields fields;
    private FramedRow row;
    private final SampleTiers tiers;

    /** @param tiers what the transfer's results conclude about each tier of a sample; null if nobody has looked */
    TableBinding(CompiledFeed feed, SampleTiers tiers) {
        this.feed = feed;
        this.config = feed.config();
        this.tiers = tiers;
    }

    List<BoundExclusion> exclusions() {
        return exclusions;
    }

    List<BoundResult> results() {
        return results;
    }

    /** What marks a row as the reported one of its result. */
    List<RowCondition> reported() {
        return reported;
    }

    /** Where a row's run is told, if the feed says when one is accepted; else null. */
    RunAcceptance.Bound runs() {
        return runs;
    }

    /** The row of this table, to be laid on each in turn. */
    FramedRow row() {
        return row;
    }

    /** Whether another transfer may be read with it; checks may know the rows of the one that was read. */
    boolean isFree() {
        return tiers == null
                && !header.isEmpty()
                && runs == null
                && results.stream().allMatch(result -> result.checks() == ResultChecks.NONE);
    }

    /** Finds the feed's columns in the header; says what does not fit, if so. */
    Optional<Rejected> bind(Row header) {
        if (isBoundTo(header)) {
            // A row knows cells by its number, which those of another transfer have too.
            row = fields.row();
            return Optional.empty();
        }
        this.header = List.of();
        Optional<Rejected> unfit = bindAnew(header);
        if (unfit.isEmpty()) {
            this.header = IntStream.range(0, header.fieldCount())
                    .mapToObj(header::text)
                    .toList();
        }
        return unfit;
    }

    private boolean isBoundTo(Row other) {
        if (header.isEmpty() || header.size() != other.fieldCount()) {
            return false;
        }
        for (int i = 0; i < header.size(); i++) {
            if (!header.get(i).equals(other.text(i))) {
                return false;
            }
        }
        return true;
    }

    private Optional<Rejected> bindAnew(Row header) {
        Map<String, Integer> found = new HashMap<>();
        Set<String> twice = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < header.fieldCount(); i++) {
            String name = config.renamed().known(CellText.strip(header.text(i)));
            names.add(name);
            if (found.putIfAbsent(name, i) != null) {
                twice.add(name);
            }
        }
        Set<String> needed = new LinkedHashSet<>();
        Set<String> optional = new HashSet<>();
        collectColumns(config, needed, optional);
        Set<String> allowed = new HashSet<>(needed);
        allowed.addAll(config.ignoredColumns());
        for (String name : needed) {
            Location place = new Location(0, header.line(), name);
            if (twice.contains(name)) {
                return Optional.of(refused(ErrorCode.DUPLICATE_COLUMN, place, "Column '" + name + "' stands twice."));
            }
            if (!found.containsKey(name) && !optional.contains(name)) {
                return Optional.of(refused(ErrorCode.MISSING_COLUMN, place, missing(name, names)));
            }
        }
        if (config.refuseUnknownColumns()) {
            for (int i = 0; i < names.size(); i++) {
                if (!allowed.contains(names.get(i))) {
                    // The name is not repeated: a table without a header would show its first row here.
                    return Optional.of(refused(
                            ErrorCode.UNKNOWN_COLUMN,
                            new Location(0, header.line(), null),
                            "Column " + (i + 1) + " of the header is not in the feed, which refuses unknown columns."));
                }
            }
        }
        fields = new TableFields(found, names.size(), config.missing());
        exclusions = new ArrayList<>();
        for (Exclusion exclusion : config.exclusions()) {
            exclusions.add(new BoundExclusion(RowCondition.of(exclusion.when(), fields), exclusion.reason()));
        }
        results = new ArrayList<>();
        for (ResultRule rule : config.results()) {
            ResultReader reader = feed.resultReader(rule, fields);
            results.add(new BoundResult(
                    rule,
                    RowCondition.of(rule.when(), fields),
                    reader,
                    feed.template(rule).with(reader::delivers),
                    checks(rule)));
        }
        config.checks().runs().ifPresent(rules -> runs = new RunAcceptance.Bound(rules, fields));
        config.reported().ifPresent(when -> reported = RowCondition.of(when, fields));
        row = fields.row();
        return Optional.empty();
    }

    private ResultChecks checks(ResultRule rule) {
        List<ChecksConfig.Check> checks = config.checks().of(rule);
        return checks.isEmpty() ? ResultChecks.NONE : ResultChecks.of(checks, config.limitsScaled(), this::sums, tiers);
    }

    /** With readers of its own: those of the results are at another place of the row. */
    private SiblingSums sums(ChecksConfig.Check check) {
        List<BoundResult> members = new ArrayList<>();
        for (ResultRule rule : config.results()) {
            if (check.isFor(rule)) {
                members.add(new BoundResult(
                        rule,
                        RowCondition.of(rule.when(), fields),
                        feed.resultReader(rule, fields),
                        feed.template(rule),
                        ResultChecks.NONE));
            }
        }
        return new SiblingSums(members);
    }

    private static String missing(String name, List<String> names) {
        String hint = names.size() <= 200 ? Spelling.hint(name, names) : "";
        return "Column '" + name + "' is missing" + (hint.isEmpty() ? "." : hint);
    }

    /** Names of the columns in which a feed looks for anything; all others never leave the stored source. */
    static Set<String> columnsRead(FeedConfig config) {
        Set<String> all = new HashSet<>();
        collectColumns(config, all, new HashSet<>());
        return all;
    }

    private static void collectColumns(FeedConfig config, Set<String> needed, Set<String> optional) {
        List<Column> columns = config.allColumns();
        config.results().forEach(rule -> columns.addAll(rule.replicates().columns()));
        Set<String> certain = new HashSet<>();
        for (Column column : columns) {
            needed.add(column.header());
            boolean mayBeMissing = column.presence() == Column.Presence.OPTIONAL;
            (mayBeMissing ? optional : certain).add(column.header());
            Set<String> beside = new HashSet<>();
            if (column.unitFrom() != null) {
                beside.add(column.unitFrom());
            }
            if (column.source() instanceof FeedConfig.Source.Joined joined) {
                beside.add(joined.with());
            }
            needed.addAll(beside);
            if (mayBeMissing) {
                optional.addAll(beside);
            }
        }
        config.checks().runs().ifPresent(runs -> {
            needed.addAll(runs.headers());
            certain.addAll(runs.headers());
        });
        List<When> conditions = new ArrayList<>();
        config.exclusions().forEach(e -> conditions.add(e.when()));
        config.results().forEach(r -> conditions.add(r.when()));
        config.reported().ifPresent(conditions::add);
        for (When when : conditions) {
            needed.addAll(when.cells().keySet());
            certain.addAll(when.cells().keySet());
        }
        // A column that one meaning may do without and another may not has to be there.
        optional.removeAll(certain);
    }

    private static Rejected refused(ErrorCode code, Location location, String detail) {
        return new Rejected(code, location, null, detail, null);
    }
}

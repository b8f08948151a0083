package io.assayhub.config;

import io.assayhub.config.FeedConfig.Column;
import io.assayhub.config.FeedConfig.Exclusion;
import io.assayhub.config.FeedConfig.Renamed;
import io.assayhub.config.FeedConfig.ResultRule;
import io.assayhub.config.FeedConfig.Source;
import io.assayhub.config.FeedConfig.When;
import io.assayhub.model.Meaning;
import io.assayhub.model.Measurement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads what a feed file says of a row: what its columns mean, which results it holds, what tells them apart. */
final class FeedRowsReader {
    private static final Pattern GROUP = Pattern.compile("\\(\\?<([a-zA-Z][a-zA-Z0-9]*)>");

    private FeedRowsReader() {}

    static Map<Meaning, String> constants(Optional<YamlValue> at) {
        Map<Meaning, String> constants = new EnumMap<>(Meaning.class);
        at.ifPresent(value -> value.entries()
                .forEach((key, text) -> meaning(key, text).ifPresent(meaning -> constants.put(meaning, text.text()))));
        return constants;
    }

    private static Optional<Meaning> meaning(String name, YamlValue at) {
        Optional<Meaning> meaning = Meaning.of(name);
        if (meaning.isEmpty()) {
            at.problem("'" + name + "' is not a meaning" + Spelling.hint(name, Meaning.names()));
        }
        return meaning;
    }

    static List<Column> columns(Optional<YamlValue> at) {
        List<Column> columns = new ArrayList<>();
        at.ifPresent(value -> value.entries().forEach((header, column) -> {
            if (column.has("split")) {
                columns.addAll(parts(header, column));
            } else {
                column(header, column).ifPresent(columns::add);
            }
        }));
        return List.copyOf(columns);
    }

    /** The parts of a column that is taken apart: a column for each named group. */
    private static List<Column> parts(String header, YamlValue value) {
        YamlValue split = value.require("split").orElseThrow();
        Optional<Pattern> pattern = FeedFormatReader.expression(split);
        Set<String> groups = new LinkedHashSet<>();
        GROUP.matcher(split.text()).results().forEach(found -> groups.add(found.group(1)));
        List<Column> parts = new ArrayList<>();
        value.require("into").ifPresent(into -> {
            into.entries().forEach((group, at) -> {
                if (!groups.contains(group)) {
                    at.problem(
                            "the pattern of 'split' has no group (?<" + group + ">…)" + Spelling.hint(group, groups));
                    return;
                }
                Source source =
                        pattern.<Source>map(p -> new Source.Part(p, group)).orElse(new Source.Whole());
                column(header, at, source).ifPresent(parts::add);
            });
            groups.removeAll(into.entries().keySet());
            groups.forEach(group -> into.problem("does not say what the group (?<" + group + ">…) means"));
        });
        value.refuseOthers();
        return parts;
    }

    private static Optional<Column> column(String header, YamlValue value) {
        if (!value.isMap()) {
            value.problem("has to be a mapping with 'to'");
            return Optional.empty();
        }
        Optional<YamlValue> join = value.get("join");
        return column(
                header,
                value,
                join.<Source>map(v -> new Source.Joined(v.text())).orElse(new Source.Whole()));
    }

    private static Optional<Column> column(String header, YamlValue value, Source source) {
        if (!value.isMap()) {
            value.problem("has to be a mapping with 'to'");
            return Optional.empty();
        }
        Optional<Meaning> to = value.require("to").flatMap(v -> meaning(v.text(), v));
        boolean required = value.get("required").flatMap(YamlValue::truth).orElse(false);
        boolean optional = value.get("optional").flatMap(YamlValue::truth).orElse(false);
        Column.Presence presence =
                required ? Column.Presence.REQUIRED : optional ? Column.Presence.OPTIONAL : Column.Presence.PRESENT;
        Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        value.get("values").ifPresent(v -> v.entries().forEach((word, code) -> values.put(word, code.text())));
        Optional<YamlValue> unit = value.get("unit");
        Column column = new Column(
                header,
                to.orElse(Meaning.STUDY),
                presence,
                value.get("unit-from").map(YamlValue::text).orElse(null),
                unit.filter(v -> !v.isList()).map(YamlValue::text).orElse(null),
                value.get("format").map(YamlValue::text).orElse(null),
                values,
                value.get("other")
                        .flatMap(v -> v.choice(Map.of("reject", Column.Other.REJECT, "keep", Column.Other.KEEP)))
                        .orElse(Column.Other.REJECT),
                value.get("system").map(YamlValue::text).orElse(null),
                source,
                unit.filter(YamlValue::isList)
                        .map(v -> FeedDatesReader.since(
                                v, item -> item.require("is").map(YamlValue::text)))
                        .orElse(Collections.emptyNavigableMap()));
        value.refuseOthers();
        return to.map(m -> column);
    }

    /** {@code headers}: by the header in the feed, what else the column has been called. */
    static Renamed renamed(YamlValue value) {
        Map<String, String> names = new LinkedHashMap<>();
        Map<String, List<Pattern>> patterns = new LinkedHashMap<>();
        value.entries().forEach((header, others) -> {
            for (YamlValue other : others.items()) {
                if (other.isMap()) {
                    other.require("like")
                            .flatMap(FeedFormatReader::expression)
                            .ifPresent(p -> patterns.computeIfAbsent(header, h -> new ArrayList<>())
                                    .add(p));
                    other.refuseOthers();
                    continue;
                }
                String former = names.putIfAbsent(other.text(), header);
                if (former != null) {
                    other.problem("'" + other.text() + "' stands under '" + former + "' already");
                }
            }
        });
        return new Renamed(names, patterns);
    }

    static When when(Optional<YamlValue> at) {
        Map<String, Set<String>> cells = new LinkedHashMap<>();
        at.ifPresent(value -> value.entries().forEach((header, v) -> cells.put(header, Set.copyOf(v.texts()))));
        return new When(cells);
    }

    static List<Exclusion> exclusions(YamlValue root) {
        List<Exclusion> exclusions = new ArrayList<>();
        root.get("exclude").ifPresent(list -> {
            for (YamlValue item : list.items()) {
                When when = when(item.require("when"));
                if (when.cells().isEmpty()) {
                    item.problem("has to name at least one column: it would leave out every row");
                }
                String reason = item.require("reason").map(YamlValue::text).orElse("");
                item.refuseOthers();
                exclusions.add(new Exclusion(when, reason));
            }
        });
        return List.copyOf(exclusions);
    }

    /** {@code select: { reported: { Header: [text, …] } }}. */
    static Optional<When> reported(YamlValue value) {
        Optional<YamlValue> reported = value.require("reported");
        value.refuseOthers();
        Optional<When> when = reported.map(v -> when(reported));
        if (when.isPresent() && when.get().cells().isEmpty()) {
            reported.get().problem("has to name the column that marks the reported row");
        }
        return when;
    }

    static List<ResultRule> results(YamlValue root) {
        List<ResultRule> results = new ArrayList<>();
        root.require("results").ifPresent(list -> {
            for (YamlValue item : list.items()) {
                results.add(result(item));
            }
            if (results.isEmpty()) {
                list.problem("has to name at least one result");
            }
        });
        return List.copyOf(results);
    }

    private static ResultRule result(YamlValue item) {
        Map<String, Measurement.Kind> kinds = Arrays.stream(Measurement.Kind.values())
                .collect(Collectors.toMap(Measurement.Kind::text, k -> k, (a, b) -> a, LinkedHashMap::new));
        Set<Measurement.Kind> measurements = new LinkedHashSet<>();
        item.get("measurement")
                .ifPresent(v -> v.items().forEach(kind -> kind.choice(kinds).ifPresent(measurements::add)));
        ResultRule rule = new ResultRule(
                item.get("name").map(YamlValue::text).orElse(null),
                item.require("observation").map(YamlValue::text).orElse(""),
                when(item.get("when")),
                Set.copyOf(measurements),
                columns(item.get("columns")),
                constants(item.get("constants")),
                item.get("replicates").map(FeedAssayReader::replicates).orElse(FeedConfig.Replicates.NONE));
        item.refuseOthers();
        return rule;
    }

    static List<Meaning> identity(YamlValue root) {
        List<Meaning> identity = new ArrayList<>();
        root.require("identity").ifPresent(list -> {
            for (YamlValue item : list.items()) {
                meaning(item.text(), item).ifPresent(meaning -> {
                    if (!meaning.identifies()) {
                        item.problem("'" + meaning.text() + "' cannot identify a result: it changes when the result is"
                                + " corrected or repeated");
                    } else if (identity.contains(meaning)) {
                        item.problem("stands twice");
                    }
                    identity.add(meaning);
                });
            }
            if (!identity.contains(Meaning.STUDY) || !identity.contains(Meaning.SUBJECT)) {
                list.problem("has to contain study and subject");
            }
            if (identity.stream().allMatch(m -> m == Meaning.STUDY || m == Meaning.SUBJECT)) {
                list.problem("has to contain what tells a subject's results apart, such as specimen.accession");
            }
        });
        return List.copyOf(identity);
    }
}

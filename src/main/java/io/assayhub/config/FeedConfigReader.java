package io.assayhub.config;

import io.assayhub.config.FeedConfig.Column;
import io.assayhub.config.FeedConfig.Environment;
import io.assayhub.config.FeedConfig.Exclusion;
import io.assayhub.config.FeedConfig.Limit;
import io.assayhub.config.FeedConfig.Order;
import io.assayhub.config.FeedConfig.Preamble;
import io.assayhub.config.FeedConfig.ResultRule;
import io.assayhub.config.FeedConfig.Table;
import io.assayhub.config.FeedConfig.Tokens;
import io.assayhub.config.FeedConfig.Transfer;
import io.assayhub.config.FeedConfig.When;
import io.assayhub.model.FeedName;
import io.assayhub.model.Meaning;
import io.assayhub.model.Measurement;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** Reads a feed file; whatever is wrong in it becomes a problem with its place, and reading goes on. */
public final class FeedConfigReader {
    private static final int DEFAULT_MAX_ROW = 64 * 1024;

    private final YamlValue root;

    private FeedConfigReader(YamlValue root) {
        this.root = root;
    }

    /** The feed in this file's text; complete only if no problem was added. */
    public static Optional<FeedConfig> read(String text, String shownAs, Problems problems) {
        int before = problems.list().size();
        Optional<FeedConfig> feed =
                YamlValue.ofText(text, shownAs, problems).map(root -> new FeedConfigReader(root).feed(text));
        return problems.list().size() == before ? feed : Optional.empty();
    }

    private FeedConfig feed(String text) {
        String name = root.require("feed").map(YamlValue::text).orElse("");
        if (!FeedName.isValid(name)) {
            root.get("feed").ifPresent(v -> v.problem("has to be letters, digits and . _ : -"));
            name = "invalid";
        } else if (!root.isNamed(name)) {
            String expected = name + ".yaml";
            root.get("feed").ifPresent(v -> v.problem("the file has to be named " + expected));
        }
        Map<Meaning, String> constants = constants(root.get("constants"));
        List<Column> columns = columns(root.get("columns"));
        FeedConfig feed = new FeedConfig(
                root.file(),
                text,
                new FeedName(name),
                root.require("version").flatMap(v -> v.number(1, 1_000_000)).orElse(1L),
                root.get("title").map(YamlValue::text).orElse(name),
                table(),
                root.get("preamble").flatMap(this::preamble),
                transfer(),
                constants,
                words(root.get("missing")),
                root.get("unknown-columns")
                        .flatMap(v -> v.choice(Map.of("refuse", true, "ignore", false)))
                        .orElse(true),
                root.get("ignore-columns").map(v -> Set.copyOf(v.texts())).orElse(Set.of()),
                columns,
                exclusions(),
                results(),
                identity(),
                zone(),
                tokens(),
                units(),
                root.get("limits")
                        .flatMap(v -> v.choice(Map.of("scaled", true, "unscaled", false)))
                        .orElse(true),
                root.get("environment").map(FeedConfigReader::environment),
                root.get("blinded").flatMap(YamlValue::truth).orElse(false),
                root.get("corrections-without-original")
                        .flatMap(v -> v.choice(Map.of("accept", true, "hold", false)))
                        .orElse(false));
        root.refuseOthers();
        new FeedConfigCheck(feed, root).run();
        return feed;
    }

    private Table table() {
        Table fallback = new Table(StandardCharsets.UTF_8, ',', '.', DEFAULT_MAX_ROW, 0);
        Optional<YamlValue> csv = root.require("format").flatMap(f -> {
            Optional<YamlValue> found = f.require("csv");
            f.refuseOthers();
            return found;
        });
        if (csv.isEmpty()) {
            return fallback;
        }
        YamlValue table = csv.get();
        Table read = new Table(
                table.get("charset").flatMap(FeedConfigReader::charset).orElse(StandardCharsets.UTF_8),
                table.get("delimiter").flatMap(FeedConfigReader::delimiter).orElse(','),
                table.get("decimal")
                        .flatMap(v -> v.choice(Map.of(".", '.', ",", ',')))
                        .orElse('.'),
                table.get("max-row")
                        .flatMap(v -> v.number(1024, 1024 * 1024))
                        .map(Long::intValue)
                        .orElse(DEFAULT_MAX_ROW),
                table.get("skip")
                        .flatMap(v -> v.number(0, 1000))
                        .map(Long::intValue)
                        .orElse(0));
        table.refuseOthers();
        return read;
    }

    static Optional<Charset> charset(YamlValue value) {
        Map<String, Charset> known = new LinkedHashMap<>();
        known.put("UTF-8", StandardCharsets.UTF_8);
        known.put("US-ASCII", StandardCharsets.US_ASCII);
        known.put("ISO-8859-1", StandardCharsets.ISO_8859_1);
        known.put("windows-1252", Charset.forName("windows-1252"));
        return value.choice(known);
    }

    static Optional<Character> delimiter(YamlValue value) {
        String text = value.text().equals("tab") ? "\t" : value.text();
        if (text.length() == 1 && text.charAt(0) < 0x80 && "\"\n\r\0".indexOf(text.charAt(0)) < 0) {
            return Optional.of(text.charAt(0));
        }
        value.problem("has to be one ASCII character or 'tab'");
        return Optional.empty();
    }

    private Optional<Preamble> preamble(YamlValue value) {
        Optional<Preamble> preamble =
                value.require("count").flatMap(v -> pattern(v, "count")).map(Preamble::new);
        value.refuseOthers();
        return preamble;
    }

    private static Optional<Pattern> pattern(YamlValue value, String group) {
        try {
            Pattern pattern = Pattern.compile(value.text());
            if (value.text().contains("(?<" + group + ">")) {
                return Optional.of(pattern);
            }
            value.problem("the pattern has no group (?<" + group + ">…)");
        } catch (PatternSyntaxException e) {
            value.problem("is not a regular expression: " + e.getDescription());
        }
        return Optional.empty();
    }

    private static Environment environment(YamlValue value) {
        String expected = value.require("expect").map(YamlValue::text).orElse("");
        if (value.get("expect").isPresent() && expected.isBlank()) {
            value.at("expect").problem("has to be the word that a transfer for this hub carries");
        }
        Environment environment = new Environment(
                expected,
                value.get("file-name").flatMap(v -> pattern(v, "env")),
                value.get("preamble").flatMap(v -> pattern(v, "env")));
        if (value.get("file-name").isEmpty() && value.get("preamble").isEmpty()) {
            value.problem("has to say where a transfer names it: 'file-name', 'preamble' or both");
        }
        value.refuseOthers();
        return environment;
    }

    private Transfer transfer() {
        Transfer fallback = new Transfer(
                Transfer.Kind.INCREMENTAL,
                Transfer.Accept.WHOLE_TRANSFER,
                new Order.Arrival(),
                BigDecimal.valueOf(5),
                Map.of());
        Optional<YamlValue> at = root.require("transfer");
        if (at.isEmpty()) {
            return fallback;
        }
        YamlValue value = at.get();
        Transfer transfer = new Transfer(
                value.require("kind")
                        .flatMap(v -> v.choice(Map.of(
                                "cumulative", Transfer.Kind.CUMULATIVE, "incremental", Transfer.Kind.INCREMENTAL)))
                        .orElse(fallback.kind()),
                value.get("accept")
                        .flatMap(v -> v.choice(Map.of(
                                "whole-transfer",
                                Transfer.Accept.WHOLE_TRANSFER,
                                "per-result",
                                Transfer.Accept.PER_RESULT)))
                        .orElse(fallback.accept()),
                value.get("order").flatMap(FeedConfigReader::order).orElse(fallback.order()),
                value.get("reject-limit").flatMap(FeedConfigReader::percent).orElse(fallback.rejectLimitPercent()),
                value.get("stop-if").map(FeedConfigReader::limits).orElse(Map.of()));
        value.refuseOthers();
        return transfer;
    }

    private static Map<Limit, BigDecimal> limits(YamlValue value) {
        Map<Limit, BigDecimal> limits = new EnumMap<>(Limit.class);
        for (Limit limit : Limit.values()) {
            value.get(limit.text()).flatMap(FeedConfigReader::percent).ifPresent(percent -> limits.put(limit, percent));
        }
        value.refuseOthers();
        return limits;
    }

    private static Optional<Order> order(YamlValue value) {
        if (value.isScalar()) {
            return value.choice(Map.of("arrival", new Order.Arrival()));
        }
        boolean consecutive = value.get("consecutive").flatMap(YamlValue::truth).orElse(false);
        Optional<Order> order = value.require("file-name")
                .flatMap(v -> pattern(v, "order"))
                .map(pattern -> new Order.FileName(pattern, consecutive));
        value.refuseOthers();
        return order;
    }

    private static Optional<BigDecimal> percent(YamlValue value) {
        String text = value.text();
        if (text.matches("\\d{1,3}(\\.\\d{1,3})?%")) {
            BigDecimal percent = new BigDecimal(text.substring(0, text.length() - 1));
            if (percent.compareTo(BigDecimal.valueOf(100)) <= 0) {
                return Optional.of(percent);
            }
        }
        value.problem("has to be a percentage such as 5%");
        return Optional.empty();
    }

    private static Map<Meaning, String> constants(Optional<YamlValue> at) {
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

    private static Set<String> words(Optional<YamlValue> at) {
        return at.map(v -> v.texts().stream()
                        .map(t -> t.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toCollection(LinkedHashSet::new)))
                .map(Set::copyOf)
                .orElse(Set.of());
    }

    private static List<Column> columns(Optional<YamlValue> at) {
        List<Column> columns = new ArrayList<>();
        at.ifPresent(value -> value.entries()
                .forEach((header, column) -> column(header, column).ifPresent(columns::add)));
        return List.copyOf(columns);
    }

    private static Optional<Column> column(String header, YamlValue value) {
        if (!value.isMap()) {
            value.problem("has to be a mapping with 'to'");
            return Optional.empty();
        }
        Optional<Meaning> to = value.require("to").flatMap(v -> meaning(v.text(), v));
        Column.Presence presence =
                value.get("required").flatMap(YamlValue::truth).orElse(false)
                        ? Column.Presence.REQUIRED
                        : value.get("optional").flatMap(YamlValue::truth).orElse(false)
                                ? Column.Presence.OPTIONAL
                                : Column.Presence.PRESENT;
        Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        value.get("values").ifPresent(v -> v.entries().forEach((word, code) -> values.put(word, code.text())));
        Column column = new Column(
                header,
                to.orElse(Meaning.STUDY),
                presence,
                value.get("unit-from").map(YamlValue::text).orElse(null),
                value.get("unit").map(YamlValue::text).orElse(null),
                value.get("format").map(YamlValue::text).orElse(null),
                values,
                value.get("other")
                        .flatMap(v -> v.choice(Map.of("reject", Column.Other.REJECT, "keep", Column.Other.KEEP)))
                        .orElse(Column.Other.REJECT),
                value.get("system").map(YamlValue::text).orElse(null));
        value.refuseOthers();
        return to.map(m -> column);
    }

    private static When when(Optional<YamlValue> at) {
        Map<String, Set<String>> cells = new LinkedHashMap<>();
        at.ifPresent(value -> value.entries().forEach((header, v) -> cells.put(header, Set.copyOf(v.texts()))));
        return new When(cells);
    }

    private List<Exclusion> exclusions() {
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

    private List<ResultRule> results() {
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
                constants(item.get("constants")));
        item.refuseOthers();
        return rule;
    }

    private List<Meaning> identity() {
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

    private Optional<ZoneId> zone() {
        return root.require("zone").filter(v -> !v.text().equals("unknown")).flatMap(v -> {
            try {
                return Optional.of(ZoneId.of(v.text()));
            } catch (DateTimeException e) {
                v.problem("has to be 'unknown' or a zone such as Europe/Paris"
                        + Spelling.hint(v.text(), ZoneId.getAvailableZoneIds()));
                return Optional.empty();
            }
        });
    }

    private Tokens tokens() {
        Optional<YamlValue> at = root.get("tokens");
        Map<String, Measurement.Qualitative> coded = new LinkedHashMap<>();
        for (Measurement.Qualitative code : Measurement.Qualitative.values()) {
            words(at.flatMap(v -> v.get(code.name().toLowerCase(Locale.ROOT)))).forEach(word -> coded.put(word, code));
        }
        Tokens tokens = new Tokens(
                words(at.flatMap(v -> v.get("below-limit"))),
                words(at.flatMap(v -> v.get("above-limit"))),
                words(at.flatMap(v -> v.get("not-done"))),
                words(at.flatMap(v -> v.get("pending"))),
                words(at.flatMap(v -> v.get("invalid"))),
                coded);
        at.ifPresent(YamlValue::refuseOthers);
        at.ifPresent(FeedConfigReader::refuseAmbiguousWords);
        return tokens;
    }

    private static void refuseAmbiguousWords(YamlValue tokens) {
        Map<String, String> meanings = new HashMap<>();
        tokens.entries().forEach((list, words) -> {
            for (YamlValue word : words.items()) {
                String former = meanings.putIfAbsent(word.text().toLowerCase(Locale.ROOT), list);
                if (former != null) {
                    word.problem("'" + word.text() + "' stands under '" + former + "' already");
                } else if (word.text().matches("[-+]?[0-9]*[.,]?[0-9]+")) {
                    word.problem("'" + word.text() + "' is a number, which is never read as a word");
                }
            }
        });
    }

    private Map<String, String> units() {
        Map<String, String> units = new LinkedHashMap<>();
        root.get("units").ifPresent(v -> v.entries().forEach((word, ucum) -> units.put(word, ucum.text())));
        return units;
    }
}

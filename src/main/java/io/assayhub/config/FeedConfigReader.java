package io.assayhub.config;

import io.assayhub.config.FeedConfig.Column;
import io.assayhub.config.FeedConfig.Tokens;
import io.assayhub.model.FeedName;
import io.assayhub.model.Meaning;
import io.assayhub.model.Measurement;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a feed file; whatever is wrong in it becomes a problem with its place, and reading goes on. */
public final class FeedConfigReader {
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
        Map<Meaning, String> constants = FeedRowsReader.constants(root.get("constants"));
        List<Column> columns = FeedRowsReader.columns(root.get("columns"));
        FeedConfig feed = new FeedConfig(
                root.file(),
                text,
                new FeedName(name),
                root.require("version").flatMap(v -> v.number(1, 1_000_000)).orElse(1L),
                root.get("title").map(YamlValue::text).orElse(name),
                root.get("contact").map(FeedTransferReader::contact),
                FeedFormatReader.format(root),
                root.get("preamble").flatMap(FeedFormatReader::preamble),
                FeedTransferReader.transfer(root),
                constants,
                words(root.get("missing")),
                root.get("unknown-columns")
                        .flatMap(v -> v.choice(Map.of("refuse", true, "ignore", false)))
                        .orElse(true),
                root.get("ignore-columns").map(v -> Set.copyOf(v.texts())).orElse(Set.of()),
                root.get("headers").map(FeedRowsReader::renamed).orElse(FeedConfig.Renamed.NONE),
                columns,
                FeedRowsReader.exclusions(root),
                root.get("select").flatMap(FeedRowsReader::reported),
                FeedRowsReader.results(root),
                FeedRowsReader.identity(root),
                zone(),
                siteZones(),
                tokens(),
                units(),
                FeedDatesReader.limitsScaled(root),
                FeedDatesReader.datedBy(root),
                FeedDatesReader.limitsSince(root),
                root.get("environment")
                        .map(v -> FeedFormatReader.environment(
                                v, root.at("transfer", "manifest").has("environment"))),
                root.get("blinded").flatMap(YamlValue::truth).orElse(false),
                root.get("corrections-without-original")
                        .flatMap(v -> v.choice(Map.of("accept", true, "hold", false)))
                        .orElse(false),
                root.get("tiers").map(FeedAssayReader::tiers).orElse(FeedConfig.Tiers.NONE),
                checks());
        root.refuseOthers();
        new FeedConfigCheck(feed, root).run();
        return feed;
    }

    private ChecksConfig checks() {
        YamlValue kind = root.at("transfer", "kind");
        boolean cumulative = kind.isScalar() && kind.text().equals("cumulative");
        return root.get("checks")
                .map(v -> FeedChecksReader.checks(v, cumulative))
                .orElse(ChecksConfig.NONE);
    }

    private static Set<String> words(Optional<YamlValue> at) {
        return at.map(v -> v.texts().stream()
                        .map(t -> t.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toCollection(LinkedHashSet::new)))
                .map(Set::copyOf)
                .orElse(Set.of());
    }

    private Optional<ZoneId> zone() {
        return root.require("zone")
                .filter(v -> !v.isMap() && !v.text().equals("unknown"))
                .flatMap(FeedConfigReader::zone);
    }

    private static Optional<ZoneId> zone(YamlValue value) {
        try {
            return Optional.of(ZoneId.of(value.text()));
        } catch (DateTimeException e) {
            value.problem("has to be 'unknown' or a zone such as Europe/Paris"
                    + Spelling.hint(value.text(), ZoneId.getAvailableZoneIds()));
            return Optional.empty();
        }
    }

    private Map<String, ZoneId> siteZones() {
        Map<String, ZoneId> zones = new LinkedHashMap<>();
        root.get("zone").filter(YamlValue::isMap).ifPresent(at -> {
            at.require("by-site").ifPresent(sites -> {
                sites.entries().forEach((site, v) -> zone(v).ifPresent(zone -> zones.put(site, zone)));
                if (sites.isMap() && sites.entries().isEmpty()) {
                    sites.problem("has to name at least one site");
                }
            });
            at.refuseOthers();
        });
        return zones;
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
                words(at.flatMap(v -> v.get("too-numerous"))),
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

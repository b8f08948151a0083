package io.assayhub.config;

import io.assayhub.config.FeedConfig.Column;
import io.assayhub.config.FeedConfig.Replicates;
import io.assayhub.config.FeedConfig.Replicates.Sentinel;
import io.assayhub.config.FeedConfig.Tiers;
import io.assayhub.model.Meaning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what a feed file says of the assay behind its results: tiers that follow each other, wells that are averaged. */
final class FeedAssayReader {
    private FeedAssayReader() {}

    /** {@code tiers}: in the order in which they are done; a list at the end holds tiers that all follow the one before. */
    static Tiers tiers(YamlValue list) {
        Map<String, String> before = new LinkedHashMap<>();
        String last = "";
        int left = list.items().size();
        for (YamlValue item : list.items()) {
            left--;
            if (item.isList()) {
                for (YamlValue beside : item.items()) {
                    add(beside, last, before);
                }
                if (left > 0) {
                    item.problem("only the last item may be a list: which of its tiers would the next one follow?");
                }
            } else {
                add(item, last, before);
                last = item.text();
            }
        }
        if (before.isEmpty()) {
            list.problem("has to name at least one tier");
        }
        return new Tiers(before);
    }

    private static void add(YamlValue tier, String last, Map<String, String> before) {
        if (before.putIfAbsent(tier.text(), last) != null) {
            tier.problem("stands twice");
        }
    }

    /** {@code replicates} of a result: columns of one unit, and the numbers among them that are none. */
    static Replicates replicates(YamlValue value) {
        String unit = value.require("unit").map(YamlValue::text).orElse("1");
        Column.Presence presence =
                value.get("optional").flatMap(YamlValue::truth).orElse(false)
                        ? Column.Presence.OPTIONAL
                        : Column.Presence.PRESENT;
        List<Column> columns = new ArrayList<>();
        value.require("columns").ifPresent(list -> {
            for (String header : list.texts()) {
                columns.add(new Column(
                        header, Meaning.MEASUREMENT, presence, null, unit, null, Map.of(), Column.Other.REJECT, null));
            }
            if (columns.isEmpty()) {
                list.problem("has to name at least one column");
            }
        });
        Map<String, Sentinel> choices = new LinkedHashMap<>();
        for (Sentinel sentinel : Sentinel.values()) {
            choices.put(sentinel.text(), sentinel);
        }
        Map<String, Sentinel> sentinels = new LinkedHashMap<>();
        value.get("sentinels")
                .ifPresent(v -> v.entries()
                        .forEach((number, meaning) ->
                                meaning.choice(choices).ifPresent(choice -> sentinels.put(number, choice))));
        value.refuseOthers();
        return new Replicates(List.copyOf(columns), Map.copyOf(sentinels));
    }
}

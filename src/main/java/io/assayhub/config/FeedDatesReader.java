package io.assayhub.config;

import io.assayhub.config.FeedConfig.AgreedLimits;
import io.assayhub.model.Meaning;
import io.assayhub.model.Measurement.Quantity;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads what a feed file says to hold from a date on. */
final class FeedDatesReader {
    private FeedDatesReader() {}

    /** A list of items with {@code from} and what holds from then on, by date (ISO 8601). */
    static <T> NavigableMap<String, T> since(YamlValue list, Function<YamlValue, Optional<T>> what) {
        NavigableMap<String, T> since = new TreeMap<>();
        for (YamlValue item : list.items()) {
            if (!item.isMap()) {
                item.problem("has to be a mapping with 'from'");
                continue;
            }
            Optional<String> from = item.require("from").flatMap(FeedDatesReader::date);
            Optional<T> value = what.apply(item);
            item.refuseOthers();
            if (from.isPresent() && value.isPresent() && since.put(from.get(), value.get()) != null) {
                item.problem("a second one from " + from.get() + ": which holds?");
            }
        }
        return since;
    }

    /** {@code limits: scaled | unscaled}, or the same under {@code as} beside limits with their dates. */
    static boolean limitsScaled(YamlValue root) {
        return root.get("limits")
                .flatMap(v -> v.isMap() ? v.get("as") : Optional.of(v))
                .flatMap(v -> v.choice(Map.of("scaled", true, "unscaled", false)))
                .orElse(true);
    }

    /** The meaning whose date decides; null if nothing does. */
    static Meaning datedBy(YamlValue root) {
        return root.get("dated-by")
                .flatMap(v -> v.choice(
                        Map.of("analysed", Meaning.ANALYSED, "specimen.collected", Meaning.SPECIMEN_COLLECTED)))
                .orElse(null);
    }

    /** The limits of the feed itself, by date. */
    static NavigableMap<String, AgreedLimits> limitsSince(YamlValue root) {
        Optional<YamlValue> limits = root.get("limits").filter(YamlValue::isMap);
        NavigableMap<String, AgreedLimits> since = limits.flatMap(v -> v.require("dated"))
                .map(list -> since(list, FeedDatesReader::agreed))
                .orElse(Collections.emptyNavigableMap());
        limits.ifPresent(v -> {
            v.get("as");
            v.refuseOthers();
        });
        return since;
    }

    private static Optional<AgreedLimits> agreed(YamlValue item) {
        Optional<Quantity> lower = item.get("lower").flatMap(FeedDatesReader::quantity);
        Optional<Quantity> upper = item.get("upper").flatMap(FeedDatesReader::quantity);
        if (item.get("lower").isEmpty() && item.get("upper").isEmpty()) {
            item.problem("has to have 'lower', 'upper' or both");
        }
        return Optional.of(new AgreedLimits(lower.orElse(null), upper.orElse(null)));
    }

    private static Optional<Quantity> quantity(YamlValue value) {
        String text = value.text();
        if (text.matches("\\d{1,20}(\\.\\d{1,20})? \\S+")) {
            int blank = text.indexOf(' ');
            return Optional.of(new Quantity(new BigDecimal(text.substring(0, blank)), text.substring(blank + 1)));
        }
        value.problem("has to be a number and a unit in UCUM, such as 10 ng/mL");
        return Optional.empty();
    }

    private static Optional<String> date(YamlValue value) {
        try {
            return Optional.of(LocalDate.parse(value.text()).toString());
        } catch (DateTimeException e) {
            value.problem("has to be a date such as 2006-01-31");
            return Optional.empty();
        }
    }
}

package io.assayhub.mapping;

import io.assayhub.config.YamlValue;
import io.assayhub.fhir.UcumUnits;
import io.assayhub.model.AssayResult;
import io.assayhub.model.Measurement;
import io.assayhub.model.Measurement.AboveLimit;
import io.assayhub.model.Measurement.BelowLimit;
import io.assayhub.model.Measurement.Coded;
import io.assayhub.model.Measurement.Qualitative;
import io.assayhub.model.Measurement.Quantity;
import io.assayhub.model.Measurement.TooNumerous;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which results of an Observation concern safety. A closed declaration; what cannot be compared counts as a match, for a
 * look too many costs less than one too few. Safe to share.
 */
final class SafetyRules {
    private final List<Rule> rules;
    private final List<YamlValue> boundUnits;
    private final UcumUnits ucum;

    private SafetyRules(List<Rule> rules, List<YamlValue> boundUnits, UcumUnits ucum) {
        this.rules = List.copyOf(rules);
        this.boundUnits = List.copyOf(boundUnits);
        this.ucum = ucum;
    }

    /**
     * One rule: a finding, and what it is confined to.
     *
     * @param tiers in lower case; empty for any, and for a result without one
     * @param analytes codes; empty for any
     */
    private record Rule(Finding finding, Set<String> tiers, Set<String> analytes) {
        private boolean match(AssayResult result) {
            if (!finding.match(result)) {
                return false;
            }
            AssayResult.Assay assay = result.assay();
            return (tiers.isEmpty()
                            || (assay.tier() != null
                                    && tiers.contains(assay.tier().toLowerCase(Locale.ROOT))))
                    && (analytes.isEmpty() || (assay.analyte() != null && analytes.contains(assay.analyte())));
        }
    }

    private sealed interface Finding {
        boolean match(AssayResult result);
    }

    private record OneOf(Set<Qualitative> codes) implements Finding {
        @Override
        public boolean match(AssayResult result) {
            Coded conclusion = result.conclusion();
            return conclusion != null && codes.contains(conclusion.code());
        }
    }

    /**
     * Beyond a bound, compared in decimal. Beyond the limit of quantification on that side always matches: nobody knows
     * by how much.
     *
     * @param factors unit to what turns it into the bound's; filled as units occur
     */
    private record Beyond(boolean above, Quantity bound, UcumUnits ucum, Map<String, Optional<BigDecimal>> factors)
            implements Finding {
        @Override
        public boolean match(AssayResult result) {
            Measurement measurement = result.measurement();
            if (measurement instanceof AboveLimit || measurement instanceof TooNumerous) {
                return above;
            }
            if (measurement instanceof BelowLimit) {
                return !above;
            }
            if (!(measurement instanceof Quantity quantity)) {
                return false;
            }
            Optional<BigDecimal> factor =
                    factors.computeIfAbsent(quantity.unit(), unit -> ucum.factor(unit, bound.unit()));
            if (factor.isEmpty()) {
                return true;
            }
            int sign = quantity.value().multiply(factor.get()).compareTo(bound.value());
            return above ? sign > 0 : sign < 0;
        }
    }

    /** Whether the result belongs on the safety topic. */
    boolean match(AssayResult result) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).match(result)) {
                return true;
            }
        }
        return false;
    }

    /** Makes a problem of a bound with which no result in one of these units can be compared: all would match. */
    void refuseIncomparable(Set<String> units, String feed) {
        for (YamlValue bound : boundUnits) {
            if (!units.isEmpty() && units.stream().noneMatch(unit -> ucum.isComparable(unit, bound.text()))) {
                bound.problem("'" + bound.text() + "' cannot be compared with " + String.join(", ", units) + " of feed "
                        + feed + ": every number of it would match");
            }
        }
    }

    /** The rules under {@code safety}: one, or a list of which any may match. */
    static SafetyRules read(Optional<YamlValue> at, UcumUnits ucum) {
        List<Rule> rules = new ArrayList<>();
        List<YamlValue> boundUnits = new ArrayList<>();
        if (at.isPresent()) {
            List<YamlValue> items =
                    at.get().isMap() ? List.of(at.get()) : at.get().items();
            items.forEach(item -> rule(item, ucum).ifPresent(rules::add));
            for (YamlValue item : items) {
                boundUnits.addAll(Stream.of("above", "below")
                        .flatMap(side -> item.get(side).stream())
                        .flatMap(bound -> bound.get("unit").stream())
                        .filter(unit -> ucum.isUnit(unit.text()))
                        .toList());
            }
            if (items.isEmpty()) {
                at.get().problem("is empty");
            }
        }
        return new SafetyRules(rules, boundUnits, ucum);
    }

    private static Optional<Rule> rule(YamlValue item, UcumUnits ucum) {
        List<Finding> findings = new ArrayList<>();
        item.get("coded").ifPresent(v -> findings.add(oneOf(v)));
        item.get("above").ifPresent(v -> findings.add(beyond(true, v, ucum)));
        item.get("below").ifPresent(v -> findings.add(beyond(false, v, ucum)));
        Set<String> tiers = item.get("tier").map(YamlValue::texts).orElse(List.of()).stream()
                .map(t -> t.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        Set<String> analytes =
                Set.copyOf(item.get("analyte").map(YamlValue::texts).orElse(List.of()));
        item.refuseOthers();
        if (findings.size() != 1) {
            item.problem("has to name one of coded, above and below; further rules are further items of a list");
            return Optional.empty();
        }
        return Optional.of(new Rule(findings.get(0), tiers, analytes));
    }

    private static Finding oneOf(YamlValue list) {
        Map<String, Qualitative> choices = new LinkedHashMap<>();
        for (Qualitative code : Qualitative.values()) {
            choices.put(code.name().toLowerCase(Locale.ROOT), code);
        }
        Set<Qualitative> codes = EnumSet.noneOf(Qualitative.class);
        list.items().forEach(item -> item.choice(choices).ifPresent(codes::add));
        if (list.items().isEmpty()) {
            list.problem("has to name at least one of " + String.join(", ", choices.keySet()));
        }
        return new OneOf(codes);
    }

    private static Finding beyond(boolean above, YamlValue at, UcumUnits ucum) {
        BigDecimal value = at.require("value").flatMap(SafetyRules::decimal).orElse(BigDecimal.ZERO);
        Optional<YamlValue> unit = at.require("unit");
        unit.filter(v -> !ucum.isUnit(v.text()))
                .ifPresent(v -> v.problem("'" + v.text() + "' is not UCUM" + ucum.hint(v.text())));
        at.refuseOthers();
        String code = unit.map(YamlValue::text).orElse("1");
        return new Beyond(above, new Quantity(value, code), ucum, new ConcurrentHashMap<>());
    }

    private static Optional<BigDecimal> decimal(YamlValue value) {
        if (value.text().matches("-?\\d{1,15}(\\.\\d{1,15})?")) {
            return Optional.of(new BigDecimal(value.text()));
        }
        value.problem("has to be a decimal number such as 12.5");
        return Optional.empty();
    }
}

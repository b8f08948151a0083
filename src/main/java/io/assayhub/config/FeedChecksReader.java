package io.assayhub.config;

import io.assayhub.config.ChecksConfig.Check;
import io.assayhub.config.ChecksConfig.Name;
import io.assayhub.config.ChecksConfig.Rule;
import io.assayhub.config.ChecksConfig.Runs;
import io.assayhub.config.ChecksConfig.Severity;
import io.assayhub.config.ChecksConfig.Share;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the assay rules that a feed file declares under {@code checks}. */
final class FeedChecksReader {
    static final String RUN_ACCEPTANCE = "run-acceptance";

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private FeedChecksReader() {}

    static ChecksConfig checks(YamlValue value, boolean cumulative) {
        List<Check> checks = new ArrayList<>();
        for (Name name : Name.values()) {
            value.get(name.text()).ifPresent(at -> {
                for (YamlValue item : at.isList() ? at.items() : List.of(at)) {
                    check(name, item, cumulative).ifPresent(checks::add);
                }
            });
        }
        Optional<Runs> runs = value.get(RUN_ACCEPTANCE).map(FeedChecksReader::runs);
        value.refuseOthers();
        return new ChecksConfig(checks, runs);
    }

    /** A severity alone, or a mapping with it. */
    private static Optional<Check> check(Name name, YamlValue value, boolean cumulative) {
        if (value.isScalar()) {
            Optional<Rule> rule = alone(name, cumulative);
            if (rule.isEmpty()) {
                value.problem("has to be a mapping with " + needed(name));
            }
            return rule.flatMap(r -> severity(value).map(s -> new Check(r, s, Set.of())));
        }
        if (!value.isMap()) {
            value.problem("has to be reject, hold or flag, or a mapping with 'severity'");
            return Optional.empty();
        }
        Optional<Severity> severity = value.require("severity").flatMap(FeedChecksReader::severity);
        Set<String> of = value.get("of").map(v -> Set.copyOf(v.texts())).orElse(Set.of());
        Optional<Rule> rule = rule(name, value, cumulative);
        value.refuseOthers();
        return rule.flatMap(r -> severity.map(s -> new Check(r, s, of)));
    }

    private static String needed(Name name) {
        return switch (name) {
            case TITER_SERIES -> "'severity', 'first' and 'factor'";
            case POPULATION_SUM -> "'severity' and 'of', the results that are summed";
            case REPLICATE_CV -> "'severity' and 'at-most'";
            case WITHIN_LIMITS, CHRONOLOGY, PERCENT_RANGE, ADA_TIERS -> "'severity'";
        };
    }

    /** The rule that needs no more than a severity, if there is one. */
    private static Optional<Rule> alone(Name name, boolean cumulative) {
        return switch (name) {
            case WITHIN_LIMITS -> Optional.of(new ChecksConfig.WithinLimits());
            case CHRONOLOGY -> Optional.of(new ChecksConfig.Chronology());
            case PERCENT_RANGE -> Optional.of(new ChecksConfig.PercentRange(BigDecimal.ZERO, HUNDRED));
            case ADA_TIERS -> Optional.of(new ChecksConfig.AdaTiers(!cumulative));
            case TITER_SERIES, POPULATION_SUM, REPLICATE_CV -> Optional.empty();
        };
    }

    private static Optional<Rule> rule(Name name, YamlValue value, boolean cumulative) {
        return switch (name) {
            case WITHIN_LIMITS, CHRONOLOGY -> alone(name, cumulative);
            case TITER_SERIES -> titerSeries(value);
            case PERCENT_RANGE -> percentRange(value);
            case POPULATION_SUM -> populationSum(value);
            case REPLICATE_CV ->
                value.require("at-most").flatMap(FeedChecksReader::percent).map(ChecksConfig.ReplicateCv::new);
            case ADA_TIERS ->
                Optional.of(new ChecksConfig.AdaTiers(value.get("absent")
                        .flatMap(v -> v.choice(Map.of("pass", true, "fail", false)))
                        .orElse(!cumulative)));
        };
    }

    private static Optional<Rule> titerSeries(YamlValue value) {
        Optional<BigDecimal> first = value.require("first").flatMap(FeedChecksReader::number);
        Optional<BigDecimal> factor = value.require("factor").flatMap(FeedChecksReader::number);
        if (first.isPresent() && first.get().signum() <= 0) {
            value.at("first").problem("has to be above 0");
            return Optional.empty();
        }
        if (factor.isPresent() && factor.get().compareTo(new BigDecimal("1.1")) < 0) {
            value.at("factor").problem("has to be at least 1.1");
            return Optional.empty();
        }
        return first.flatMap(f -> factor.map(by -> new ChecksConfig.TiterSeries(f, by)));
    }

    private static Optional<Rule> percentRange(YamlValue value) {
        BigDecimal from = value.get("from").flatMap(FeedChecksReader::number).orElse(BigDecimal.ZERO);
        BigDecimal to = value.get("to").flatMap(FeedChecksReader::number).orElse(HUNDRED);
        if (from.compareTo(to) >= 0) {
            value.problem("'from' has to be below 'to'");
            return Optional.empty();
        }
        return Optional.of(new ChecksConfig.PercentRange(from, to));
    }

    private static Optional<Rule> populationSum(YamlValue value) {
        value.require("of");
        BigDecimal tolerance =
                value.get("tolerance").flatMap(FeedChecksReader::percent).orElse(BigDecimal.ONE);
        return Optional.of(new ChecksConfig.PopulationSum(tolerance));
    }

    private static Optional<Severity> severity(YamlValue value) {
        Map<String, Severity> severities = new LinkedHashMap<>();
        for (Severity severity : Severity.values()) {
            severities.put(severity.text(), severity);
        }
        return value.choice(severities);
    }

    private static Runs runs(YamlValue value) {
        Runs runs = new Runs(
                value.require("run").map(YamlValue::text).orElse(""),
                value.require("nominal").map(YamlValue::text).orElse(""),
                value.require("measured").map(YamlValue::text).orElse(""),
                FeedRowsReader.when(value.get("calibrators")),
                FeedRowsReader.when(value.get("anchors")),
                FeedRowsReader.when(value.get("controls")),
                value.require("without")
                        .flatMap(v -> v.choice(Map.of("accept", true, "fail", false)))
                        .orElse(false),
                value.get("tolerance").flatMap(FeedChecksReader::percent).orElse(BigDecimal.valueOf(20)),
                value.get("outer-tolerance").flatMap(FeedChecksReader::percent).orElse(BigDecimal.valueOf(25)),
                value.get("levels").flatMap(v -> v.number(1, 100)).orElse(6L).intValue(),
                value.get("calibrators-within").flatMap(FeedChecksReader::share).orElse(new Share(75, 100)),
                value.get("controls-within").flatMap(FeedChecksReader::share).orElse(new Share(2, 3)),
                value.get("controls-within-level")
                        .flatMap(FeedChecksReader::share)
                        .orElse(new Share(50, 100)));
        value.refuseOthers();
        if (runs.calibrators().cells().isEmpty() && runs.controls().cells().isEmpty()) {
            value.problem("has to say which rows are 'calibrators' or 'controls'");
        }
        if (!runs.anchors().cells().isEmpty() && runs.calibrators().cells().isEmpty()) {
            value.at("anchors").problem("needs 'calibrators', of which they are some");
        }
        return runs;
    }

    private static Optional<Share> share(YamlValue value) {
        String text = value.text();
        if (text.matches("\\d{1,3}%")) {
            int percent = Integer.parseInt(text.substring(0, text.length() - 1));
            if (percent <= 100) {
                return Optional.of(new Share(percent, 100));
            }
        } else if (text.matches("[1-9]/[1-9]") && text.charAt(0) <= text.charAt(2)) {
            return Optional.of(new Share(text.charAt(0) - '0', text.charAt(2) - '0'));
        }
        value.problem("has to be a share such as 75% or 2/3");
        return Optional.empty();
    }

    private static Optional<BigDecimal> number(YamlValue value) {
        if (value.isScalar() && value.text().matches("-?\\d{1,9}(\\.\\d{1,9})?")) {
            return Optional.of(new BigDecimal(value.text()));
        }
        value.problem("has to be a number such as 10 or 2.5");
        return Optional.empty();
    }

    private static Optional<BigDecimal> percent(YamlValue value) {
        if (value.isScalar() && value.text().matches("\\d{1,3}(\\.\\d{1,3})?%")) {
            return Optional.of(
                    new BigDecimal(value.text().substring(0, value.text().length() - 1)));
        }
        value.problem("has to be a percentage such as 20%");
        return Optional.empty();
    }
}

package io.assayhub.config;

import io.assayhub.config.FeedConfig.Column;
import io.assayhub.config.FeedConfig.ResultRule;
import io.assayhub.model.Meaning;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules between the parts of a feed file that no single key can break by itself. */
final class FeedConfigCheck {
    private final FeedConfig feed;
    private final YamlValue root;

    FeedConfigCheck(FeedConfig feed, YamlValue root) {
        this.feed = feed;
        this.root = root;
    }

    void run() {
        Set<String> addresses = new HashSet<>();
        for (ResultRule rule : feed.results()) {
            if (!addresses.add(rule.address()) && rule.when().cells().isEmpty()) {
                problem("results", "two results are '" + rule.address() + "': give them a 'name' each");
            }
            checkMeanings(rule);
        }
        for (Column column : feed.columns()) {
            if (column.to() != Meaning.MEASUREMENT
                    && column.to().kind() != Meaning.Kind.NUMBER
                    && (column.unit() != null || column.unitFrom() != null)) {
                problem("columns." + column.header(), "only a measurement or a limit has a unit");
            }
            if (column.format() != null && column.to().kind() != Meaning.Kind.MOMENT) {
                problem("columns." + column.header(), "only a date or time has a format");
            }
        }
        if (feed.preamble().isPresent() && feed.table().skip() == 0) {
            problem("preamble", "needs format.csv.skip: the number of lines above the header");
        }
    }

    private void checkMeanings(ResultRule rule) {
        Map<Meaning, String> origin = new HashMap<>();
        List<Column> columns = new ArrayList<>(feed.columns());
        columns.addAll(rule.columns());
        for (Column column : columns) {
            String former = origin.put(column.to(), column.header());
            if (former != null) {
                problem(
                        "columns." + column.header(),
                        "'" + column.to().text() + "' is already the meaning of column '" + former + "'");
            }
        }
        Set<Meaning> given = EnumSet.noneOf(Meaning.class);
        given.addAll(origin.keySet());
        for (Meaning constant : feed.constants().keySet()) {
            if (origin.containsKey(constant) && constant != Meaning.STUDY) {
                problem("constants." + constant.text(), "column '" + origin.get(constant) + "' carries it too");
            }
        }
        given.addAll(feed.constants().keySet());
        given.addAll(rule.constants().keySet());
        for (Meaning needed : feed.identity()) {
            if (!given.contains(needed)) {
                problem(
                        "identity",
                        "'" + needed.text() + "' comes from no column and no constant of result '" + rule.address()
                                + "'");
            }
        }
        if (!given.contains(Meaning.MEASUREMENT)) {
            problem("results", "no column of '" + rule.address() + "' is its measurement");
        }
        if (!given.contains(Meaning.ANALYTE)) {
            problem("results", "no column and no constant of '" + rule.address() + "' is its analyte");
        }
    }

    private void problem(String path, String message) {
        String[] steps = path.split("\\.", 2);
        YamlValue at = root;
        for (String step : steps) {
            if (at.isMap() && at.get(step).isPresent()) {
                at = at.get(step).get();
            }
        }
        at.problem(message);
    }
}

package io.assayhub.config;

import io.assayhub.config.FeedConfig.Column;
import io.assayhub.config.FeedConfig.ResultRule;
import io.assayhub.model.Meaning;
import io.assayhub.model.ResultStatus;
import io.assayhub.model.StudyId;
import java.util.Arrays;
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
        for (int i = 0; i < feed.results().size(); i++) {
            ResultRule rule = feed.results().get(i);
            if (!addresses.add(rule.address()) && rule.when().cells().isEmpty()) {
                problem("two results are '" + rule.address() + "': give them a 'name' each", "results", "" + i);
            }
            checkMeanings(rule, i);
            for (Column column : rule.columns()) {
                checkColumn(column, "results", "" + i, "columns", column.header());
            }
            checkConstants(rule.constants(), "results", "" + i, "constants");
        }
        for (Column column : feed.columns()) {
            checkColumn(column, "columns", column.header());
        }
        checkConstants(feed.constants(), "constants");
        checkTransfer();
        if (feed.preamble().isPresent() && feed.table().skip() == 0) {
            problem("needs format.csv.skip: the number of lines above the header", "preamble");
        }
    }

    private void checkTransfer() {
        FeedConfig.Transfer transfer = feed.transfer();
        if (!transfer.stopIf().isEmpty() && transfer.accept() != FeedConfig.Transfer.Accept.WHOLE_TRANSFER) {
            problem("needs accept: whole-transfer, for only a whole transfer has a verdict", "transfer", "stop-if");
        }
        if (transfer.stopIf().containsKey(FeedConfig.Limit.MISSING)
                && transfer.kind() != FeedConfig.Transfer.Kind.CUMULATIVE) {
            problem("only of a cumulative transfer can something be missing", "transfer", "stop-if", "missing");
        }
        if (feed.environment().isPresent()
                && feed.environment().get().preamble().isPresent()
                && feed.table().skip() == 0) {
            problem("needs format.csv.skip: the number of lines above the header", "environment", "preamble");
        }
    }

    private void checkColumn(Column column, String... path) {
        boolean hasUnit = column.unit() != null || column.unitFrom() != null;
        if (hasUnit && column.to() != Meaning.MEASUREMENT && column.to().kind() != Meaning.Kind.NUMBER) {
            problem("only a measurement or a limit has a unit", path);
        }
        if (column.unit() != null && column.unitFrom() != null) {
            problem("has 'unit' and 'unit-from': which one holds?", path);
        }
        if (column.format() != null && column.to().kind() != Meaning.Kind.MOMENT) {
            problem("only a date or time has a format", path);
        }
        if (root.at(path).holds("required") && root.at(path).holds("optional")) {
            problem("is 'required' and 'optional'", path);
        }
        if (column.to() == Meaning.STATUS) {
            column.values().values().forEach(code -> checkStatus(code, path));
        }
    }

    private void checkStatus(String code, String... path) {
        if (ResultStatus.of(code).isEmpty()) {
            List<String> codes =
                    Arrays.stream(ResultStatus.values()).map(ResultStatus::code).toList();
            problem("'" + code + "' is not a status of FHIR" + Spelling.hint(code, codes), path);
        }
    }

    private void checkConstants(Map<Meaning, String> constants, String... path) {
        if (constants.containsKey(Meaning.MEASUREMENT)) {
            problem("a measurement comes from a column", path);
        }
        String study = constants.get(Meaning.STUDY);
        if (study != null && !StudyId.isValid(study)) {
            problem("study '" + study + "' has to be letters, digits and . _ : -", path);
        }
        if (constants.containsKey(Meaning.STATUS)) {
            checkStatus(constants.get(Meaning.STATUS), path);
        }
    }

    private void checkMeanings(ResultRule rule, int index) {
        Map<Meaning, String> origin = new HashMap<>();
        for (Column column : feed.columns()) {
            checkOrigin(column, origin, "columns", column.header());
        }
        for (Column column : rule.columns()) {
            checkOrigin(column, origin, "results", "" + index, "columns", column.header());
        }
        Set<Meaning> given = EnumSet.noneOf(Meaning.class);
        given.addAll(origin.keySet());
        for (Meaning constant : feed.constants().keySet()) {
            if (origin.containsKey(constant) && constant != Meaning.STUDY) {
                problem("column '" + origin.get(constant) + "' carries it too", "constants", constant.text());
            }
        }
        given.addAll(feed.constants().keySet());
        given.addAll(rule.constants().keySet());
        for (Meaning needed : feed.identity()) {
            if (!given.contains(needed)) {
                problem(
                        "'" + needed.text() + "' comes from no column and no constant of result '" + rule.address()
                                + "'",
                        "identity");
            }
        }
        if (!origin.containsKey(Meaning.MEASUREMENT)) {
            problem("no column of '" + rule.address() + "' is its measurement", "results", "" + index);
        }
        if (!given.contains(Meaning.ANALYTE)) {
            problem("no column and no constant of '" + rule.address() + "' is its analyte", "results", "" + index);
        }
    }

    private void checkOrigin(Column column, Map<Meaning, String> origin, String... path) {
        String former = origin.put(column.to(), column.header());
        if (former != null) {
            problem("'" + column.to().text() + "' is already the meaning of column '" + former + "'", path);
        }
    }

    private void problem(String message, String... path) {
        root.at(path).problem(message);
    }
}

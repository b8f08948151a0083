package io.assayhub.config;

import io.assayhub.config.FeedConfig.Column;
import io.assayhub.config.FeedConfig.ResultRule;
import io.assayhub.model.Meaning;
import io.assayhub.model.Measurement;
import io.assayhub.model.ResultStatus;
import io.assayhub.model.StudyId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

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
                checkColumn(column, path(column, "results", "" + i, "columns"));
            }
            checkConstants(rule.constants(), "results", "" + i, "constants");
        }
        for (Column column : feed.columns()) {
            checkColumn(column, path(column, "columns"));
        }
        checkConstants(feed.constants(), "constants");
        checkTiers();
        checkTransfer();
        checkSeveral();
        checkRenamed();
        checkDated();
        new FeedChecksCheck(feed, root).run();
        if (feed.preamble().isPresent() && !feed.format().hasLinesAbove()) {
            problem("needs format.csv.skip or header-row: no line stands above the header", "preamble");
        }
    }

    private void checkTiers() {
        boolean told = feed.constants().containsKey(Meaning.TIER)
                || feed.columns().stream().anyMatch(c -> c.to() == Meaning.TIER)
                || feed.results().stream()
                        .anyMatch(r -> r.constants().containsKey(Meaning.TIER)
                                || r.columns().stream().anyMatch(c -> c.to() == Meaning.TIER));
        if (!feed.tiers().before().isEmpty() && !told) {
            problem("no column and no constant is the tier", "tiers");
        }
    }

    private void checkReplicates(ResultRule rule, Map<Meaning, String> origin, int index) {
        Set<String> read = new HashSet<>(origin.values());
        for (Column column : rule.replicates().columns()) {
            if (!read.add(column.header())) {
                problem(
                        "column '" + column.header() + "' is read already",
                        "results",
                        "" + index,
                        "replicates",
                        "columns");
            }
        }
    }

    private void checkSeveral() {
        boolean plain = feed.format().form() instanceof Form.Csv csv
                && csv.endAt().isEmpty()
                && !feed.format().hasLinesAbove();
        if (feed.format().wrapped().contains(FeedConfig.Wrapped.ZIP_OF_SEVERAL) && !plain) {
            problem(
                    "zip-of-several needs tables that begin with their header and end with their file",
                    "format",
                    "wrapped");
        }
        if (feed.format().wrapped().containsAll(Set.of(FeedConfig.Wrapped.ZIP, FeedConfig.Wrapped.ZIP_OF_SEVERAL))) {
            problem("zip-of-several takes an archive of one table too: leave out 'zip'", "format", "wrapped");
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
        if (transfer.manifest().isPresent()
                && transfer.manifest().get().environment() != null
                && feed.environment().isEmpty()) {
            problem("needs environment.expect: the word that a transfer for this hub carries", "transfer", "manifest");
        }
        if (feed.environment().isPresent()
                && feed.environment().get().preamble().isPresent()
                && !feed.format().hasLinesAbove()) {
            problem("needs format.csv.skip or header-row: no line stands above the header", "environment", "preamble");
        }
        if (feed.format().form() instanceof Form.Csv || feed.format().form() instanceof Form.Xlsx) {
            if (transfer.order() instanceof FeedConfig.Order.Field) {
                problem("a table says nothing of itself that its transfers could be ordered by", "transfer", "order");
            }
            feed.environment().flatMap(FeedConfig.Environment::field).ifPresent(field -> {
                problem("a table says nothing of itself: use 'file-name' or 'preamble'", "environment", "field");
            });
        }
    }

    private void checkColumn(Column column, String... path) {
        boolean hasUnit = column.unit() != null
                || column.unitFrom() != null
                || !column.unitSince().isEmpty();
        if (hasUnit && column.to() != Meaning.MEASUREMENT && column.to().kind() != Meaning.Kind.NUMBER) {
            problem("only a measurement or a limit has a unit", path);
        }
        if (root.at(path).has("unit") && column.unitFrom() != null) {
            problem("has 'unit' and 'unit-from': which one holds?", path);
        }
        if (column.format() != null && column.to().kind() != Meaning.Kind.MOMENT) {
            problem("only a date or time has a format", path);
        }
        if (column.source() instanceof FeedConfig.Source.Joined joined) {
            checkJoin(column, joined, path);
        }
        if (root.at(path).holds("required") && root.at(path).holds("optional")) {
            problem("is 'required' and 'optional'", path);
        }
        if (column.to() == Meaning.STATUS) {
            column.values().values().forEach(code -> checkStatus(code, path));
        }
    }

    private void checkJoin(Column column, FeedConfig.Source.Joined joined, String... path) {
        if (column.to().kind() != Meaning.Kind.MOMENT) {
            problem("only a date is joined with a time", path);
        }
        if (joined.with().equals(column.header())) {
            problem("is joined with itself", path);
        }
        String format = column.format();
        if (format != null && format.indexOf("HH") > 0 && format.indexOf("HH") != format.indexOf(' ') + 1) {
            problem("the format of a joined date and time has one blank between them, such as dd-MMM-yyyy HH:mm", path);
        } else if (format != null && !format.contains("HH")) {
            problem("the format has to be that of both, such as '" + format + " HH:mm'", path);
        }
    }

    private void checkRenamed() {
        Set<String> headers = new HashSet<>(feed.ignoredColumns());
        feed.allColumns().forEach(c -> addHeaders(c, headers));
        feed.results().forEach(r -> headers.addAll(r.when().cells().keySet()));
        feed.exclusions().forEach(e -> headers.addAll(e.when().cells().keySet()));
        feed.reported().ifPresent(when -> headers.addAll(when.cells().keySet()));
        feed.checks().runs().ifPresent(runs -> headers.addAll(runs.headers()));
        Set<String> named = new HashSet<>(feed.renamed().names().values());
        named.addAll(feed.renamed().patterns().keySet());
        for (String header : named) {
            if (!headers.contains(header)) {
                problem(
                        "no column of the feed is '" + header + "'" + Spelling.hint(header, headers),
                        "headers",
                        header);
            }
        }
        feed.renamed().names().forEach((other, header) -> {
            if (headers.contains(other)) {
                problem("'" + other + "' is a column of the feed itself", "headers", header);
            }
        });
    }

    private void checkDated() {
        List<Column> columns = feed.allColumns();
        boolean dated = !feed.limitsSince().isEmpty()
                || columns.stream().anyMatch(c -> !c.unitSince().isEmpty());
        boolean hasDate = columns.stream().anyMatch(c -> c.to() == feed.datedBy());
        if (dated && feed.datedBy() == null) {
            problem("dated limits and units need 'dated-by': analysed or specimen.collected");
        } else if (dated && !hasDate) {
            problem("no column is '" + feed.datedBy().text() + "'", "dated-by");
        } else if (!dated && feed.datedBy() != null) {
            problem("nothing in the feed is dated", "dated-by");
        }
        for (Column column : columns) {
            boolean limit = column.to() == Meaning.LOWER_LIMIT || column.to() == Meaning.UPPER_LIMIT;
            if (limit && !feed.limitsSince().isEmpty()) {
                problem("column '" + column.header() + "' carries a limit too: which holds?", "limits", "dated");
            }
        }
    }

    private static void addHeaders(Column column, Set<String> headers) {
        headers.add(column.header());
        if (column.unitFrom() != null) {
            headers.add(column.unitFrom());
        }
        if (column.source() instanceof FeedConfig.Source.Joined joined) {
            headers.add(joined.with());
        }
    }

    private static String[] path(Column column, String... before) {
        List<String> path = new ArrayList<>(List.of(before));
        path.addAll(List.of(column.path()));
        return path.toArray(String[]::new);
    }

    private void checkStatus(String code, String... path) {
        String notAsked = Measurement.AbsentReason.NOT_ASKED.code();
        if (ResultStatus.of(code).isEmpty() && !code.equals(notAsked)) {
            List<String> codes = Stream.concat(
                            Arrays.stream(ResultStatus.values()).map(ResultStatus::code), Stream.of(notAsked))
                    .toList();
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
            checkOrigin(column, origin, path(column, "columns"));
        }
        for (Column column : rule.columns()) {
            checkOrigin(column, origin, path(column, "results", "" + index, "columns"));
        }
        checkReplicates(rule, origin, index);
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

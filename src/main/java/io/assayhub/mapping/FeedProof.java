package io.assayhub.mapping;

import io.assayhub.config.ChecksConfig;
import io.assayhub.config.FeedConfig;
import io.assayhub.config.FeedConfig.Column;
import io.assayhub.config.FeedConfig.ResultRule;
import io.assayhub.config.Problems;
import io.assayhub.config.YamlValue;
import io.assayhub.model.AssayResult;
import io.assayhub.model.Meaning;
import io.assayhub.model.Measurement;
import io.assayhub.model.ObservationId;
import io.assayhub.model.Rejected;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Proves of a compiled feed what its file alone does not show: that a row which is as the file describes it can be read;
 * that a result's id follows its identity and nothing else; that results of one row have ids of their own; that what has
 * no meaning gets nowhere; that what has one gets into the Observation; that a safety bound can be compared.
 */
public final class FeedProof {
    /** What is read for something else than the Observation, or made part of it by the hub itself. */
    private static final Set<Meaning> ELSEWHERE = EnumSet.of(
            Meaning.STUDY,
            Meaning.SUBJECT,
            Meaning.SITE,
            Meaning.MEASUREMENT,
            Meaning.ANALYTE_BEFORE,
            Meaning.DILUTION,
            Meaning.STATUS,
            Meaning.COMPLETION,
            Meaning.REASON);

    /** How the made-up results are called that lack one meaning. */
    private static final String WITHOUT = "without ";

    /** Headers of columns that tell who somebody is, as words of their own. */
    private static final Pattern PERSONAL = Pattern.compile(
            "(?i)(.*[^a-z])?(initials?|(first|last|sur|family|given|patient|subject|operator|analyst|technician)[ _-]?name"
                    + "|birth([ _-]?(date|day))?|(date|day|year)[ _-]of[ _-]birth|dob|brthdtc|e-?mail|phone|mrn|ssn|operator"
                    + "|technician|analyst|comments?|remarks?|commentaire)([^a-z].*)?");

    private final CompiledFeed feed;
    private final FeedConfig config;
    private final YamlValue root;
    private final MadeTransfer made;

    private FeedProof(CompiledFeed feed, Problems problems) {
        this.feed = feed;
        config = feed.config();
        root = YamlValue.ofText(config.digest(), config.file(), problems).orElseThrow();
        made = new MadeTransfer(feed);
    }

    /** Adds what is wrong with the feed; returns how many rows were made up and read for it. */
    public static int prove(CompiledFeed feed, Problems problems) throws IOException {
        FeedProof proof = new FeedProof(feed, problems);
        proof.personalColumns();
        if (proof.rows()) {
            proof.observations();
        }
        return proof.made.rows().size();
    }

    private void personalColumns() {
        config.columns().forEach(column -> personal(column, "columns"));
        for (int i = 0; i < config.results().size(); i++) {
            for (Column column : config.results().get(i).columns()) {
                personal(column, "results", "" + i, "columns");
            }
        }
    }

    private void personal(Column column, String... path) {
        if (PERSONAL.matcher(column.header()).matches()) {
            root.at(path)
                    .at(column.path())
                    .problem("'" + column.header()
                            + "' looks like what identifies or was written by a person, which gets"
                            + " no meaning: list it under 'ignore-columns'");
        }
    }

    /** Whether each result was read: if not, what is made up for it shows nothing else. */
    private boolean rows() throws IOException {
        MadeTransfer.Outcome preview = made.read(feed, TransferReader.Mode.PREVIEW);
        if (preview.refusal().isPresent()) {
            Rejected refusal = preview.refusal().get();
            root.problem("a transfer made up as the file describes it is refused: "
                    + refusal.code().code() + " " + refusal.detail());
            return false;
        }
        Map<ResultRule, ObservationId> usual = new HashMap<>();
        for (int i = 0; i < made.rows().size(); i++) {
            MadeTransfer.Row row = made.rows().get(i);
            int rule = config.results().indexOf(row.rule());
            ownIds(preview.entries(i + 1), rule);
            Optional<Entry> entry = preview.entries(i + 1).stream()
                    .filter(e -> e.address().endsWith("/" + row.rule().address()))
                    .findFirst();
            if (entry.isEmpty() && (row.varied() == null || usual.containsKey(row.rule()))) {
                unread(row, rule, preview.rejects(i + 1));
            } else if (entry.isPresent() && row.varied() == null) {
                usual.put(row.rule(), entry.get().facts().id());
            } else if (entry.isPresent() && usual.containsKey(row.rule())) {
                identity(
                        row,
                        rule,
                        usual.get(row.rule()).equals(entry.get().facts().id()));
            }
        }
        refuseDecoys(preview, root);
        refuseDecoys(made.read(feed, TransferReader.Mode.NORMALISE), root);
        return usual.keySet().containsAll(config.results());
    }

    /** A row as the feed describes it that the feed does not read. */
    private void unread(MadeTransfer.Row row, int rule, List<Rejected> rejects) {
        YamlValue at = row.varied() == null ? root.at("results", "" + rule) : at(row.varied(), rule);
        String why = rejects.isEmpty()
                ? "no result of it is '" + row.rule().address() + "'"
                : rejects.get(0).code().code() + " "
                        + (rejects.get(0).location().column() == null
                                ? ""
                                : "column '" + rejects.get(0).location().column() + "': ")
                        + rejects.get(0).detail();
        at.problem("a row made up as the file describes it is not read: " + why);
    }

    private void identity(MadeTransfer.Row row, int rule, boolean same) {
        boolean identifies = config.identity().contains(row.varied().to());
        if (identifies == same) {
            at(row.varied(), rule)
                    .problem(
                            identifies
                                    ? "identifies a result, and yet another text here gives the same id"
                                    : "is not part of the identity, and yet another text here gives another id");
        }
    }

    /** Two results of one row would collide in every row. */
    private void ownIds(List<Entry> entries, int rule) {
        Map<ObservationId, String> ids = new HashMap<>();
        for (Entry entry : entries) {
            String address = entry.address().substring(entry.address().indexOf('/') + 1);
            String other = ids.putIfAbsent(entry.facts().id(), address);
            if (other != null) {
                root.at("results", "" + index(address, rule))
                        .problem("'" + address + "' and '" + other + "' of one row have one id: let them differ in"
                                + " something of the identity, such as a constant analyte");
            }
        }
    }

    private int index(String address, int otherwise) {
        for (int i = 0; i < config.results().size(); i++) {
            if (config.results().get(i).address().equals(address)) {
                return i;
            }
        }
        return otherwise;
    }

    private YamlValue at(Column column, int rule) {
        YamlValue own = root.at("results", "" + rule, "columns");
        boolean isOwn = config.results().get(rule).columns().contains(column);
        return (isOwn ? own : root.at("columns")).at(column.path());
    }

    /** Nothing that a column without a meaning holds is in anything that leaves the intake. */
    static void refuseDecoys(MadeTransfer.Outcome outcome, YamlValue root) {
        List<String> out = new ArrayList<>();
        for (Entry entry : outcome.entries()) {
            out.add(new String(entry.observation(), StandardCharsets.UTF_8));
            out.add(entry.address() + entry.place() + entry.subject() + entry.facts());
        }
        for (Rejected rejected : outcome.rejects()) {
            out.add(rejected.detail() + rejected.entry() + rejected.location());
        }
        for (String decoy : MadeTransfer.DECOYS) {
            if (out.stream().anyMatch(text -> text.contains(decoy))) {
                root.at("columns").problem("'" + decoy + "' stood where nothing has a meaning, and got out");
            }
        }
    }

    /** A column that no result of the feed carries into its Observation is delivered for nothing. */
    private void observations() {
        Map<Column, Set<String>> lost = new LinkedHashMap<>();
        Set<Column> carried = new HashSet<>();
        for (ResultRule rule : config.results()) {
            ObservationTemplate template = feed.template(rule);
            List<ResultGenerator.Generated> results = feed.madeUp(rule);
            flags(rule, template, results.get(0).result());
            Set<Meaning> unwritten = unwritten(template, results);
            for (Column column : FeedFields.columns(config, rule)) {
                if (unwritten.contains(column.to())) {
                    lost.computeIfAbsent(column, c -> new TreeSet<>())
                            .add("observations/" + rule.observation() + ".yaml");
                } else {
                    carried.add(column);
                }
            }
            template.safety().refuseIncomparable(units(results), config.name().value());
        }
        lost.keySet().removeAll(carried);
        lost.forEach((column, files) -> at(column)
                .problem("'" + column.to().text() + "' gets nowhere: " + String.join(" and ", files)
                        + (files.size() == 1 ? " has" : " have")
                        + " no hole for it; give it one, or list the column under 'ignore-columns'"));
    }

    /** A check must not pass over in silence what it has found. */
    private void flags(ResultRule rule, ObservationTemplate template, AssayResult result) {
        for (ChecksConfig.Check check : config.checks().of(rule)) {
            AssayResult flagged = result.with(List.of(ResultChecks.flag(check.rule())));
            if (check.severity() != ChecksConfig.Severity.REJECT
                    && Arrays.equals(written(template, result), written(template, flagged))) {
                root.at("checks", check.rule().name().text())
                        .problem("flags get nowhere: observations/" + rule.observation()
                                + ".yaml has no hole $flags in its 'extension'");
            }
        }
    }

    /** Meanings without which the Observation is the same. */
    private Set<Meaning> unwritten(ObservationTemplate template, List<ResultGenerator.Generated> results) {
        byte[] all = written(template, results.get(0).result());
        Set<Meaning> unwritten = EnumSet.noneOf(Meaning.class);
        for (ResultGenerator.Generated generated : results) {
            if (generated.what().startsWith(WITHOUT) && Arrays.equals(all, written(template, generated.result()))) {
                Meaning.of(generated.what().substring(WITHOUT.length())).ifPresent(unwritten::add);
            }
        }
        unwritten.removeAll(ELSEWHERE);
        unwritten.removeAll(config.identity());
        return unwritten;
    }

    private static Set<String> units(List<ResultGenerator.Generated> results) {
        Set<String> units = new TreeSet<>();
        for (ResultGenerator.Generated generated : results) {
            if (generated.result().measurement() instanceof Measurement.Quantity quantity) {
                units.add(quantity.unit());
            }
        }
        return units;
    }

    private YamlValue at(Column column) {
        for (int i = 0; i < config.results().size(); i++) {
            if (config.results().get(i).columns().contains(column)) {
                return at(column, i);
            }
        }
        return root.at("columns").at(column.path());
    }

    private static byte[] written(ObservationTemplate template, AssayResult result) {
        ObservationBuffer buffer = new ObservationBuffer();
        buffer.start(true);
        template.write(result, buffer);
        return buffer.copy();
    }
}

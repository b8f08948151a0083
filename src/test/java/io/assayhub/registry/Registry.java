package io.assayhub.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.config.Problems;
import io.assayhub.config.StudyConfig;
import io.assayhub.config.SubjectRules;
import io.assayhub.model.Rejected;
import io.assayhub.wire.SubjectRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A registry in memory: what messages come to, as the subjects' topic would have it. */
final class Registry {
    /** When messages arrive that do not say a time of their own: 2026-06-01T00:00:00Z. */
    static final long ARRIVED = 1780272000000L;

    private static final String P003 = """
            study: P003
            subject:
              pattern: '(?i)(?:P003-)?(?<site>\\d{2})-0*(?<number>[1-9]\\d{0,3})|(?<screening>S\\d{3})'
              canonical: 'P003{screening}-{site}-{number}'
            """;

    final SubjectRules rules;
    private final BundleParser parser;
    private final Map<String, SubjectRecord> topic = new LinkedHashMap<>();
    private final List<Rejected> problems = new ArrayList<>();
    private final Map<String, Integer> identifying = new LinkedHashMap<>();
    private final List<SubjectTable.Outcome> outcomes = new ArrayList<>();
    private SubjectTable table;
    private int written;

    Registry() {
        this("");
    }

    /** @param more lines of the study's file */
    Registry(String more) {
        Problems found = new Problems();
        StudyConfig study =
                StudyConfig.read(P003 + more, "studies/P003.yaml", found).orElseThrow();
        rules = new SubjectRules(Map.of("P003", study));
        parser = new BundleParser(rules);
        table = new SubjectTable(rules);
    }

    Registry send(String json) {
        return send(json.getBytes(UTF_8));
    }

    Registry send(byte[] json) {
        BundleParser.Parsed parsed = parser.parse(json, ARRIVED);
        problems.addAll(parsed.problems());
        parsed.identifying().forEach((name, count) -> identifying.merge(name, count, Integer::sum));
        return apply(parsed.changes());
    }

    Registry apply(List<SubjectChange> changes) {
        SubjectTable.Draft draft = table.draft();
        for (SubjectChange change : changes) {
            SubjectTable.Applied applied = draft.apply(change);
            outcomes.add(applied.outcome());
            problems.addAll(applied.problems());
        }
        for (SubjectRecord record : draft.records()) {
            written++;
            topic.put(record.study() + "/" + record.subject(), record);
            table.put(record.key().bytes(), record.toJson());
        }
        return this;
    }

    /** Forgets all but what the topic holds. */
    Registry restart() {
        table = new SubjectTable(rules);
        topic.values().forEach(r -> table.put(r.key().bytes(), r.toJson()));
        return this;
    }

    /** The topic, by {@code study/subject}. */
    Map<String, SubjectRecord> topic() {
        return topic;
    }

    SubjectRecord subject(String key) {
        return topic.get(key);
    }

    /** {@code subject accepts [until]} or {@code alias > subject}, one for each record. */
    List<String> lines() {
        return topic.entrySet().stream()
                .map(e -> e.getKey()
                        + (e.getValue().redirect() != null
                                ? " > " + e.getValue().redirect()
                                : " " + e.getValue().accepts().text()
                                        + (e.getValue().until() == null
                                                ? ""
                                                : " " + e.getValue().until())))
                .toList();
    }

    List<SubjectTable.Outcome> outcomes() {
        return outcomes;
    }

    /** The entries of what was not read. */
    List<String> problems() {
        return problems.stream().map(r -> r.code().code() + " " + r.entry()).toList();
    }

    List<Rejected> rejected() {
        return problems;
    }

    Map<String, Integer> identifying() {
        return identifying;
    }

    /** How many records were written in all. */
    int written() {
        return written;
    }

    /** A Bundle at a time. */
    static String bundle(String timestamp, String... entries) {
        return "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"timestamp\":\"" + timestamp + "\",\"entry\":["
                + String.join(",", entries) + "]}";
    }

    /** An entry with a ResearchSubject of P003. */
    static String subject(String id, String number, String person, String status, String more) {
        return """
                {"resource":{"resourceType":"ResearchSubject","id":"%s","identifier":[{"value":"%s"}],
                "status":"%s","study":{"reference":"ResearchStudy/P003"},"individual":{"reference":"Patient/%s"}%s}}""".formatted(id, number, status, person, more.isEmpty() ? "" : "," + more);
    }
}

package io.assayhub.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.console.Readings.VersionRow;
import io.assayhub.index.ObservationFacts;
import io.assayhub.wire.AuditBundle;
import io.assayhub.wire.Json;
import io.assayhub.wire.JsonDifference;
import io.assayhub.wire.JsonDifference.Change;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One result: its versions and what changed between them, and the way of each from the source to the topics. */
public final class ResultPage {
    /** Versions beyond this are named, and not laid side by side. */
    private static final int MOST = 10;

    private final View view;
    private final ErrorPages errors;
    private final Readings readings;
    private final DecisionDesk desk;
    private final String prefix;
    private final Words words;

    ResultPage(View view, ErrorPages errors, Readings readings, DecisionDesk desk, String prefix, Words words) {
        this.view = view;
        this.errors = errors;
        this.readings = readings;
        this.desk = desk;
        this.prefix = prefix;
        this.words = words;
    }

    /**
     * One version as the page shows it.
     *
     * @param file the sender's name of the source, or null for a version that a decision made
     * @param row the row in it, or null
     * @param by who made it by a decision, or null
     * @param changes against the version before, without what differs by being another version
     * @param json the Observation, for reading
     */
    public record Version(
            VersionRow row,
            String file,
            String line,
            String value,
            String by,
            String why,
            List<Change> changes,
            String json) {}

    Answer answer(Ask ask) {
        boolean sees = ask.person().seesBlinded();
        String id = ask.place("id");
        Optional<Readings.ResultRow> result = readings.result(id, sees);
        if (result.isEmpty()) {
            return errors.notFound(ask.visit());
        }
        List<VersionRow> rows = readings.versions(id, sees);
        List<Version> versions = new ArrayList<>();
        JsonNode before = null;
        for (VersionRow row : rows.subList(Math.max(0, rows.size() - MOST), rows.size())) {
            Optional<AuditBundle> bundle = readings.bundle(row).map(AuditBundle::new);
            JsonNode observation = bundle.map(AuditBundle::observation).orElse(null);
            versions.add(0, version(row, bundle, observation, before, sees));
            before = observation;
        }
        Map<String, Object> values = new HashMap<>();
        values.put("result", result.get());
        values.put("versions", versions);
        values.put("earlier", rows.size() - versions.size());
        values.put("auditTopic", Topic.AUDIT.name(prefix));
        values.put(
                "topics",
                Arrays.stream(Optional.ofNullable(result.get().topics())
                                .orElse("")
                                .split(",", -1))
                        .filter(t -> !t.isEmpty())
                        .map(t -> prefix + "." + t)
                        .toList());
        values.put("given", desk.givenAbout(null, id, null).orElse(""));
        values.put("words", words);
        return view.page(ask, "Result " + id, "", "result", values);
    }

    private Version version(
            VersionRow row, Optional<AuditBundle> bundle, JsonNode observation, JsonNode before, boolean sees) {
        Optional<Receipt> receipt =
                Optional.ofNullable(row.transfer()).flatMap(transfer -> readings.transfer(transfer, sees));
        String entry = row.entry();
        List<Change> changes = before == null || observation == null
                ? List.of()
                : JsonDifference.between(before, observation).stream()
                        .filter(c ->
                                !c.path().equals("meta.versionId") && !c.path().equals("meta.lastUpdated"))
                        .toList();
        Optional<AuditBundle> decided = row.transfer() == null ? bundle : Optional.empty();
        return new Version(
                row,
                receipt.map(r -> r.manifest().delivery()).orElse(null),
                entry == null ? null : entry.split("/", 2)[0],
                observation == null ? "" : ObservationFacts.shown(observation),
                decided.flatMap(AuditBundle::verifier).orElse(null),
                decided.flatMap(AuditBundle::reason).orElse(null),
                changes,
                observation == null ? "" : Json.pretty(observation));
    }
}

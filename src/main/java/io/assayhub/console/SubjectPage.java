package io.assayhub.console;

import io.assayhub.console.Readings.ResultRow;
import io.assayhub.wire.SubjectRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** One subject: concentrations over time, antibodies under them, cells, and everything in the order of collection. */
public final class SubjectPage {
    private final View view;
    private final ErrorPages errors;
    private final Readings readings;
    private final Words words;

    SubjectPage(View view, ErrorPages errors, Readings readings, Words words) {
        this.view = view;
        this.errors = errors;
        this.readings = readings;
        this.words = words;
    }

    /** One sample's antibody results, by tier. */
    public record TierRow(String collected, String visit, String accession, Map<String, ResultRow> tiers) {}

    Answer answer(Ask ask) {
        boolean sees = ask.person().seesBlinded();
        String study = ask.place("study");
        String number = ask.place("subject");
        SubjectRecord subject = readings.subject(study, number, sees).orElse(null);
        if (subject != null && subject.redirect() != null) {
            return Answer.to("/console/subjects/" + study + "/" + subject.redirect());
        }
        List<ResultRow> results = readings.results(study, number, sees);
        var waiting = readings.waiting(new Readings.WaitingFilter(null, null, null, number), null, 50, sees);
        if (subject == null && results.isEmpty() && waiting.rows().isEmpty()) {
            return errors.notFound(ask.visit());
        }
        Map<String, Object> values = new HashMap<>();
        values.put("study", study);
        values.put("number", number);
        values.put("subject", subject);
        values.put("results", results);
        values.put("waiting", waiting.rows());
        List<Plots.Plot> lines = Plots.timeLines(results, words);
        values.put(
                "concentrations",
                Plots.concentrations(results).stream()
                        .filter(p -> p.hours() || lines.isEmpty())
                        .toList());
        values.put("timeLines", lines);
        values.put("cells", Plots.cells(results));
        List<TierRow> tiers = tiers(results);
        Set<String> shown = new TreeSet<>(Plots.TIERS);
        tiers.forEach(t -> shown.addAll(t.tiers().keySet()));
        values.put("tiers", tiers);
        values.put("shownTiers", List.copyOf(shown));
        values.put("words", words);
        return view.page(ask, "Subject " + number, "", "subject", values);
    }

    private static List<TierRow> tiers(List<ResultRow> results) {
        Map<String, List<ResultRow>> samples = new LinkedHashMap<>();
        results.stream()
                .filter(r -> r.tier() != null && !r.status().equals("entered-in-error"))
                .forEach(r -> samples.computeIfAbsent(
                                r.collected() + " " + r.accession() + " " + r.visit(), k -> new ArrayList<>())
                        .add(r));
        List<TierRow> rows = new ArrayList<>();
        samples.values().forEach(sample -> {
            Map<String, ResultRow> byTier = new TreeMap<>(Plots.TIERS);
            sample.forEach(r -> byTier.put(r.tier(), r));
            ResultRow first = sample.get(0);
            rows.add(new TierRow(first.collected(), first.visit(), first.accession(), byTier));
        });
        return rows;
    }
}

package io.assayhub.console;

import io.assayhub.console.Readings.ExpectedFilter;
import io.assayhub.console.Readings.ResultRow;
import io.assayhub.console.Readings.VisitRow;
import io.assayhub.index.ReconcileQueries.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Expected specimens against what has come of them: by visit, then one by one. */
final class ReconcilePage {
    /** Rows of a page. */
    private static final int MOST = 100;

    private final View view;
    private final Readings readings;
    private final Words words;

    ReconcilePage(View view, Readings readings, Words words) {
        this.view = view;
        this.readings = readings;
        this.words = words;
    }

    Answer answer(Ask ask) {
        boolean sees = ask.person().seesBlinded();
        ExpectedFilter filter = new ExpectedFilter(
                ask.word("study").orElse(null),
                ask.word("visit").orElse(null),
                ask.word("state").flatMap(State::of).orElse(null),
                ask.word("subject").map(String::strip).orElse(null));
        List<VisitRow> visits = readings.visits(sees);
        Map<String, Object> model = new HashMap<>();
        model.put("lists", readings.specimenLists());
        model.put("visits", visits);
        model.put("studies", visits.stream().map(VisitRow::study).distinct().toList());
        model.put("filter", filter);
        model.put("page", readings.expected(filter, ask.word("after").orElse(null), MOST, sees));
        model.put("unexpected", unexpected(filter, visits, sees));
        model.put("blinded", !sees);
        model.put("words", words);
        return view.page(ask, "Reconcile", "Reconcile", "reconcile", model);
    }

    /** Asked for one subject only: of a whole study it would mean to look at every result. */
    private List<ResultRow> unexpected(ExpectedFilter filter, List<VisitRow> visits, boolean sees) {
        if (filter.subject() == null) {
            return List.of();
        }
        Stream<String> studies =
                filter.study() == null ? visits.stream().map(VisitRow::study).distinct() : Stream.of(filter.study());
        return studies.flatMap(study -> readings.unexpected(study, filter.subject(), sees).stream())
                .toList();
    }
}

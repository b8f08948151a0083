package io.assayhub.console;

import io.assayhub.console.ReplayDesk.Job;
import io.assayhub.replay.ReplaySelection;
import io.assayhub.wire.Receipt;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads stored transfers again with today's mappings: which, what would come of it, and then, approved, in earnest. */
public final class ReplayPages {
    /** Transfers of one replay; more are asked for in parts. */
    private static final int MOST = 1_000;

    private final View view;
    private final ErrorPages errors;
    private final Readings readings;
    private final ReplayDesk desk;
    private final Words words;

    ReplayPages(View view, ErrorPages errors, Readings readings, ReplayDesk desk, Words words) {
        this.view = view;
        this.errors = errors;
        this.readings = readings;
        this.desk = desk;
        this.words = words;
    }

    Answer form(Ask ask) {
        boolean sees = ask.person().seesBlinded();
        Map<String, Object> values = new HashMap<>();
        values.put("transfer", ask.word("transfer").orElse(""));
        values.put("feed", ask.word("feed").orElse(""));
        values.put("code", ask.word("code").orElse(""));
        values.put(
                "feeds",
                readings.feeds(sees).stream().map(Readings.FeedRow::name).toList());
        values.put("codes", List.copyOf(readings.rejectCodes(null, sees).keySet()));
        values.put("jobs", desk.jobs(sees));
        values.put("words", words);
        return view.page(ask, "Replay", "Replay", "replays", values);
    }

    /** Begins to read what the form names. */
    Answer look(Ask ask) {
        boolean sees = ask.person().seesBlinded();
        ReplaySelection selection;
        try {
            String transfer = ask.field("transfer");
            selection = new ReplaySelection(
                    transfer.isEmpty() ? List.of() : List.of(transfer.split("[\\s,]+")),
                    named(ask, "feed"),
                    time(ask.field("since")),
                    time(ask.field("until")),
                    named(ask, "code"));
        } catch (DateTimeParseException e) {
            return errors.refused(ask.visit(), "A time is written 2026-03-31T14:00, in UTC.");
        }
        Optional<String> problem = selection.problem();
        if (problem.isPresent()) {
            return errors.refused(ask.visit(), problem.get());
        }
        List<Receipt> originals = readings.stored(selection, MOST + 1, sees);
        Optional<String> other = originals.stream()
                .map(ReplaySelection::problem)
                .flatMap(Optional::stream)
                .findFirst();
        if (other.isPresent()) {
            return errors.refused(ask.visit(), other.get());
        }
        if (originals.isEmpty() || originals.size() < selection.transfers().size()) {
            return errors.refused(ask.visit(), "No stored transfer is like this, or not each that is named is known.");
        }
        if (originals.size() > MOST) {
            return errors.refused(
                    ask.visit(), "That is more than " + MOST + " transfers. Ask for them in parts, by time or feed.");
        }
        return desk.look(selection, originals, sees)
                .map(job -> Answer.to("/console/replay/" + job.id()))
                .orElseGet(() -> errors.notNow(ask.visit(), "Other replays wait already. Ask again in some minutes."));
    }

    private static String named(Ask ask, String field) {
        return ask.field(field).isEmpty() ? null : ask.field(field);
    }

    private static Instant time(String text) {
        return text.isEmpty() ? null : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }

    private Optional<Job> job(Ask ask) {
        return desk.job(ask.place("job")).filter(j -> ask.person().seesBlinded() || !j.seesBlinded());
    }

    Answer page(Ask ask) {
        return job(ask).map(job -> view.page(ask, "Replay", "Replay", "replay", Map.of("job", job, "words", words)))
                .orElseGet(() -> errors.notFound(ask.visit()));
    }

    /** Takes in what was read. */
    Answer replay(Ask ask) {
        Optional<Job> job = job(ask);
        if (job.isEmpty()) {
            return errors.notFound(ask.visit());
        }
        String by = DecisionForms.by(ask);
        Optional<String> problem = DecisionDesk.problem(by, ask.field("why"), null);
        if (problem.isPresent()) {
            return errors.refused(ask.visit(), problem.get());
        }
        if (!desk.replay(job.get().id(), by, ask.field("why"))) {
            return errors.notNow(ask.visit(), "It is at work already, or others wait. Look at it again.");
        }
        Answer answer = Answer.to("/console/replay/" + job.get().id());
        return ask.visit().kind() == Visit.Kind.OPEN ? answer.withCookie(Visitors.rememberedName(by)) : answer;
    }
}

package io.assayhub.console;

import io.assayhub.command.DecisionRules;
import io.assayhub.command.DecisionRules.Target;
import io.assayhub.wire.CommandRecord.Action;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Receipt;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Forms that decide: what they name is looked up as the person who asks may see it, all is checked, then all is given. */
final class Decisions {
    private static final Set<Action> OF_TRANSFER = Set.of(Action.RELEASE, Action.DISMISS);
    private static final Set<Action> OF_RESULT = Set.of(Action.WITHDRAW, Action.UNSTICK);

    private final Readings readings;
    private final DecisionDesk desk;
    private final ErrorPages errors;
    private final Clock clock;

    Decisions(Readings readings, DecisionDesk desk, ErrorPages errors, Clock clock) {
        this.readings = readings;
        this.desk = desk;
        this.errors = errors;
        this.clock = clock;
    }

    /** About things that wait, one or many. */
    Answer waiting(Ask ask) {
        Optional<Action> action = Action.of(ask.field("action"));
        List<String> keys = ask.fields("key").stream().distinct().toList();
        if (keys.isEmpty()) {
            return errors.refused(ask.visit(), "Mark at least one item first.");
        }
        List<Target> targets = new ArrayList<>();
        for (String key : keys) {
            Optional<HeldRecord> held = readings.hold(key, ask.person().seesBlinded());
            if (held.isEmpty()) {
                continue; // It has ended meanwhile.
            }
            if (action.isEmpty() || !WaitingRules.actions(held.get()).contains(action.get())) {
                return errors.refused(
                        ask.visit(),
                        "Not everything that was marked can be decided in this way. Narrow the list to one kind first.");
            }
            targets.add(WaitingRules.target(held.get()));
        }
        if (targets.isEmpty()) {
            return errors.refused(ask.visit(), "What was marked no longer waits.");
        }
        return give(ask, action.orElseThrow(), targets, "/console/waiting");
    }

    /** About all that waits of a transfer. */
    Answer transfer(Ask ask) {
        String id = ask.place("transfer");
        Optional<Receipt> receipt = readings.transfer(id, ask.person().seesBlinded());
        Optional<Action> action = Action.of(ask.field("action")).filter(OF_TRANSFER::contains);
        if (receipt.isEmpty() || action.isEmpty()) {
            return errors.notFound(ask.visit());
        }
        Target target = new Target(null, null, id, null, null, null);
        return give(ask, action.get(), List.of(target), "/console/transfers/" + id);
    }

    /** About a published result. */
    Answer result(Ask ask) {
        String id = ask.place("id");
        Optional<Readings.ResultRow> result = readings.result(id, ask.person().seesBlinded());
        Optional<Action> action = Action.of(ask.field("action")).filter(OF_RESULT::contains);
        if (result.isEmpty() || action.isEmpty()) {
            return errors.notFound(ask.visit());
        }
        Target target = new Target(
                null, id, null, null, result.get().study(), result.get().subject());
        return give(ask, action.get(), List.of(target), "/console/results/" + id);
    }

    /** Publishes what is kept back of a blinded feed. */
    Answer unblind(Ask ask) {
        String feed = ask.place("feed");
        if (readings.feeds(ask.person().seesBlinded()).stream()
                .noneMatch(f -> f.name().equals(feed) && f.blinded())) {
            return errors.notFound(ask.visit());
        }
        if (!ask.field("confirm").equals(feed)) {
            return errors.refused(ask.visit(), "Write the feed's name to confirm. Unblinding cannot be taken back.");
        }
        return give(
                ask, Action.UNBLIND, List.of(new Target(null, null, null, feed, null, null)), "/console/feeds/" + feed);
    }

    private Answer give(Ask ask, Action action, List<Target> targets, String back) {
        String by = DecisionForms.by(ask);
        String why = ask.field("why");
        for (Target target : targets) {
            Optional<String> problem = DecisionDesk.problem(by, why, target.subject());
            if (problem.isPresent()) {
                return errors.refused(ask.visit(), problem.get());
            }
        }
        Instant until = null;
        if (action == Action.SNOOZE) {
            Optional<Instant> day = DecisionRules.until(ask.field("until")).filter(clock.instant()::isBefore);
            if (day.isEmpty()) {
                return errors.refused(ask.visit(), "Say until which day, one that is to come.");
            }
            until = day.get();
        }
        for (Target target : targets) {
            if (!desk.give(action, target, by, why, until)) {
                return errors.notNow(
                        ask.visit(),
                        "Kafka did not take the decision. Do it again in a moment; what it has taken is not applied"
                                + " twice.");
            }
        }
        Answer answer = Answer.to(Links.to(
                back.substring("/console/".length()), "done", action.text(), "count", String.valueOf(targets.size())));
        return ask.visit().kind() == Visit.Kind.OPEN ? answer.withCookie(Visitors.rememberedName(by)) : answer;
    }
}

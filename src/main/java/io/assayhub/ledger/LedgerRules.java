package io.assayhub.ledger;

import io.assayhub.ledger.Circumstances.Standing;
import io.assayhub.model.HoldReason;
import io.assayhub.model.ResultStatus;
import java.util.List;
import java.util.Optional;

/**
 * The ledger's table: what happens to a result, given what is known of it. Newer means a higher order; an equal order from
 * another transfer is not newer, so what came first stands.
 *
 * <p>The published version decides first: what says the same is unchanged, what is older is stale, and neither can wait.
 * What would go out is then held by the first reason that applies: the mapping's own, its status, an earlier one that
 * waits, its subject, whose sample it is, the gate.
 */
public final class LedgerRules {
    private LedgerRules() {}

    /**
     * Decides about one result.
     *
     * <p>Whatever carries the latest order is what the state remembers, even when nothing is published: otherwise a
     * transfer that arrives late would undo what a newer one repeated. So for any order of arrival the same content is
     * published last, unless the mapping, the legality of a status or a person says otherwise.
     *
     * @param former what is stored of this result, empty if it was never seen
     */
    public static Decision decide(Optional<ResultState> former, Arrival arrival, Circumstances around) {
        Optional<ResultState> published = former.filter(ResultState::isPublished);
        Optional<Decision> settled = published.flatMap(state -> settled(state, arrival));
        if (settled.isPresent()) {
            return settled.get();
        }
        Optional<Decision> absorbed = absorbed(arrival, around);
        if (absorbed.isPresent()) {
            return absorbed.get();
        }
        Optional<HoldReason> inItself = arrival.demanded()
                .or(() -> unfit(published, arrival))
                .filter(r -> !around.waived().contains(r));
        if (inItself.isPresent()) {
            return new Decision.Hold(inItself.get(), Optional.empty());
        }
        Decision.Publish version = version(former, published, arrival, around);
        Optional<Outcome> tentative = Optional.of(version.outcome());
        if (around.before().stream().anyMatch(w -> !isSuperseded(w, arrival))) {
            return new Decision.Hold(HoldReason.QUEUED, tentative);
        }
        Optional<HoldReason> subject = subject(published, around);
        if (subject.isPresent()) {
            return new Decision.Hold(subject.get(), Optional.empty());
        }
        if (around.subjectChanged() && !around.waived().contains(HoldReason.SUBJECT_CHANGED)) {
            return new Decision.Hold(HoldReason.SUBJECT_CHANGED, Optional.empty());
        }
        return around.gated() ? new Decision.Hold(HoldReason.AWAITING_VERDICT, tentative) : version;
    }

    /** What the published version settles at once. */
    private static Optional<Decision> settled(ResultState state, Arrival arrival) {
        boolean newer = arrival.order() > state.order();
        boolean sameSource = arrival.source().equals(state.source());
        if (arrival.content().equals(state.content())) {
            return Optional.of(unchanged(sameSource ? Outcome.UNCHANGED : Outcome.RESTATED, state, arrival, newer));
        }
        if (state.status() == ResultStatus.ENTERED_IN_ERROR && arrival.status() == ResultStatus.ENTERED_IN_ERROR) {
            return Optional.of(unchanged(Outcome.RESTATED, state, arrival, newer));
        }
        if (sameSource) {
            return arrival.replay()
                    ? Optional.empty()
                    : Optional.of(unchanged(Outcome.REMAP_PENDING, state, arrival, newer));
        }
        if (newer || isCollision(state, arrival)) {
            return Optional.empty();
        }
        return Optional.of(new Decision.Stale());
    }

    private static Decision unchanged(Outcome outcome, ResultState state, Arrival arrival, boolean newer) {
        return new Decision.Unchanged(outcome, newer ? Optional.of(state.seenAgain(arrival)) : Optional.empty());
    }

    private static Optional<Decision> absorbed(Arrival arrival, Circumstances around) {
        return around.before().stream()
                .filter(w -> w.content().equals(arrival.content()))
                .filter(w -> arrival.demanded().map(r -> r == w.reason()).orElse(!w.isDemanded()))
                .findFirst()
                .map(w -> new Decision.Absorbed(
                        w.source().equals(arrival.source()) ? Outcome.UNCHANGED : Outcome.RESTATED,
                        w.number(),
                        arrival.order() > w.order()));
    }

    /** Why it could not go out whatever stands around it, unless a person decides otherwise. */
    private static Optional<HoldReason> unfit(Optional<ResultState> published, Arrival arrival) {
        if (published.isEmpty()) {
            return StatusRules.needsOriginal(arrival.status()) && !arrival.orphan()
                    ? Optional.of(HoldReason.NO_ORIGINAL)
                    : Optional.empty();
        }
        ResultState state = published.get();
        if (isCollision(state, arrival)) {
            return Optional.of(HoldReason.IDENTITY_COLLISION);
        }
        return isRemap(state, arrival)
                        || StatusRules.next(state.status(), arrival.status()).isPresent()
                ? Optional.empty()
                : Optional.of(HoldReason.ILLEGAL_TRANSITION);
    }

    /** Two differing entries of one transfer, of which the first went out before the second came. */
    private static boolean isCollision(ResultState state, Arrival arrival) {
        return arrival.transfer().equals(state.transfer())
                && arrival.order() == state.order()
                && !arrival.source().equals(state.source());
    }

    private static boolean isRemap(ResultState state, Arrival arrival) {
        return arrival.replay() && arrival.source().equals(state.source());
    }

    /** The version that goes out when nothing holds it. */
    private static Decision.Publish version(
            Optional<ResultState> former, Optional<ResultState> published, Arrival arrival, Circumstances around) {
        List<Integer> superseded = around.before().stream()
                .filter(w -> isSuperseded(w, arrival))
                .map(Waiting::number)
                .toList();
        if (published.isEmpty()) {
            return new Decision.Publish(Outcome.NEW, ResultState.first(former, arrival), superseded);
        }
        ResultState state = published.get();
        if (isRemap(state, arrival)) {
            return new Decision.Publish(Outcome.REMAPPED, state.next(arrival, state.status()), superseded);
        }
        ResultStatus status = StatusRules.next(state.status(), arrival.status()).orElse(arrival.status());
        Outcome outcome = status == ResultStatus.ENTERED_IN_ERROR ? Outcome.WITHDRAWN : Outcome.CORRECTED;
        return new Decision.Publish(outcome, state.next(arrival, status), superseded);
    }

    private static boolean isSuperseded(Waiting waiting, Arrival arrival) {
        return waiting.canBeSuperseded() && waiting.order() < arrival.order();
    }

    /** What the registry says against it. What consumers have stays valid, and so do corrections of it. */
    private static Optional<HoldReason> subject(Optional<ResultState> published, Circumstances around) {
        Standing standing = around.standing();
        return switch (standing) {
            case TAKES -> Optional.empty();
            case UNKNOWN -> Optional.of(HoldReason.UNKNOWN_SUBJECT).filter(r -> published.isEmpty());
            case AMBIGUOUS -> Optional.of(HoldReason.AMBIGUOUS_SUBJECT);
            case CLOSED ->
                Optional.of(HoldReason.SUBJECT_CLOSED)
                        .filter(r -> published.isEmpty() && !around.waived().contains(r));
        };
    }
}

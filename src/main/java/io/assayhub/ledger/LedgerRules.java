package io.assayhub.ledger;

import java.util.Optional;

/**
 * The ledger's table: what happens to a result, given what is known of it. Newer means a higher order; an equal order from
 * another transfer is not newer, so what came first stands.
 */
public final class LedgerRules {
    private LedgerRules() {}

    /**
     * Decides about one result.
     *
     * <p>Whatever carries the latest order is what the state remembers, even when nothing is published: otherwise a
     * transfer that arrives late would undo what a newer one repeated. So for any order of arrival the same content is
     * published last, unless the mapping or the legality of a status says otherwise.
     *
     * @param former what is stored of this result, empty if it was never seen
     */
    public static Decision decide(Optional<ResultState> former, Arrival arrival) {
        if (former.isEmpty()) {
            return new Decision.Publish(Outcome.NEW, ResultState.first(arrival));
        }
        ResultState state = former.get();
        boolean newer = arrival.order() > state.order();
        boolean sameSource = arrival.source().equals(state.source());
        if (arrival.content().equals(state.content())) {
            return unchanged(sameSource ? Outcome.UNCHANGED : Outcome.RESTATED, state, arrival, newer);
        }
        if (sameSource) {
            return unchanged(Outcome.REMAP_PENDING, state, arrival, newer);
        }
        if (!newer) {
            return new Decision.Stale();
        }
        return StatusRules.next(state.status(), arrival.status())
                .<Decision>map(status -> new Decision.Publish(Outcome.CORRECTED, state.next(arrival, status)))
                .orElseGet(() -> new Decision.IllegalTransition(state.status(), arrival.status()));
    }

    private static Decision unchanged(Outcome outcome, ResultState state, Arrival arrival, boolean newer) {
        return new Decision.Unchanged(outcome, newer ? Optional.of(state.seenAgain(arrival)) : Optional.empty());
    }
}

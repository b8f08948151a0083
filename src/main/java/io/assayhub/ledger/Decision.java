package io.assayhub.ledger;

import io.assayhub.model.ResultStatus;
import java.util.Optional;

/** What happens to a result that arrived. Each decision says how the result counts and what state it leaves behind. */
public sealed interface Decision {
    /** How the result counts in its transfer's balance. */
    Outcome outcome();

    /** The state to store; empty when what is stored stays as it is. */
    Optional<ResultState> stored();

    /**
     * A version goes out, with the version, status and topics of {@code next}.
     *
     * @param outcome {@link Outcome#NEW} or {@link Outcome#CORRECTED}
     */
    record Publish(Outcome outcome, ResultState next) implements Decision {
        @Override
        public Optional<ResultState> stored() {
            return Optional.of(next);
        }
    }

    /**
     * Nothing goes out, for consumers have this result already.
     *
     * @param outcome {@link Outcome#UNCHANGED}, {@link Outcome#RESTATED} or {@link Outcome#REMAP_PENDING}
     * @param stored present when a newer transfer than before carried it
     */
    record Unchanged(Outcome outcome, Optional<ResultState> stored) implements Decision {}

    /** Nothing goes out, for consumers have a newer result. */
    record Stale() implements Decision {
        @Override
        public Outcome outcome() {
            return Outcome.STALE;
        }

        @Override
        public Optional<ResultState> stored() {
            return Optional.empty();
        }
    }

    /**
     * Nothing goes out, for no result may go from the one status to the other. It counts as stale and leaves no trace in
     * the state, so that a later legal version is published as if this one had not come.
     */
    record IllegalTransition(ResultStatus published, ResultStatus stated) implements Decision {
        @Override
        public Outcome outcome() {
            return Outcome.STALE;
        }

        @Override
        public Optional<ResultState> stored() {
            return Optional.empty();
        }
    }
}

package io.assayhub.ledger;

import io.assayhub.model.HoldReason;
import java.util.List;
import java.util.Optional;

/** What happens to a result. Each decision says how the result counts and what state it leaves behind. */
public sealed interface Decision {
    /** How the result counts in its transfer's balance. */
    Outcome outcome();

    /** The state to store; empty when what is stored stays as it is. */
    Optional<ResultState> stored();

    /**
     * A version goes out, with the version, status and topics of {@code next}.
     *
     * @param outcome {@link Outcome#NEW}, {@link Outcome#CORRECTED}, {@link Outcome#REMAPPED} or {@link Outcome#WITHDRAWN}
     * @param superseded numbers of holds of the same id that are obsolete now
     */
    record Publish(Outcome outcome, ResultState next, List<Integer> superseded) implements Decision {
        public Publish {
            superseded = List.copyOf(superseded);
        }

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

    /**
     * Nothing goes out, for the same content waits already.
     *
     * @param outcome {@link Outcome#UNCHANGED} or {@link Outcome#RESTATED}
     * @param number the hold that has it
     * @param newer whether that hold takes this result's order
     */
    record Absorbed(Outcome outcome, int number, boolean newer) implements Decision {
        @Override
        public Optional<ResultState> stored() {
            return Optional.empty();
        }
    }

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
     * It waits.
     *
     * @param tentative how it would count if it went out now and nothing waited before it; empty if it could not
     */
    record Hold(HoldReason reason, Optional<Outcome> tentative) implements Decision {
        @Override
        public Outcome outcome() {
            return Outcome.HELD;
        }

        @Override
        public Optional<ResultState> stored() {
            return Optional.empty();
        }
    }
}

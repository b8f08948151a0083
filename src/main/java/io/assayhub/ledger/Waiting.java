package io.assayhub.ledger;

import io.assayhub.model.Hash128;
import io.assayhub.model.HoldReason;

/**
 * A held result, as far as a later one of the same id has to know it.
 *
 * @param number its hold's number among those of the id
 * @param order of the newest transfer that carried it
 */
public record Waiting(int number, HoldReason reason, long order, Hash128 source, Hash128 content) {
    /** Whether the mapping wanted it held: the same result without that wish is another matter. */
    boolean isDemanded() {
        return reason == HoldReason.IDENTITY_COLLISION
                || reason == HoldReason.AMBIGUOUS_TIME
                || reason == HoldReason.LIMIT_DIFFERS
                || reason == HoldReason.CHECK_FAILED
                || reason == HoldReason.UNEXPECTED;
    }

    /**
     * Whether a newer version that may go out makes it obsolete. What waits for its subject, for a verdict or for a
     * decision about whose sample it is was not wrong in itself, and has to go first.
     */
    boolean canBeSuperseded() {
        return switch (reason) {
            case ILLEGAL_TRANSITION,
                    NO_ORIGINAL,
                    IDENTITY_COLLISION,
                    AMBIGUOUS_TIME,
                    LIMIT_DIFFERS,
                    CHECK_FAILED,
                    UNEXPECTED -> true;
            case UNKNOWN_SUBJECT, AMBIGUOUS_SUBJECT, SUBJECT_CLOSED, AWAITING_VERDICT, SUBJECT_CHANGED, QUEUED -> false;
        };
    }
}

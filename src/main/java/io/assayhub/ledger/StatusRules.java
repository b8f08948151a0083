package io.assayhub.ledger;

import io.assayhub.model.ResultStatus;
import java.util.Optional;

/**
 * Which Observation.status may follow which: registered, preliminary, final, then corrected or amended any number of times;
 * cancelled before final only, and final after it when a repeat succeeded; entered-in-error after anything, and nothing
 * after it. A result whose content changes may keep its status where that status does not claim to be the end.
 */
final class StatusRules {
    private StatusRules() {}

    /**
     * The status of the next version, empty when the transition is illegal. Sources that know no {@code corrected} send
     * another final; R4 calls that corrected.
     */
    static Optional<ResultStatus> next(ResultStatus published, ResultStatus stated) {
        if (stated == ResultStatus.ENTERED_IN_ERROR) {
            return Optional.of(stated);
        }
        boolean legal = switch (published) {
            case REGISTERED -> isBeforeFinal(stated) || ends(stated);
            case PRELIMINARY -> stated == ResultStatus.PRELIMINARY || ends(stated);
            case FINAL, AMENDED, CORRECTED ->
                stated == ResultStatus.FINAL || stated == ResultStatus.AMENDED || stated == ResultStatus.CORRECTED;
            case CANCELLED -> ends(stated);
            case ENTERED_IN_ERROR -> false;
            case UNKNOWN -> true;
        };
        if (!legal) {
            return Optional.empty();
        }
        return Optional.of(isFinal(published) && stated == ResultStatus.FINAL ? ResultStatus.CORRECTED : stated);
    }

    /** Whether a result with this status says that there was one before. */
    static boolean needsOriginal(ResultStatus stated) {
        return stated == ResultStatus.CORRECTED
                || stated == ResultStatus.AMENDED
                || stated == ResultStatus.ENTERED_IN_ERROR;
    }

    private static boolean isBeforeFinal(ResultStatus status) {
        return status == ResultStatus.REGISTERED || status == ResultStatus.PRELIMINARY;
    }

    private static boolean ends(ResultStatus status) {
        return status == ResultStatus.FINAL || status == ResultStatus.CANCELLED;
    }

    private static boolean isFinal(ResultStatus status) {
        return status == ResultStatus.FINAL || status == ResultStatus.AMENDED || status == ResultStatus.CORRECTED;
    }
}

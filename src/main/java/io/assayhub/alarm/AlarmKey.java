package io.assayhub.alarm;

import io.assayhub.model.HoldReason;
import java.util.Optional;

/**
 * What one alarm is about: there is at most one for each of these at a time.
 *
 * @param feed empty if it is about no feed, or about all
 * @param reason why results wait, in the word or code of closed lists
 */
record AlarmKey(AlarmName name, Optional<String> feed, Optional<String> reason) {
    static AlarmKey of(AlarmName name) {
        return new AlarmKey(name, Optional.empty(), Optional.empty());
    }

    static AlarmKey of(AlarmName name, String feed) {
        return new AlarmKey(name, Optional.of(feed), Optional.empty());
    }

    /** Whether it is raised when it is first seen. What waits for the gate mostly goes on by itself within a moment. */
    boolean isAtOnce() {
        return name.isAtOnce() && !reason.equals(Optional.of(HoldReason.AWAITING_VERDICT.text()));
    }
}

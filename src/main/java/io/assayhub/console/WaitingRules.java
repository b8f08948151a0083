package io.assayhub.console;

import io.assayhub.command.DecisionRules.Target;
import io.assayhub.model.HoldReason;
import io.assayhub.wire.CommandRecord.Action;
import io.assayhub.wire.HeldRecord;
import java.util.EnumSet;
import java.util.Set;

/** Which decisions there are about something that waits. Pure. */
final class WaitingRules {
    private WaitingRules() {}

    static Set<Action> actions(HeldRecord held) {
        if (held.isHeldResult()) {
            return HoldReason.SUBJECT_CHANGED.text().equals(held.reason())
                    ? EnumSet.of(Action.RELEASE, Action.DISMISS, Action.CONFIRM)
                    : EnumSet.of(Action.RELEASE, Action.DISMISS);
        }
        if (held.key().startsWith("missing/")) {
            return EnumSet.of(Action.KEEP, Action.SNOOZE, Action.WITHDRAW, Action.DISMISS);
        }
        if (held.key().startsWith("moved/")) {
            return EnumSet.of(Action.CONFIRM, Action.DISMISS);
        }
        return EnumSet.noneOf(Action.class); // A gap closes when its transfer comes.
    }

    /** What a decision about it names. */
    static Target target(HeldRecord held) {
        return held.isHeldResult()
                ? new Target(held.key(), null, null, null, held.study(), held.subject())
                : new Target(null, held.observation(), null, null, held.study(), held.subject());
    }
}

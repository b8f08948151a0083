package io.assayhub.alarm;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that is not as it should be, at the moment of a look.
 *
 * @param level how much
 * @param since when it began, if the figures say it
 * @param newest when the last of several cases of it began, if a new one has to be told of though others are known
 * @param summary a sentence for people
 */
record Condition(AlarmKey key, Level level, Optional<Instant> since, Optional<Instant> newest, String summary) {
    /** How far it has come. */
    enum Level {
        /** Beyond what is raised. */
        RAISES,
        /** Between the thresholds: raises nothing, and clears nothing. */
        REMAINS
    }

    boolean raises() {
        return level == Level.RAISES;
    }
}

package io.assayhub.alarm;

import io.assayhub.config.AlarmConfig;
import java.time.Duration;
import java.time.Instant;

/** How far the index has been filled since the start, and so what may be said by it. */
final class Filling {
    /** However far behind it begins; one that takes longer than this is behind. */
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final AlarmConfig config;
    private final Instant started;
    private boolean filled;
    private boolean known;
    private boolean judged;

    Filling(AlarmConfig config, Instant started) {
        this.config = config;
        this.started = started;
    }

    /**
     * Takes what the index says of itself.
     *
     * @param lag committed records that it does not have
     * @param caughtUp whether it had everything a moment ago
     */
    void look(long lag, boolean caughtUp, Instant now) {
        filled |= caughtUp;
        judged = filled || now.isAfter(started.plus(PATIENCE));
        known = filled && (caughtUp || lag <= config.indexLag().clear());
    }

    /**
     * Whether what the index shows of the topics may be told. It may lack what came within the last moments; one that is
     * far behind lacks so much that feeds would look overdue.
     */
    boolean areTopicsKnown() {
        return known;
    }

    /** Whether its lag says that something is wrong, and not that the hub has just started. */
    boolean isLagJudged() {
        return judged;
    }
}

package io.assayhub.alarm;

import io.assayhub.config.AlarmConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far an alarm has come. Each look leads to the next state, and says what is to be told, if anything:
 *
 * <pre>
 * quiet → pending → raised ⇄ clearing → quiet
 * </pre>
 */
sealed interface AlarmState {
    /** What is told. */
    enum Word {
        RAISED,
        REPEATED,
        CLEARED
    }

    /**
     * Something to be told.
     *
     * @param occurrence tells repetitions of one episode apart; the same on every instance that looks at the same figures
     */
    record Notice(Episode episode, Word word, String occurrence, String summary) {}

    /** One time from raised to cleared. */
    record Episode(AlarmKey key, Instant since) {}

    /** The state after a look, and what is to be told because of it. */
    record Step(AlarmState state, Optional<Notice> notice) {
        static Step silent(AlarmState state) {
            return new Step(state, Optional.empty());
        }
    }

    /** A look at which the condition holds or remains. */
    Step seen(Condition condition, Instant now, AlarmConfig config);

    /** A look at which it is away. */
    Step away(Instant now, AlarmConfig config);

    private static boolean isOver(Instant from, Duration time, Instant now) {
        return !now.isBefore(from.plus(time));
    }

    /** There is nothing. */
    record Quiet() implements AlarmState {
        @Override
        public Step seen(Condition condition, Instant now, AlarmConfig config) {
            return condition.raises() ? new Pending(now).seen(condition, now, config) : Step.silent(this);
        }

        @Override
        public Step away(Instant now, AlarmConfig config) {
            return Step.silent(this);
        }
    }

    /** The condition holds, and may be gone before anybody has to know. */
    record Pending(Instant from) implements AlarmState {
        @Override
        public Step seen(Condition condition, Instant now, AlarmConfig config) {
            if (!condition.raises()) {
                return Step.silent(new Quiet());
            }
            Duration wait = condition.key().isAtOnce() ? Duration.ZERO : config.raiseAfter();
            if (!isOver(from, wait, now)) {
                return Step.silent(this);
            }
            Episode episode = new Episode(condition.key(), condition.since().orElse(from));
            Raised raised = new Raised(
                    episode,
                    condition.summary(),
                    condition.newest().orElse(Instant.MIN),
                    Raised.period(episode, now, config));
            return new Step(raised, Optional.of(new Notice(episode, Word.RAISED, "", condition.summary())));
        }

        @Override
        public Step away(Instant now, AlarmConfig config) {
            return Step.silent(new Quiet());
        }
    }

    /**
     * It was told and still holds.
     *
     * @param newest the last case that was told of
     * @param period in which it was told last
     */
    record Raised(Episode episode, String summary, Instant newest, long period) implements AlarmState {
        /**
         * How many times it was due to be repeated. Counted from when the condition began, not from when it was told, so
         * that all instances repeat at the same moments.
         */
        private static long period(Episode episode, Instant now, AlarmConfig config) {
            return config.repeat()
                    .map(every -> Duration.between(episode.since(), now).dividedBy(every))
                    .orElse(0L);
        }

        @Override
        public Step seen(Condition condition, Instant now, AlarmConfig config) {
            Instant last = condition.newest().orElse(Instant.MIN);
            long current = period(episode, now, config);
            boolean another = last.isAfter(newest);
            Raised next = new Raised(
                    episode,
                    condition.summary(),
                    another ? last : newest,
                    another ? Math.max(current, period) : current);
            if (another) {
                return new Step(next, Optional.of(next.repeated("new-" + last.toEpochMilli())));
            }
            return current > period
                    ? new Step(next, Optional.of(next.repeated("still-" + current)))
                    : Step.silent(next);
        }

        private Notice repeated(String occurrence) {
            return new Notice(episode, Word.REPEATED, occurrence, summary);
        }

        @Override
        public Step away(Instant now, AlarmConfig config) {
            return new Clearing(this, now).away(now, config);
        }
    }

    /** It was told and is away, and may come back before anybody has to know. */
    record Clearing(Raised raised, Instant from) implements AlarmState {
        @Override
        public Step seen(Condition condition, Instant now, AlarmConfig config) {
            return raised.seen(condition, now, config);
        }

        @Override
        public Step away(Instant now, AlarmConfig config) {
            return isOver(from, config.clearAfter(), now)
                    ? new Step(
                            new Quiet(), Optional.of(new Notice(raised.episode(), Word.CLEARED, "", raised.summary())))
                    : Step.silent(this);
        }
    }
}

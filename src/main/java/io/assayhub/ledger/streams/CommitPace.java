package io.assayhub.ledger.streams;

import java.time.Duration;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/**
 * When the ledger commits: soon when little is going on, so that a single result is visible at once; later when much is,
 * for a transaction costs the same however much it holds. All partitions of a thread share one transaction, and so one
 * pace: a commit right after another has to wait until the broker has ended the first.
 */
final class CommitPace {
    /** Kafka Streams' own interval, for what no processor asks for. */
    static final Duration AT_LAST = Duration.ofSeconds(5);

    private static final Duration LOOK = Duration.ofMillis(10);
    private static final long SOON_MS = 40;
    private static final long LATER_MS = 200;
    /** More records than this in one transaction are much. */
    private static final long MUCH = 200;

    private final ThreadLocal<OfThread> threads = ThreadLocal.withInitial(OfThread::new);

    private static final class OfThread {
        private long taken;
        /** When the last commit was asked for, in milliseconds since 1970. */
        private long since;
    }

    /** Looks after a partition's processor, on the thread that runs it. */
    void pace(ProcessingContext context) {
        context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, now -> look(context, now));
    }

    /** A record was taken, or something else was done that has to be committed. */
    void note() {
        threads.get().taken++;
    }

    private void look(ProcessingContext context, long now) {
        OfThread thread = threads.get();
        if (thread.taken > 0 && now - thread.since >= (thread.taken > MUCH ? LATER_MS : SOON_MS)) {
            context.commit();
            thread.taken = 0;
            thread.since = now;
        }
    }
}

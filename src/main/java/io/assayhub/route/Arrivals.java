package io.assayhub.route;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The moments at which messages arrive: to the millisecond, and strictly rising within a feed. Safe to share. */
public final class Arrivals {
    private final Clock clock;
    private final ConcurrentMap<String, Instant> last = new ConcurrentHashMap<>();

    public Arrivals(Clock clock) {
        this.clock = clock;
    }

    /** The moment of the next arrival. */
    public Instant next(String feed) {
        return last.merge(
                feed,
                Instant.ofEpochMilli(clock.millis()),
                (before, now) -> now.isAfter(before) ? now : before.plusMillis(1));
    }
}

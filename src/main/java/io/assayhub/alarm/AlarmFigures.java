package io.assayhub.alarm;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one look sees.
 *
 * @param topics empty while the index is not caught up: then nothing is known of them, good or bad
 */
record AlarmFigures(Optional<OfTopics> topics, OfInstance instance) {
    /** The same on every instance. */
    record OfTopics(List<OfFeed> feeds, List<Unbalanced> unbalanced, List<Waiting> waiting, List<Rejected> rejected) {}

    /** When a feed is due next as agreed. */
    record OfFeed(String feed, Instant due) {}

    /** Settled transfers whose books do not balance, and when the first and the last of them came. */
    record Unbalanced(String feed, long count, Instant first, Instant last) {}

    /**
     * What waits for one reason.
     *
     * @param feed empty if it is of none
     * @param overdue how many have waited too long, and {@code oldest} since when the first of all waits
     * @param safety since when those wait that match a safety rule; empty if none does
     */
    record Waiting(Optional<String> feed, String reason, long overdue, Instant oldest, Optional<Safety> safety) {}

    /** Held results that match a safety rule, and since when the first and the last of them wait. */
    record Safety(long count, Instant first, Instant last) {}

    /** What was rejected of a feed's last entries, and when the first transfer came that had something of it. */
    record Rejected(String feed, long entries, long rejected, Instant first) {}

    /**
     * Of this instance alone.
     *
     * @param lag committed records that are not in the index; empty if that is not to be judged yet
     */
    record OfInstance(Optional<Long> lag, boolean ledgerRuns, long freeBytes) {}
}

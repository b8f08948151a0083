package io.assayhub.metrics;

import io.assayhub.index.HubIndex;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A running instance, as it is observed. Answers at once. */
public interface Observed {
    /** What a route has done since the start. */
    record RouteFigures(String id, boolean running, long completed, long failed) {}

    HubIndex index();

    /** How often a feed is agreed to send; empty if nothing is agreed. */
    Optional<Duration> interval(String feed);

    List<RouteFigures> routes();

    /** Until when the certificate of each listener is valid. */
    Map<String, Instant> certificates();

    /** The mapping snapshot of each feed. */
    Map<String, String> snapshots();

    boolean isLedgerRunning();

    /** Whether the broker answered a moment ago. */
    boolean isBrokerThere();

    /** Space left where the data is kept. */
    long freeBytes();
}

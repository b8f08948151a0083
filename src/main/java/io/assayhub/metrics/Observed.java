package io.assayhub.metrics;

import io.assayhub.index.HubIndex;
import io.assayhub.wire.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A running instance, as it is observed. Answers at once. */
public interface Observed {
    /** What a route has done since the start. */
    record RouteFigures(String id, boolean running, long completed, long failed) {}

    /** How many deliveries that came this way were answered so since the start. */
    record Messages(String transport, String answer, long count) {}

    /**
     * What a producer has sent since the start.
     *
     * @param requestSeconds how long the slowest broker's answers take on average, lately
     */
    record ProducerFigures(String client, double sent, double retried, double failed, double requestSeconds) {}

    /**
     * What this instance's threads of the ledger have done since the start.
     *
     * @param commitSeconds how long a commit of the slowest thread takes on average, lately
     */
    record LedgerFigures(double processed, double commits, double commitSeconds, double failedThreads) {}

    HubIndex index();

    /** How often a feed is agreed to send; empty if nothing is agreed. */
    Optional<Duration> interval(String feed);

    List<RouteFigures> routes();

    /** Until when the certificate of each listener is valid. */
    Map<String, Instant> certificates();

    /** The mapping snapshot of each feed. */
    Map<String, String> snapshots();

    List<Messages> messages();

    boolean isLedgerRunning();

    /** Committed records that the ledger has not taken, all instances together; empty while the brokers do not answer. */
    Map<Topic, Long> ledgerLag();

    LedgerFigures ledger();

    /** Those of the producers, the ledger's among them. */
    List<ProducerFigures> producers();

    /** Whether the broker answered a moment ago. */
    boolean isBrokerThere();

    /** Space left where the data is kept. */
    long freeBytes();
}

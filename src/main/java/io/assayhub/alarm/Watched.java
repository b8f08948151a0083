package io.assayhub.alarm;

import io.assayhub.index.HubIndex;
import java.time.Duration;
import java.util.Optional;

/** A running instance, as its alarms see it. Answers at once. */
public interface Watched {
    HubIndex index();

    /** How often a feed is agreed to send; empty if nothing is agreed. */
    Optional<Duration> interval(String feed);

    boolean isLedgerRunning();

    /** Space left where the data is kept. */
    long freeBytes();
}

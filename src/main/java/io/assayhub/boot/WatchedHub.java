package io.assayhub.boot;

import io.assayhub.alarm.Watched;
import io.assayhub.config.HubConfig;
import io.assayhub.index.HubIndex;
import io.assayhub.mapping.MappingCatalog;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A hub as its alarms see it.
 *
 * @param ledgerRuns whether the ledger takes records
 */
record WatchedHub(HubConfig config, MappingCatalog catalog, HubIndex index, BooleanSupplier ledgerRuns)
        implements Watched {
    @Override
    public Optional<Duration> interval(String feed) {
        return catalog.feed(feed).flatMap(f -> f.config().transfer().every());
    }

    @Override
    public boolean isLedgerRunning() {
        return ledgerRuns.getAsBoolean();
    }

    @Override
    public long freeBytes() {
        return config.data().toFile().getUsableSpace();
    }
}

package io.assayhub.replay;

import io.assayhub.config.HubConfig;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.Receipt;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/** Takes stored bytes in again; implemented by whoever holds the intake. */
public interface Replayer {
    /** A replay's transfer and what its end markers say. */
    record Replayed(String transfer, Manifest manifest) {}

    /**
     * Takes a transfer's bytes in again with today's mapping; returns when Kafka has acknowledged all of it.
     *
     * @param servers the hub's Kafka
     * @param bytes file with the original's bytes
     * @param now when the replay was asked for
     * @throws IOException if it cannot be handed over; the same replay may be asked for again
     */
    Replayed replay(HubConfig config, String servers, MappingCatalog catalog, Path bytes, Receipt original, Instant now)
            throws IOException;
}

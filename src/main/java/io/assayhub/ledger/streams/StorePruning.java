package io.assayhub.ledger.streams;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Forgets what is old in slices: each call looks at a bounded number of entries and goes on where the last one ended, so
 * that a large store never stops the records. After a full pass it rests. Where it stands is not stored; after a restart
 * it begins anew.
 */
final class StorePruning {
    /** How long an account or a receipt is kept after it was settled; as long as the normalised topic keeps records. */
    static final Duration RETENTION = Duration.ofDays(30);
    /** How often a slice is looked at. */
    static final Duration INTERVAL = Duration.ofSeconds(10);

    private static final Duration REST = Duration.ofHours(1);

    private final KeyValueStore<Bytes, byte[]> store;
    private final Expiry expired;
    private final int slice;
    private Bytes cursor;
    private long restsUntil = Long.MIN_VALUE;

    /** Whether an entry may be forgotten, given the time before which all that is settled may be. */
    interface Expiry {
        boolean isExpired(Bytes key, byte[] value, long before);
    }

    /**
     * @param expired whether an entry may be forgotten
     * @param slice entries looked at in one call
     */
    StorePruning(KeyValueStore<Bytes, byte[]> store, Expiry expired, int slice) {
        this.store = store;
        this.expired = expired;
        this.slice = slice;
    }

    /** Looks at one slice, at this wall-clock time in milliseconds since 1970. */
    void prune(long now) {
        if (now < restsUntil) {
            return;
        }
        List<Bytes> old = new ArrayList<>();
        int seen = 0;
        try (KeyValueIterator<Bytes, byte[]> entries = store.range(cursor, null)) {
            while (seen < slice && entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                seen++;
                cursor = entry.key;
                if (expired.isExpired(entry.key, entry.value, now - RETENTION.toMillis())) {
                    old.add(entry.key);
                }
            }
            if (!entries.hasNext()) {
                cursor = null;
                restsUntil = now + REST.toMillis();
            }
        }
        old.forEach(store::delete);
    }
}

package io.assayhub.ledger.streams;

import io.assayhub.model.ObservationId;
import io.assayhub.model.TransferId;
import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.Json;
import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.SubjectRecord;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What a partition has to know beside results: subjects, feeds, the JSON of Observation codes, commands applied, and
 * counters. What is asked for with every result is kept in bounded memory too.
 */
final class Reference {
    private static final int CACHED = 4_096;

    private final KeyValueStore<Bytes, byte[]> store;
    private final Map<String, Optional<SubjectRecord>> subjects = bounded();
    private final Map<Long, Feed> feeds = bounded();
    private final Map<Long, Boolean> codes = bounded();

    Reference(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /** A feed whose results were seen here. */
    record Feed(String name, boolean unblinded) {}

    Optional<SubjectRecord> subject(SubjectKey key) {
        return subjects.computeIfAbsent(
                key.text(),
                text -> Optional.ofNullable(store.get(subjectKey(text))).map(SubjectRecord::fromJson));
    }

    void putSubject(SubjectKey key, SubjectRecord subject) {
        store.put(subjectKey(key.text()), subject.toJson());
        subjects.put(key.text(), Optional.of(subject));
    }

    /** The feed with this hash; a feed that was never noted is not unblinded. */
    Feed feed(long hash) {
        return feeds.computeIfAbsent(hash, h -> {
            byte[] stored = store.get(feedKey(h));
            return stored == null ? new Feed(null, false) : Json.read(stored, Feed.class);
        });
    }

    /** Notes a feed's name under its hash, once. */
    void noteFeed(long hash, String name) {
        if (feed(hash).name() == null) {
            putFeed(hash, new Feed(name, false));
        }
    }

    void unblind(String name) {
        putFeed(StoreKeys.hash(name), new Feed(name, true));
    }

    private void putFeed(long hash, Feed feed) {
        store.put(feedKey(hash), Json.bytes(feed));
        feeds.put(hash, feed);
    }

    /** Notes the JSON of a code under its hash, once. */
    void noteCode(long hash, byte[] json) {
        if (codes.putIfAbsent(hash, true) == null && store.get(codeKey(hash)) == null) {
            store.put(codeKey(hash), json);
        }
    }

    /** The JSON of the code with this hash. */
    byte[] code(long hash) {
        byte[] json = store.get(codeKey(hash));
        if (json == null) {
            throw new IllegalStateException("a published code that was not noted");
        }
        return json;
    }

    /** Notes who has the accession of a published result already. */
    void contest(ObservationId id, CommandRecord.Finding finding) {
        store.put(contestedKey(id), Json.bytes(finding));
    }

    /** What {@link #contest} noted; forgets it. */
    CommandRecord.Finding settle(ObservationId id) {
        byte[] stored = store.get(contestedKey(id));
        store.delete(contestedKey(id));
        return stored == null ? null : Json.read(stored, CommandRecord.Finding.class);
    }

    /** A cumulative transfer whose lack is raised once it is let through. */
    record PendingScan(String feed, Set<String> studies, long order) {}

    void putScan(TransferId transfer, PendingScan scan) {
        store.put(StoreKeys.of('g', StoreKeys.transfer(transfer)), Json.bytes(scan));
    }

    /** What {@link #putScan} noted. */
    Optional<PendingScan> scan(TransferId transfer) {
        return Optional.ofNullable(store.get(StoreKeys.of('g', StoreKeys.transfer(transfer))))
                .map(stored -> Json.read(stored, PendingScan.class));
    }

    /** What {@link #putScan} noted; forgets it. */
    Optional<PendingScan> takeScan(TransferId transfer) {
        Bytes key = StoreKeys.of('g', StoreKeys.transfer(transfer));
        Optional<PendingScan> scan = Optional.ofNullable(store.get(key)).map(v -> Json.read(v, PendingScan.class));
        store.delete(key);
        return scan;
    }

    /** Whether a command with this id was applied here; notes it if not. */
    boolean isFirst(String command) {
        Bytes key = StoreKeys.of('k', StoreKeys.number(StoreKeys.hash(command)), StoreKeys.number(command.length()));
        if (store.get(key) != null) {
            return false;
        }
        store.put(key, new byte[] {1});
        return true;
    }

    /** The next number of a counter: 1, 2, 3, … */
    long next(Bytes counter) {
        byte[] stored = store.get(counter);
        long next = stored == null ? 1 : ByteBuffer.wrap(stored).getLong() + 1;
        store.put(counter, StoreKeys.number(next));
        return next;
    }

    private static Bytes contestedKey(ObservationId id) {
        return StoreKeys.of('m', StoreKeys.hex(id.value()));
    }

    private static Bytes subjectKey(String key) {
        return StoreKeys.of('s', StoreKeys.text(key));
    }

    private static Bytes feedKey(long hash) {
        return StoreKeys.of('f', StoreKeys.number(hash));
    }

    private static Bytes codeKey(long hash) {
        return StoreKeys.of('c', StoreKeys.number(hash));
    }

    /** Forgets what was asked for longest ago. */
    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>(256, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > CACHED;
            }
        };
    }
}

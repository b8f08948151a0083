package io.assayhub.ledger.streams;

import io.assayhub.model.Hash128;
import io.assayhub.model.ObservationId;
import io.assayhub.model.TransferId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keys of the ledger's stores: fixed widths behind a letter that says what it is, so that kinds can share a store. */
final class StoreKeys {
    private StoreKeys() {}

    static Bytes id(ObservationId id) {
        return Bytes.wrap(hex(id.value()));
    }

    static ObservationId id(Bytes key) {
        ByteBuffer in = ByteBuffer.wrap(key.get());
        return new ObservationId(new Hash128(in.getLong(), in.getLong()).hex());
    }

    static byte[] transfer(TransferId transfer) {
        return hex(transfer.value());
    }

    /** A letter, then these parts. */
    static Bytes of(char kind, byte[]... parts) {
        int length = 1;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer key = ByteBuffer.allocate(length).put((byte) kind);
        for (byte[] part : parts) {
            key.put(part);
        }
        return Bytes.wrap(key.array());
    }

    static byte[] hex(String hex32) {
        Hash128 hash = Hash128.parse(hex32);
        return ByteBuffer.allocate(16).putLong(hash.high()).putLong(hash.low()).array();
    }

    static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    static byte[] number(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    /** A text that cannot run into what follows it. */
    static byte[] text(String ascii) {
        return (ascii + '\0').getBytes(StandardCharsets.US_ASCII);
    }

    /** 64 bits of a name's hash; names are few, so that they do not collide. */
    static long hash(String name) {
        return Hash128.ofSha256(name).high();
    }

    /** Entries whose key begins with the prefix, in order of their keys, at most so many, after this key if one is given. */
    static List<KeyValue<Bytes, byte[]>> scan(
            KeyValueStore<Bytes, byte[]> store, Bytes prefix, Bytes after, int limit) {
        List<KeyValue<Bytes, byte[]>> found = new ArrayList<>();
        Bytes from = after == null ? prefix : after;
        try (KeyValueIterator<Bytes, byte[]> entries = store.range(from, null)) {
            while (found.size() < limit && entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                if (!startsWith(entry.key, prefix)) {
                    break;
                }
                if (!entry.key.equals(after)) {
                    found.add(entry);
                }
            }
        }
        return found;
    }

    static List<KeyValue<Bytes, byte[]>> scan(KeyValueStore<Bytes, byte[]> store, Bytes prefix) {
        return scan(store, prefix, null, Integer.MAX_VALUE);
    }

    private static boolean startsWith(Bytes key, Bytes prefix) {
        int length = prefix.get().length;
        return key.get().length >= length && Arrays.equals(key.get(), 0, length, prefix.get(), 0, length);
    }
}

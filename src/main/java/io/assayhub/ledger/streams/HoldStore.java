package io.assayhub.ledger.streams;

import io.assayhub.model.HoldReason;
import io.assayhub.model.ObservationId;
import io.assayhub.model.TransferId;
import io.assayhub.wire.Flag;
import io.assayhub.wire.SubjectKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The held results of a partition: {@code h id number} → {@link HeldResult}, with two ways in, {@code s subject arrival} for
 * those that wait for their subject and {@code t transfer arrival} for those of gated transfers.
 */
final class HoldStore {
    private static final int ID = 16;

    private final KeyValueStore<Bytes, byte[]> store;

    HoldStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /** Where a held result is. */
    record Place(ObservationId id, int number) {}

    /** The held results of an id, in the order in which they came. */
    List<HeldResult> of(ObservationId id) {
        List<HeldResult> holds = new ArrayList<>(2);
        for (KeyValue<Bytes, byte[]> entry : StoreKeys.scan(store, StoreKeys.of('h', StoreKeys.hex(id.value())))) {
            holds.add(HeldResult.decode(entry.value));
        }
        return holds;
    }

    Optional<HeldResult> get(ObservationId id, int number) {
        return Optional.ofNullable(store.get(key(id, number))).map(HeldResult::decode);
    }

    void put(ObservationId id, SubjectKey subject, HeldResult held) {
        store.put(key(id, held.meta().number()), held.encode());
        byte[] place = place(id, held.meta().number());
        if (held.result().flags().contains(Flag.GATED)) {
            store.put(byTransfer(held), place);
        }
        Bytes bySubject = bySubject(subject, held);
        if (waitsForSubject(held.meta().holdReason())) {
            store.put(bySubject, place);
        } else {
            store.delete(bySubject);
        }
    }

    void remove(ObservationId id, SubjectKey subject, HeldResult held) {
        store.delete(key(id, held.meta().number()));
        if (held.result().flags().contains(Flag.GATED)) {
            store.delete(byTransfer(held));
        }
        if (waitsForSubject(held.meta().holdReason())) {
            store.delete(bySubject(subject, held));
        }
    }

    /** Those that wait for their subject, in the order in which they came, after this cursor if one is given. */
    List<KeyValue<Bytes, Place>> ofSubject(SubjectKey subject, Bytes after, int limit) {
        return places(StoreKeys.of('s', StoreKeys.text(subject.text())), after, limit);
    }

    /** Those of a gated transfer, in the order in which they came, after this cursor if one is given. */
    List<KeyValue<Bytes, Place>> ofTransfer(TransferId transfer, Bytes after, int limit) {
        return places(StoreKeys.of('t', StoreKeys.transfer(transfer)), after, limit);
    }

    /** All held results from a cursor on, for going through them in slices. */
    List<KeyValue<Bytes, byte[]>> all(Bytes after, int limit) {
        return StoreKeys.scan(store, StoreKeys.of('h'), after, limit);
    }

    static Place placeOf(Bytes key) {
        return place(ByteBuffer.wrap(key.get(), 1, ID + Integer.BYTES));
    }

    private List<KeyValue<Bytes, Place>> places(Bytes prefix, Bytes after, int limit) {
        return StoreKeys.scan(store, prefix, after, limit).stream()
                .map(entry -> KeyValue.pair(entry.key, place(ByteBuffer.wrap(entry.value))))
                .toList();
    }

    private static boolean waitsForSubject(HoldReason reason) {
        return reason == HoldReason.UNKNOWN_SUBJECT
                || reason == HoldReason.AMBIGUOUS_SUBJECT
                || reason == HoldReason.SUBJECT_CLOSED;
    }

    private static Bytes key(ObservationId id, int number) {
        return StoreKeys.of('h', place(id, number));
    }

    private static byte[] place(ObservationId id, int number) {
        return ByteBuffer.allocate(ID + Integer.BYTES)
                .put(StoreKeys.hex(id.value()))
                .putInt(number)
                .array();
    }

    private static Place place(ByteBuffer in) {
        byte[] id = new byte[ID];
        in.get(id);
        return new Place(StoreKeys.id(Bytes.wrap(id)), in.getInt());
    }

    private static Bytes byTransfer(HeldResult held) {
        return StoreKeys.of(
                't',
                StoreKeys.transfer(held.result().transfer()),
                StoreKeys.number(held.meta().arrival()));
    }

    private static Bytes bySubject(SubjectKey subject, HeldResult held) {
        return StoreKeys.of(
                's',
                StoreKeys.text(subject.text()),
                StoreKeys.number(held.meta().arrival()));
    }
}

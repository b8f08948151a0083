package io.assayhub.ledger.streams;

import io.assayhub.ledger.ResultState;
import io.assayhub.model.ObservationId;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** Everything that one partition of the ledger remembers. */
final class LedgerStores {
    /** Observation id, 16 bytes → {@link ResultState}. */
    static final String RESULTS = "results";
    /** See {@link Accounts}. */
    static final String TRANSFERS = "transfers";
    /** See {@link HoldStore}; and {@code w feed id} → a version kept from readers who are not unblinded. */
    static final String HOLDS = "holds";
    /** See {@link Reference}; and {@code j} + number → a job. */
    static final String REFERENCE = "reference";

    private final KeyValueStore<Bytes, byte[]> results;
    private final KeyValueStore<Bytes, byte[]> transfers;
    private final KeyValueStore<Bytes, byte[]> holdBytes;
    private final KeyValueStore<Bytes, byte[]> referenceBytes;
    private final Accounts accounts;
    private final HoldStore holds;
    private final Reference reference;
    private final int partitions;
    /** The result in hand, which is asked for at each step of what is done with it. */
    private ObservationId lastId;

    private Optional<ResultState> lastResult;

    LedgerStores(ProcessorContext<byte[], Outgoing> context, Forwarding forwarding, int partitions) {
        results = context.getStateStore(RESULTS);
        transfers = context.getStateStore(TRANSFERS);
        holdBytes = context.getStateStore(HOLDS);
        referenceBytes = context.getStateStore(REFERENCE);
        accounts = new Accounts(transfers, forwarding);
        holds = new HoldStore(holdBytes);
        reference = new Reference(referenceBytes);
        this.partitions = partitions;
    }

    Optional<ResultState> result(ObservationId id) {
        if (!id.equals(lastId)) {
            lastResult = Optional.ofNullable(results.get(StoreKeys.id(id))).map(ResultState::decode);
            lastId = id;
        }
        return lastResult;
    }

    void putResult(ObservationId id, ResultState state) {
        results.put(StoreKeys.id(id), state.encode());
        lastId = id;
        lastResult = Optional.of(state);
    }

    /** What waits under an id; asks the store only if something does. */
    List<HeldResult> holdsIfAny(ObservationId id, Optional<ResultState> state) {
        return state.filter(s -> s.waiting() > 0).isPresent() ? holds.of(id) : List.of();
    }

    Accounts accounts() {
        return accounts;
    }

    HoldStore holds() {
        return holds;
    }

    Reference reference() {
        return reference;
    }

    /** How many partitions the ledger has. */
    int partitions() {
        return partitions;
    }

    KeyValueStore<Bytes, byte[]> results() {
        return results;
    }

    KeyValueStore<Bytes, byte[]> transfers() {
        return transfers;
    }

    KeyValueStore<Bytes, byte[]> holdBytes() {
        return holdBytes;
    }

    KeyValueStore<Bytes, byte[]> referenceBytes() {
        return referenceBytes;
    }
}

package io.assayhub.ledger.streams;

import io.assayhub.ledger.Outcome;
import io.assayhub.ledger.OutcomeCounts;
import io.assayhub.ledger.TransferAccount;
import io.assayhub.model.Hash128;
import io.assayhub.model.TransferId;
import io.assayhub.wire.Counts;
import io.assayhub.wire.Manifest;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The accounts of transfers in one partition, and those of results that were moved here from another. What changed in an
 * account that has been reported once, or that never gets an end marker, is reported again.
 */
final class Accounts {
    private static final int MOVED_LENGTH = 16 + Integer.BYTES;

    private final KeyValueStore<Bytes, byte[]> store;
    private final Forwarding forwarding;
    private final Set<Bytes> changed = new LinkedHashSet<>();
    /** The account in hand: consecutive results share one, and to read it back each time costs more than to decide. */
    private Bytes lastKey;

    private TransferAccount last;

    Accounts(KeyValueStore<Bytes, byte[]> store, Forwarding forwarding) {
        this.store = store;
        this.forwarding = forwarding;
    }

    /** @param from the partition that results of the transfer were moved from, or null */
    static Bytes key(TransferId transfer, Integer from) {
        byte[] id = StoreKeys.transfer(transfer);
        return from == null
                ? Bytes.wrap(id)
                : Bytes.wrap(
                        ByteBuffer.allocate(MOVED_LENGTH).put(id).putInt(from).array());
    }

    TransferAccount get(Bytes key) {
        if (!key.equals(lastKey)) {
            byte[] stored = store.get(key);
            last = stored == null ? TransferAccount.EMPTY : TransferAccount.decode(stored);
            lastKey = key;
        }
        return last;
    }

    /** Forgets the account in hand, before the store forgets it. */
    void letGo() {
        lastKey = null;
        last = null;
    }

    /** The keys of a transfer's accounts here: its own, and those of results moved here. */
    List<Bytes> allOf(TransferId transfer) {
        return StoreKeys.scan(store, Bytes.wrap(StoreKeys.transfer(transfer))).stream()
                .map(entry -> entry.key)
                .toList();
    }

    void put(Bytes key, TransferAccount account) {
        store.put(key, account.encode());
        lastKey = key;
        last = account;
        if (account.sealed() || isMoved(key)) {
            changed.add(key);
        }
    }

    /** Whether an account, given its key and stored form, may be forgotten. */
    static boolean isExpired(Bytes key, byte[] stored, long before) {
        TransferAccount account = TransferAccount.decode(stored);
        return isMoved(key)
                ? account.counts().of(Outcome.HELD) == 0 && account.lastActivity() < before
                : account.isExpired(before);
    }

    /** Reports what changed since the last call, once each. */
    void report() {
        for (Bytes key : changed) {
            forwarding.clearing(transfer(key), report(key, null));
        }
        changed.clear();
    }

    /** Reports an account whose end marker came, the first time or again. */
    void report(TransferId transfer, Manifest manifest) {
        Bytes key = key(transfer, null);
        changed.remove(key);
        forwarding.clearing(transfer.value(), report(key, manifest));
    }

    private ClearingMessage.Report report(Bytes key, Manifest manifest) {
        TransferAccount account = get(key);
        String here = Integer.toString(forwarding.partition());
        String label =
                isMoved(key) ? ByteBuffer.wrap(key.get()).getInt(MOVED_LENGTH - Integer.BYTES) + ">" + here : here;
        return new ClearingMessage.Report(
                label,
                account.revision(),
                counts(account.counts()),
                account.counts().of(Outcome.MOVED),
                counts(account.tentative()),
                account.awaiting(),
                account.gate(),
                account.sealed(),
                account.scanned(),
                account.missing(),
                account.known(),
                account.claims(),
                account.moving(),
                manifest);
    }

    /** Counts as receipts show them: restated and remap pending are parts of unchanged. */
    static Counts counts(OutcomeCounts counts) {
        long restated = counts.of(Outcome.RESTATED);
        long remapPending = counts.of(Outcome.REMAP_PENDING);
        return new Counts(
                counts.of(Outcome.NEW),
                counts.of(Outcome.CORRECTED),
                counts.of(Outcome.REMAPPED),
                counts.of(Outcome.WITHDRAWN),
                counts.of(Outcome.UNCHANGED) + restated + remapPending,
                restated,
                remapPending,
                counts.of(Outcome.STALE),
                counts.of(Outcome.SUPERSEDED),
                counts.of(Outcome.HELD),
                counts.of(Outcome.DISMISSED));
    }

    private static boolean isMoved(Bytes key) {
        return key.get().length == MOVED_LENGTH;
    }

    private static String transfer(Bytes key) {
        ByteBuffer in = ByteBuffer.wrap(key.get());
        return new Hash128(in.getLong(), in.getLong()).hex();
    }
}

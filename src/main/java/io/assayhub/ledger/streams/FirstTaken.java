package io.assayhub.ledger.streams;

import io.assayhub.model.TransferId;
import java.util.LinkedHashMap;
import java.util.Map;

/** When a partition took the first result of each transfer that is under way; of a bounded number of them, in memory. */
final class FirstTaken {
    private static final int MOST = 1000;

    private final Map<TransferId, Long> at = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TransferId, Long> eldest) {
            return size() > MOST;
        }
    };
    /** Consecutive results share a transfer. */
    private TransferId last;

    /** Notes that a result was taken, in milliseconds since 1970. */
    void note(TransferId transfer, long now) {
        if (!transfer.equals(last)) {
            at.putIfAbsent(transfer, now);
            last = transfer;
        }
    }

    /** When the first was taken, or this if that is not known; forgets the transfer. */
    long end(TransferId transfer, long otherwise) {
        last = null;
        Long first = at.remove(transfer);
        return first == null ? otherwise : first;
    }
}

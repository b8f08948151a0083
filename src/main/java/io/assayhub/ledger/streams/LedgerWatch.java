package io.assayhub.ledger.streams;

import io.assayhub.model.TransferId;
import io.assayhub.wire.Receipt;

/**
 * Is told how transfers go through the ledger, once a partition and once a receipt, not for each result. What it is told of may
 * still be rolled back and told again. It is called on the ledger's threads, so it returns soon and throws nothing.
 */
public interface LedgerWatch {
    /** Nobody watches. */
    LedgerWatch NONE = new LedgerWatch() {
        @Override
        public void sealed(TransferId transfer, int partition, long results, long fromMs, long untilMs) {}

        @Override
        public void receipt(Receipt receipt, long fromMs, long untilMs) {}
    };

    /**
     * A partition has taken a transfer's end marker.
     *
     * @param results those before it
     * @param fromMs when it took the first of them, as far as this instance knows, in milliseconds since 1970
     * @param untilMs when it took the end marker
     */
    void sealed(TransferId transfer, int partition, long results, long fromMs, long untilMs);

    /**
     * A receipt is published.
     *
     * @param fromMs when the report was made that brought it about, in milliseconds since 1970
     * @param untilMs now
     */
    void receipt(Receipt receipt, long fromMs, long untilMs);
}

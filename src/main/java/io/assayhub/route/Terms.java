package io.assayhub.route;

import io.assayhub.model.TransferId;

/**
 * On what terms a delivery becomes a transfer.
 *
 * @param order higher is newer
 * @param replayOf the transfer whose bytes these are, or null
 * @param statedRows how many rows the manifest beside it states, or null
 */
record Terms(long order, TransferId replayOf, Long statedRows) {
    static final Terms REFUSED = new Terms(0, null, null);

    boolean isReplay() {
        return replayOf != null;
    }
}

package io.assayhub.mapping;

import io.assayhub.model.Hash128;
import io.assayhub.model.ObservationId;

/**
 * How many rows of each result a transfer marks as the reported one, where a sample may have been assayed again. Holds at
 * most {@link #MOST} results, about 24 MiB.
 */
final class Reassays {
    static final int MOST = 500_000;

    /** What becomes of one of the rows of a result. */
    enum Choice {
        /** It is the reported one. */
        TAKEN,
        /** Another one is. */
        LEFT_OUT,
        /** None of the rows is marked. */
        NONE_REPORTED,
        /** More than one is marked. */
        SEVERAL_REPORTED
    }

    /** Open addressing over ids of two longs; a slot is empty when both are zero. */
    private long[] ids = new long[2 * 1024];

    /** 0, 1, or 2 for more. */
    private byte[] marked = new byte[1024];

    private int used;

    /** Counts a row; one more result than can be held is left out, see {@link #tooMany()}. */
    void add(ObservationId id, boolean reported) {
        Hash128 key = Hash128.parse(id.value());
        int at = slot(key);
        if (ids[2 * at] == 0 && ids[2 * at + 1] == 0) {
            used++;
            if (used > MOST) {
                return;
            }
            ids[2 * at] = key.high();
            ids[2 * at + 1] = key.low();
        }
        if (reported && marked[at] < 2) {
            marked[at]++;
        }
        if (2 * used > marked.length) {
            grow();
        }
    }

    boolean tooMany() {
        return used > MOST;
    }

    /** What becomes of a row whose result was added. */
    Choice choose(ObservationId id, boolean reported) {
        int marks = marked[slot(Hash128.parse(id.value()))];
        if (marks == 0) {
            return Choice.NONE_REPORTED;
        }
        if (!reported) {
            return Choice.LEFT_OUT;
        }
        return marks == 1 ? Choice.TAKEN : Choice.SEVERAL_REPORTED;
    }

    /** Where an id stands, or the empty slot where it would. */
    private int slot(Hash128 id) {
        int mask = marked.length - 1;
        int at = (int) id.low() & mask;
        while ((ids[2 * at] != 0 || ids[2 * at + 1] != 0)
                && (ids[2 * at] != id.high() || ids[2 * at + 1] != id.low())) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void grow() {
        long[] oldIds = ids;
        byte[] oldMarked = marked;
        ids = new long[oldIds.length * 2];
        marked = new byte[oldMarked.length * 2];
        for (int i = 0; i < oldMarked.length; i++) {
            if (oldIds[2 * i] != 0 || oldIds[2 * i + 1] != 0) {
                int at = slot(new Hash128(oldIds[2 * i], oldIds[2 * i + 1]));
                ids[2 * at] = oldIds[2 * i];
                ids[2 * at + 1] = oldIds[2 * i + 1];
                marked[at] = oldMarked[i];
            }
        }
    }
}

package io.assayhub.mapping;

import io.assayhub.model.Hash128;

/** A byte for each of at most 500,000 hashes, in about 24 MiB. Open addressing; a slot is empty when its hash is 0. */
final class HashMarks {
    static final int MOST = 500_000;

    private long[] keys = new long[2 * 1024];
    private byte[] marks = new byte[1024];
    private int used;

    /** The mark of a hash, 0 if it has none. */
    byte get(Hash128 key) {
        return marks[slot(key)];
    }

    /** Whether the hash was ever put. */
    boolean has(Hash128 key) {
        int at = slot(key);
        return keys[2 * at] != 0 || keys[2 * at + 1] != 0;
    }

    /** Sets the mark of a hash; one more hash than can be held is left out, see {@link #tooMany()}. */
    void put(Hash128 key, byte mark) {
        int at = slot(key);
        if (keys[2 * at] == 0 && keys[2 * at + 1] == 0) {
            used++;
            if (used > MOST) {
                return;
            }
            keys[2 * at] = key.high();
            keys[2 * at + 1] = key.low();
        }
        marks[at] = mark;
        if (2 * used > marks.length) {
            grow();
        }
    }

    boolean tooMany() {
        return used > MOST;
    }

    /** Where a hash stands, or the empty slot where it would. */
    private int slot(Hash128 key) {
        int mask = marks.length - 1;
        int at = (int) key.low() & mask;
        while ((keys[2 * at] != 0 || keys[2 * at + 1] != 0)
                && (keys[2 * at] != key.high() || keys[2 * at + 1] != key.low())) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void grow() {
        long[] oldKeys = keys;
        byte[] oldMarks = marks;
        keys = new long[oldKeys.length * 2];
        marks = new byte[oldMarks.length * 2];
        for (int i = 0; i < oldMarks.length; i++) {
            if (oldKeys[2 * i] != 0 || oldKeys[2 * i + 1] != 0) {
                int at = slot(new Hash128(oldKeys[2 * i], oldKeys[2 * i + 1]));
                keys[2 * at] = oldKeys[2 * i];
                keys[2 * at + 1] = oldKeys[2 * i + 1];
                marks[at] = oldMarks[i];
            }
        }
    }
}

package io.assayhub.ledger;

/**
 * How one result of a transfer ended; each ends in exactly one way. {@link #RESTATED} and {@link #REMAP_PENDING} are shown
 * to people as parts of unchanged.
 */
public enum Outcome {
    /** Never seen before. */
    NEW(0),
    /** Another result than before, from a newer transfer. */
    CORRECTED(1),
    /** The same source and the same content. */
    UNCHANGED(2),
    /** The sender wrote it otherwise, and it means the same. */
    RESTATED(3),
    /** The same source reads otherwise under the present mapping; not published without an approved replay. */
    REMAP_PENDING(4),
    /** Not newer than what is already known. */
    STALE(5);

    private final int slot;

    Outcome(int slot) {
        this.slot = slot;
    }

    /** Place in stored {@link OutcomeCounts}: 0, 1, 2, … without gaps; a new outcome takes the next. */
    int slot() {
        return slot;
    }
}

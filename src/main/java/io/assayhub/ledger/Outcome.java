package io.assayhub.ledger;

/**
 * How one result of a transfer stands; each stands in exactly one way. {@link #RESTATED} and {@link #REMAP_PENDING} are
 * shown to people as parts of unchanged. {@link #HELD} is the only one that later becomes another.
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
    STALE(5),
    /** The same source under another mapping, published by an approved replay. */
    REMAPPED(6),
    /** The source says that it should never have existed. */
    WITHDRAWN(7),
    /** It was held, and a newer version that may go out has come. */
    SUPERSEDED(8),
    /** It waits for an event or a person. */
    HELD(9),
    /** A person decided that it shall not go out. */
    DISMISSED(10),
    /** It went on to the partition of the subject that its number stands for, and is counted there. */
    MOVED(11);

    private final int slot;

    Outcome(int slot) {
        this.slot = slot;
    }

    /** Place in stored {@link OutcomeCounts}: 0, 1, 2, … without gaps; a new outcome takes the next. */
    int slot() {
        return slot;
    }

    /** The word in events, headers, receipts and the audit trail. */
    public String text() {
        return switch (this) {
            case NEW -> "new";
            case CORRECTED -> "corrected";
            case REMAPPED -> "remapped";
            case WITHDRAWN -> "withdrawn";
            case UNCHANGED, RESTATED, REMAP_PENDING -> "unchanged";
            case STALE -> "stale";
            case SUPERSEDED -> "superseded";
            case HELD -> "held";
            case DISMISSED -> "dismissed";
            case MOVED -> "moved";
        };
    }
}

package io.assayhub.ledger;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** How many results ended in each {@link Outcome}. Immutable. */
public final class OutcomeCounts {
    /** Nothing counted yet. */
    public static final OutcomeCounts ZERO = new OutcomeCounts(new long[Outcome.values().length]);

    private final long[] counts;

    private OutcomeCounts(long[] counts) {
        this.counts = counts;
    }

    /** The number of results that ended this way. */
    public long of(Outcome outcome) {
        return counts[outcome.slot()];
    }

    /** These counts with one more result that ended this way. */
    public OutcomeCounts plusOne(Outcome outcome) {
        long[] more = counts.clone();
        more[outcome.slot()]++;
        return new OutcomeCounts(more);
    }

    /**
     * These counts after a result that stood one way has come to stand another.
     *
     * @throws IllegalStateException if none stands that way
     */
    public OutcomeCounts changed(Outcome from, Outcome to) {
        return minusOne(from).plusOne(to);
    }

    /**
     * These counts with one result less that stands this way.
     *
     * @throws IllegalStateException if none does
     */
    public OutcomeCounts minusOne(Outcome outcome) {
        long[] less = counts.clone();
        if (less[outcome.slot()]-- == 0) {
            throw new IllegalStateException("no result is counted as " + outcome);
        }
        return new OutcomeCounts(less);
    }

    /** The number of results counted, whatever their outcome. */
    public long total() {
        return Arrays.stream(counts).sum();
    }

    int encodedLength() {
        return 1 + Long.BYTES * counts.length;
    }

    void encode(ByteBuffer out) {
        out.put((byte) counts.length);
        for (long count : counts) {
            out.putLong(count);
        }
    }

    /** Reads counts that may have been written before the later outcomes were known; those are zero. */
    static OutcomeCounts decode(ByteBuffer in) {
        long[] counts = new long[Outcome.values().length];
        int stored = in.get();
        if (stored < 0 || stored > counts.length) {
            throw new IllegalArgumentException("counts of outcomes that this hub does not know");
        }
        for (int i = 0; i < stored; i++) {
            counts[i] = in.getLong();
        }
        return new OutcomeCounts(counts);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OutcomeCounts that && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return Arrays.toString(counts);
    }
}

package io.assayhub.ledger;

import java.nio.ByteBuffer;

/**
 * One transfer's account in one partition: which record is due and how those before it ended.
 *
 * @param next seq of the record that is due, from 1; when sealed, the seq of the end marker
 * @param sealed whether the end marker was taken, so that the counts stand for all results here
 * @param lastActivity when it changed last, in milliseconds since 1970
 */
public record TransferAccount(long next, OutcomeCounts counts, boolean sealed, long lastActivity) {
    /** The account of a transfer of which nothing has come. */
    public static final TransferAccount EMPTY = new TransferAccount(1, OutcomeCounts.ZERO, false, 0);

    private static final byte FORMAT = 1;

    /** What to do with a record, judged by its seq alone. */
    public enum Step {
        /** It is due: take it. For the end marker of a sealed account: report again. */
        NEXT,
        /** It was taken before: drop it. */
        DUPLICATE,
        /** One before it is missing; sender or intake sends all again from 1: drop it. */
        GAP,
        /** It cannot be of the transfer that was counted here, which ended earlier or later: drop it and say so. */
        CONTRADICTION
    }

    /** What to do with a result that has this seq. */
    public Step accept(long seq) {
        if (seq < next) {
            return Step.DUPLICATE;
        }
        if (sealed) {
            return Step.CONTRADICTION;
        }
        return seq == next ? Step.NEXT : Step.GAP;
    }

    /** What to do with an end marker that has this seq. */
    public Step acceptEnd(long seq) {
        if (seq == next) {
            return Step.NEXT;
        }
        return seq < next || sealed ? Step.CONTRADICTION : Step.GAP;
    }

    /** The account after the result that was due. */
    public TransferAccount counted(Outcome outcome, long now) {
        return new TransferAccount(next + 1, counts.plusOne(outcome), false, now);
    }

    /** The account after its end marker. */
    public TransferAccount seal(long now) {
        return new TransferAccount(next, counts, true, now);
    }

    /** Whether it may be forgotten: sealed, and not touched since this time. An open account is never forgotten. */
    public boolean isExpired(long before) {
        return sealed && lastActivity < before;
    }

    /** The stored form: a format byte, then fields of fixed width, big-endian. */
    public byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(2 + 2 * Long.BYTES + counts.encodedLength());
        out.put(FORMAT).put((byte) (sealed ? 1 : 0)).putLong(next).putLong(lastActivity);
        counts.encode(out);
        return out.array();
    }

    /**
     * Reads what {@link #encode()} wrote.
     *
     * @throws IllegalArgumentException if the bytes have a format that this hub does not know
     */
    public static TransferAccount decode(byte[] stored) {
        ByteBuffer in = ByteBuffer.wrap(stored);
        if (in.get() != FORMAT) {
            throw new IllegalArgumentException("not the stored account of a transfer");
        }
        boolean sealed = in.get() != 0;
        long next = in.getLong();
        long lastActivity = in.getLong();
        return new TransferAccount(next, OutcomeCounts.decode(in), sealed, lastActivity);
    }
}

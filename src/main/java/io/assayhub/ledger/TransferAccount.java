package io.assayhub.ledger;

import java.nio.ByteBuffer;

/**
 * One transfer's account in one partition: which record is due and how those before it stand.
 *
 * @param next seq of the record that is due, from 1; when sealed, the seq of the end marker
 * @param tentative of the results that are held, how those would count that only wait for the verdict or for an earlier one
 * @param awaiting how many of them wait for the verdict
 * @param sealed whether the end marker was taken, so that the counts stand for all results here
 * @param gate where its verdict stands
 * @param scanned whether it is known what the transfer lacks, as far as it is cumulative
 * @param missing how many results it newly lacks
 * @param known how many results its feed had here
 * @param claims accessions asked after
 * @param moving results here whose accession the transfer has under another subject: they are not missing
 * @param revision rises with every change, so that of two reports the later is known
 * @param lastActivity when it changed last, in milliseconds since 1970
 */
public record TransferAccount(
        long next,
        OutcomeCounts counts,
        OutcomeCounts tentative,
        long awaiting,
        boolean sealed,
        Gate gate,
        boolean scanned,
        long missing,
        long known,
        long claims,
        long moving,
        long revision,
        long lastActivity) {
    /** The account of a transfer of which nothing has come. */
    public static final TransferAccount EMPTY = new TransferAccount(
            1, OutcomeCounts.ZERO, OutcomeCounts.ZERO, 0, false, Gate.NONE, false, 0, 0, 0, 0, 0, 0);

    private static final byte FORMAT = 2;

    /** Where a transfer's verdict stands. */
    public enum Gate {
        /** Its feed has no limits. */
        NONE,
        /** Not decided: what would change consumers' view waits. */
        PENDING,
        /** Its results go out. */
        RELEASED,
        /** Its results do not go out. */
        DISMISSED
    }

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
        return changed(next + 1, counts.plusOne(outcome), tentative, awaiting, sealed, gate, now);
    }

    /** The account after a held result has come to stand another way. */
    public TransferAccount ended(Outcome outcome, long now) {
        return changed(next, counts.changed(Outcome.HELD, outcome), tentative, awaiting, sealed, gate, now);
    }

    /** The account with one more held result that would count like this; {@code verdict} if only the verdict holds it. */
    public TransferAccount plusTentative(Outcome outcome, boolean verdict, long now) {
        return changed(next, counts, tentative.plusOne(outcome), awaiting + (verdict ? 1 : 0), sealed, gate, now);
    }

    /** The account without what {@link #plusTentative} added. */
    public TransferAccount minusTentative(Outcome outcome, boolean verdict, long now) {
        return changed(next, counts, tentative.minusOne(outcome), awaiting - (verdict ? 1 : 0), sealed, gate, now);
    }

    /** The account with the gate in this position. */
    public TransferAccount gate(Gate position, long now) {
        return changed(next, counts, tentative, awaiting, sealed, position, now);
    }

    /** The account after its end marker. */
    public TransferAccount seal(long now) {
        return changed(next, counts, tentative, awaiting, true, gate, now);
    }

    /** The account with one more accession asked after. */
    public TransferAccount claimed() {
        return new TransferAccount(
                next,
                counts,
                tentative,
                awaiting,
                sealed,
                gate,
                scanned,
                missing,
                known,
                claims + 1,
                moving,
                revision,
                lastActivity);
    }

    /** The account with what a scan found. */
    public TransferAccount scanned(long lacking, long had, long now) {
        return new TransferAccount(
                next, counts, tentative, awaiting, sealed, gate, true, lacking, had, claims, moving, revision + 1, now);
    }

    /**
     * The account with one more result that the transfer has under another subject.
     *
     * @param counted whether the scan has taken it for missing
     */
    public TransferAccount movingAway(boolean counted, long now) {
        return new TransferAccount(
                next,
                counts,
                tentative,
                awaiting,
                sealed,
                gate,
                scanned,
                missing - (counted ? 1 : 0),
                known,
                claims,
                moving + 1,
                revision + 1,
                now);
    }

    private TransferAccount changed(
            long due,
            OutcomeCounts standing,
            OutcomeCounts wouldBe,
            long verdicts,
            boolean complete,
            Gate position,
            long now) {
        return new TransferAccount(
                due,
                standing,
                wouldBe,
                verdicts,
                complete,
                position,
                scanned,
                missing,
                known,
                claims,
                moving,
                revision + 1,
                now);
    }

    /**
     * Whether it may be forgotten: sealed, or without any result of its own; nothing held, and not touched since this time.
     */
    public boolean isExpired(long before) {
        return (sealed || next == 1) && counts.of(Outcome.HELD) == 0 && gate != Gate.PENDING && lastActivity < before;
    }

    /** The stored form: a format byte, then fields of fixed width, big-endian. */
    public byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(4 + 8 * Long.BYTES + counts.encodedLength() + tentative.encodedLength());
        out.put(FORMAT)
                .put((byte) (sealed ? 1 : 0))
                .put((byte) (scanned ? 1 : 0))
                .put(code(gate));
        out.putLong(next)
                .putLong(lastActivity)
                .putLong(awaiting)
                .putLong(missing)
                .putLong(known);
        out.putLong(claims).putLong(moving).putLong(revision);
        counts.encode(out);
        tentative.encode(out);
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
        boolean scanned = in.get() != 0;
        Gate gate = gateOf(in.get());
        long next = in.getLong();
        long lastActivity = in.getLong();
        long awaiting = in.getLong();
        long missing = in.getLong();
        long known = in.getLong();
        long claims = in.getLong();
        long moving = in.getLong();
        long revision = in.getLong();
        OutcomeCounts counts = OutcomeCounts.decode(in);
        return new TransferAccount(
                next,
                counts,
                OutcomeCounts.decode(in),
                awaiting,
                sealed,
                gate,
                scanned,
                missing,
                known,
                claims,
                moving,
                revision,
                lastActivity);
    }

    /** Written out, so that the enum's order stays free. */
    private static byte code(Gate gate) {
        return switch (gate) {
            case NONE -> 0;
            case PENDING -> 1;
            case RELEASED -> 2;
            case DISMISSED -> 3;
        };
    }

    private static Gate gateOf(byte code) {
        for (Gate gate : Gate.values()) {
            if (code(gate) == code) {
                return gate;
            }
        }
        throw new IllegalArgumentException("a stored gate that this hub does not know");
    }
}

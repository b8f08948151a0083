package io.assayhub.replay;

import io.assayhub.wire.Receipt;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which stored transfers are to be read again. Never among them are refused ones, for their bytes are not stored; replays,
 * for their originals are; and what the gate has stopped and nobody released, for a replay passes no gate.
 *
 * @param transfers these alone; empty for all that the rest describes
 * @param feed of this feed alone, or null
 * @param since those that arrived then or later, or null
 * @param until those that arrived before it, or null
 * @param code those with a reject of this code, or null
 */
public record ReplaySelection(List<String> transfers, String feed, Instant since, Instant until, String code) {
    public ReplaySelection {
        transfers = List.copyOf(transfers);
    }

    /** What speaks against it: it names nothing, and so everything, or two ways of naming at once. */
    public Optional<String> problem() {
        boolean described = feed != null || since != null || until != null || code != null;
        if (transfers.isEmpty() && !described) {
            return Optional.of("Name transfers, a feed, a time or the code of rejects.");
        }
        if (!transfers.isEmpty() && described) {
            return Optional.of("Name either transfers, or a feed, a time or the code of rejects.");
        }
        if (since != null && until != null && !since.isBefore(until)) {
            return Optional.of("The time has to begin before it ends.");
        }
        return Optional.empty();
    }

    /** Why a transfer cannot be replayed; empty if it can. */
    public static Optional<String> problem(Receipt receipt) {
        if (receipt.manifest().refusal() != null) {
            return Optional.of("Transfer " + receipt.transfer()
                    + " was refused, so its bytes are not stored. Put the file into the drop folder again.");
        }
        if (receipt.manifest().replayOf() != null) {
            return Optional.of("Transfer " + receipt.transfer() + " is a replay itself; its original is "
                    + receipt.manifest().replayOf() + ".");
        }
        if (receipt.state() == Receipt.State.STOPPED) {
            return Optional.of("Transfer " + receipt.transfer()
                    + " was stopped by the gate. Release or dismiss it first: a replay passes no gate.");
        }
        if (receipt.verdict() != null && receipt.verdict().decision() == Receipt.Verdict.Decision.DISMISSED) {
            return Optional.of("Transfer " + receipt.transfer()
                    + " was dismissed after the gate had stopped it, so nothing of it shall go out.");
        }
        return Optional.empty();
    }

    /**
     * Whether a transfer is meant that can be replayed.
     *
     * @param hasCode whether it has a reject of {@link #code}; asked only where there is one
     */
    public boolean takes(Receipt receipt, boolean hasCode) {
        if (!transfers.isEmpty()) {
            return transfers.contains(receipt.transfer());
        }
        Instant arrived = Instant.parse(receipt.firstArrived());
        return problem(receipt).isEmpty()
                && (feed == null || feed.equals(receipt.manifest().feed()))
                && (since == null || !arrived.isBefore(since))
                && (until == null || arrived.isBefore(until))
                && (code == null || hasCode);
    }
}

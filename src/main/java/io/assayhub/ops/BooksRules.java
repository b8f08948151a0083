package io.assayhub.ops;

import io.assayhub.wire.Counts;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares a receipt with what the topics show of its transfer. Pure. */
final class BooksRules {
    private BooksRules() {}

    /**
     * One quantity in which the two differ.
     *
     * @param receipt the receipt's figure
     * @param topics the figure of the topics
     */
    record Difference(String transfer, String quantity, String receipt, String topics) {
        static Difference of(String transfer, String quantity, long receipt, long topics) {
            return new Difference(transfer, quantity, Long.toString(receipt), Long.toString(topics));
        }
    }

    /**
     * Where a transfer's two books differ; empty if they agree.
     *
     * @param receipt empty if the ledger has published none
     */
    static List<Difference> compare(String transfer, Optional<Receipt> receipt, TopicFigures topics) {
        if (receipt.isEmpty()) {
            return topics.isSealed()
                    ? List.of(new Difference(transfer, "receipt", "none", "an end marker"))
                    : List.of();
        }
        List<Difference> found = new ArrayList<>();
        Receipt r = receipt.get();
        if (r.state() == Receipt.State.OPEN) {
            return found;
        }
        if (r.state() == Receipt.State.REFUSED) {
            nothing(r, topics, found);
            return found;
        }
        outcomes(r, topics, found);
        entries(r, topics, found);
        rows(r, topics, found);
        if (!r.balanced() || r.state() == Receipt.State.UNBALANCED) {
            found.add(new Difference(transfer, "balance", "does not balance", "-"));
        }
        return found;
    }

    private static void outcomes(Receipt r, TopicFigures topics, List<Difference> found) {
        Counts counts = r.counts();
        String transfer = r.transfer();
        same(transfer, "new", counts.created(), topics.of("new"), found);
        same(transfer, "corrected", counts.corrected(), topics.of("corrected"), found);
        same(transfer, "remapped", counts.remapped(), topics.of("remapped"), found);
        same(transfer, "withdrawn", counts.withdrawn(), topics.of("withdrawn"), found);
        same(transfer, "held", counts.held(), topics.heldNow(), found);
        same(transfer, "dismissed", counts.dismissed(), topics.endedAs("dismissed"), found);
        same(transfer, "superseded", counts.superseded(), topics.endedAs("superseded"), found);
    }

    private static void entries(Receipt r, TopicFigures topics, List<Difference> found) {
        Manifest manifest = r.manifest();
        same(r.transfer(), "rejected", manifest.rejected(), topics.rejectedEntries(), found);
        if (topics.results().isEmpty()) {
            return;
        }
        long results = topics.results().getAsLong();
        same(r.transfer(), "normalised", manifest.normalised(), results, found);
        same(r.transfer(), "entries", manifest.entries(), results + topics.rejectedEntries(), found);
        // The audit does not show what changed nothing: it is what is left over.
        long others = topics.of("new")
                + topics.of("corrected")
                + topics.of("remapped")
                + topics.of("withdrawn")
                + topics.heldNow()
                + topics.endedAs("dismissed")
                + topics.endedAs("superseded");
        long left = results - others;
        same(
                r.transfer(),
                "unchanged+stale",
                r.counts().unchanged() + r.counts().stale(),
                left,
                found);
        long endedSo = topics.endedAs("unchanged") + topics.endedAs("stale");
        if (endedSo > r.counts().unchanged() + r.counts().stale()) {
            found.add(Difference.of(
                    r.transfer(),
                    "held, then unchanged or stale",
                    r.counts().unchanged() + r.counts().stale(),
                    endedSo));
        }
    }

    private static void rows(Receipt r, TopicFigures topics, List<Difference> found) {
        Manifest manifest = r.manifest();
        long excluded =
                manifest.excluded().values().stream().mapToLong(Long::longValue).sum();
        topics.rowsInSource().ifPresent(rows -> {
            same(r.transfer(), "rows", manifest.rows(), rows, found);
            same(r.transfer(), "excluded+refused+read", excluded + manifest.refused() + manifest.read(), rows, found);
        });
        topics.refusedInSource()
                .ifPresent(refused -> same(r.transfer(), "refused rows", manifest.refused(), refused, found));
        same(r.transfer(), "refused rows listed", manifest.refused(), topics.refusedRows(), found);
    }

    /** Of a refused transfer nothing may have gone anywhere. */
    private static void nothing(Receipt r, TopicFigures topics, List<Difference> found) {
        String transfer = r.transfer();
        for (String outcome : List.of("new", "corrected", "remapped", "withdrawn")) {
            same(transfer, outcome, 0, topics.of(outcome), found);
        }
        same(transfer, "held", 0, topics.heldNow(), found);
        same(transfer, "normalised", 0, topics.results().orElse(0), found);
    }

    private static void same(String transfer, String quantity, long receipt, long topics, List<Difference> found) {
        if (receipt != topics) {
            found.add(Difference.of(transfer, quantity, receipt, topics));
        }
    }
}

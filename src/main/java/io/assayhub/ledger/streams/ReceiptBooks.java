package io.assayhub.ledger.streams;

import io.assayhub.wire.Counts;
import io.assayhub.wire.Json;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.Receipt;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of one transfer over all partitions: the manifest and the latest report of each partition. Pure.
 *
 * @param firstArrived of the first manifest; a later delivery of the same bytes brings a manifest of its own
 * @param counts partition to its latest counts, replaced by each report and never added to
 * @param revision of the receipt published last
 * @param changedAt when a report last changed something, in milliseconds since 1970
 */
record ReceiptBooks(
        String firstArrived, Manifest manifest, Map<Integer, Counts> counts, long revision, long changedAt) {
    ReceiptBooks {
        counts = Map.copyOf(counts);
    }

    /** The books after a report, and the receipt to publish if it says something that the last one did not. */
    record Change(ReceiptBooks books, Optional<Receipt> receipt) {}

    /**
     * Takes a report. A receipt is published for the first report, when the last partition has reported, and for every
     * change after that; between the first and the last partition nothing is, for there would be one a partition.
     *
     * @param former empty if this is the transfer's first report
     * @param transfer the transfer's id
     * @param now milliseconds since 1970
     * @return empty if the report repeats what is known
     */
    static Optional<Change> take(Optional<ReceiptBooks> former, String transfer, Outgoing.Report report, long now) {
        Map<Integer, Counts> counts =
                new HashMap<>(former.map(ReceiptBooks::counts).orElse(Map.of()));
        counts.put(report.partition(), report.counts());
        long revision = former.map(ReceiptBooks::revision).orElse(0L);
        String firstArrived =
                former.map(ReceiptBooks::firstArrived).orElse(report.manifest().arrived());
        ReceiptBooks after = new ReceiptBooks(firstArrived, report.manifest(), counts, revision, now);
        if (former.filter(after::saysTheSameAs).isPresent()) {
            return Optional.empty();
        }
        if (former.filter(ReceiptBooks::isOpen).isPresent() && after.isOpen()) {
            return Optional.of(new Change(after, Optional.empty()));
        }
        ReceiptBooks published = new ReceiptBooks(firstArrived, report.manifest(), counts, revision + 1, now);
        return Optional.of(new Change(published, Optional.of(published.receipt(transfer))));
    }

    /** Whether it may be forgotten: settled, and not changed since this time. */
    boolean isExpired(long before) {
        return changedAt < before && !isOpen();
    }

    private boolean isOpen() {
        return state() == Receipt.State.OPEN;
    }

    byte[] toJson() {
        return Json.bytes(this);
    }

    static ReceiptBooks fromJson(byte[] json) {
        return Json.read(json, ReceiptBooks.class);
    }

    private boolean saysTheSameAs(ReceiptBooks other) {
        return manifest.equals(other.manifest) && counts.equals(other.counts);
    }

    private Receipt receipt(String transfer) {
        Counts sum = sum();
        return new Receipt(
                transfer, revision, state(), Receipt.balances(manifest, sum), firstArrived, manifest, sum, 0, null);
    }

    private Receipt.State state() {
        if (manifest.refusal() != null) {
            return Receipt.State.REFUSED;
        }
        if (!counts.keySet().containsAll(manifest.partitions().keySet())) {
            return Receipt.State.OPEN;
        }
        return Receipt.balances(manifest, sum()) ? Receipt.State.CLOSED : Receipt.State.UNBALANCED;
    }

    private Counts sum() {
        return counts.values().stream().reduce(Counts.ZERO, Counts::plus);
    }
}

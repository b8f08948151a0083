package io.assayhub.wire;

/**
 * The balance of one transfer, published on {@link Topic#RECEIPTS} under the transfer's id.
 *
 * @param revision 1 for the first, one more for every change
 * @param state {@link State#OPEN} until every partition of the manifest has reported, then {@link State#CLOSED} if the books
 *     balance and {@link State#UNBALANCED} if they do not; {@link State#REFUSED} when nothing of the transfer was published
 * @param firstArrived when the transfer was first taken in; the manifest's own time is later when the sender has delivered
 *     the same bytes again, of which nothing is published twice
 * @param counts summed over the partitions that have reported
 * @param balanced whether {@code rows = excluded + refused + read} and {@code entries = rejected + outcomes}
 */
public record Receipt(
        String transfer,
        long revision,
        State state,
        boolean balanced,
        String firstArrived,
        Manifest manifest,
        Counts counts) {

    /** Where the accounting of a transfer stands. */
    public enum State {
        OPEN,
        CLOSED,
        UNBALANCED,
        REFUSED;

        @com.fasterxml.jackson.annotation.JsonValue
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Whether this is the answer to a repeated delivery of a transfer that was known already. */
    @com.fasterxml.jackson.annotation.JsonIgnore
    public boolean isRedelivery() {
        return !firstArrived.equals(manifest.arrived());
    }

    /** Whether the two equations of the books hold for this manifest and these counts. */
    public static boolean balances(Manifest manifest, Counts counts) {
        long excluded =
                manifest.excluded().values().stream().mapToLong(Long::longValue).sum();
        return manifest.rows() == excluded + manifest.refused() + manifest.read()
                && manifest.entries() == manifest.rejected() + counts.total()
                && (manifest.sendersCount() == null || manifest.sendersCount() == manifest.rows());
    }

    public byte[] toJson() {
        return Json.bytes(this);
    }

    public static Receipt fromJson(byte[] json) {
        return Json.read(json, Receipt.class);
    }
}

package io.assayhub.wire;

/**
 * How the results of a transfer ended in the ledger, in one partition or summed over all. {@code restated} and
 * {@code remapPending} are parts of {@code unchanged}, not further outcomes.
 *
 * @param created results never seen before ({@code new})
 */
public record Counts(
        @com.fasterxml.jackson.annotation.JsonProperty("new")
        long created,

        long corrected,
        long unchanged,
        long restated,
        long remapPending,
        long stale) {

    public static final Counts ZERO = new Counts(0, 0, 0, 0, 0, 0);

    public Counts plus(Counts other) {
        return new Counts(
                created + other.created,
                corrected + other.corrected,
                unchanged + other.unchanged,
                restated + other.restated,
                remapPending + other.remapPending,
                stale + other.stale);
    }

    /** The number of results accounted for. */
    public long total() {
        return created + corrected + unchanged + stale;
    }
}

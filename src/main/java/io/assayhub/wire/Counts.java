package io.assayhub.wire;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How the results of a transfer stand in the ledger, in one partition or summed over all. {@code restated} and
 * {@code remapPending} are parts of {@code unchanged}, not further outcomes.
 *
 * @param created results never seen before ({@code new})
 * @param held results that wait; the only outcome that later becomes another
 */
public record Counts(
        @JsonProperty("new") long created,
        long corrected,
        long remapped,
        long withdrawn,
        long unchanged,
        long restated,
        long remapPending,
        long stale,
        long superseded,
        long held,
        long dismissed) {

    public static final Counts ZERO = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Counts of results that all went their ordinary way. */
    public static Counts of(
            long created, long corrected, long unchanged, long restated, long remapPending, long stale) {
        return new Counts(created, corrected, 0, 0, unchanged, restated, remapPending, stale, 0, 0, 0);
    }

    public Counts plus(Counts other) {
        return new Counts(
                created + other.created,
                corrected + other.corrected,
                remapped + other.remapped,
                withdrawn + other.withdrawn,
                unchanged + other.unchanged,
                restated + other.restated,
                remapPending + other.remapPending,
                stale + other.stale,
                superseded + other.superseded,
                held + other.held,
                dismissed + other.dismissed);
    }

    /** Results of which a version went out. */
    public long published() {
        return created + corrected + remapped + withdrawn;
    }

    /** The number of results accounted for. */
    public long total() {
        return published() + unchanged + stale + superseded + held + dismissed;
    }
}

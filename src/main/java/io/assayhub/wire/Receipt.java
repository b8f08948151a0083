package io.assayhub.wire;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/**
 * The balance of one transfer, published on {@link Topic#RECEIPTS} under the transfer's id.
 *
 * @param revision 1 for the first, one more for every change
 * @param state see {@link State}
 * @param balanced whether {@code rows = excluded + refused + read} and {@code entries = rejected + outcomes}
 * @param firstArrived when the transfer was first taken in; the manifest's own time is later when the sender has delivered
 *     the same bytes again, of which nothing is published twice
 * @param counts summed over the partitions that have reported
 * @param missing results that this cumulative transfer no longer has and an earlier one had, as far as they were not kept
 * @param verdict the gate's, when the feed has limits and all partitions have reported; else null
 */
public record Receipt(
        String transfer,
        long revision,
        State state,
        boolean balanced,
        String firstArrived,
        Manifest manifest,
        Counts counts,
        long missing,
        Verdict verdict) {

    /** Where the accounting of a transfer stands. */
    public enum State {
        /** A partition of the manifest has not reported, or the gate has not decided. */
        OPEN,
        /** The gate has stopped it: a person has to release or dismiss it. */
        STOPPED,
        /** All is accounted for; it changes only when held results end. */
        CLOSED,
        /** All has reported and the books do not balance. */
        UNBALANCED,
        /** Nothing of it was taken in. */
        REFUSED;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What the gate decided.
     *
     * @param decision {@code passed} or {@code stopped} by rule, then {@code released} or {@code dismissed} by a person
     * @param findings the limits that are exceeded, such as {@code corrected 98.2 % > 5 %}
     */
    public record Verdict(Decision decision, List<String> findings) {
        /** Of the gate, or of a person after it. */
        public enum Decision {
            PASSED,
            STOPPED,
            RELEASED,
            DISMISSED;

            @JsonValue
            public String text() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        public Verdict {
            findings = List.copyOf(findings);
        }
    }

    /** Whether this is the answer to a repeated delivery of a transfer that was known already. */
    @JsonIgnore
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

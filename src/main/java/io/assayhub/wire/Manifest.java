package io.assayhub.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What intake knows of a transfer when all of it is acknowledged; carried by its end markers and repeated in its receipt.
 *
 * @param feed the feed's name as the sender addressed it, which need not be one that the hub knows
 * @param delivery the sender's own name for it, such as a file name
 * @param sha256 of the bytes, 64 hexadecimal digits
 * @param bytes length of the source
 * @param snapshot mapping snapshot under which it was read
 * @param order stamp shared by its results unless the feed orders row by row
 * @param sequence the transfer's place in the feed's sequence, when its name carries one
 * @param cumulative whether it repeats everything, so that what it lacks is missing
 * @param limits the feed's {@code stop-if}, percent by name; empty if what it brings waits for no verdict
 * @param replayOf the transfer whose bytes were read again, or null
 * @param arrived when the hub first took it in, as an instant
 * @param refusal why nothing of it was published; absent when it was accepted
 * @param rows counted by the framing layer: {@code rows = excluded + refused + read}
 * @param sendersCount the sender's own count of rows, when the transfer carries one
 * @param excluded rows left out by a named rule of the feed, by reason
 * @param refused rows that could not be framed
 * @param read rows that became entries
 * @param entries rows read times mappings: {@code entries = rejected + normalised}
 * @param rejected entries that could not be understood
 * @param studies the studies that it has results of, at most {@link #STUDIES}; what it lacks is looked for in these.
 *     Empty: in all
 * @param partitions partition to the seq of its last result; a partition that got only a marker has 0
 * @param flagged results that fail a check and carry its flag, by check; those held for it too
 * @param failedRuns runs that were not accepted, whose rows are excluded, and why; a few of them, without subject data
 */
public record Manifest(
        String feed,
        String delivery,
        String sha256,
        long bytes,
        String snapshot,
        long order,
        Long sequence,
        boolean cumulative,
        Map<String, BigDecimal> limits,
        String replayOf,
        String arrived,
        Refusal refusal,
        long rows,
        Long sendersCount,
        Map<String, Long> excluded,
        long refused,
        long read,
        long entries,
        long rejected,
        Map<Integer, Long> partitions,
        Set<String> studies,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Long> flagged,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> failedRuns) {
    /** A transfer of more studies than this names none of them. */
    public static final int STUDIES = 100;

    /** A manifest that names no studies. */
    public Manifest(
            String feed,
            String delivery,
            String sha256,
            long bytes,
            String snapshot,
            long order,
            Long sequence,
            boolean cumulative,
            Map<String, BigDecimal> limits,
            String replayOf,
            String arrived,
            Refusal refusal,
            long rows,
            Long sendersCount,
            Map<String, Long> excluded,
            long refused,
            long read,
            long entries,
            long rejected,
            Map<Integer, Long> partitions) {
        this(
                feed,
                delivery,
                sha256,
                bytes,
                snapshot,
                order,
                sequence,
                cumulative,
                limits,
                replayOf,
                arrived,
                refusal,
                rows,
                sendersCount,
                excluded,
                refused,
                read,
                entries,
                rejected,
                partitions,
                Set.of(),
                Map.of(),
                List.of());
    }

    /** Why a whole transfer was refused: a stable code and how to mend it, without subject data. */
    public record Refusal(String code, String detail) {}

    public Manifest {
        limits = limits == null ? Map.of() : Map.copyOf(limits);
        excluded = Map.copyOf(excluded);
        partitions = Map.copyOf(partitions);
        studies = studies == null ? Set.of() : Collections.unmodifiableSet(new TreeSet<>(studies));
        flagged = flagged == null ? Map.of() : Map.copyOf(flagged);
        failedRuns = failedRuns == null ? List.of() : List.copyOf(failedRuns);
    }

    /** Results sent to the ledger: the sum of the partitions' last seq. */
    public long normalised() {
        return partitions.values().stream().mapToLong(Long::longValue).sum();
    }

    /** This manifest as JSON in UTF-8. */
    public byte[] toJson() {
        return Json.bytes(this);
    }

    /** Reads what {@link #toJson()} wrote. */
    public static Manifest fromJson(byte[] json) {
        return Json.read(json, Manifest.class);
    }
}

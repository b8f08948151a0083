package io.assayhub.wire;

import com.fasterxml.jackson.annotation.JsonRawValue;

/**
 * What waits, on {@link Topic#HELD} under {@link #key}: a held result with its Observation, or a matter raised for a person.
 * A tombstone under the same key says that it has ended.
 *
 * @param key {@code ID/N} for the Nth hold of an Observation, {@code missing/ID}, {@code moved/ID}, or
 *     {@code gap/FEED/SEQUENCE}
 * @param code such as AH-0501
 * @param reason why a result is held; null for a raised matter
 * @param since when it began to wait, as an instant
 * @param overdue whether it has waited longer than the hub's limit
 * @param safety whether the result matches its mapping's safety rule
 * @param study null for a gap
 * @param subject canonical number, null for a gap
 * @param observation Observation id, null for a gap
 * @param transfer the transfer that brought it, or that made the matter seen
 * @param entry address in that transfer, null for a raised matter
 * @param accession of the specimen, or null
 * @param status the status that the source gave, null for a raised matter
 * @param changedFrom the subject under which the accession is known already, or null
 * @param detail for people, without subject data, or null
 * @param resource the Observation as it would go out, null for a raised matter
 */
public record HeldRecord(
        String key,
        String code,
        String reason,
        String since,
        boolean overdue,
        boolean safety,
        String study,
        String subject,
        String observation,
        String transfer,
        String feed,
        String entry,
        String accession,
        String status,
        String changedFrom,
        String detail,
        @JsonRawValue Object resource) {

    /** The key of the Nth hold of an Observation. */
    public static String holdKey(String observation, int number) {
        return observation + "/" + number;
    }

    /** The key of a result that is missing in a cumulative transfer. */
    public static String missingKey(String observation) {
        return "missing/" + observation;
    }

    /** The key of a published result whose accession is known under another subject. */
    public static String movedKey(String observation) {
        return "moved/" + observation;
    }

    /** The key of a transfer missing in a feed's sequence. */
    public static String gapKey(String feed, long sequence) {
        return "gap/" + feed + "/" + sequence;
    }

    /** Whether this is a held result, and so part of its transfer's balance. */
    @com.fasterxml.jackson.annotation.JsonIgnore
    public boolean isHeldResult() {
        return reason != null;
    }

    public byte[] toJson() {
        return Json.bytes(this);
    }

    /** Reads what {@link #toJson()} wrote; {@code resource} is then a map, as of any JSON object. */
    public static HeldRecord fromJson(byte[] json) {
        return Json.read(json, HeldRecord.class);
    }
}

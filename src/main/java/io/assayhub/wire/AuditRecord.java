package io.assayhub.wire;

/**
 * What {@link Topic#AUDIT} carries, keyed by study/subject (a command about a transfer or feed: by that). The header
 * {@link HeaderName#KIND} says which:
 *
 * <ul>
 *   <li>{@link #VERSION}: a FHIR Bundle (collection) of one version of one Observation and its Provenance. Headers
 *       {@code ah_id}, {@code ah_version}, {@code ah_status}, {@code ah_topics}, {@code ah_outcome} ({@code new},
 *       {@code corrected}, {@code remapped}, {@code withdrawn}) and, when an entry brought it, {@code ah_transfer},
 *       {@code ah_entry}, {@code ah_feed}, {@code ah_snapshot} and what the ledger compares later arrivals with:
 *       {@code ah_order}, {@code ah_source_hash}, {@code ah_content_hash}. A version that an operator's command made has no
 *       {@code ah_transfer} and names the command in the Provenance.
 *   <li>{@link #ENDED}: a held result ended without a version: {@code ah_outcome} is {@code dismissed},
 *       {@code superseded}, {@code unchanged} or {@code stale}; with {@code ah_id}, {@code ah_transfer},
 *       {@code ah_entry}; the value is JSON: hold, reason, and the command if there was one.
 *   <li>{@link #ACTION}: a command was applied in this partition; the value is the {@link CommandRecord}.
 * </ul>
 */
public final class AuditRecord {
    public static final String VERSION = "version";
    public static final String ENDED = "ended";
    public static final String ACTION = "action";

    private AuditRecord() {}

    /**
     * How a held result ended without a version.
     *
     * @param hold its key on {@link Topic#HELD}
     * @param outcome {@code dismissed}, {@code superseded}, {@code unchanged} or {@code stale}
     * @param reason why it was held
     * @param at when it ended, as an instant
     * @param command the command that ended it, or null
     * @param by who gave it, or null
     * @param why in that person's words, or null
     */
    public record Ended(String hold, String outcome, String reason, String at, String command, String by, String why) {
        public byte[] toJson() {
            return Json.bytes(this);
        }

        public static Ended fromJson(byte[] json) {
            return Json.read(json, Ended.class);
        }
    }
}

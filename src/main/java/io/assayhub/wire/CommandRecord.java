package io.assayhub.wire;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A decision, on {@link Topic#COMMANDS}: an operator's, or one that the hub takes by rule. A command about one result is
 * keyed and partitioned by its study/subject; one about a transfer or a feed is sent to every partition. Applied once for
 * each id and partition.
 *
 * @param id unique; the same id again is the same command
 * @param by who decided; {@code hub} for the hub itself
 * @param why the reason in the operator's words; no subject data
 * @param at when it was given, as an instant
 * @param hold key of a held result, {@code ID/N}, or null
 * @param observation Observation id, or null
 * @param transfer or null
 * @param feed or null
 * @param study of the result, or null
 * @param subject the subject's canonical number, or null
 * @param finding with {@link Action#FOUND_CHANGED}: who has the accession already
 * @param until with {@link Action#SNOOZE}: when it may be raised again, as an instant
 * @param route with {@link Action#STOP_ROUTE} and {@link Action#START_ROUTE}: {@code instance/route}
 */
public record CommandRecord(
        String id,
        Action action,
        String by,
        String why,
        String at,
        String hold,
        String observation,
        String transfer,
        String feed,
        String study,
        String subject,
        Finding finding,
        String until,
        String route) {
    /** A command about no route. */
    public CommandRecord(
            String id,
            Action action,
            String by,
            String why,
            String at,
            String hold,
            String observation,
            String transfer,
            String feed,
            String study,
            String subject,
            Finding finding,
            String until) {
        this(id, action, by, why, at, hold, observation, transfer, feed, study, subject, finding, until, null);
    }

    /** The name under which the hub decides by rule. */
    public static final String HUB = "hub";

    /**
     * An accession that is known under another subject.
     *
     * @param subject the canonical number under which it is known
     * @param observation what the result's id is under that number
     */
    public record Finding(String subject, String observation, String accession) {}

    /** What can be decided. */
    public enum Action {
        /** Lets a held result go out, or all that wait for a transfer's verdict. */
        RELEASE,
        /** Ends a held result or a transfer without a version, or a raised matter without an effect. */
        DISMISS,
        /** The sample belongs to the new subject: publishes there, entered-in-error under the former. */
        CONFIRM,
        /** Publishes the result as entered-in-error. */
        WITHDRAW,
        /** A missing result stays valid; not raised again until it has come back and gone again. */
        KEEP,
        /** As {@link #KEEP}, until a time. */
        SNOOZE,
        /** Publishes a blinded feed's results where they were kept from. */
        UNBLIND,
        /** Later versions go to the safety topic only if the rule applies to them. */
        UNSTICK,
        /** A transfer's stored bytes are read again with the mapping of today; what reads otherwise is published. */
        REPLAY,
        /** A route of one instance finishes what it works on and takes nothing more. For the audit: it is done already. */
        STOP_ROUTE,
        /** It takes again. For the audit: it is done already. */
        START_ROUTE,
        /** The hub: a new result's accession is known under another subject. */
        FOUND_CHANGED,
        /** The hub: this result's accession has turned up under another subject, so its absence is no news. */
        MOVING,
        /** The hub: takes {@link #MOVING} back. */
        NOT_MOVING;

        @com.fasterxml.jackson.annotation.JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** The action with this word, if there is one. */
        public static Optional<Action> of(String text) {
            return Arrays.stream(values()).filter(a -> a.text().equals(text)).findFirst();
        }
    }

    public byte[] toJson() {
        return Json.bytes(this);
    }

    public static CommandRecord fromJson(byte[] json) {
        return Json.read(json, CommandRecord.class);
    }
}

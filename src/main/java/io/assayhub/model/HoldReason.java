package io.assayhub.model;

import java.util.Arrays;
import java.util.Optional;

/** Why a result waits instead of going out: the closed list, each with its stable code. */
public enum HoldReason {
    /** Nobody has registered its subject; goes out in order when somebody does. */
    UNKNOWN_SUBJECT("unknown-subject", ErrorCode.HELD_UNKNOWN_SUBJECT),
    /** Two subjects are registered whose numbers are written differently and mean the same. */
    AMBIGUOUS_SUBJECT("ambiguous-subject", ErrorCode.HELD_AMBIGUOUS_SUBJECT),
    /** The sample was collected after its subject left, or the study takes no results of this subject. */
    SUBJECT_CLOSED("subject-closed", ErrorCode.HELD_SUBJECT_CLOSED),
    /** Its transfer waits for the gate, or the gate has stopped it. */
    AWAITING_VERDICT("awaiting-verdict", ErrorCode.HELD_AWAITING_VERDICT),
    /** Several entries of one transfer have its identity and differ. */
    IDENTITY_COLLISION("identity-collision", ErrorCode.HELD_IDENTITY_COLLISION),
    /** Its accession is known under another subject. */
    SUBJECT_CHANGED("subject-changed", ErrorCode.HELD_SUBJECT_CHANGED),
    /** Its status cannot follow the published one. */
    ILLEGAL_TRANSITION("illegal-transition", ErrorCode.HELD_ILLEGAL_TRANSITION),
    /** It corrects or withdraws a result that never came. */
    NO_ORIGINAL("correction-without-original", ErrorCode.HELD_NO_ORIGINAL),
    /** Its local time does not exist or occurs twice; released, it goes out with the date alone. */
    AMBIGUOUS_TIME("ambiguous-time", ErrorCode.HELD_AMBIGUOUS_TIME),
    /** The limit in the result differs from the one delivered beside it; released, the one in the result goes out. */
    LIMIT_DIFFERS("limit-differs", ErrorCode.HELD_LIMIT_DIFFERS),
    /** It fails a check that the feed declares as {@code hold}; released, it goes out with the check's flag. */
    CHECK_FAILED("check-failed", ErrorCode.HELD_CHECK_FAILED),
    /** An earlier result of the same identity waits, and the order of the two has to stay. */
    QUEUED("queued", ErrorCode.HELD_QUEUED),
    /** The hub met an error of its own. */
    UNEXPECTED("unexpected", ErrorCode.HELD_UNEXPECTED);

    private final String text;
    private final ErrorCode code;

    HoldReason(String text, ErrorCode code) {
        this.text = text;
        this.code = code;
    }

    /** The word in headers, records and commands. */
    public String text() {
        return text;
    }

    /** The code that operators look up. */
    public ErrorCode code() {
        return code;
    }

    /** The reason with this word, if there is one. */
    public static Optional<HoldReason> of(String text) {
        return Arrays.stream(values()).filter(r -> r.text.equals(text)).findFirst();
    }
}

package io.assayhub.registry;

import io.assayhub.config.StudyConfig.Policy;
import io.assayhub.config.StudyConfig.Registrations;
import io.assayhub.wire.SubjectRecord.Accepts;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * FHIR R4 ResearchSubject.status (value set research-subject-status), and {@code entered-in-error}, which R4 does not have
 * and senders use; with it, which results of a subject are taken.
 */
public enum SubjectStatus {
    CANDIDATE("candidate", Kind.PRESENT),
    ELIGIBLE("eligible", Kind.PRESENT),
    FOLLOW_UP("follow-up", Kind.PRESENT),
    INELIGIBLE("ineligible", Kind.SCREEN_FAILURE),
    NOT_REGISTERED("not-registered", Kind.DEREGISTERED),
    OFF_STUDY("off-study", Kind.ENDED),
    ON_STUDY("on-study", Kind.PRESENT),
    ON_STUDY_INTERVENTION("on-study-intervention", Kind.PRESENT),
    ON_STUDY_OBSERVATION("on-study-observation", Kind.PRESENT),
    PENDING_ON_STUDY("pending-on-study", Kind.PRESENT),
    POTENTIAL_CANDIDATE("potential-candidate", Kind.PRESENT),
    SCREENING("screening", Kind.PRESENT),
    WITHDRAWN("withdrawn", Kind.WITHDRAWN),
    ENTERED_IN_ERROR("entered-in-error", Kind.DEREGISTERED);

    private enum Kind {
        PRESENT,
        SCREEN_FAILURE,
        ENDED,
        WITHDRAWN,
        DEREGISTERED
    }

    /**
     * Which results are taken.
     *
     * @param until with {@link Accepts#UNTIL} the last day of collection, else null
     */
    public record Acceptance(Accepts accepts, String until) {}

    private static final Map<String, SubjectStatus> BY_CODE = Arrays.stream(values())
            .collect(Collectors.toMap(SubjectStatus::code, s -> s, (a, b) -> a, LinkedHashMap::new));

    private final String code;
    private final Kind kind;

    SubjectStatus(String code, Kind kind) {
        this.code = code;
        this.kind = kind;
    }

    /** As FHIR writes it. */
    public String code() {
        return code;
    }

    /** The status that FHIR writes so. */
    public static Optional<SubjectStatus> of(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    /** Every code. */
    public static Set<String> codes() {
        return BY_CODE.keySet();
    }

    /** Whether the registry takes the registration back. */
    public boolean deregisters() {
        return kind == Kind.DEREGISTERED;
    }

    /**
     * Which results the study's rule takes of a subject with this status.
     *
     * @param end last day in the study, or null: after an end that nobody knows everything may be, so all is held
     */
    public Acceptance acceptance(String end, Registrations rule) {
        return switch (kind) {
            case PRESENT -> new Acceptance(Accepts.ALL, null);
            case SCREEN_FAILURE ->
                new Acceptance(rule.screenFailures() == Policy.HOLD ? Accepts.NONE : Accepts.ALL, null);
            case ENDED -> untilEnd(rule.afterEnd(), end);
            case WITHDRAWN -> untilEnd(rule.afterWithdrawal(), end);
            case DEREGISTERED -> new Acceptance(Accepts.NONE, null);
        };
    }

    private static Acceptance untilEnd(Policy policy, String end) {
        return switch (policy) {
            case ACCEPT -> new Acceptance(Accepts.ALL, null);
            case HOLD -> end == null ? new Acceptance(Accepts.NONE, null) : new Acceptance(Accepts.UNTIL, end);
        };
    }
}

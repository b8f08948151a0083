package io.assayhub.ledger.streams;

import io.assayhub.ledger.Circumstances.Standing;
import io.assayhub.model.StudyId;
import io.assayhub.model.SubjectId;
import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.SubjectRecord;
import java.util.Optional;

/** What a subject's registration means for a sample. Pure. */
final class Standings {
    private Standings() {}

    /**
     * The standing of a subject for a sample.
     *
     * @param collected when the sample was collected, as a FHIR dateTime, or null: then nobody can say that it was in time
     */
    static Standing of(Optional<SubjectRecord> registered, String collected) {
        if (registered.isEmpty() || registered.get().redirect() != null) {
            return Standing.UNKNOWN;
        }
        SubjectRecord subject = registered.get();
        return switch (subject.accepts()) {
            case ALL -> Standing.TAKES;
            case NONE -> Standing.CLOSED;
            case AMBIGUOUS -> Standing.AMBIGUOUS;
            case UNTIL -> isInTime(collected, subject.until()) ? Standing.TAKES : Standing.CLOSED;
        };
    }

    /** Dates in ISO form compare as texts; a partial date is in time only if all of it is. */
    private static boolean isInTime(String collected, String until) {
        if (collected == null || until == null) {
            return false;
        }
        int length = Math.min(collected.length(), until.length());
        int order = collected.substring(0, length).compareTo(until.substring(0, length));
        return order < 0 || (order == 0 && collected.length() >= until.length());
    }

    /** The canonical subject that an alias stands for. */
    static Optional<SubjectKey> redirect(Optional<SubjectRecord> registered) {
        return registered
                .filter(r -> r.redirect() != null && !r.redirect().equals(r.subject()))
                .map(r -> new SubjectKey(new StudyId(r.study()), new SubjectId(r.redirect())));
    }
}

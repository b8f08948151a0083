package io.assayhub.ledger;

import io.assayhub.model.HoldReason;
import java.util.List;
import java.util.Set;

/**
 * What stands around a result when the ledger decides about it.
 *
 * @param standing what the registry says of its subject and the day of collection
 * @param gated whether its transfer waits for a verdict
 * @param subjectChanged whether its accession is known under another subject
 * @param waived reasons that a person has decided not to hold it for
 * @param before results of the same id that wait already, in the order in which they came
 */
public record Circumstances(
        Standing standing, boolean gated, boolean subjectChanged, Set<HoldReason> waived, List<Waiting> before) {
    public Circumstances {
        waived = Set.copyOf(waived);
        before = List.copyOf(before);
    }

    /** A registered subject, no gate, nothing waiting. */
    public static final Circumstances ORDINARY = new Circumstances(Standing.TAKES, false, false, Set.of(), List.of());

    /** What the registry says of a subject, for one sample. */
    public enum Standing {
        /** Results go out. */
        TAKES,
        /** Nobody has registered it. */
        UNKNOWN,
        /** Two registrations contend for the number. */
        AMBIGUOUS,
        /** It has left, or was never in, as far as this sample goes. */
        CLOSED
    }
}

package io.assayhub.registry;

import io.assayhub.model.StudyId;
import io.assayhub.model.SubjectId;
import io.assayhub.wire.SubjectRecord.Claim;
import java.util.List;

/** One word of a registry about a subject. */
public sealed interface SubjectChange {
    /** Where it stands in its source, for a report. */
    String place();

    /**
     * A subject is registered, or what is registered of it changes.
     *
     * @param aliases its other numbers, canonical
     */
    record Registration(StudyId study, SubjectId subject, List<SubjectId> aliases, Claim claim, String place)
            implements SubjectChange {
        public Registration {
            aliases = List.copyOf(aliases);
        }
    }

    /**
     * A registration is taken back that is named by what the registry calls it.
     *
     * @param registration hash of the registry's own id, or null
     * @param study code of the study, or null if it is not said
     * @param number the subject's number as sent, or null
     */
    record Deregistration(String registration, String study, String number, long asOf, String place)
            implements SubjectChange {}
}

package io.assayhub.route.mllp;

import io.assayhub.model.Rejected;
import java.util.List;

/**
 * What came of a message (HL7 table 0008), and what of it was not understood.
 *
 * @param errors at most {@link #MOST}
 */
record Answer(Code code, List<Rejected> errors) {
    /** More errors are not listed. */
    static final int MOST = 20;

    /** Acknowledgement codes. */
    enum Code {
        /** All of it is stored. */
        AA,
        /** It may be sent again as it is. */
        AE,
        /** It has to be mended before it is sent again. */
        AR
    }

    /** Not stored, for a reason that lies with the hub. */
    static final Answer AGAIN = new Answer(Code.AE, List.of());
}

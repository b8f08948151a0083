package io.assayhub.mapping;

import io.assayhub.model.AssayResult;
import io.assayhub.model.Hash128;
import io.assayhub.model.ObservationId;
import io.assayhub.model.Rejected;
import java.io.IOException;

/** Takes what a transfer holds, in the order of the source. */
public interface EntrySink {
    /** An entry that was understood. */
    default void normalised(Entry entry) throws IOException {}

    /** An entry's identity, when only identities are asked for. */
    default void identified(ObservationId id, Hash128 sourceHash) throws IOException {}

    /** Which result a row belongs to and whether it is marked as the reported one, when only that is asked for. */
    default void marked(ObservationId id, boolean reported) throws IOException {}

    /** What an entry means, when only that is asked for. */
    default void understood(AssayResult result) throws IOException {}

    /** An entry that was not understood, or a row that could not be framed (its {@code entry} is null). */
    void rejected(Rejected rejected) throws IOException;
}

package io.assayhub.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.model.Hash128;
import io.assayhub.model.ObservationId;
import io.assayhub.model.ResultStatus;
import io.assayhub.wire.SubjectKey;
import java.util.Optional;

/** What is published, as far as the ledger compares a result with it. */
public interface KnownResults {
    /**
     * The latest version of a result.
     *
     * @param order of the transfer that brought it
     * @param source its source hash
     * @param content its content hash
     */
    record Published(int version, long order, Hash128 source, Hash128 content, ResultStatus status) {}

    /** The latest version; empty if none went out. */
    Optional<Published> published(ObservationId id);

    /** Its Observation (FHIR R4) as published, numbers with their digits; empty if it cannot be had. */
    Optional<JsonNode> observation(ObservationId id);

    /** Whether a result of this id is held. */
    boolean waits(ObservationId id);

    /** Whether results of a subject go out. */
    boolean isRegistered(SubjectKey subject);
}

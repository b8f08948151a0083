package io.assayhub.mapping;

import io.assayhub.model.Hash128;
import io.assayhub.model.ObservationId;
import io.assayhub.model.ResultStatus;
import io.assayhub.wire.Holes;
import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.Topic;
import java.util.List;

/**
 * One entry that was understood: its Observation, and what the ledger has to know without reading it.
 *
 * @param address {@code row/observation} or {@code row/observation/name}
 * @param observation FHIR R4 JSON with {@code holes}; without holes in a preview
 */
public record Entry(
        String address,
        long line,
        SubjectKey subject,
        ObservationId id,
        Hash128 sourceHash,
        Hash128 contentHash,
        ResultStatus status,
        List<Topic> topics,
        Holes holes,
        byte[] observation) {}

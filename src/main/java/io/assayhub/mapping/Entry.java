package io.assayhub.mapping;

import io.assayhub.model.Location;
import io.assayhub.model.QualityFlag;
import io.assayhub.wire.ResultFacts;
import io.assayhub.wire.SubjectKey;
import java.util.List;

/**
 * One entry that was understood: its Observation, and what the ledger has to know without reading it.
 *
 * @param address {@code row/observation} or {@code row/observation/name}
 * @param place its row; the column too if {@link ResultFacts#hold} has one for its reason
 * @param observation FHIR R4 JSON with the holes of {@code facts}; without holes in a preview
 * @param flags what the feed's checks found; they stand in the Observation too
 */
public record Entry(
        String address,
        Location place,
        SubjectKey subject,
        ResultFacts facts,
        byte[] observation,
        List<QualityFlag> flags) {}

package io.assayhub.ledger;

import io.assayhub.model.Hash128;
import io.assayhub.model.ResultStatus;
import io.assayhub.model.TransferId;

/**
 * What the ledger needs to know of a result that arrives: not what it says, only whether it says something else.
 *
 * @param order higher is newer among versions of one result
 * @param source over the verbatim fields that the mapping reads
 * @param content over the Observation, with the status that the source gave
 * @param status the status that the source gave
 * @param topics where the mapping sends it
 */
public record Arrival(
        TransferId transfer, long order, Hash128 source, Hash128 content, ResultStatus status, TopicSet topics) {}

package io.assayhub.ledger;

import io.assayhub.model.Hash128;
import io.assayhub.model.HoldReason;
import io.assayhub.model.ResultStatus;
import io.assayhub.model.TransferId;
import java.util.Optional;

/**
 * What the ledger needs to know of a result that arrives: not what it says, only whether it says something else.
 *
 * @param order higher is newer among versions of one result
 * @param source over the verbatim fields that the mapping reads
 * @param content over the Observation, with the status that the source gave
 * @param status the status that the source gave
 * @param topics where the mapping sends it
 * @param feed hash of the feed's name
 * @param code hash of Observation.code
 * @param subject {@code study/subject}, canonical
 * @param replay whether an approved replay brought it, so that what a new mapping reads otherwise is published
 * @param orphan whether the feed lets a correction or withdrawal pass whose original never came
 * @param demanded why the mapping wants it held, if it does
 */
public record Arrival(
        TransferId transfer,
        long order,
        Hash128 source,
        Hash128 content,
        ResultStatus status,
        TopicSet topics,
        long feed,
        long code,
        String subject,
        boolean replay,
        boolean orphan,
        Optional<HoldReason> demanded) {}

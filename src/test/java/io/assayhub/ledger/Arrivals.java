package io.assayhub.ledger;

import io.assayhub.model.Hash128;
import io.assayhub.model.ResultStatus;
import io.assayhub.model.TransferId;

/** Arrivals of one result, for tests: texts stand for what a source said and what it meant. */
final class Arrivals {
    static final TopicSet PK = TopicSet.of(0);
    static final TopicSet SAFETY = TopicSet.of(3);

    private Arrivals() {}

    static Arrival arrival(long order, String source, String content) {
        return arrival(order, source, content, ResultStatus.FINAL);
    }

    static Arrival arrival(long order, String source, String content, ResultStatus status) {
        return new Arrival(transfer(order), order, hash(source), hash(content), status, PK);
    }

    static Arrival to(TopicSet topics, Arrival arrival) {
        return new Arrival(
                arrival.transfer(), arrival.order(), arrival.source(), arrival.content(), arrival.status(), topics);
    }

    static Arrival in(TransferId transfer, Arrival arrival) {
        return new Arrival(
                transfer, arrival.order(), arrival.source(), arrival.content(), arrival.status(), arrival.topics());
    }

    static TransferId transfer(long number) {
        return new TransferId(hash("transfer " + number).hex());
    }

    static Hash128 hash(String text) {
        return Hash128.ofSha256(text);
    }
}

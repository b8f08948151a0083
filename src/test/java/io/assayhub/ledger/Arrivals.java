package io.assayhub.ledger;

import io.assayhub.model.Hash128;
import io.assayhub.model.HoldReason;
import io.assayhub.model.ResultStatus;
import io.assayhub.model.TransferId;
import java.util.Optional;
import java.util.Set;

/** Arrivals of one result, for tests: texts stand for what a source said and what it meant. */
final class Arrivals {
    static final TopicSet PK = TopicSet.of(0);
    static final TopicSet SAFETY = TopicSet.of(3);
    static final String SUBJECT = "P003/01-0007";

    private Arrivals() {}

    static Arrival arrival(long order, String source, String content) {
        return arrival(order, source, content, ResultStatus.FINAL);
    }

    static Arrival arrival(long order, String source, String content, ResultStatus status) {
        return new Arrival(
                transfer(order),
                order,
                hash(source),
                hash(content),
                status,
                PK,
                1,
                2,
                SUBJECT,
                false,
                false,
                Optional.empty());
    }

    static Arrival to(TopicSet topics, Arrival a) {
        return new Arrival(
                a.transfer(),
                a.order(),
                a.source(),
                a.content(),
                a.status(),
                topics,
                a.feed(),
                a.code(),
                a.subject(),
                a.replay(),
                a.orphan(),
                a.demanded());
    }

    static Arrival in(TransferId transfer, Arrival a) {
        return new Arrival(
                transfer,
                a.order(),
                a.source(),
                a.content(),
                a.status(),
                a.topics(),
                a.feed(),
                a.code(),
                a.subject(),
                a.replay(),
                a.orphan(),
                a.demanded());
    }

    static Arrival replayed(Arrival a) {
        return new Arrival(
                a.transfer(),
                a.order(),
                a.source(),
                a.content(),
                a.status(),
                a.topics(),
                a.feed(),
                a.code(),
                a.subject(),
                true,
                a.orphan(),
                a.demanded());
    }

    static Arrival orphan(Arrival a) {
        return new Arrival(
                a.transfer(),
                a.order(),
                a.source(),
                a.content(),
                a.status(),
                a.topics(),
                a.feed(),
                a.code(),
                a.subject(),
                a.replay(),
                true,
                a.demanded());
    }

    static Arrival demanding(HoldReason reason, Arrival a) {
        return new Arrival(
                a.transfer(),
                a.order(),
                a.source(),
                a.content(),
                a.status(),
                a.topics(),
                a.feed(),
                a.code(),
                a.subject(),
                a.replay(),
                a.orphan(),
                Optional.of(reason));
    }

    /** The state of a result published with this version, as {@link #arrival} would leave it. */
    static ResultState state(int version, long order, String source, String content, ResultStatus status) {
        return new ResultState(
                version,
                order,
                order,
                hash(source),
                hash(content),
                status,
                PK,
                transfer(order),
                1,
                2,
                SUBJECT,
                0,
                0,
                Set.of(),
                0);
    }

    static TransferId transfer(long number) {
        return new TransferId(hash("transfer " + number).hex());
    }

    static Hash128 hash(String text) {
        return Hash128.ofSha256(text);
    }
}

package io.assayhub.ledger.streams;

import io.assayhub.ledger.Outcome;
import io.assayhub.ledger.ResultState;
import io.assayhub.ledger.TopicSet;
import io.assayhub.model.ObservationId;
import io.assayhub.model.ResultStatus;
import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.Flag;
import io.assayhub.wire.NormalisedRecord;
import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.Topic;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;

/** Publishes versions: to each consumer topic that may have them, and once to the audit trail. */
final class Versions {
    private final LedgerStores stores;
    private final Forwarding forwarding;
    private final PublicationRules publications;
    private final Waitings waitings;

    Versions(LedgerStores stores, Forwarding forwarding, PublicationRules publications, Waitings waitings) {
        this.stores = stores;
        this.forwarding = forwarding;
        this.publications = publications;
        this.waitings = waitings;
    }

    /**
     * The bytes of a version; nothing is done yet.
     *
     * @throws RuntimeException if the result was not written by a hub
     */
    byte[] observation(NormalisedRecord.Result result, ObservationId id, ResultState next, SubjectKey subject) {
        return publications.observation(result, id, next.version(), next.status(), subject, forwarding.now());
    }

    /**
     * Publishes the version that is stored by now.
     *
     * @param published topics that had an earlier version
     * @param waited what is known of the hold that ended with it, or null
     */
    void publish(
            NormalisedRecord.Result result,
            ObservationId id,
            Outcome outcome,
            byte[] observation,
            SubjectKey subject,
            TopicSet published,
            HeldResult.Meta waited) {
        ResultState state = stores.result(id).orElseThrow();
        stores.reference().noteFeed(state.feed(), result.feed().value());
        stores.reference().noteCode(state.code(), PublicationRules.code(result));
        CommandRecord decision = waited == null ? null : waited.decision();
        ResultState sent = blinded(id, state, published, outcome, result, observation);
        send(id, sent, outcome, result.feed().value(), result, decision, observation, subject);
        if (waited != null && waited.changedFrom() != null && decision != null) {
            SubjectKey former = SubjectKey.parse(subject.study().value() + "/" + waited.changedFrom());
            withdrawFrom(
                    former,
                    ObservationId.of(
                            former.study(), former.subject(), result.facts().identity()),
                    decision);
            waitings.takeOver(subject, result.facts().accession());
        }
    }

    /** Tells the former subject's partition that its result should never have existed. */
    void withdrawFrom(SubjectKey former, ObservationId id, CommandRecord decision) {
        forwarding.command(former, Commands.withdraw(decision, former, id, forwarding.now()));
    }

    /**
     * Publishes an entered-in-error version by a command.
     *
     * @return whether there was something to withdraw
     */
    boolean withdraw(ObservationId id, CommandRecord command) {
        Optional<ResultState> former = stores.result(id)
                .filter(ResultState::isPublished)
                .filter(state -> state.status() != ResultStatus.ENTERED_IN_ERROR);
        if (former.isEmpty()) {
            return false;
        }
        ResultState next = former.get().withdrawn();
        SubjectKey subject = SubjectKey.parse(next.subject());
        waitings.endMatters(id, former, next);
        stores.putResult(id, next);
        byte[] observation = publications.withdrawal(
                id, next.version(), subject, stores.reference().code(next.code()), forwarding.now());
        String feed = stores.reference().feed(next.feed()).name();
        Bytes withheld = withheldKey(next.feed(), id);
        byte[] kept = stores.holdBytes().get(withheld);
        if (kept != null) {
            Headers headers = publications.headers(id, next, Outcome.WITHDRAWN, feed, null, forwarding.now());
            stores.holdBytes()
                    .put(withheld, Withheld.encode(ByteBuffer.wrap(kept).getInt(), headers, observation));
        }
        send(id, next, Outcome.WITHDRAWN, feed, null, command, observation, subject);
        return true;
    }

    private void send(
            ObservationId id,
            ResultState state,
            Outcome outcome,
            String feed,
            NormalisedRecord.Result result,
            CommandRecord command,
            byte[] observation,
            SubjectKey subject) {
        long now = forwarding.now();
        Headers headers = publications.headers(id, state, outcome, feed, result, now);
        for (Topic topic : TopicBits.topics(state.topics())) {
            forwarding.here(topic, id.value(), observation, headers);
        }
        forwarding.here(
                Topic.AUDIT,
                subject.text(),
                publications.audit(observation, id, state.version(), outcome, result, command, now),
                PublicationRules.auditHeaders(id, state, outcome, feed, result));
    }

    /** The state with the topics that a blinded feed's result may go to; what it is kept from is put aside. */
    private ResultState blinded(
            ObservationId id,
            ResultState state,
            TopicSet published,
            Outcome outcome,
            NormalisedRecord.Result result,
            byte[] observation) {
        boolean blind = result.flags().contains(Flag.BLINDED)
                && !stores.reference().feed(state.feed()).unblinded();
        TopicSet keptFrom = state.topics().intersect(TopicBits.UNBLINDED_ONLY).minus(published);
        if (!blind || keptFrom.isEmpty()) {
            return state;
        }
        ResultState open = state.withTopics(state.topics().minus(keptFrom));
        stores.putResult(id, open);
        Headers headers = publications.headers(id, open, outcome, result.feed().value(), result, forwarding.now());
        stores.holdBytes().put(withheldKey(state.feed(), id), Withheld.encode(keptFrom.bits(), headers, observation));
        return open;
    }

    /**
     * Publishes a slice of what a feed was kept from, now that it is unblinded.
     *
     * @return whether there may be more
     */
    boolean unblind(String feed, int limit) {
        Bytes prefix = StoreKeys.of('w', StoreKeys.number(StoreKeys.hash(feed)));
        List<KeyValue<Bytes, byte[]>> slice = StoreKeys.scan(stores.holdBytes(), prefix, null, limit);
        for (KeyValue<Bytes, byte[]> entry : slice) {
            int idAt = prefix.get().length;
            byte[] idBytes = new byte[16];
            ByteBuffer.wrap(entry.key.get(), idAt, 16).get(idBytes);
            ObservationId id = StoreKeys.id(Bytes.wrap(idBytes));
            Withheld withheld = Withheld.decode(entry.value);
            ResultState state = stores.result(id).orElseThrow();
            stores.putResult(id, state.withTopics(state.topics().union(withheld.topics)));
            for (Topic topic : TopicBits.topics(withheld.topics)) {
                forwarding.here(topic, id.value(), withheld.observation, withheld.headers);
            }
            stores.holdBytes().delete(entry.key);
        }
        return slice.size() == limit;
    }

    private static Bytes withheldKey(long feed, ObservationId id) {
        return StoreKeys.of('w', StoreKeys.number(feed), StoreKeys.hex(id.value()));
    }

    /** The latest version of a blinded feed's result, and the topics that it is kept from. */
    private record Withheld(TopicSet topics, Headers headers, byte[] observation) {
        static byte[] encode(int topics, Headers headers, byte[] observation) {
            ByteBuffer out = ByteBuffer.allocate(Integer.BYTES + StoredHeaders.length(headers) + observation.length);
            StoredHeaders.write(headers, out.putInt(topics));
            return out.put(observation).array();
        }

        static Withheld decode(byte[] stored) {
            ByteBuffer in = ByteBuffer.wrap(stored);
            TopicSet topics = new TopicSet(in.getInt());
            Headers headers = StoredHeaders.read(in);
            return new Withheld(topics, headers, StoredHeaders.rest(in));
        }
    }
}

package io.assayhub.ops;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.model.Hash128;
import io.assayhub.model.ObservationId;
import io.assayhub.model.ResultStatus;
import io.assayhub.replay.KnownResults;
import io.assayhub.wire.AuditRecord;
import io.assayhub.wire.HeaderName;
import io.assayhub.wire.Json;
import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.SubjectRecord;
import io.assayhub.wire.Topic;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What is published, as the topics say; about 200 bytes of memory for each result, its Observation read when asked for. */
final class TopicResults implements KnownResults {
    private final HubKafka kafka;
    private final Map<Hash128, Latest> latest = new HashMap<>();
    private final Set<String> waiting = new HashSet<>();
    private final Set<SubjectKey> registered = new HashSet<>();

    private record Latest(Published published, int partition, long offset) {}

    private TopicResults(HubKafka kafka) {
        this.kafka = kafka;
    }

    static TopicResults read(HubKafka kafka) {
        TopicResults results = new TopicResults(kafka);
        kafka.read(Topic.AUDIT, message -> {
            results.audit(message);
            return true;
        });
        HeldIndex.read(kafka).live().stream()
                .filter(h -> h.isHeldResult() && h.observation() != null)
                .forEach(h -> results.waiting.add(h.observation()));
        kafka.read(Topic.SUBJECTS, message -> {
            SubjectKey key = SubjectKey.parse(message.key());
            if (message.value() != null
                    && SubjectRecord.fromJson(message.value()).redirect() == null) {
                results.registered.add(key);
            } else {
                results.registered.remove(key);
            }
            return true;
        });
        return results;
    }

    private void audit(ConsumerRecord<byte[], byte[]> message) {
        if (!AuditRecord.VERSION.equals(HubKafka.header(message, HeaderName.KIND))) {
            return;
        }
        Hash128 id = Hash128.parse(HubKafka.header(message, HeaderName.ID));
        Latest before = latest.get(id);
        int version = Integer.parseInt(HubKafka.header(message, HeaderName.VERSION));
        if (before != null && before.published.version() >= version) {
            return;
        }
        ResultStatus status =
                ResultStatus.of(HubKafka.header(message, HeaderName.STATUS)).orElseThrow();
        String order = HubKafka.header(message, HeaderName.ORDER);
        // A version that a decision made leaves what later arrivals are compared with as it was.
        Published published = order == null && before != null
                ? new Published(
                        version,
                        before.published.order(),
                        before.published.source(),
                        before.published.content(),
                        status)
                : new Published(
                        version,
                        order == null ? Long.MIN_VALUE : Long.parseLong(order),
                        hash(HubKafka.header(message, HeaderName.SOURCE_HASH)),
                        hash(HubKafka.header(message, HeaderName.CONTENT_HASH)),
                        status);
        latest.put(id, new Latest(published, message.partition(), message.offset()));
    }

    private static Hash128 hash(String hex) {
        return hex == null ? new Hash128(0, 0) : Hash128.parse(hex);
    }

    @Override
    public Optional<Published> published(ObservationId id) {
        return Optional.ofNullable(latest.get(Hash128.parse(id.value()))).map(Latest::published);
    }

    @Override
    public Optional<JsonNode> observation(ObservationId id) {
        return Optional.ofNullable(latest.get(Hash128.parse(id.value())))
                .map(l -> kafka.value(Topic.AUDIT, l.partition, l.offset))
                .map(bundle -> Json.tree(bundle).path("entry").path(0).path("resource"));
    }

    @Override
    public boolean waits(ObservationId id) {
        return waiting.contains(id.value());
    }

    @Override
    public boolean isRegistered(SubjectKey subject) {
        return registered.contains(subject);
    }
}

package io.assayhub.ledger.streams;

import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.Topic;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Sends records on, from the partition in hand. */
final class Forwarding {
    private final ProcessorContext<byte[], Outgoing> context;

    Forwarding(ProcessorContext<byte[], Outgoing> context) {
        this.context = context;
    }

    /** The partition that this task owns. */
    int partition() {
        return context.taskId().partition();
    }

    /** Milliseconds since 1970. */
    long now() {
        return context.currentSystemTimeMs();
    }

    /** To the partition of the same number: what concerns one subject stays in one order. */
    void here(Topic topic, String key, byte[] value, Headers headers) {
        to(topic, partition(), key.getBytes(StandardCharsets.US_ASCII), value, headers);
    }

    void to(Topic topic, int partition, byte[] key, byte[] value, Headers headers) {
        context.forward(new Record<>(key, new Outgoing(topic, partition, value), now(), headers));
    }

    /** A message to whoever owns this key. */
    void clearing(String key, ClearingMessage message) {
        to(
                Topic.CLEARING,
                Outgoing.BY_KEY,
                key.getBytes(StandardCharsets.UTF_8),
                message.toJson(),
                new RecordHeaders());
    }

    /** A decision of the hub itself about a subject's result. */
    void command(SubjectKey subject, CommandRecord command) {
        to(Topic.COMMANDS, Outgoing.BY_KEY, subject.bytes(), command.toJson(), new RecordHeaders());
    }
}

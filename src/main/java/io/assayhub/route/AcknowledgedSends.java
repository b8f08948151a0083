package io.assayhub.route;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * One attempt's sends through a shared producer. The first failure ends the attempt: nothing more is sent, and {@link
 * #await} reports it.
 */
final class AcknowledgedSends {
    private final Producer<byte[], byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    AcknowledgedSends(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    void send(ProducerRecord<byte[], byte[]> record) throws IntakeException {
        failIfAny();
        try {
            // The callback tells all that the future would.
            var unused = producer.send(record, (metadata, exception) -> {
                if (exception != null) {
                    failure.compareAndSet(null, exception);
                }
            });
        } catch (InterruptException e) {
            throw new IntakeException("interrupted while sending to Kafka", e);
        } catch (KafkaException e) {
            throw new IntakeException("Kafka did not take a record", e);
        }
    }

    /** Returns when all that was sent is acknowledged. */
    void await() throws IntakeException {
        try {
            producer.flush();
        } catch (KafkaException e) {
            throw new IntakeException("interrupted while Kafka had not acknowledged all records", e);
        }
        failIfAny();
    }

    private void failIfAny() throws IntakeException {
        Exception cause = failure.get();
        if (cause != null) {
            throw new IntakeException("Kafka did not acknowledge a record", cause);
        }
    }
}

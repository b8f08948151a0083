package io.assayhub.boot;

import io.assayhub.wire.SubjectRecord;
import io.assayhub.wire.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Registers subjects straight on {@code assay.subjects}, all of whose results are taken. */
final class Registered {
    private Registered() {}

    /** Returns when Kafka has acknowledged the registrations of these canonical numbers. */
    static void all(Map<String, String> kafka, String prefix, String study, Collection<String> subjects) {
        KafkaAccess access = new KafkaAccess(kafka.get("bootstrap.servers"), kafka);
        try (Producer<byte[], byte[]> producer = access.bulkProducer()) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (String subject : subjects) {
                SubjectRecord record = SubjectRecord.open(study, subject);
                sent.add(producer.send(new ProducerRecord<>(
                        Topic.SUBJECTS.name(prefix), record.key().bytes(), record.toJson())));
            }
            for (Future<RecordMetadata> each : sent) {
                each.get(60, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while registering subjects", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("subjects were not registered", e);
        }
    }
}

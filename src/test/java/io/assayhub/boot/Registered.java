package io.assayhub.boot;

import io.assayhub.wire.SubjectRecord;
import io.assayhub.wire.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/** Registers subjects straight on {@code assay.subjects}, all of whose results are taken. */
final class Registered {
    private Registered() {}

    /** Returns when the ledger has taken the registrations of these canonical numbers. */
    static void all(Map<String, String> kafka, String prefix, String study, Collection<String> subjects) {
        all(
                kafka,
                prefix,
                subjects.stream()
                        .map(subject -> SubjectRecord.open(study, subject))
                        .toList());
    }

    /** Returns when the ledger has taken these registrations. */
    static void all(Map<String, String> kafka, String prefix, List<SubjectRecord> records) {
        KafkaAccess access = new KafkaAccess(kafka.get("bootstrap.servers"), kafka);
        try (Producer<byte[], byte[]> producer = access.bulkProducer()) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (SubjectRecord record : records) {
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
        awaitTaken(access, prefix);
    }

    /** Waits until the ledger has taken all that is on {@code assay.subjects}; what came before is then not held. */
    static void awaitTaken(KafkaAccess kafka, String prefix) {
        String topic = Topic.SUBJECTS.name(prefix);
        try (Admin admin = Admin.create(new HashMap<>(kafka.properties()))) {
            Set<TopicPartition> partitions =
                    admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().stream()
                            .map(p -> new TopicPartition(topic, p.partition()))
                            .collect(Collectors.toSet());
            Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> ends = admin.listOffsets(
                            partitions.stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest())))
                    .all()
                    .get();
            Delivered.await().until(() -> {
                Map<TopicPartition, OffsetAndMetadata> taken = admin.listConsumerGroupOffsets(prefix + "-ledger")
                        .partitionsToOffsetAndMetadata()
                        .get();
                return ends.entrySet().stream()
                        .allMatch(end -> end.getValue().offset() == 0
                                || (taken.get(end.getKey()) != null
                                        && taken.get(end.getKey()).offset()
                                                >= end.getValue().offset()));
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while subjects were registered", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the ledger's place is not known", e);
        }
    }
}

package io.assayhub.boot.bench;

import io.assayhub.model.TransferId;
import io.assayhub.wire.Receipt;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a consumer sees of one topic that reads committed records only, from its beginning on. */
final class CommittedRecords implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    CommittedRecords(Map<String, String> kafka, String topic) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        partitions = consumer.partitionsFor(topic).stream()
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Behind the last committed record of each partition, as of now. */
    Map<TopicPartition, Long> ends() {
        return new HashMap<>(consumer.endOffsets(partitions));
    }

    /** Reads on up to these offsets, or to the first record that the reader does not want; returns how many were read. */
    long readTo(Map<TopicPartition, Long> ends, Predicate<ConsumerRecord<byte[], byte[]>> reader) {
        long count = 0;
        while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < ends.get(new TopicPartition(record.topic(), record.partition()))) {
                    count++;
                    if (!reader.test(record)) {
                        return count;
                    }
                }
            }
        }
        return count;
    }

    /** What has come since the last call. */
    Iterable<ConsumerRecord<byte[], byte[]>> poll() {
        return consumer.poll(POLL);
    }

    /** Waits for the closed receipt of a transfer. */
    Receipt closed(TransferId transfer, Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                Receipt receipt = Receipt.fromJson(record.value());
                if (receipt.transfer().equals(transfer.value()) && receipt.state() == Receipt.State.CLOSED) {
                    return receipt;
                }
            }
        }
        throw new IOException("no receipt was closed within " + patience.toSeconds() + " s");
    }

    @Override
    public void close() {
        consumer.close();
    }
}

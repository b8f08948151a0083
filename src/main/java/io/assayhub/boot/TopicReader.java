package io.assayhub.boot;

import io.assayhub.wire.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what a topic holds, as a consumer that sees committed records only. */
final class TopicReader {
    /** Takes one record. */
    interface RecordSink {
        void accept(ConsumerRecord<byte[], byte[]> record);
    }

    private final Map<String, Object> settings;

    TopicReader(Map<String, String> kafka) {
        settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    }

    /** Reads from the beginning to what is committed now. */
    void readAll(Topic topic, String prefix, RecordSink sink) {
        readAll(topic.name(prefix), sink);
    }

    /** Reads a topic by its name on the broker. */
    void readAll(String topic, RecordSink sink) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(200)).forEach(sink::accept);
            }
        }
    }
}

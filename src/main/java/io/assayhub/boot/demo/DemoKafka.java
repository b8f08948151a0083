package io.assayhub.boot.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.wire.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The demo's outside view of the hub's Kafka: reads committed records, and writes as the EDC does. */
final class DemoKafka implements AutoCloseable {
    static final String PREFIX = "assay";

    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final String bootstrapServers;
    private final KafkaConsumer<byte[], byte[]> consumer;

    DemoKafka(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        // A broker answers a connection\'s requests in turn: what is asked next waits for the fetch.
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        20,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Reads a topic from its beginning to what is committed now. */
    void read(Topic topic, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        try {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name(PREFIX)).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.seekToBeginning(partitions);
            long deadline = System.nanoTime() + SILENCE.toNanos();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                if (System.nanoTime() > deadline) {
                    throw new StoryException(topic.name(PREFIX) + " cannot be read to its end");
                }
                consumer.poll(Duration.ofMillis(100)).forEach(sink);
            }
        } catch (KafkaException e) {
            throw new StoryException(topic.name(PREFIX) + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** How many records a reader of a topic has seen by now. */
    int count(Topic topic) {
        return all(topic).size();
    }

    /** The records of a topic; those of one key in their order. */
    List<ConsumerRecord<byte[], byte[]>> all(Topic topic) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        read(topic, all::add);
        return all;
    }

    /** The latest value of each key, without those that have ended. */
    Map<String, byte[]> latest(Topic topic) {
        Map<String, byte[]> latest = new LinkedHashMap<>();
        read(topic, message -> {
            String key = new String(message.key(), UTF_8);
            if (message.value() == null) {
                latest.remove(key);
            } else {
                latest.put(key, message.value());
            }
        });
        return latest;
    }

    /** Writes to the topic that belongs to the EDC; returns when Kafka has acknowledged it. */
    void register(byte[] bundle) throws InterruptedException {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        try (KafkaProducer<byte[], byte[]> edc =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            edc.send(new ProducerRecord<>(Topic.REGISTRATIONS.name(PREFIX), null, bundle))
                    .get();
        } catch (ExecutionException | KafkaException e) {
            throw new StoryException("a registration was not acknowledged: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}

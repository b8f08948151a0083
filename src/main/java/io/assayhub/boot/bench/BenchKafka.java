package io.assayhub.boot.bench;

import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * What the steps need of Kafka.
 *
 * @param properties of every client
 * @param producer the hub's own for files, shared by all steps
 * @param topics creates the hub's topics under a prefix
 * @param partitions of each topic
 */
public record BenchKafka(
        Map<String, String> properties, Producer<byte[], byte[]> producer, Consumer<String> topics, int partitions) {
    public BenchKafka {
        properties = Map.copyOf(properties);
    }
}

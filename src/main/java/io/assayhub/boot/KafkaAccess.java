package io.assayhub.boot;

import io.assayhub.config.HubConfig;
import io.assayhub.ops.TopicSurvey;
import io.assayhub.wire.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes the hub's Kafka clients: the hub's settings, with every configured client property on top. */
final class KafkaAccess {
    private static final Duration KNOWN_WITHIN = Duration.ofSeconds(20);

    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, Producer<byte[], byte[]>> producers = new ConcurrentHashMap<>();

    KafkaAccess(String bootstrapServers, Map<String, String> configured) {
        properties.putAll(configured);
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    }

    /** What every client is given: bootstrap servers and the configured properties. */
    Map<String, String> properties() {
        return Map.copyOf(properties);
    }

    /** The producer of transfers that come as files: large compressed batches, all replicas acknowledge. */
    Producer<byte[], byte[]> bulkProducer() {
        return observed("bulk", bulkSettings());
    }

    /**
     * A producer for those who wait: nothing lingers, and a failure is known soon.
     *
     * @param name in figures
     */
    Producer<byte[], byte[]> liveProducer(String name) {
        Map<String, Object> settings = bulkSettings();
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 20_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000L);
        return observed(name, settings);
    }

    private Producer<byte[], byte[]> observed(String name, Map<String, Object> settings) {
        Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        producers.put(name, producer);
        return producer;
    }

    /** The producers that were made, by their names in figures. */
    Map<String, Producer<byte[], byte[]>> producers() {
        return Map.copyOf(producers);
    }

    /** The same producer, that ends this process at these points. */
    Producer<byte[], byte[]> crashingProducer(String prefix, List<CrashPoint> points) {
        return new CrashingProducer(bulkSettings(), prefix, points);
    }

    private Map<String, Object> bulkSettings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 32L << 20);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 1 << 20);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 60_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 20_000);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 60_000L);
        settings.putAll(properties);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return settings;
    }

    /** Camel's Kafka component with the same properties; its consumers see committed records only. */
    KafkaComponent component() {
        KafkaComponent component = new KafkaComponent();
        component.getConfiguration().setBrokers(properties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
        component.setKafkaClientFactory(new DefaultKafkaClientFactory() {
            @Override
            @SuppressWarnings("rawtypes") // As Camel declares it.
            public Consumer getConsumer(Properties camel) {
                camel.putAll(properties);
                camel.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
                return super.getConsumer(camel);
            }
        });
        return component;
    }

    /**
     * Creates the topics that are missing, as declared, and those of laboratories in the same shape.
     *
     * @throws StartupException if a topic exists with another number of partitions, or Kafka cannot be reached
     */
    void createTopics(HubConfig.Topics shape, List<HubConfig.KafkaTopic> laboratories) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 20_000);
        settings.putAll(properties);
        try (Admin admin = Admin.create(settings)) {
            Set<String> present = admin.listTopics().names().get();
            List<NewTopic> missing = new ArrayList<>();
            List<String> all = new ArrayList<>();
            for (Topic topic : Topic.values()) {
                String name = topic.name(shape.prefix());
                all.add(name);
                if (!present.contains(name)) {
                    missing.add(new NewTopic(
                                    name, Optional.of(shape.partitions()), Optional.of((short) shape.replication()))
                            .configs(topic.settings()));
                }
            }
            for (HubConfig.KafkaTopic laboratory : laboratories) {
                if (!present.contains(laboratory.topic())) {
                    missing.add(new NewTopic(laboratory.topic(), Optional.of(shape.partitions()), Optional.of((short)
                            shape.replication())));
                }
            }
            for (KafkaFuture<Void> created :
                    admin.createTopics(missing).values().values()) {
                try {
                    created.get();
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw e;
                    }
                    // Another instance, starting too, was faster; its shape is looked at below.
                }
            }
            Map<TopicPartition, OffsetSpec> led = new HashMap<>();
            for (TopicDescription topic : describe(admin, all)) {
                if (topic.partitions().size() != shape.partitions()) {
                    throw new StartupException("Topic " + topic.name() + " has "
                            + topic.partitions().size() + " partitions, topics.partitions says " + shape.partitions()
                            + ". The number is fixed when topics are created: set topics.partitions to it.");
                }
                topic.partitions()
                        .forEach(p -> led.put(new TopicPartition(topic.name(), p.partition()), OffsetSpec.latest()));
            }
            List<String> dangers = TopicSurvey.dangers(admin, shape);
            if (!dangers.isEmpty()) {
                throw new StartupException(String.join("\n", dangers)
                        + "\nThe hub does not start on such topics; ./hub topics shows them all.");
            }
            // Answered by the leaders themselves: a producer that comes before them may see its first batch turned away
            // and its second taken, and is then out of sequence until its delivery timeout.
            admin.listOffsets(led).all().get();
        } catch (ExecutionException | KafkaException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            String servers = properties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
            throw new StartupException(
                    cause instanceof TimeoutException
                            ? "Kafka does not answer at " + servers
                                    + ". Check kafka.bootstrap-servers, and that a broker runs there."
                            : "Kafka at " + servers + " cannot be used: " + cause.getMessage(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("Interrupted while topics were created", e);
        }
    }

    /** Waits for topics that exist since a moment ago, which not every broker knows at once. */
    private static Collection<TopicDescription> describe(Admin admin, List<String> topics)
            throws ExecutionException, InterruptedException {
        long deadline = System.nanoTime() + KNOWN_WITHIN.toNanos();
        while (true) {
            try {
                return admin.describeTopics(topics).allTopicNames().get().values();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > deadline) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }
}

package io.assayhub.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.config.HubConfig;
import io.assayhub.wire.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The Kafka of one configured hub, as the commands use it: committed records only, no consumer group, bounded waits. */
final class HubKafka implements AutoCloseable {
    private static final int ANSWER_MS = 15_000;
    /** Without a record for this long before the end that the broker named, something is wrong with it. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final HubConfig config;
    private final Map<String, Object> properties = new HashMap<>();
    private KafkaConsumer<byte[], byte[]> consumer;

    private HubKafka(HubConfig config, String bootstrapServers) {
        this.config = config;
        properties.putAll(config.kafka().properties());
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    }

    /**
     * The configured Kafka, or the embedded broker of the hub that runs on the configured data folder.
     *
     * @throws OpsException if no broker is configured and no hub runs
     */
    static HubKafka of(HubConfig config) {
        String servers = config.kafka()
                .bootstrapServers()
                .or(() -> KafkaAddress.read(config.data()))
                .orElseThrow(() -> new OpsException("No hub runs on " + config.data() + ": there is no "
                        + KafkaAddress.file(config.data())
                        + ". Start it with ./hub run, or name its configuration with --config."));
        return new HubKafka(config, servers);
    }

    /** Takes a record; false ends the reading. */
    interface RecordSink {
        boolean accept(ConsumerRecord<byte[], byte[]> message);
    }

    /** Its bootstrap servers. */
    String servers() {
        return (String) properties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
    }

    HubConfig.Topics shape() {
        return config.topics();
    }

    /** The number of a topic's partitions on the broker. */
    int partitions(Topic topic) {
        return infos(topic).size();
    }

    /** Where a topic ends now for a reader of committed records. */
    Map<TopicPartition, Long> ends(Topic topic) {
        Collection<TopicPartition> partitions = all(topic);
        consumer().assign(partitions);
        return consumer().endOffsets(partitions);
    }

    /** Reads a topic from its beginning to its present end, each partition in its order. */
    void read(Topic topic, RecordSink sink) {
        read(all(topic), Instant.EPOCH, sink);
    }

    /** Reads what a topic got since about a time. */
    void readSince(Topic topic, Instant since, RecordSink sink) {
        read(all(topic), since, sink);
    }

    /** Gives the records of one partition, from about a time on to its present end, one after the other. */
    Cursor cursor(Topic topic, int partition, Instant since) {
        return new Cursor(List.of(new TopicPartition(topic.name(config.topics().prefix()), partition)), since);
    }

    private void read(Collection<TopicPartition> partitions, Instant since, RecordSink sink) {
        Cursor cursor = new Cursor(partitions, since);
        for (ConsumerRecord<byte[], byte[]> message = cursor.next(); message != null; message = cursor.next()) {
            if (!sink.accept(message)) {
                return;
            }
        }
    }

    /** Records up to the ends that held when it was made; the latest one made is the only one that may be used. */
    final class Cursor {
        private final KafkaConsumer<byte[], byte[]> reader = consumer();
        private final Map<TopicPartition, Long> ends;
        private Iterator<ConsumerRecord<byte[], byte[]>> batch = Collections.emptyIterator();

        private Cursor(Collection<TopicPartition> partitions, Instant since) {
            // Assigned first: the client warns of ends that it is told of other partitions.
            reader.assign(partitions);
            ends = reader.endOffsets(partitions);
            reader.seekToBeginning(partitions);
            if (since.isAfter(Instant.EPOCH)) {
                Map<TopicPartition, Long> times = new HashMap<>();
                partitions.forEach(p -> times.put(p, since.toEpochMilli()));
                reader.offsetsForTimes(times)
                        .forEach((p, found) -> reader.seek(p, found == null ? ends.get(p) : found.offset()));
            }
        }

        /** The next record, or null at the end. */
        ConsumerRecord<byte[], byte[]> next() {
            long deadline = System.nanoTime() + SILENCE.toNanos();
            while (true) {
                while (batch.hasNext()) {
                    ConsumerRecord<byte[], byte[]> message = batch.next();
                    if (message.offset() < ends.get(new TopicPartition(message.topic(), message.partition()))) {
                        return message;
                    }
                }
                if (ends.keySet().stream().allMatch(p -> reader.position(p) >= ends.get(p))) {
                    return null;
                }
                if (System.nanoTime() > deadline) {
                    throw new OpsException("Kafka gives no more records of "
                            + ends.keySet().iterator().next().topic() + ". Check the broker's log.");
                }
                batch = reader.poll(Duration.ofMillis(200)).iterator();
            }
        }
    }

    /** The value of one record; null if it is gone. */
    byte[] value(Topic topic, int partition, long offset) {
        TopicPartition place = new TopicPartition(topic.name(config.topics().prefix()), partition);
        KafkaConsumer<byte[], byte[]> reader = consumer();
        reader.assign(List.of(place));
        if (reader.endOffsets(List.of(place)).get(place) <= offset) {
            return null;
        }
        reader.seek(place, offset);
        long deadline = System.nanoTime() + SILENCE.toNanos();
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> message : reader.poll(Duration.ofMillis(200))) {
                return message.offset() == offset ? message.value() : null;
            }
        }
        return null;
    }

    /** Follows a topic from about a time on, also what is yet to come, until the sink has enough or the wait is over. */
    void follow(Topic topic, Instant since, Duration wait, RecordSink sink) {
        KafkaConsumer<byte[], byte[]> reader = consumer();
        Collection<TopicPartition> partitions = all(topic);
        // The end is fixed before the times are asked for, so that what comes in between is not passed over.
        reader.assign(partitions);
        Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(p -> times.put(p, since.toEpochMilli()));
        reader.offsetsForTimes(times)
                .forEach((p, found) -> reader.seek(p, found == null ? ends.get(p) : found.offset()));
        long deadline = System.nanoTime() + wait.toNanos();
        do {
            for (ConsumerRecord<byte[], byte[]> message : reader.poll(Duration.ofMillis(100))) {
                if (!sink.accept(message)) {
                    return;
                }
            }
        } while (System.nanoTime() < deadline);
    }

    Producer<byte[], byte[]> producer() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) ANSWER_MS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MS);
        settings.putAll(properties);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    Admin admin() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MS);
        settings.putAll(properties);
        return Admin.create(settings);
    }

    /** What to tell a person when Kafka fails. */
    OpsException explained(KafkaException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        Object servers = properties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        return new OpsException(
                cause instanceof org.apache.kafka.common.errors.TimeoutException
                        ? "Kafka does not answer at " + servers + ". Check that "
                                + (config.kafka().bootstrapServers().isPresent() ? "a broker" : "the hub")
                                + " runs."
                        : "Kafka at " + servers + " cannot be used: " + cause.getMessage(),
                e);
    }

    @Override
    public void close() {
        if (consumer != null) {
            consumer.close();
        }
    }

    private List<PartitionInfo> infos(Topic topic) {
        String name = topic.name(config.topics().prefix());
        List<PartitionInfo> infos = consumer().partitionsFor(name);
        if (infos == null || infos.isEmpty()) {
            throw new OpsException("There is no topic " + name
                    + ". Check topics.prefix; ./hub topics shows what is missing and creates it with --create.");
        }
        return infos;
    }

    private List<TopicPartition> all(Topic topic) {
        return infos(topic).stream()
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        if (consumer == null) {
            Map<String, Object> settings = new HashMap<>();
            settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MS);
            settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
            // A broker answers a connection's requests in turn: what is asked next waits for the fetch before it.
            settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
            settings.putAll(properties);
            settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
            settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
            settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
            settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
            consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }
        return consumer;
    }

    /** A header's text, or null if it is absent. */
    static String header(ConsumerRecord<byte[], byte[]> message, String name) {
        Header header = message.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    /** A record's key as text; empty without one. */
    static String key(ConsumerRecord<byte[], byte[]> message) {
        return message.key() == null ? "" : new String(message.key(), UTF_8);
    }
}

package io.assayhub.ledger.streams;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DefaultProductionExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;

/**
 * How the ledger runs on this instance.
 *
 * @param kafka client properties: {@code bootstrap.servers}, security, and any tuning, in Kafka's own names. They go
 *     before the hub's defaults, but what the ledger's guarantee rests on cannot be changed by them.
 * @param stateDirectory where the stores live; to be kept over restarts, and not shared with another instance
 * @param instance this instance's name, stable over restarts and unique in the group
 * @param threads stream threads, at least 1
 * @param standbys warm copies of each store on other instances; 0 with one instance
 * @param replication of internal topics; -1 for the broker's default
 */
public record LedgerStreamsConfig(
        LedgerConfig ledger,
        Map<String, String> kafka,
        Path stateDirectory,
        String instance,
        int threads,
        int standbys,
        int replication) {

    public LedgerStreamsConfig {
        Objects.requireNonNull(ledger, "ledger");
        Objects.requireNonNull(stateDirectory, "stateDirectory");
        kafka = Map.copyOf(kafka);
        if (!kafka.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
            throw new IllegalArgumentException("the Kafka properties name no bootstrap.servers");
        }
        if (instance == null || !instance.matches("[A-Za-z0-9._-]{1,100}")) {
            throw new IllegalArgumentException("the instance's name is not letters, digits and . _ -");
        }
        if (threads < 1 || standbys < 0 || replication == 0 || replication < -1) {
            throw new IllegalArgumentException("threads, standbys or replication out of range");
        }
    }

    /** The application id, which is also the consumer group and the prefix of internal topics. */
    public String applicationId() {
        return ledger.prefix() + "-ledger";
    }

    /** The properties for Kafka Streams: the hub's defaults, then {@code kafka}, then what is not negotiable. */
    Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>(defaults());
        properties.putAll(kafka);
        properties.putAll(fixed());
        return properties;
    }

    private Map<String, Object> defaults() {
        Map<String, Object> defaults = new HashMap<>();
        defaults.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        defaults.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbys);
        defaults.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, replication);
        // The processors ask for commits, see CommitPace.
        defaults.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, CommitPace.AT_LAST.toMillis());
        // A thread that waits for records does not commit meanwhile: keeps a single result within the commit interval.
        defaults.put(StreamsConfig.POLL_MS_CONFIG, 20);
        defaults.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 4L << 20);
        defaults.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        defaults.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000);
        defaults.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 1_000);
        // With commits this frequent a broker often still ends the last transaction and turns the first batch away;
        // with
        // more than one in flight, all that follow are then out of sequence, which it logs as errors.
        defaults.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
        defaults.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
        defaults.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 64 << 10);
        defaults.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        return defaults;
    }

    /** What exactly-once and a fast return after a crash rest on. */
    private Map<String, Object> fixed() {
        Map<String, Object> fixed = new HashMap<>();
        fixed.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId());
        fixed.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        fixed.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        // The streams protocol refuses static membership and ignores standbys.
        fixed.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        // Streams appends the thread's number.
        fixed.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instance);
        fixed.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        fixed.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
        // Anything but failing would skip a record.
        fixed.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndFailProcessingExceptionHandler.class);
        fixed.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, DefaultProductionExceptionHandler.class);
        fixed.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        return fixed;
    }
}

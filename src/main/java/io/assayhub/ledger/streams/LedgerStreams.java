package io.assayhub.ledger.streams;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running ledger of one instance. The topics have to exist before it starts. */
public final class LedgerStreams implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerStreams.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

    private final LedgerStreamsConfig config;
    private final Runnable onFailed;
    private final LedgerWatch watch;
    private KafkaStreams streams;

    /**
     * Builds the ledger without starting it.
     *
     * @param onFailed called once when the ledger has stopped for good because of an error; on a thread of Kafka Streams, so
     *     it must return soon and must not close the ledger itself
     */
    public LedgerStreams(LedgerStreamsConfig config, Runnable onFailed) {
        this(config, onFailed, LedgerWatch.NONE);
    }

    /** The same with somebody who watches. */
    public LedgerStreams(LedgerStreamsConfig config, Runnable onFailed, LedgerWatch watch) {
        this.config = config;
        this.onFailed = onFailed;
        this.watch = watch;
        streams = create();
    }

    private KafkaStreams create() {
        Properties properties = new Properties();
        properties.putAll(config.properties());
        KafkaStreams created = new KafkaStreams(LedgerTopology.build(config.ledger(), watch), properties);
        created.setUncaughtExceptionHandler(LedgerStreams::onException);
        created.setStateListener((after, before) -> {
            LOG.atInfo()
                    .addKeyValue("before", before)
                    .addKeyValue("after", after)
                    .log("The ledger changed its state");
            if (after == KafkaStreams.State.ERROR) {
                onFailed.run();
            }
        });
        return created;
    }

    /**
     * Starts the ledger and returns at once; it is ready when {@link #isRunning()}. Stores that cannot be opened, such as
     * those of a process that was killed while it deleted them, are deleted: all that is in them is in Kafka.
     */
    public void start() {
        try {
            streams.start();
        } catch (StreamsException e) {
            if (!isStateDamaged(e)) {
                throw e;
            }
            LOG.atWarn()
                    .addKeyValue("cause", e.getClass().getSimpleName())
                    .log("The ledger's state on disk is damaged: it is deleted and read again from Kafka");
            streams.close(CLOSE_TIMEOUT);
            streams.cleanUp();
            streams = create();
            streams.start();
        }
    }

    private static boolean isStateDamaged(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // A full disk or a missing right is no damage: deleting would not help.
            if (cause instanceof RocksDBException
                    && String.valueOf(cause.getMessage()).startsWith("Corruption")) {
                return true;
            }
        }
        return false;
    }

    /** The state in Kafka Streams' own words, such as {@code RUNNING} or {@code REBALANCING}. */
    public String state() {
        return streams.state().name();
    }

    /** Whether it has its partitions and its state restored, and takes records. */
    public boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /** The consumer group of all instances. */
    public String group() {
        return config.applicationId();
    }

    /** What Kafka Streams and its clients tell of themselves, as it stands. */
    public Map<MetricName, ? extends Metric> metrics() {
        return streams.metrics();
    }

    /** Commits and stops; the instance keeps its place in the group for the session timeout. */
    @Override
    public void close() {
        close(CLOSE_TIMEOUT);
    }

    /**
     * Commits and stops.
     *
     * @return whether all threads stopped in time
     */
    public boolean close(Duration timeout) {
        boolean stopped = streams.close(timeout);
        if (!stopped) {
            LOG.atWarn().addKeyValue("timeout", timeout).log("The ledger did not stop in time");
        }
        return stopped;
    }

    private static StreamThreadExceptionResponse onException(Throwable failure) {
        boolean retriable = isRetriable(failure);
        LOG.atError()
                .addKeyValue("retriable", retriable)
                .setCause(failure)
                .log("A thread of the ledger ended with an error");
        return retriable ? StreamThreadExceptionResponse.REPLACE_THREAD : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /**
     * Whether the brokers may well take the same work a little later. Nothing was committed, so nothing is done twice. A
     * producer whose transaction was lost to an outage says so with a plain {@link KafkaException}.
     */
    static boolean isRetriable(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException || cause.getClass() == KafkaException.class) {
                return true;
            }
        }
        return false;
    }
}

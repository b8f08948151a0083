package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.mapping.MappingCatalog;
import io.assayhub.model.Hash128;
import io.assayhub.wire.InstanceRecord;
import io.assayhub.wire.Topic;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says at short intervals that this instance runs, and with which mappings, until it stops in order. */
final class InstancePulse implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InstancePulse.class);
    private static final int EVERY_SECONDS = 20;
    private static final int SHORT = 12;

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final String name;
    private final Clock clock;
    private final String started;
    private final Map<String, String> snapshots = new TreeMap<>();
    private final String mappings;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "instance-pulse");
        thread.setDaemon(true);
        return thread;
    });

    /** @param producer not closed here */
    InstancePulse(Producer<byte[], byte[]> producer, String prefix, String name, MappingCatalog catalog, Clock clock) {
        this.producer = producer;
        this.topic = Topic.INSTANCES.name(prefix);
        this.name = name;
        this.clock = clock;
        this.started = clock.instant().toString();
        catalog.feedNames()
                .forEach(feed -> snapshots.put(
                        feed, catalog.feed(feed).orElseThrow().snapshot().value()));
        this.mappings = Hash128.ofSha256(snapshots.toString()).hex().substring(0, SHORT);
    }

    void start() {
        var unused = worker.scheduleAtFixedRate(this::beat, 0, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void beat() {
        send(new InstanceRecord(name, started, clock.instant().toString(), mappings, snapshots).toJson());
    }

    private void send(byte[] value) {
        var unused = producer.send(new ProducerRecord<>(topic, name.getBytes(UTF_8), value), (stored, error) -> {
            if (error != null) {
                LOG.atWarn().setCause(error).log("It could not be told that this instance runs");
            }
        });
    }

    @Override
    public void close() {
        worker.shutdownNow();
        try {
            if (worker.awaitTermination(5, TimeUnit.SECONDS)) {
                send(null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

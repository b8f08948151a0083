package io.assayhub.boot.bench;

import io.assayhub.ledger.streams.BareTopology;
import io.assayhub.ledger.streams.LedgerStreams;
import io.assayhub.ledger.streams.LedgerStreamsConfig;
import io.assayhub.wire.HeaderName;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** From the moment a result is acknowledged until a consumer of committed records has it, at a steady rate. */
public final class LatencySteps {
    private static final int A_SECOND = 500;
    /** Not measured: the first transactions of a new producer. */
    private static final int WARM_UP_SECONDS = 3;

    private static final int SECONDS = 12;
    private static final long GIVE_UP_SECONDS = 60;

    private final BenchKafka kafka;

    public LatencySteps(BenchKafka kafka) {
        this.kafka = kafka;
    }

    /** Percentiles in milliseconds. */
    public record Latency(double p50, double p99, double most, int results) {}

    /** How many results a step sends. */
    public static int results() {
        return A_SECOND * SECONDS;
    }

    /** Through the ledger, whose subjects have to be registered. */
    public Latency ledger(LedgerStreamsConfig config, List<ProducerRecord<byte[], byte[]>> results, String prefix)
            throws IOException, InterruptedException {
        try (LedgerStreams ledger = new LedgerStreams(config, () -> {})) {
            ledger.start();
            return measure(ledger::isRunning, results, prefix);
        }
    }

    /** Through the bare topology with as many sinks. */
    public Latency bare(
            LedgerStreamsConfig config, List<String> sinks, List<ProducerRecord<byte[], byte[]>> results, String prefix)
            throws IOException, InterruptedException {
        try (BareTopology bare = new BareTopology(config, Topic.NORMALISED.name(prefix), sinks)) {
            bare.start();
            return measure(bare::isRunning, results, prefix);
        }
    }

    private Latency measure(BooleanSupplier running, List<ProducerRecord<byte[], byte[]>> results, String prefix)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(GIVE_UP_SECONDS);
        while (!running.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("a topology did not start");
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        Map<String, Long> acknowledged = new ConcurrentHashMap<>();
        AtomicReference<Exception> failure = new AtomicReference<>();
        Thread sender = new Thread(() -> send(results, acknowledged, failure), "bench-send");
        sender.setDaemon(true);
        Map<String, Long> seen = new HashMap<>();
        try (CommittedRecords records = new CommittedRecords(kafka.properties(), Topic.PK.name(prefix))) {
            sender.start();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS + GIVE_UP_SECONDS);
            while (seen.size() < results.size()) {
                if (failure.get() != null || System.nanoTime() > end) {
                    throw new IOException("only " + seen.size() + " results became visible", failure.get());
                }
                for (ConsumerRecord<byte[], byte[]> record : records.poll()) {
                    seen.put(id(record), System.nanoTime());
                }
            }
        }
        sender.join();
        int skip = A_SECOND * WARM_UP_SECONDS;
        double[] millis = results.stream()
                .skip(skip)
                .mapToDouble(r -> {
                    String id = id(r);
                    return Math.max(0, seen.get(id) - acknowledged.get(id)) / 1e6;
                })
                .sorted()
                .toArray();
        return new Latency(
                millis[millis.length / 2],
                millis[millis.length * 99 / 100],
                Arrays.stream(millis).max().orElse(0),
                millis.length);
    }

    private void send(
            List<ProducerRecord<byte[], byte[]>> results,
            Map<String, Long> acknowledged,
            AtomicReference<Exception> failure) {
        Map<String, Object> settings = new HashMap<>(kafka.properties());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            long began = System.nanoTime();
            for (int i = 0; i < results.size(); i++) {
                long due = began + i * TimeUnit.SECONDS.toNanos(1) / A_SECOND;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                String id = id(results.get(i));
                var unused = producer.send(results.get(i), (metadata, exception) -> {
                    if (exception != null) {
                        failure.set(exception);
                    }
                    acknowledged.put(id, System.nanoTime());
                });
            }
        }
    }

    private static String id(ProducerRecord<byte[], byte[]> result) {
        return new String(result.headers().lastHeader(HeaderName.ID).value(), StandardCharsets.US_ASCII);
    }

    /** The bare topology passes the result's own headers on, the ledger keys by the id. */
    private static String id(ConsumerRecord<byte[], byte[]> record) {
        var header = record.headers().lastHeader(HeaderName.ID);
        return new String(header == null ? record.key() : header.value(), StandardCharsets.US_ASCII);
    }
}

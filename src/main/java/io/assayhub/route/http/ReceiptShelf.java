package io.assayhub.route.http;

import io.assayhub.wire.Receipt;
import io.assayhub.wire.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds receipts on {@link Topic#RECEIPTS}. It keeps where each transfer's latest receipt lies, about 150 bytes a transfer,
 * and reads the receipt itself from Kafka when it is asked for. Nothing of it is kept over a restart.
 */
public final class ReceiptShelf implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiptShelf.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration READ = Duration.ofSeconds(5);

    private final Map<String, Object> settings = new HashMap<>();
    private final String topic;
    private final ConcurrentMap<String, Place> places = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Set<Waiter>> waiting = new ConcurrentHashMap<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = new Thread(this::follow, "http-receipts");
    private volatile Consumer<String, byte[]> following;
    private volatile boolean caughtUp;
    private Consumer<String, byte[]> reader;

    private record Place(int partition, long offset) {}

    /** Somebody who waits for a receipt. */
    private static final class Waiter {
        private final CompletableFuture<Receipt> receipt = new CompletableFuture<>();
    }

    /** @param kafka properties that every client of the hub has */
    public ReceiptShelf(Map<String, String> kafka, String prefix) {
        settings.putAll(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        topic = Topic.RECEIPTS.name(prefix);
        thread.setDaemon(true);
    }

    /** Begins to read the topic, from its beginning. */
    public void open() {
        thread.start();
    }

    /** Whether all receipts that were there at the start are known. */
    boolean isCaughtUp() {
        return caughtUp;
    }

    /**
     * A transfer's latest receipt, or empty if there is none.
     *
     * @throws KafkaException if Kafka does not give it
     */
    Optional<Receipt> find(String transfer) {
        Place place = places.get(transfer);
        while (place != null) {
            Optional<Receipt> found = read(transfer, place);
            Place now = places.get(transfer);
            if (found.isPresent() || place.equals(now)) {
                return found;
            }
            place = now; // Compaction has taken it away because there is a later one.
        }
        return Optional.empty();
    }

    /** The receipt as soon as it is no longer open, or its last state when the time is up. */
    Optional<Receipt> await(String transfer, Duration longest) throws InterruptedException {
        Waiter waiter = new Waiter();
        waiting.computeIfAbsent(transfer, t -> ConcurrentHashMap.newKeySet()).add(waiter);
        try {
            Optional<Receipt> already = find(transfer);
            if (already.isPresent() && already.get().state() != Receipt.State.OPEN) {
                return already;
            }
            return Optional.of(waiter.receipt.get(longest.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return find(transfer);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a receipt is never completed with an error", e);
        } finally {
            waiting.computeIfPresent(transfer, (t, all) -> {
                all.remove(waiter);
                return all.isEmpty() ? null : all;
            });
        }
    }

    private synchronized Optional<Receipt> read(String transfer, Place place) {
        if (reader == null) {
            reader = consumer();
        }
        TopicPartition partition = new TopicPartition(topic, place.partition);
        reader.assign(List.of(partition));
        reader.seek(partition, place.offset);
        long deadline = System.nanoTime() + READ.toNanos();
        while (System.nanoTime() < deadline) {
            for (ConsumerRecord<String, byte[]> record : reader.poll(POLL)) {
                return record.offset() == place.offset && record.key().equals(transfer)
                        ? Optional.of(Receipt.fromJson(record.value()))
                        : Optional.empty();
            }
        }
        throw new KafkaException("a receipt was not read in time");
    }

    private Consumer<String, byte[]> consumer() {
        Map<String, Object> all = new HashMap<>(settings);
        all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500);
        return new KafkaConsumer<>(all, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** Follows the topic until it is closed; after an error from the beginning again, which changes nothing known. */
    private void follow() {
        boolean stop = false;
        while (!stop) {
            try (Consumer<String, byte[]> consumer = consumer()) {
                following = consumer;
                if (stopping.getCount() > 0) {
                    follow(consumer);
                }
                stop = true;
            } catch (WakeupException e) {
                stop = true;
            } catch (KafkaException e) {
                LOG.atWarn()
                        .addKeyValue("cause", e.getClass().getSimpleName())
                        .log("Receipts cannot be read and are tried again");
                stop = stopped();
            }
        }
    }

    private boolean stopped() {
        try {
            return stopping.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void follow(Consumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (stopping.getCount() > 0) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                if (record.value() == null) {
                    places.remove(record.key());
                } else {
                    places.put(record.key(), new Place(record.partition(), record.offset()));
                    tell(record);
                }
            }
            caughtUp = caughtUp || partitions.stream().allMatch(p -> consumer.position(p) >= ends.get(p));
        }
    }

    private void tell(ConsumerRecord<String, byte[]> record) {
        Set<Waiter> waits = waiting.get(record.key());
        if (waits == null) {
            return;
        }
        Receipt receipt = Receipt.fromJson(record.value());
        if (receipt.state() != Receipt.State.OPEN) {
            new HashSet<>(waits).forEach(w -> w.receipt.complete(receipt));
        }
    }

    @Override
    public void close() {
        stopping.countDown();
        Consumer<String, byte[]> consumer = following;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            if (reader != null) {
                reader.close();
            }
        }
    }
}

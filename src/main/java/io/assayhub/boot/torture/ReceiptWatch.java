package io.assayhub.boot.torture;

import io.assayhub.wire.Receipt;
import io.assayhub.wire.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Follows the receipts while the series runs, so that it knows what is settled. */
final class ReceiptWatch implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<SentFile.Delivered, Receipt> latest = new ConcurrentHashMap<>();
    private final AtomicLong seen = new AtomicLong();
    private final CompletableFuture<Void> following;

    ReceiptWatch(Map<String, String> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 200);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = IntStream.range(0, TortureSite.PARTITIONS)
                .mapToObj(p -> new TopicPartition(Topic.RECEIPTS.name(TortureSite.PREFIX), p))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        following = CompletableFuture.runAsync(this::follow, task -> {
            Thread thread = new Thread(task, "receipt-watch");
            thread.setDaemon(true);
            thread.start();
        });
    }

    /** How many receipts, revisions included, have come so far. */
    long seen() {
        return seen.get();
    }

    /** Whether a file's receipt is closed. */
    boolean isClosed(SentFile.Delivered file) {
        Receipt receipt = latest.get(file);
        return receipt != null && receipt.state() == Receipt.State.CLOSED;
    }

    /** Whether every file's receipt is closed with these counts. */
    boolean isSettled(Map<SentFile.Delivered, TortureModel.Account> accounts) {
        return accounts.entrySet().stream()
                .allMatch(e -> isClosed(e.getKey())
                        && latest.get(e.getKey()).counts().equals(e.getValue().counts()));
    }

    private void follow() {
        try (consumer) {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    Receipt receipt = Receipt.fromJson(record.value());
                    latest.put(ReceiptsChecker.delivered(receipt), receipt);
                    seen.incrementAndGet();
                }
            }
        } catch (WakeupException e) {
            // Closed; the thread ends.
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        following.join();
    }
}

package io.assayhub.boot.torture;

import io.assayhub.wire.SubjectRecord;
import io.assayhub.wire.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Registers subjects, as the hub's own registry intake writes them. */
final class SubjectRegistry implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final ExecutorService sender = Executors.newSingleThreadExecutor(SubjectRegistry::daemon);
    private final List<Future<RecordMetadata>> sending = new ArrayList<>();

    SubjectRegistry(Map<String, String> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 200);
        // A broker that is killed in the meantime comes back.
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 600_000);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 120_000L);
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Completes when the record is acknowledged; that may have to wait until a broker is back, and the caller need not. */
    Future<RecordMetadata> register(String subject) {
        SubjectRecord record = new SubjectRecord(
                TortureSite.STUDY,
                subject,
                null,
                subject,
                "on-study",
                SubjectRecord.Accepts.ALL,
                null,
                null,
                null,
                null,
                null,
                System.currentTimeMillis());
        ProducerRecord<byte[], byte[]> of = new ProducerRecord<>(
                Topic.SUBJECTS.name(TortureSite.PREFIX), record.key().bytes(), record.toJson());
        Future<RecordMetadata> sent = sender.submit(() -> producer.send(of).get());
        sending.add(sent);
        return sent;
    }

    /** Returns when all that was sent is acknowledged. */
    void await() throws InterruptedException, ExecutionException {
        for (Future<RecordMetadata> each : sending) {
            each.get();
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "subject-registry");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        sender.shutdownNow();
        producer.close(Duration.ZERO);
    }
}

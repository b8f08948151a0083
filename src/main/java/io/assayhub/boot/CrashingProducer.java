package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.assayhub.wire.HeaderName;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.Topic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A test seam: the intake's producer that ends this process, as SIGKILL would, at stated {@link CrashPoint}s. In use only
 * if the environment variable {@value #VARIABLE} is set, which {@code ./hub torture} and {@code ./hub demo} do for the hubs
 * they kill. What a point says is written is acknowledged before the process ends or stands still.
 */
final class CrashingProducer extends KafkaProducer<byte[], byte[]> {
    static final String VARIABLE = "ASSAY_HUB_HALT_AFTER";

    private static final int KILLED = 137;
    private static final int BATCH = 10;
    private static final int FULL_CHUNK = 512 * 1024;

    private final String source;
    private final String normalised;
    private final Deque<CrashPoint> points;
    private final List<Callback> lost = new ArrayList<>();
    private int seen;

    CrashingProducer(Map<String, Object> settings, String prefix, List<CrashPoint> points) {
        super(settings, new ByteArraySerializer(), new ByteArraySerializer());
        this.source = Topic.SOURCE.name(prefix);
        this.normalised = Topic.NORMALISED.name(prefix);
        this.points = new ArrayDeque<>(points);
    }

    @Override
    public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        CrashPoint point = points.peek();
        if (point == null) {
            return super.send(record, callback);
        }
        return switch (point.kind()) {
            case SOURCE -> countChunk(point, record, callback);
            case NORMALISED, STALL -> countResult(point, record, callback);
            case LOST, FAILED -> lose(point, record, callback);
            case MARKERS -> countMarker(point, record, callback);
        };
    }

    /** A lost batch is not acknowledged by waiting. */
    @Override
    public void flush() {
        super.flush();
        endLoss();
    }

    private Future<RecordMetadata> countChunk(
            CrashPoint point, ProducerRecord<byte[], byte[]> record, Callback callback) {
        boolean chunk = record.topic().equals(source);
        if (chunk && point.count() == 0) {
            halt();
        }
        Future<RecordMetadata> sent = super.send(record, callback);
        if (chunk && record.value().length == FULL_CHUNK && ++seen == point.count()) {
            halt();
        }
        return sent;
    }

    private Future<RecordMetadata> countResult(
            CrashPoint point, ProducerRecord<byte[], byte[]> record, Callback callback) {
        Future<RecordMetadata> sent = super.send(record, callback);
        if (isKind(record, "result") && ++seen == point.count()) {
            if (point.kind() == CrashPoint.Kind.STALL) {
                stall();
            }
            halt();
        }
        return sent;
    }

    private Future<RecordMetadata> lose(CrashPoint point, ProducerRecord<byte[], byte[]> record, Callback callback) {
        if (isKind(record, "result") && ++seen > point.count() && lost.size() < BATCH) {
            lost.add(callback);
            return new CompletableFuture<>();
        }
        Future<RecordMetadata> sent = super.send(record, callback);
        if (seen >= point.count() + 2 * BATCH) {
            super.flush();
            endLoss();
        }
        return sent;
    }

    private synchronized void endLoss() {
        if (lost.isEmpty()) {
            return;
        }
        if (points.remove().kind() == CrashPoint.Kind.LOST) {
            halt();
        }
        lost.forEach(callback -> callback.onCompletion(null, new TimeoutException("lost by a test")));
        lost.clear();
        seen = 0;
    }

    private Future<RecordMetadata> countMarker(
            CrashPoint point, ProducerRecord<byte[], byte[]> record, Callback callback) {
        Future<RecordMetadata> sent = super.send(record, callback);
        if (isKind(record, "end")) {
            seen++;
            int all = Manifest.fromJson(record.value()).partitions().size();
            if (seen == (point.count() == CrashPoint.ALL ? all : point.count())) {
                halt();
            }
        }
        return sent;
    }

    private boolean isKind(ProducerRecord<byte[], byte[]> record, String kind) {
        Header header = record.headers().lastHeader(HeaderName.KIND);
        return record.topic().equals(normalised) && header != null && new String(header.value(), US_ASCII).equals(kind);
    }

    /** Returns only if the process is asked to stop. */
    private void stall() {
        super.flush();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private void halt() {
        super.flush();
        Runtime.getRuntime().halt(KILLED);
    }
}

package io.assayhub.route;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/**
 * One attempt's sends through a shared producer, in their order. The first failure ends the attempt: nothing more is
 * sent, and {@link #await} reports it. After {@link #close} nothing is sent any more.
 *
 * <p>A thread of its own hands the records to the producer, for compressing them takes about as long as making them. It
 * runs behind by a bounded number of records.
 */
final class AcknowledgedSends implements Sends, AutoCloseable {
    private static final int BATCH = 64;
    private static final int BATCHES_AHEAD = 8;

    private final Producer<byte[], byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final BlockingQueue<Batch> queue = new ArrayBlockingQueue<>(BATCHES_AHEAD);
    private final Thread sender = new Thread(this::sendAll, "intake-send");
    private List<ProducerRecord<byte[], byte[]>> filling = new ArrayList<>(BATCH);

    /** @param handedOver counted down when the producer has these records and all before them */
    private record Batch(List<ProducerRecord<byte[], byte[]>> records, CountDownLatch handedOver) {}

    AcknowledgedSends(Producer<byte[], byte[]> producer) {
        this.producer = producer;
        sender.setDaemon(true);
        sender.start();
    }

    @Override
    public void send(ProducerRecord<byte[], byte[]> record) throws IntakeException {
        failIfAny();
        filling.add(record);
        if (filling.size() == BATCH) {
            handOver();
        }
    }

    /** Returns when all that was sent is acknowledged. */
    void await() throws IntakeException {
        CountDownLatch handedOver = handOver();
        try {
            handedOver.await();
            producer.flush();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (KafkaException e) {
            throw new IntakeException("interrupted while Kafka had not acknowledged all records", e);
        }
        failIfAny();
    }

    @Override
    public void close() {
        sender.interrupt();
        boolean interrupted = false;
        while (sender.isAlive()) {
            try {
                sender.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private CountDownLatch handOver() throws IntakeException {
        Batch batch = new Batch(filling, new CountDownLatch(1));
        filling = new ArrayList<>(BATCH);
        try {
            queue.put(batch);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        return batch.handedOver;
    }

    /** The sending thread: after a failure it still takes what comes, so that nobody waits for room. */
    private void sendAll() {
        try {
            while (true) {
                Batch batch = queue.take();
                batch.records.forEach(this::sendOne);
                batch.handedOver.countDown();
            }
        } catch (InterruptedException e) {
            // Closed; the thread ends.
            Thread.currentThread().interrupt();
        }
    }

    private void sendOne(ProducerRecord<byte[], byte[]> record) {
        if (failure.get() != null) {
            return;
        }
        try {
            // The callback tells all that the future would.
            var unused = producer.send(record, (metadata, exception) -> {
                if (exception != null) {
                    failure.compareAndSet(null, exception);
                }
            });
        } catch (InterruptException e) {
            failure.compareAndSet(null, e);
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    private static IntakeException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IntakeException("interrupted while sending to Kafka", e);
    }

    private void failIfAny() throws IntakeException {
        Exception cause = failure.get();
        if (cause != null) {
            throw new IntakeException("Kafka did not take or acknowledge a record", cause);
        }
    }
}

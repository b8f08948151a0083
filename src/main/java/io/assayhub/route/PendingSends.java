package io.assayhub.route;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One attempt's sends of which nobody waits for the end: a future tells it. For a message's few records; they go to the
 * producer on the sending thread. To be used by one thread at a time.
 */
final class PendingSends implements Sends {
    private final Producer<byte[], byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private Round round = new Round();

    PendingSends(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** The records between two calls of {@link #acknowledged}; open once more than there are, until the call. */
    private static final class Round {
        private final AtomicInteger open = new AtomicInteger(1);
        private final CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    }

    @Override
    public void send(ProducerRecord<byte[], byte[]> record) throws IntakeException {
        if (failure.get() != null) {
            throw failed();
        }
        Round of = round;
        of.open.incrementAndGet();
        try {
            // The callback tells all that the future would.
            var unused = producer.send(record, (metadata, exception) -> {
                if (exception != null) {
                    failure.compareAndSet(null, exception);
                }
                close(of);
            });
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
            close(of);
            throw failed();
        }
    }

    /**
     * Completed when all that was sent since the last call is acknowledged, and exceptionally with an
     * {@link IntakeException} when something was not. Mostly completed on a thread of the producer, which must not be made
     * to wait.
     */
    CompletableFuture<Void> acknowledged() {
        Round of = round;
        round = new Round();
        close(of);
        return of.acknowledged;
    }

    private void close(Round of) {
        if (of.open.decrementAndGet() > 0) {
            return;
        }
        if (failure.get() == null) {
            of.acknowledged.complete(null);
        } else {
            of.acknowledged.completeExceptionally(failed());
        }
    }

    private IntakeException failed() {
        return new IntakeException("Kafka did not take or acknowledge a record", failure.get());
    }
}

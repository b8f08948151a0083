package io.assayhub.route;

import io.assayhub.mapping.MappingCatalog;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.producer.Producer;

/**
 * Takes messages to Kafka as {@link Intake} takes files, without a thread that waits for each: what is done for a message
 * is done before {@link #take} returns, and a future tells when Kafka has acknowledged all of it. Messages that one thread
 * hands over go to Kafka in that order.
 */
public final class MessageIntake {
    private final MappingCatalog catalog;
    private final Producer<byte[], byte[]> producer;
    private final String prefix;
    private final int partitions;
    private final Executor closing;
    private final Transport transport;
    private final IntakeWatch watch;

    /**
     * Takes messages in for a hub; nobody watches.
     *
     * @param producer the one for live messages
     * @param closing runs the writing of end markers, which may wait for the producer
     */
    public MessageIntake(
            MappingCatalog catalog,
            Producer<byte[], byte[]> producer,
            String prefix,
            int partitions,
            Executor closing) {
        this(catalog, producer, prefix, partitions, closing, Transport.MLLP, IntakeWatch.NONE);
    }

    private MessageIntake(
            MappingCatalog catalog,
            Producer<byte[], byte[]> producer,
            String prefix,
            int partitions,
            Executor closing,
            Transport transport,
            IntakeWatch watch) {
        this.catalog = catalog;
        this.producer = producer;
        this.prefix = prefix;
        this.partitions = partitions;
        this.closing = closing;
        this.transport = transport;
        this.watch = watch;
    }

    /** The same for messages that come this way, of which this watch is told. */
    public MessageIntake watched(Transport by, IntakeWatch with) {
        return new MessageIntake(catalog, producer, prefix, partitions, closing, by, with);
    }

    /**
     * Hands a message over. Its sender may be acknowledged when the future is completed, accepted or refused; when that
     * ends exceptionally, the sender has to send the message again.
     */
    public CompletableFuture<Taken> take(Delivery message, RejectListener rejects) {
        long began = System.nanoTime();
        return write(message, rejects).whenComplete((taken, failure) -> {
            if (failure == null) {
                watch.taken(transport, taken, Duration.ofNanos(System.nanoTime() - began));
            } else {
                watch.failed(transport);
            }
        });
    }

    private CompletableFuture<Taken> write(Delivery message, RejectListener rejects) {
        PendingSends sends = new PendingSends(producer);
        TransferWriter writer;
        Taken taken;
        try {
            String sha256 = message.sha256();
            Admission admission = Admission.of(catalog, message, sha256, Optional.empty());
            writer = new TransferWriter(message, sha256, admission, prefix, partitions, sends, rejects);
            taken = writer.write();
        } catch (IntakeException | IOException e) {
            return CompletableFuture.failedFuture(e);
        }
        return sends.acknowledged()
                .thenComposeAsync(content -> end(writer, taken, sends), closing)
                .thenApply(markers -> taken);
    }

    private static CompletableFuture<Void> end(TransferWriter writer, Taken taken, PendingSends sends) {
        try {
            writer.end(taken);
        } catch (IntakeException e) {
            return CompletableFuture.failedFuture(e);
        }
        return sends.acknowledged();
    }
}

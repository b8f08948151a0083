package io.assayhub.route;

import io.assayhub.mapping.MappingCatalog;
import io.assayhub.model.TransferId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;

/**
 * Takes one delivery to Kafka: read through once for the verdict, then source, results, rejects, and, when all of it is
 * acknowledged, an end marker to every partition touched. When {@link #take} returns, the sender may be acknowledged; when
 * it throws, the delivery is taken again from its first entry and the ledger drops what it has seen.
 */
public final class Intake {
    private final MappingCatalog catalog;
    private final Producer<byte[], byte[]> producer;
    private final String prefix;
    private final int partitions;
    private final Transport transport;
    private final IntakeWatch watch;

    /** One that nobody watches. */
    public Intake(MappingCatalog catalog, Producer<byte[], byte[]> producer, String prefix, int partitions) {
        this(catalog, producer, prefix, partitions, Transport.FILE, IntakeWatch.NONE);
    }

    private Intake(
            MappingCatalog catalog,
            Producer<byte[], byte[]> producer,
            String prefix,
            int partitions,
            Transport transport,
            IntakeWatch watch) {
        this.catalog = catalog;
        this.producer = producer;
        this.prefix = prefix;
        this.partitions = partitions;
        this.transport = transport;
        this.watch = watch;
    }

    /** The same for deliveries that come this way, of which this watch is told. */
    public Intake watched(Transport by, IntakeWatch with) {
        return new Intake(catalog, producer, prefix, partitions, by, with);
    }

    /** Hands a delivery over to Kafka; returns when everything is acknowledged, accepted or refused. */
    public Taken take(Delivery delivery, RejectListener rejects) throws IntakeException, IOException {
        return take(delivery, Optional.empty(), rejects);
    }

    /** The same for a delivery whose sender's manifest lies in a file, which a feed that agrees on one asks for. */
    public Taken take(Delivery delivery, Optional<Path> manifest, RejectListener rejects)
            throws IntakeException, IOException {
        return take(delivery, transport, sha256 -> Admission.of(catalog, delivery, sha256, manifest), rejects);
    }

    /**
     * Takes the stored bytes of an earlier transfer in again with the feed's mapping of today, as a new transfer. It keeps
     * the original's order, so that it changes nothing that came later, lacks nothing, and passes no gate: whoever asked
     * for it has approved it.
     *
     * @param delivery the original's feed and name, its bytes, and when this replay was asked for
     */
    public Taken replay(Delivery delivery, TransferId original, long order, RejectListener rejects)
            throws IntakeException, IOException {
        return take(
                delivery,
                Transport.REPLAY,
                sha256 -> Admission.ofReplay(catalog, delivery, new Terms(order, original, null)),
                rejects);
    }

    /** What is known of a delivery with this digest before it is read. */
    private interface Admitting {
        Admission of(String sha256) throws IOException;
    }

    private Taken take(Delivery delivery, Transport by, Admitting admitting, RejectListener rejects)
            throws IntakeException, IOException {
        long began = System.nanoTime();
        boolean acknowledged = false;
        try (AcknowledgedSends sends = new AcknowledgedSends(producer)) {
            String sha256 = delivery.sha256();
            TransferWriter writer =
                    new TransferWriter(delivery, sha256, admitting.of(sha256), prefix, partitions, sends, rejects);
            Taken taken = writer.write();
            sends.await();
            writer.end(taken);
            sends.await();
            acknowledged = true;
            watch.taken(by, taken, Duration.ofNanos(System.nanoTime() - began));
            return taken;
        } finally {
            if (!acknowledged) {
                watch.failed(by);
            }
        }
    }
}

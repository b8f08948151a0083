package io.assayhub.route;

import io.assayhub.mapping.MappingCatalog;
import io.assayhub.model.TransferId;
import java.io.IOException;
import java.nio.file.Path;
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

    public Intake(MappingCatalog catalog, Producer<byte[], byte[]> producer, String prefix, int partitions) {
        this.catalog = catalog;
        this.producer = producer;
        this.prefix = prefix;
        this.partitions = partitions;
    }

    /** Hands a delivery over to Kafka; returns when everything is acknowledged, accepted or refused. */
    public Taken take(Delivery delivery, RejectListener rejects) throws IntakeException, IOException {
        return take(delivery, Optional.empty(), rejects);
    }

    /** The same for a delivery whose sender's manifest lies in a file, which a feed that agrees on one asks for. */
    public Taken take(Delivery delivery, Optional<Path> manifest, RejectListener rejects)
            throws IntakeException, IOException {
        String sha256 = delivery.sha256();
        return take(delivery, sha256, Admission.of(catalog, delivery, sha256, manifest), rejects);
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
        Admission admission = Admission.ofReplay(catalog, delivery, new Terms(order, original, null));
        return take(delivery, delivery.sha256(), admission, rejects);
    }

    private Taken take(Delivery delivery, String sha256, Admission admission, RejectListener rejects)
            throws IntakeException, IOException {
        try (AcknowledgedSends sends = new AcknowledgedSends(producer)) {
            TransferWriter writer = new TransferWriter(delivery, sha256, admission, prefix, partitions, sends, rejects);
            Taken taken = writer.write();
            sends.await();
            writer.end(taken);
            sends.await();
            return taken;
        }
    }
}

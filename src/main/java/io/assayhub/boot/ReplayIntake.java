package io.assayhub.boot;

import io.assayhub.config.HubConfig;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.model.TransferId;
import io.assayhub.replay.Replayer;
import io.assayhub.route.Delivery;
import io.assayhub.route.Intake;
import io.assayhub.route.IntakeException;
import io.assayhub.route.Taken;
import io.assayhub.wire.Receipt;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.kafka.clients.producer.Producer;

/** Replays by the same intake that the routes use, with a producer of its own. */
final class ReplayIntake implements Replayer {
    @Override
    public Replayed replay(
            HubConfig config, String servers, MappingCatalog catalog, Path bytes, Receipt original, Instant now)
            throws IOException {
        KafkaAccess kafka = new KafkaAccess(servers, config.kafka().properties());
        try (Producer<byte[], byte[]> producer = kafka.bulkProducer()) {
            Intake intake = new Intake(
                    catalog, producer, config.topics().prefix(), config.topics().partitions());
            Delivery delivery =
                    new Delivery(original.manifest().feed(), original.manifest().delivery(), now, bytes);
            Taken taken = intake.replay(
                    delivery,
                    new TransferId(original.transfer()),
                    original.manifest().order(),
                    rejected -> {});
            return new Replayed(taken.transfer().value(), taken.manifest());
        } catch (IntakeException e) {
            throw new IOException("the replay of transfer " + original.transfer() + " was not acknowledged", e);
        }
    }
}

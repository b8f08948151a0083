package io.assayhub.ops;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.assayhub.config.HubConfig;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.model.Hash128;
import io.assayhub.replay.Replayer;
import io.assayhub.replay.StoredTransfers;
import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Stored transfers as the topics of one hub hold them. */
public final class HubTransfers implements StoredTransfers {
    private final HubConfig config;
    private final HubKafka kafka;
    private final MappingCatalog catalog;
    private final Replayer replayer;
    private final Clock clock;

    HubTransfers(HubConfig config, HubKafka kafka, MappingCatalog catalog, Replayer replayer, Clock clock) {
        this.config = config;
        this.kafka = kafka;
        this.catalog = catalog;
        this.replayer = replayer;
        this.clock = clock;
    }

    /**
     * Those of the hub that is configured so, with a Kafka client of its own.
     *
     * @param catalog by which replays are read
     */
    public static HubTransfers of(HubConfig config, MappingCatalog catalog, Replayer replayer, Clock clock) {
        return new HubTransfers(config, HubKafka.of(config), catalog, replayer, clock);
    }

    @Override
    public StoredSource open(Receipt original) throws IOException {
        return new StoredSource(kafka, original);
    }

    @Override
    public InputStream stream(Receipt original) {
        return new SourceBytes(kafka, original);
    }

    @Override
    public Replayer.Replayed replay(Receipt original, Source source, String by, String why) throws IOException {
        if (!(source instanceof StoredSource stored)) {
            throw new IllegalArgumentException("a source of other transfers");
        }
        Instant now = clock.instant();
        approve(original, by.strip(), why.strip(), now);
        return replayer.replay(config, kafka.servers(), catalog, stored.file(), original, now);
    }

    /** Who approved it and why goes to the audit trail, before anything that follows from it. */
    private void approve(Receipt original, String by, String why, Instant now) throws IOException {
        CommandRecord command = new CommandRecord(
                Hash128.ofSha256(String.join("\u001f", "replay", original.transfer(), by, why, now.toString()))
                        .hex(),
                CommandRecord.Action.REPLAY,
                by,
                why,
                now.toString(),
                null,
                null,
                original.transfer(),
                original.manifest().feed(),
                null,
                null,
                null,
                null);
        byte[] key = original.transfer().getBytes(US_ASCII);
        try (Producer<byte[], byte[]> producer = kafka.producer()) {
            var unused = producer.send(new ProducerRecord<>(
                            Topic.COMMANDS.name(kafka.shape().prefix()), key, command.toJson()))
                    .get();
        } catch (ExecutionException e) {
            throw new IOException("the approval was not acknowledged", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted before the approval was acknowledged", e);
        }
    }

    @Override
    public void close() {
        kafka.close();
    }
}

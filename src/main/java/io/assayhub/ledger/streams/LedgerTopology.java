package io.assayhub.ledger.streams;

import io.assayhub.wire.Topic;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.TopicNameExtractor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The ledger as a topology: {@link Topic#NORMALISED} → one processor per partition → consumer topics, and the reports of
 * partitions, repartitioned by transfer → receipts. Consumer topics need at least as many partitions as the normalised
 * topic, for a version goes to the partition that its result came from.
 */
public final class LedgerTopology {
    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private LedgerTopology() {}

    /** The topology of the ledger with this configuration; same configuration, same names of stores and internal topics. */
    public static Topology build(LedgerConfig config) {
        StreamsBuilder builder = new StreamsBuilder();
        addStores(builder);
        PublicationRules publications = new PublicationRules(config);
        ProcessorSupplier<byte[], byte[], byte[], Outgoing> ledger = () -> new LedgerProcessor(publications);
        KStream<byte[], Outgoing> outgoing = builder.stream(
                        Topic.NORMALISED.name(config.prefix()),
                        Consumed.with(BYTES, BYTES).withName("normalised"))
                .process(ledger, Named.as("ledger"), LedgerProcessor.RESULTS, LedgerProcessor.TRANSFERS);
        publish(outgoing, config.prefix());
        account(outgoing, config.prefix());
        return builder.build();
    }

    private static void publish(KStream<byte[], Outgoing> outgoing, String prefix) {
        TopicNameExtractor<byte[], Outgoing.Publication> topic =
                (id, publication, context) -> publication.topic().name(prefix);
        StreamPartitioner<byte[], Outgoing.Publication> partition =
                (name, id, publication, partitions) -> Optional.of(Set.of(publication.partition()));
        Serde<Outgoing.Publication> serde = Serdes.serdeFrom(
                (name, publication) -> publication.observation(), LedgerTopology::refuseToReadPublication);
        outgoing.filter((id, out) -> out instanceof Outgoing.Publication, Named.as("publications"))
                .mapValues(Outgoing.Publication.class::cast, Named.as("publication"))
                .to(
                        topic,
                        Produced.with(BYTES, serde)
                                .withStreamPartitioner(partition)
                                .withName("consumer-topics"));
    }

    private static void account(KStream<byte[], Outgoing> outgoing, String prefix) {
        ProcessorSupplier<byte[], byte[], byte[], byte[]> receipts = ReceiptProcessor::new;
        outgoing.filter((transfer, out) -> out instanceof Outgoing.Report, Named.as("reports"))
                .mapValues(out -> ((Outgoing.Report) out).toJson(), Named.as("report"))
                .repartition(Repartitioned.with(BYTES, BYTES).withName("reports"))
                .process(receipts, Named.as("receipts"), ReceiptProcessor.RECEIPTS)
                .to(Topic.RECEIPTS.name(prefix), Produced.with(BYTES, BYTES).withName("receipts-topic"));
    }

    private static void addStores(StreamsBuilder builder) {
        builder.addStateStore(store(LedgerProcessor.RESULTS));
        // Consecutive results share an account: cached, it goes to the changelog once a commit, not once a result.
        builder.addStateStore(store(LedgerProcessor.TRANSFERS).withCachingEnabled());
        builder.addStateStore(store(ReceiptProcessor.RECEIPTS));
    }

    /** Compacted eagerly in small segments, because a restore reads all that is not compacted yet. */
    static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.Bytes(), BYTES)
                .withLoggingEnabled(Map.of(
                        "cleanup.policy", "compact",
                        "segment.bytes", "67108864",
                        "min.cleanable.dirty.ratio", "0.2"));
    }

    private static Outgoing.Publication refuseToReadPublication(String topic, byte[] bytes) {
        throw new UnsupportedOperationException("the ledger never reads what it publishes");
    }
}

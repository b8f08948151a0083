package io.assayhub.ledger.streams;

import io.assayhub.wire.Topic;
import java.util.List;
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
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.TopicNameExtractor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The ledger as a topology of two parts. {@link Topic#NORMALISED}, {@link Topic#SUBJECTS} and {@link Topic#COMMANDS}, by
 * subject → one processor a partition → consumer topics, audit, held results, and messages to {@link Topic#CLEARING}; these,
 * by transfer, accession or feed → one processor a partition → receipts, verdicts and findings. Every topic needs the same
 * number of partitions, for a version goes to the partition that its result came from.
 */
public final class LedgerTopology {
    private static final Serde<byte[]> BYTES = Serdes.ByteArray();

    private LedgerTopology() {}

    /** The topology of the ledger with this configuration; same configuration, same names of stores and internal topics. */
    public static Topology build(LedgerConfig config) {
        return build(config, LedgerWatch.NONE);
    }

    static Topology build(LedgerConfig config, LedgerWatch watch) {
        String prefix = config.prefix();
        StreamsBuilder builder = new StreamsBuilder();
        addStores(builder);
        CommitPace pace = new CommitPace();
        ProcessorSupplier<byte[], byte[], byte[], Outgoing> ledger = () -> new LedgerProcessor(config, pace, watch);
        KStream<byte[], Outgoing> decided = builder.stream(
                        List.of(
                                Topic.NORMALISED.name(prefix),
                                Topic.SUBJECTS.name(prefix),
                                Topic.COMMANDS.name(prefix)),
                        Consumed.with(BYTES, BYTES).withName("by-subject"))
                .process(
                        ledger,
                        Named.as("ledger"),
                        LedgerStores.RESULTS,
                        LedgerStores.TRANSFERS,
                        LedgerStores.HOLDS,
                        LedgerStores.REFERENCE);
        send(decided, prefix, "decided");
        ProcessorSupplier<byte[], byte[], byte[], Outgoing> clearing = () -> new ClearingProcessor(pace, watch);
        KStream<byte[], Outgoing> cleared = builder.stream(
                        Topic.CLEARING.name(prefix), Consumed.with(BYTES, BYTES).withName("by-transfer"))
                .process(clearing, Named.as("clearing"), ClearingProcessor.STORE);
        send(cleared, prefix, "cleared");
        return builder.build();
    }

    private static void send(KStream<byte[], Outgoing> stream, String prefix, String name) {
        TopicNameExtractor<byte[], Outgoing> topic =
                (key, outgoing, context) -> outgoing.topic().name(prefix);
        StreamPartitioner<byte[], Outgoing> partition = (to, key, outgoing, partitions) ->
                outgoing.partition() == Outgoing.BY_KEY ? Optional.empty() : Optional.of(Set.of(outgoing.partition()));
        Serde<Outgoing> serde =
                Serdes.serdeFrom((to, outgoing) -> outgoing.value(), LedgerTopology::refuseToReadOutgoing);
        stream.to(
                topic,
                Produced.with(BYTES, serde).withStreamPartitioner(partition).withName(name));
    }

    private static void addStores(StreamsBuilder builder) {
        builder.addStateStore(store(LedgerStores.RESULTS));
        // Consecutive results share an account: cached, it goes to the changelog once a commit, not once a result.
        builder.addStateStore(store(LedgerStores.TRANSFERS).withCachingEnabled());
        builder.addStateStore(store(LedgerStores.HOLDS));
        builder.addStateStore(store(LedgerStores.REFERENCE));
        builder.addStateStore(store(ClearingProcessor.STORE).withCachingEnabled());
    }

    /** Compacted eagerly in small segments, because a restore reads all that is not compacted yet. */
    static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.Bytes(), BYTES)
                .withLoggingEnabled(Map.of(
                        "cleanup.policy", "compact",
                        "segment.bytes", "67108864",
                        "min.cleanable.dirty.ratio", "0.2"));
    }

    private static Outgoing refuseToReadOutgoing(String topic, byte[] bytes) {
        throw new UnsupportedOperationException("the ledger never reads what it sends");
    }
}

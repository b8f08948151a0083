package io.assayhub.ledger.streams;

import io.assayhub.wire.HeaderName;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * A topology of the ledger's shape without its logic, run with the ledger's settings: source, one get and one put in a
 * store for each record, sinks. It is the ceiling that {@code ./hub bench} holds the ledger against, and serves nothing
 * else.
 */
public final class BareTopology implements AutoCloseable {
    private static final String STORE = "touched";
    /** About as many bytes as the ledger keeps of a result. */
    private static final int KEPT = 100;

    private final KafkaStreams streams;

    /**
     * Builds it without starting it.
     *
     * @param config as a ledger's; its prefix has to be one that no ledger uses
     * @param source topic of normalised results
     * @param sinks topics that each record goes to, with as many partitions as the source
     */
    public BareTopology(LedgerStreamsConfig config, String source, List<String> sinks) {
        Topology topology = new Topology();
        topology.addSource("source", new ByteArrayDeserializer(), new ByteArrayDeserializer(), source);
        topology.addProcessor("touch", Touch::new, "source");
        topology.addStateStore(LedgerTopology.store(STORE), "touch");
        for (String sink : sinks) {
            topology.addSink("to-" + sink, sink, new ByteArraySerializer(), new ByteArraySerializer(), "touch");
        }
        Properties properties = new Properties();
        properties.putAll(config.properties());
        streams = new KafkaStreams(topology, properties);
    }

    /** Starts it and returns at once. */
    public void start() {
        streams.start();
    }

    /** Whether it has its partitions and takes records. */
    public boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    @Override
    public void close() {
        streams.close();
    }

    private static final class Touch implements Processor<byte[], byte[], byte[], byte[]> {
        private ProcessorContext<byte[], byte[]> context;
        private KeyValueStore<Bytes, byte[]> store;

        @Override
        public void init(ProcessorContext<byte[], byte[]> to) {
            context = to;
            store = to.getStateStore(STORE);
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            Header id = record.headers().lastHeader(HeaderName.ID);
            Bytes key = Bytes.wrap(id == null ? record.key() : id.value());
            byte[] former = store.get(key);
            store.put(key, former == null ? Arrays.copyOf(record.value(), KEPT) : former);
            context.forward(record);
        }
    }
}

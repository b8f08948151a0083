package io.assayhub.ledger.streams;

import io.assayhub.model.TransferId;
import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.NormalisedRecord;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.SubjectRecord;
import io.assayhub.wire.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** The ledger's topology in a driver, with the topics as records and a clock that stands still until moved. */
final class TestedLedger implements AutoCloseable {
    static final LedgerConfig CONFIG =
            new LedgerConfig("assay", 1, "https://hub.example/fhir", "urn:assayhub:assay", Duration.ofDays(14));
    /** In which long work gets a slice; so short that times in records tell it. */
    static final Duration SLICE = Duration.ofMillis(50);

    static final String STARTED = "2026-03-01T10:00:00.000Z";

    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> normalised;
    private final TestInputTopic<byte[], byte[]> clearing;
    private final TestInputTopic<byte[], byte[]> subjects;
    private final TestInputTopic<byte[], byte[]> commands;
    private final TestOutputTopic<String, byte[]> receipts;
    private final TestOutputTopic<String, byte[]> held;
    private final Map<String, HeldRecord> waiting = new TreeMap<>();

    TestedLedger(Path stateDirectory) {
        LedgerStreamsConfig config = new LedgerStreamsConfig(
                CONFIG, Map.of("bootstrap.servers", "unused:9092"), stateDirectory, "one", 1, 0, 1);
        Properties properties = new Properties();
        properties.putAll(config.properties());
        driver = new TopologyTestDriver(LedgerTopology.build(CONFIG), properties, Instant.parse(STARTED));
        ByteArraySerializer bytes = new ByteArraySerializer();
        normalised = driver.createInputTopic(Topic.NORMALISED.name("assay"), bytes, bytes);
        clearing = driver.createInputTopic(Topic.CLEARING.name("assay"), bytes, bytes);
        subjects = driver.createInputTopic(Topic.SUBJECTS.name("assay"), bytes, bytes);
        commands = driver.createInputTopic(Topic.COMMANDS.name("assay"), bytes, bytes);
        receipts = driver.createOutputTopic(
                Topic.RECEIPTS.name("assay"), new StringDeserializer(), new ByteArrayDeserializer());
        held = driver.createOutputTopic(
                Topic.HELD.name("assay"), new StringDeserializer(), new ByteArrayDeserializer());
    }

    void take(NormalisedRecord... records) {
        for (NormalisedRecord record : records) {
            normalised.pipeInput(Transfers.record(record));
        }
    }

    void take(TestRecord<byte[], byte[]> record) {
        normalised.pipeInput(record);
    }

    void take(Sample... samples) {
        for (Sample sample : samples) {
            normalised.pipeInput(sample.record());
        }
    }

    void register(SubjectRecord... registrations) {
        registerNow(registrations);
        advance(SLICE);
    }

    /** Registers without the slice in which what waits is released. */
    void registerNow(SubjectRecord... registrations) {
        for (SubjectRecord subject : registrations) {
            subjects.pipeInput(subject.key().bytes(), subject.toJson());
        }
    }

    /** An operator's command, by the one key that matters least. */
    void command(CommandRecord command) {
        commands.pipeInput(command.id().getBytes(StandardCharsets.US_ASCII), command.toJson());
        advance(SLICE);
    }

    /** What waits now: the latest of each key, without what has ended. */
    Map<String, HeldRecord> waiting() {
        for (TestRecord<String, byte[]> record : held.readRecordsToList()) {
            if (record.value() == null) {
                waiting.remove(record.key());
            } else {
                waiting.put(record.key(), HeldRecord.fromJson(record.value()));
            }
        }
        return Map.copyOf(waiting);
    }

    /** Reports of partitions that the driver cannot run, as the ledger's processor writes them. */
    void report(String transfer, ClearingMessage report) {
        reportJson(transfer, report.toJson());
    }

    void reportJson(String transfer, byte[] report) {
        clearing.pipeInput(Transfers.transfer(transfer).value().getBytes(StandardCharsets.US_ASCII), report);
    }

    /** What went to this topic since it was read last. */
    List<TestRecord<String, String>> published(Topic topic) {
        Deserializer<String> text = new StringDeserializer();
        return driver.createOutputTopic(topic.name("assay"), text, text).readRecordsToList();
    }

    /** The Observations that went to this topic since it was read last. */
    List<String> bodies(Topic topic) {
        return published(topic).stream().map(TestRecord::value).toList();
    }

    /** The receipts published since they were read last; each must lie under its transfer's id. */
    List<Receipt> receipts() {
        return receipts.readRecordsToList().stream()
                .map(record -> {
                    Receipt receipt = Receipt.fromJson(record.value());
                    if (!receipt.transfer().equals(new TransferId(record.key()).value())) {
                        throw new AssertionError("a receipt lies under another transfer's key");
                    }
                    return receipt;
                })
                .toList();
    }

    void advance(Duration duration) {
        driver.advanceWallClockTime(duration);
    }

    long stored(String store) {
        KeyValueStore<?, ?> entries = driver.getKeyValueStore(store);
        long count = 0;
        try (var all = entries.all()) {
            while (all.hasNext()) {
                all.next();
                count++;
            }
        }
        return count;
    }

    @Override
    public void close() {
        driver.close();
    }
}

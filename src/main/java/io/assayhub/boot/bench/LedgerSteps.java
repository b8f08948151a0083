package io.assayhub.boot.bench;

import io.assayhub.boot.bench.IntakeSteps.TakenIn;
import io.assayhub.ledger.streams.BareTopology;
import io.assayhub.ledger.streams.LedgerConfig;
import io.assayhub.ledger.streams.LedgerStreams;
import io.assayhub.ledger.streams.LedgerStreamsConfig;
import io.assayhub.model.TransferId;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.SubjectRecord;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.StreamsConfig;

/** Through the ledger to the consumer topics, and through a bare topology of the same shape. */
public final class LedgerSteps {
    private static final List<Topic> PUBLISHED = List.of(Topic.PK, Topic.OBSERVATIONS);
    /** Where a version goes: consumer topics, and the audit trail. */
    private static final List<Topic> SINKS = List.of(Topic.PK, Topic.OBSERVATIONS, Topic.AUDIT);

    private final BenchKafka kafka;
    private final IntakeSteps intake;
    private final Path state;
    private final Duration patience;

    /** @param patience how long any one step may take before the bench gives up */
    public LedgerSteps(BenchKafka kafka, IntakeSteps intake, Path state, Duration patience) {
        this.kafka = kafka;
        this.intake = intake;
        this.state = state;
        this.patience = patience;
    }

    /** A table, the rows it has, and how many of them the ledger is to publish as new; the others are unchanged. */
    public record Sent(Path file, String study, String name, long rows, long created) {}

    /**
     * Sends tables one after the other through intake and a running ledger. Returns of each the seconds from the first
     * byte read until its receipt is closed for a consumer of committed records; with it all its records are visible,
     * which is counted outside the time.
     */
    public double[] through(String prefix, List<Sent> tables) throws IOException, InterruptedException {
        kafka.topics().accept(prefix);
        for (Sent table : tables) {
            register(prefix, table.study(), table.rows());
        }
        double[] seconds = new double[tables.size()];
        try (LedgerStreams ledger = new LedgerStreams(config(prefix), LedgerSteps::ignoreFailure);
                CommittedRecords receipts = new CommittedRecords(kafka.properties(), Topic.RECEIPTS.name(prefix))) {
            ledger.start();
            await(ledger::isRunning);
            long published = 0;
            for (int i = 0; i < seconds.length; i++) {
                Sent table = tables.get(i);
                long began = System.nanoTime();
                TakenIn taken = intake.take(prefix, table.name(), table.file(), table.rows());
                Receipt receipt = receipts.closed(taken.transfer(), patience);
                seconds[i] = (System.nanoTime() - began) / 1e9;
                published += table.created();
                check(receipt, table, visible(prefix), published);
            }
        }
        return seconds;
    }

    /** Starts a ledger on a prefix that holds a transfer already; returns the seconds until its receipt is closed. */
    public double behind(String prefix, TransferId transfer, long rows) throws IOException, InterruptedException {
        try (LedgerStreams ledger = new LedgerStreams(config(prefix), LedgerSteps::ignoreFailure);
                CommittedRecords receipts = new CommittedRecords(kafka.properties(), Topic.RECEIPTS.name(prefix))) {
            ledger.start();
            await(ledger::isRunning);
            long began = System.nanoTime();
            Receipt receipt = receipts.closed(transfer, patience);
            double seconds = (System.nanoTime() - began) / 1e9;
            check(receipt, new Sent(state, "", "", rows, rows), visible(prefix), rows);
            return seconds;
        }
    }

    /**
     * Starts the bare topology on the results of one prefix; returns the seconds until all of them are committed.
     *
     * @param to a prefix of its own
     * @param sinks how many topics each record goes to
     */
    public double bare(String from, String to, int sinks) throws IOException, InterruptedException {
        kafka.topics().accept(to);
        String source = Topic.NORMALISED.name(from);
        Map<TopicPartition, Long> ends;
        try (CommittedRecords records = new CommittedRecords(kafka.properties(), source)) {
            ends = records.ends();
        }
        LedgerStreamsConfig config = config(to);
        List<String> topics =
                SINKS.stream().limit(sinks).map(topic -> topic.name(to)).toList();
        try (BareTopology bare = new BareTopology(config, source, topics);
                Admin admin = Admin.create(new HashMap<>(kafka.properties()))) {
            bare.start();
            await(bare::isRunning);
            long began = System.nanoTime();
            await(() -> isCommitted(admin, config.applicationId(), ends));
            return (System.nanoTime() - began) / 1e9;
        }
    }

    private static boolean isCommitted(Admin admin, String group, Map<TopicPartition, Long> ends) {
        try {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            return ends.entrySet().stream()
                    .filter(end -> end.getValue() > 0)
                    .allMatch(end -> committed.get(end.getKey()) != null
                            && committed.get(end.getKey()).offset() >= end.getValue());
        } catch (ExecutionException e) {
            // The group's coordinator may still be moving in.
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The fewest committed records of the consumer topics. */
    private long visible(String prefix) {
        long fewest = Long.MAX_VALUE;
        for (Topic topic : PUBLISHED) {
            try (CommittedRecords records = new CommittedRecords(kafka.properties(), topic.name(prefix))) {
                fewest = Math.min(fewest, records.readTo(records.ends(), record -> true));
            }
        }
        return fewest;
    }

    private static void check(Receipt receipt, Sent table, long visible, long published) throws IOException {
        long unchanged = table.rows() - table.created();
        if (receipt.counts().created() != table.created()
                || receipt.counts().unchanged() != unchanged
                || visible != published) {
            throw new IOException("the ledger counts " + receipt.counts() + " and " + visible
                    + " records are visible; expected were " + table.created() + " new, " + unchanged
                    + " unchanged, " + published + " records");
        }
    }

    /** Registers a table's subjects under a prefix whose topics are there. */
    public void register(String prefix, String study, long rows) throws IOException {
        Exception[] failure = new Exception[1];
        for (String subject : PcTable.subjects(rows)) {
            SubjectRecord record = SubjectRecord.open(study, subject);
            var unused = kafka.producer()
                    .send(
                            new ProducerRecord<>(
                                    Topic.SUBJECTS.name(prefix), record.key().bytes(), record.toJson()),
                            (metadata, exception) -> failure[0] = exception == null ? failure[0] : exception);
        }
        kafka.producer().flush();
        if (failure[0] != null) {
            throw new IOException(failure[0]);
        }
    }

    /** At a steady rate through the ledger, and through the bare topology with as many sinks. */
    public LatencySteps.Latency[] latencies(String study, String from, long rows)
            throws IOException, InterruptedException {
        LatencySteps steps = new LatencySteps(kafka);
        int results = (int) Math.min(rows, LatencySteps.results());
        kafka.topics().accept("live");
        kafka.topics().accept("live-shape");
        register("live", study, rows);
        LatencySteps.Latency ledger = steps.ledger(config("live"), first(from, "live", results), "live");
        List<String> sinks =
                SINKS.stream().map(topic -> topic.name("live-shape")).toList();
        LatencySteps.Latency bare =
                steps.bare(prompt("live-shape"), sinks, first(from, "live-shape", results), "live-shape");
        return new LatencySteps.Latency[] {ledger, bare};
    }

    private List<ProducerRecord<byte[], byte[]>> first(String from, String to, int results) {
        return intake.sample(from, to).stream().limit(results).toList();
    }

    private LedgerStreamsConfig config(String prefix) {
        LedgerConfig rules = new LedgerConfig(
                prefix, kafka.partitions(), "https://assayhub.io/fhir", "urn:assayhub:" + prefix, Duration.ofDays(14));
        return new LedgerStreamsConfig(rules, kafka.properties(), state.resolve(prefix), "bench", 1, 0, 1);
    }

    /** As the ledger commits when little is going on, which a bare topology can only do always. */
    private LedgerStreamsConfig prompt(String prefix) {
        LedgerStreamsConfig config = config(prefix);
        Map<String, String> kafka = new HashMap<>(config.kafka());
        kafka.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "40");
        return new LedgerStreamsConfig(
                config.ledger(),
                kafka,
                config.stateDirectory(),
                config.instance(),
                config.threads(),
                config.standbys(),
                config.replication());
    }

    /** A ledger that fails closes no receipt, and the step ends with that. */
    private static void ignoreFailure() {}

    private void await(BooleanSupplier condition) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("a step took longer than " + patience.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}

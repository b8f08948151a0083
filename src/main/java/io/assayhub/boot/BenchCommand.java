package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.boot.bench.BenchKafka;
import io.assayhub.boot.bench.BenchTable;
import io.assayhub.boot.bench.Figure;
import io.assayhub.boot.bench.IntakeSteps;
import io.assayhub.boot.bench.LatencySteps;
import io.assayhub.boot.bench.LedgerSteps;
import io.assayhub.boot.bench.ModelSteps;
import io.assayhub.boot.bench.PcTable;
import io.assayhub.boot.bench.ReadSteps;
import io.assayhub.boot.bench.Rounds;
import io.assayhub.config.HubConfig;
import io.assayhub.config.Problems;
import io.assayhub.mapping.CompiledFeed;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.mapping.Namespaces;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How fast this machine takes rows from a file to consumers, step by step, beside what the parts could do at best. */
@Command(
        name = "bench",
        description = {
            "Measure every step from a file's bytes to consumer topics, on rows made up for it.",
            "Beside them what stands in their way: HAPI's model, a bare producer, a bare Streams topology.",
            "Prints a table in Markdown; takes about two minutes, all of it in a temporary folder."
        })
final class BenchCommand implements Callable<Integer> {
    private static final long SEED = 42;
    private static final int PARTITIONS = 6;
    private static final long MOST_MODEL_ROWS = 10_000;
    private static final long MOST_WARM_UP_ROWS = 50_000;

    /** Beyond it each broker step runs once: its topics stay on disk to the end. */
    private static final long MOST_REPEATED_ROWS = 500_000;

    @Option(names = "--rows", defaultValue = "200000", description = "of the table (default: ${DEFAULT-VALUE})")
    private long rows;

    @Option(
            names = "--seconds",
            defaultValue = "3",
            description = "of measuring for each step without Kafka (default: ${DEFAULT-VALUE})")
    private double seconds;

    @Option(names = "--intake-only", description = "stop before the ledger")
    private boolean intakeOnly;

    @Option(names = "--messages-only", description = "leave out the steps of a file to Kafka")
    private boolean messagesOnly;

    private final PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    private final BenchTable table = new BenchTable();
    private CompiledFeed feed;
    private MappingCatalog catalog;
    private Path file;
    private Path warmUp;
    private long warmUpRows;
    private ReadSteps.Volume volume;
    private Figure observations;
    private Figure intake;
    private Figure bareProducer;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (rows < 1 || seconds < 0) {
            throw new StartupException("--rows has to be at least 1 and --seconds not negative.");
        }
        // The libraries' start-up talk would bury the figures.
        System.getProperties().putIfAbsent("ASSAYHUB_LOG_LEVEL", "ERROR");
        System.getProperties().putIfAbsent("ASSAYHUB_LIBRARY_LOG_LEVEL", "ERROR");
        try (TemporaryFolder folder = new TemporaryFolder("assay-hub-bench")) {
            prepare(folder.path());
            Rounds rounds = new Rounds(millis(seconds / 2), millis(seconds));
            BenchMessages messages = new BenchMessages(table);
            read(rounds);
            model(folder.path());
            messages.read(catalog, rounds);
            if (!messagesOnly) {
                broker(folder.path());
            }
            if (!intakeOnly) {
                messages.transport(folder.path().resolve("messages"), file);
            }
            describe();
            out.println(table.render());
        }
        return 0;
    }

    private static Duration millis(double inSeconds) {
        return Duration.ofMillis(Math.round(inSeconds * 1000));
    }

    private void prepare(Path folder) throws IOException {
        Problems problems = new Problems();
        HubConfig config = HubConfig.defaults(Home.folder());
        catalog = MappingCatalog.load(config.mappings(), Namespaces.of(config.fhirBase()), problems);
        problems.throwIfAny();
        feed = catalog.feed("sdtm-pc")
                .orElseThrow(() -> new StartupException("The bench needs the feed sdtm-pc, which is not there."));
        file = folder.resolve("pc.csv");
        PcTable.write(file, "BENCH", rows, SEED);
        warmUpRows = Math.min(rows, MOST_WARM_UP_ROWS);
        warmUp = folder.resolve("warm-up.csv");
        PcTable.write(warmUp, "WARM", warmUpRows, SEED);
    }

    private void read(Rounds rounds) throws IOException {
        ReadSteps steps = new ReadSteps(feed, file);
        volume = steps.observations();
        Figure parse = rounds.measure("parse: rows framed, mapped fields as text", "", steps::parse);
        observations = rounds.measure(
                "parse → Observation bytes", "", () -> steps.observations().observations());
        Figure judge = rounds.measure("parse → verdict on the transfer", "", steps::judge);
        table.add("1", parse, "");
        table.add("2", observations, BenchTable.share(observations, parse, "1"));
        table.add("2a", judge, BenchTable.share(judge, parse, "1"));
    }

    private void model(Path folder) throws IOException {
        long fewer = Math.min(rows, MOST_MODEL_ROWS);
        Path small = folder.resolve("model.csv");
        PcTable.write(small, "BENCH", fewer, SEED);
        ModelSteps steps = ModelSteps.compared(feed, small, Namespaces.DEFAULT_BASE);
        Rounds rounds = new Rounds(millis(seconds), millis(seconds));
        Figure built = rounds.measure("parse → HAPI model → JSON", "", steps::throughModel);
        Figure parsed = rounds.measure("Observation bytes → HAPI parser → JSON", "", steps::throughParser);
        table.add("3", built, BenchTable.times(observations, built, "2"));
        table.add("3a", parsed, BenchTable.times(observations, parsed, "2"));
    }

    private void broker(Path folder) throws IOException, InterruptedException {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0)) {
            KafkaAccess access = new KafkaAccess(broker.bootstrapServers(), Map.of());
            try (Producer<byte[], byte[]> producer = access.bulkProducer()) {
                BenchKafka kafka = new BenchKafka(
                        access.properties(),
                        producer,
                        prefix -> access.createTopics(new HubConfig.Topics(prefix, PARTITIONS, 1), List.of()),
                        PARTITIONS);
                IntakeSteps steps = new IntakeSteps(catalog, kafka, Clock.systemUTC());
                Duration patience = Duration.ofSeconds(60 + rows / 1000);
                LedgerSteps ledger = new LedgerSteps(kafka, steps, folder.resolve("state"), patience);
                IntakeSteps.TakenIn first = intake(kafka, steps, ledger);
                if (!intakeOnly) {
                    ledger(ledger, first);
                }
            }
        }
    }

    private IntakeSteps.TakenIn intake(BenchKafka kafka, IntakeSteps steps, LedgerSteps ledger) throws IOException {
        for (String prefix : List.of("warm", "bare", "intake", "again")) {
            kafka.topics().accept(prefix);
        }
        // Before the results, as in life: the ledger reads what is older first.
        ledger.register("intake", "BENCH", rows);
        steps.take("warm", "warm-up", warmUp, warmUpRows);
        steps.bare(steps.sample("warm", "bare"), warmUpRows);
        int rounds = rows > MOST_REPEATED_ROWS ? 1 : 3;
        double[] taken = new double[rounds];
        double[] judged = new double[rounds];
        double[] bare = new double[rounds];
        IntakeSteps.TakenIn first = steps.take("intake", "pc.csv", file, rows);
        List<ProducerRecord<byte[], byte[]>> sample = steps.sample("intake", "bare");
        for (int i = 0; i < rounds; i++) {
            IntakeSteps.TakenIn round = i == 0 ? first : steps.take("again", "pc-" + i + ".csv", file, rows);
            taken[i] = round.seconds();
            long began = System.nanoTime();
            new ReadSteps(feed, file).judge();
            judged[i] = Math.max(1e-9, taken[i] - (System.nanoTime() - began) / 1e9);
            bare[i] = steps.bare(sample, rows);
        }
        intake = new Figure("intake: verdict, source, results, end markers, acks=all", rows, taken, "");
        Figure withoutVerdict = new Figure("the same without the verdict", rows, judged, "4 less 2a");
        bareProducer = new Figure("ceiling: bare producer, the same records, acks=all", rows, bare, "");
        table.add("4", intake, BenchTable.share(intake, bareProducer, "6"));
        table.add("4a", withoutVerdict, BenchTable.share(withoutVerdict, bareProducer, "6"));
        return first;
    }

    private void ledger(LedgerSteps steps, IntakeSteps.TakenIn first) throws IOException, InterruptedException {
        double[] through = steps.through(
                "ledger",
                List.of(
                        new LedgerSteps.Sent(warmUp, "WARM", "warm-up", warmUpRows, warmUpRows),
                        new LedgerSteps.Sent(file, "BENCH", "pc.csv", rows, rows),
                        new LedgerSteps.Sent(file, "BENCH", "pc-again.csv", rows, 0)));
        Figure created = Figure.once("file → intake → ledger → receipt closed, all new", rows, through[1], "");
        Figure unchanged = Figure.once("the same content again, all unchanged", rows, through[2], "");
        steps.bare("warm", "shape-warm", 1);
        Figure bare1 = Figure.once(
                "ceiling: bare topology, exactly once, one sink", rows, steps.bare("intake", "shape-1", 1), "");
        Figure bare3 = Figure.once(
                "ceiling: bare topology, exactly once, three sinks", rows, steps.bare("intake", "shape-3", 3), "");
        Figure alone = Figure.once(
                "ledger alone on a full topic, all new, two topics and the audit",
                rows,
                steps.behind("intake", first.transfer(), rows),
                "");
        table.add("5", created, BenchTable.share(created, bareProducer, "6"));
        table.add("5a", unchanged, BenchTable.share(unchanged, created, "5"));
        table.add("5b", alone, BenchTable.share(alone, bare1, "6a") + ", " + BenchTable.share(alone, bare3, "6b"));
        table.add("6", bareProducer, "");
        table.add("6a", bare1, "");
        table.add("6b", bare3, BenchTable.share(bare3, bare1, "6a"));
        LatencySteps.Latency[] latencies = steps.latencies("BENCH", "intake", rows);
        table.add("7", "ledger: from acknowledged to visible, at 500 a second", latencies[0], "");
        table.add("7a", "ceiling: bare topology, three sinks, the same", latencies[1], "");
    }

    private void describe() throws IOException {
        Runtime runtime = Runtime.getRuntime();
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
        long bytes = Files.size(file);
        out.printf(
                Locale.ROOT,
                "%s %s, %d cores, heap at most %d MiB (peaks of its parts: %d MiB).%n"
                        + "%s rows, %s bytes: %d a row, %d an Observation. %d partitions, embedded broker, one disk.%n%n",
                System.getProperty("java.vm.name"),
                System.getProperty("java.version"),
                runtime.availableProcessors(),
                runtime.maxMemory() >> 20,
                peak >> 20,
                BenchTable.grouped(rows),
                BenchTable.grouped(bytes),
                bytes / rows,
                volume.bytes() / volume.observations(),
                PARTITIONS);
    }
}

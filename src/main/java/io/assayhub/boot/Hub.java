package io.assayhub.boot;

import io.assayhub.alarm.AlarmWatch;
import io.assayhub.config.AlarmConfig;
import io.assayhub.config.HttpConfig;
import io.assayhub.config.HubConfig;
import io.assayhub.config.Problems;
import io.assayhub.console.ConsoleParts;
import io.assayhub.console.IndexReadings;
import io.assayhub.console.IndexResults;
import io.assayhub.console.ReplayDesk;
import io.assayhub.console.RunningHub;
import io.assayhub.console.SourceDesk;
import io.assayhub.index.HubIndex;
import io.assayhub.ledger.streams.LedgerConfig;
import io.assayhub.ledger.streams.LedgerStreams;
import io.assayhub.ledger.streams.LedgerStreamsConfig;
import io.assayhub.ledger.streams.LedgerWatch;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.mapping.Namespaces;
import io.assayhub.metrics.Observatory;
import io.assayhub.ops.HubTransfers;
import io.assayhub.ops.KafkaAddress;
import io.assayhub.registry.RegistryCatalog;
import io.assayhub.replay.StoredTransfers;
import io.assayhub.route.AnswerCounts;
import io.assayhub.route.DropFolders;
import io.assayhub.route.Intake;
import io.assayhub.route.IntakeSpecimenList;
import io.assayhub.route.IntakeWatch;
import io.assayhub.route.SubjectIntake;
import io.assayhub.route.TopicContents;
import io.assayhub.route.Transport;
import io.assayhub.route.http.HubServer;
import io.assayhub.tracing.TransferTraces;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.apache.camel.main.Main;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running hub: broker (if none is configured), topics, ledger, routes. Parts are closed in the opposite order, the
 * broker last: routes drain, the producer flushes, the ledger commits.
 */
public final class Hub implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Hub.class);

    private final HubConfig config;
    private final Deque<Part> open = new ArrayDeque<>();
    private final CountDownLatch failed = new CountDownLatch(1);
    private final AnswerCounts answers = new AnswerCounts();
    private Optional<TracedTransfers> traced = Optional.empty();
    private KafkaAccess kafka;
    private MappingCatalog catalog;
    private RegistryCatalog registries;
    private DropFolders folders;
    private LedgerStreams ledger;
    private Optional<HubServer> http = Optional.empty();
    private Optional<HubIndex> index = Optional.empty();
    private Optional<AlarmWatch> alarms = Optional.empty();

    private record Part(String name, AutoCloseable closing) {}

    private Hub(HubConfig config) {
        this.config = config;
    }

    /**
     * Starts a hub and returns when its routes run; the ledger may still be joining its group.
     *
     * @throws StartupException if it cannot start; nothing is left running then
     * @throws io.assayhub.config.ConfigException if feeds or mappings are wrong
     */
    public static Hub start(HubConfig config, Clock clock) {
        Hub hub = new Hub(config);
        try {
            hub.open(clock);
            return hub;
        } catch (IOException e) {
            hub.close();
            throw new StartupException(
                    "The data folder " + config.data() + " cannot be used (" + e
                            + "). Check that it is a folder this user may write to, and the free space.",
                    e);
        } catch (KafkaException e) {
            hub.close();
            throw new StartupException(
                    "The ledger or a Kafka client cannot start: " + rootMessage(e)
                            + " Check kafka.properties, and that no other hub uses " + config.data() + ".",
                    e);
        } catch (RuntimeException e) {
            hub.close();
            throw e;
        }
    }

    private void open(Clock clock) throws IOException {
        Files.delete(Files.createTempFile(Files.createDirectories(config.data()), ".writable", ""));
        // The catalog is compiled while the broker starts: both take about as long.
        CompletableFuture<Void> compiling = CompletableFuture.runAsync(this::compile);
        kafka = new KafkaAccess(
                config.kafka().bootstrapServers().orElseGet(this::startBroker),
                config.kafka().properties());
        kafka.createTopics(config.topics(), config.intake().kafka());
        startTracing(clock);
        startLedger();
        try {
            compiling.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
        folders = new DropFolders(config.data(), clock);
        folders.prepare(catalog.feedNames());
        folders.prepare(registries.names());
        if (config.http().isPresent() || config.alarms().isPresent()) {
            startIndex(clock);
        }
        config.alarms().ifPresent(told -> startAlarms(told, clock));
        startRoutes(clock);
    }

    private void compile() {
        Problems problems = new Problems();
        catalog = MappingCatalog.load(config.mappings(), Namespaces.of(config.fhirBase()), problems);
        registries = RegistryCatalog.load(config.mappings(), catalog.feedNames(), problems);
        problems.throwIfAny();
    }

    private String startBroker() {
        EmbeddedBroker broker = EmbeddedBroker.start(
                config.data().resolve("kafka"), config.kafka().port());
        open.push(new Part("broker", broker));
        // Commands of the operators find a broker on any port by it.
        open.push(new Part("kafka.address", () -> KafkaAddress.delete(config.data())));
        try {
            KafkaAddress.write(config.data(), broker.bootstrapServers());
        } catch (IOException e) {
            throw new StartupException(
                    "The data folder " + config.data() + " cannot be written (" + e
                            + "). Check its permissions and the free space.",
                    e);
        }
        return broker.bootstrapServers();
    }

    /** Only where OpenTelemetry's settings name a collector. */
    private void startTracing(Clock clock) {
        traced = TransferTraces.open(config.instance(), clock).map(TracedTransfers::new);
        traced.ifPresent(to -> open.push(new Part("traces", to.traces())));
    }

    private void startLedger() {
        LedgerConfig rules = new LedgerConfig(
                config.topics().prefix(),
                config.topics().partitions(),
                config.fhirBase(),
                "urn:assayhub:" + config.topics().prefix(),
                config.ledger().holdMaxAge());
        LedgerStreamsConfig streams = new LedgerStreamsConfig(
                rules,
                kafka.properties(),
                config.data().resolve("ledger"),
                config.instance(),
                config.ledger().threads(),
                config.ledger().standbys(),
                config.topics().replication());
        ledger = new LedgerStreams(
                streams, failed::countDown, traced.<LedgerWatch>map(to -> to).orElse(LedgerWatch.NONE));
        open.push(new Part("ledger", ledger));
        ledger.start();
    }

    private void startRoutes(Clock clock) {
        String prefix = config.topics().prefix();
        IntakeWatch watch = traced.<IntakeWatch>map(answers::and).orElse(answers);
        List<CrashPoint> crashes = CrashPoint.parse(System.getenv().getOrDefault(CrashingProducer.VARIABLE, ""));
        Producer<byte[], byte[]> producer =
                crashes.isEmpty() ? kafka.bulkProducer() : kafka.crashingProducer(prefix, crashes);
        open.push(new Part("producer", producer));
        Intake intake =
                new Intake(catalog, producer, prefix, config.topics().partitions()).watched(Transport.FILE, watch);
        SubjectIntake subjects = startSubjects(producer, prefix);
        Main camel = new Main();
        camel.configure().setName("assay-hub");
        camel.configure().setJmxEnabled(false);
        camel.configure().setRoutesIncludePattern("file:" + config.routes().toAbsolutePath() + "/*.camel.yaml");
        camel.configure().setRoutesBuilders(List.of());
        camel.configure().setShutdownTimeout(60);
        Transports transports = new Transports(
                config,
                catalog,
                registries,
                folders,
                kafka,
                clock,
                this::isReady,
                watch,
                (name, part) -> open.push(new Part(name, part)));
        IntakeSpecimenList specimens = new IntakeSpecimenList(
                () -> new TopicContents(kafka.properties(), Topic.SPECIMENS, prefix),
                producer,
                prefix,
                registries,
                folders);
        RouteBindings bindings =
                RouteBindings.of(config, clock, folders, catalog, intake, registries, subjects, specimens);
        transports.bind(bindings, intake);
        bindings.properties().forEach(camel::addInitialProperty);
        bindings.beans().forEach(camel::bind);
        CamelRoutes routes = new CamelRoutes(clock);
        camel.bind("routeCounts", routes);
        camel.bind("kafka", kafka.component());
        open.push(new Part("routes", camel::stop));
        try {
            camel.start();
            transports.startFetching(camel.getCamelContext());
        } catch (Exception e) {
            throw new StartupException("The routes do not start: " + rootMessage(e), e);
        }
        if (camel.getCamelContext().getRoutes().isEmpty()) {
            throw new StartupException("There are no routes (*.camel.yaml) in " + config.routes());
        }
        routes.of(camel.getCamelContext());
        startPulse(clock, producer);
        transports.http().ifPresent(server -> serve(server, routes, clock));
        transports.listen();
        http = transports.http();
    }

    private void startPulse(Clock clock, Producer<byte[], byte[]> producer) {
        InstancePulse pulse = new InstancePulse(producer, config.topics().prefix(), config.instance(), catalog, clock);
        open.push(new Part("pulse", pulse));
        pulse.start();
    }

    /** For the pages that this instance serves, and for its alarms. */
    private void startIndex(Clock clock) throws IOException {
        List<String> blinded = catalog.feedNames().stream()
                .filter(name -> catalog.feed(name).orElseThrow().config().blinded())
                .toList();
        HubIndex opened = HubIndex.open(
                config.data().resolve("index"),
                kafka.properties(),
                config.topics().prefix(),
                blinded,
                clock);
        open.push(new Part("index", opened));
        index = Optional.of(opened);
    }

    private void startAlarms(AlarmConfig told, Clock clock) {
        WatchedHub watched = new WatchedHub(config, catalog, index.orElseThrow(), this::isReady);
        AlarmWatch watch = AlarmWatch.start(told, config.topics().prefix(), config.instance(), watched, clock);
        open.push(new Part("alarms", watch));
        alarms = Optional.of(watch);
    }

    /** What machines ask: figures and health; and the pages, if there are any. */
    private void serve(HubServer server, CamelRoutes routes, Clock clock) {
        ObservedHub observed = new ObservedHub(config, catalog, index.orElseThrow(), routes, ledger, kafka, answers);
        open.push(new Part("observed", observed));
        Observatory observatory = new Observatory(observed, server::isCallerOfAllFeeds, clock);
        open.push(new Part("metrics", observatory));
        server.mount(observatory::mount);
        if (config.access().console()) {
            mount(server, routes, new ShownHub(observed, alarms), clock);
        }
    }

    /** The console's pages, on the server that laboratories use too. */
    private void mount(HubServer server, CamelRoutes routes, RunningHub running, Clock clock) {
        HttpConfig listens = config.http().orElseThrow();
        if (!config.access().allows(listens)) {
            throw new StartupException("http.host: whoever can reach " + listens.host()
                    + " could open the console: beyond this machine it needs http.tls and access.accounts, or"
                    + " access.console: false");
        }
        Producer<byte[], byte[]> decisions = kafka.liveProducer("decisions");
        open.push(new Part("decisions", decisions));
        IndexReadings readings = new IndexReadings(index.orElseThrow(), catalog, running, clock);
        ReplayIntake intake = new ReplayIntake();
        Supplier<StoredTransfers> stored = () -> HubTransfers.of(config, catalog, intake, clock);
        ReplayDesk replays = new ReplayDesk(stored, catalog, new IndexResults(index.orElseThrow()), clock);
        open.push(new Part("replays", replays));
        server.mount(new ConsoleParts(
                        config.access(),
                        listens,
                        clock,
                        new SecureRandom(),
                        decisions,
                        config.topics().prefix(),
                        config.topics().partitions(),
                        config.instance(),
                        routes,
                        readings,
                        replays,
                        new SourceDesk(stored, catalog))
                .console()::mount);
    }

    private SubjectIntake startSubjects(Producer<byte[], byte[]> producer, String prefix) {
        SubjectIntake subjects = new SubjectIntake(
                registries.rules(),
                new TopicContents(kafka.properties(), Topic.SUBJECTS, prefix),
                producer,
                prefix,
                config.topics().partitions());
        open.push(new Part("subjects", subjects));
        subjects.open();
        return subjects;
    }

    private static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage();
    }

    public HubConfig config() {
        return config;
    }

    public DropFolders folders() {
        return folders;
    }

    public MappingCatalog catalog() {
        return catalog;
    }

    /** Where this hub's Kafka is, embedded or not. */
    public String bootstrapServers() {
        return kafka.properties().get("bootstrap.servers");
    }

    /** Where this hub answers HTTP; empty if it does not. */
    public Optional<HubServer> http() {
        return http;
    }

    /** What the pages and alarms of this hub are made of; empty if it has neither. */
    public Optional<HubIndex> index() {
        return index;
    }

    /** The hub's own alarms; empty if it tells nobody. */
    public Optional<AlarmWatch> alarms() {
        return alarms;
    }

    KafkaAccess kafka() {
        return kafka;
    }

    /** Whether the ledger takes records. */
    public boolean isReady() {
        return ledger.isRunning();
    }

    /** Waits until a part of the hub has failed for good. */
    void awaitFailure() throws InterruptedException {
        failed.await();
    }

    /** Stops in order; a part that does not close is logged and the next one is closed all the same. */
    @Override
    public synchronized void close() {
        while (!open.isEmpty()) {
            Part part = open.pop();
            try {
                part.closing.close();
            } catch (Exception e) {
                LOG.atError().addKeyValue("part", part.name).setCause(e).log("A part of the hub did not close");
            }
        }
    }
}

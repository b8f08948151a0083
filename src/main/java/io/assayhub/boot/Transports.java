package io.assayhub.boot;

import io.assayhub.config.AstmConfig;
import io.assayhub.config.HttpConfig;
import io.assayhub.config.HubConfig;
import io.assayhub.config.MllpConfig;
import io.assayhub.config.SftpConfig;
import io.assayhub.config.Spelling;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.registry.RegistryCatalog;
import io.assayhub.route.Arrivals;
import io.assayhub.route.DropFolders;
import io.assayhub.route.Intake;
import io.assayhub.route.IntakeTopic;
import io.assayhub.route.IntakeWatch;
import io.assayhub.route.MessageIntake;
import io.assayhub.route.Transport;
import io.assayhub.route.astm.AstmIntake;
import io.assayhub.route.astm.AstmServer;
import io.assayhub.route.http.FeedPages;
import io.assayhub.route.http.HttpApi;
import io.assayhub.route.http.HttpTransfers;
import io.assayhub.route.http.HubServer;
import io.assayhub.route.http.ReceiptShelf;
import io.assayhub.route.mllp.MllpIntake;
import io.assayhub.route.mllp.MllpServer;
import io.assayhub.route.sftp.SftpFolder;
import io.assayhub.route.sftp.SftpReceipts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.apache.kafka.clients.producer.Producer;

/** What the configuration opens beside the drop folder: listeners, and servers and topics that the hub looks at itself. */
final class Transports {
    /** Threads that read messages. */
    private static final int READERS = Math.max(2, Runtime.getRuntime().availableProcessors());

    private static final String THIS_MACHINE = "127.0.0.1";

    private final HubConfig config;
    private final MappingCatalog catalog;
    private final RegistryCatalog registries;
    private final DropFolders folders;
    private final KafkaAccess kafka;
    private final Clock clock;
    private final BooleanSupplier ready;
    private final IntakeWatch watch;
    private final BiConsumer<String, AutoCloseable> opened;
    private Optional<HubServer> http = Optional.empty();
    private MessageIntake messages;

    /**
     * Those of a hub.
     *
     * @param ready whether the ledger takes records
     * @param watch is told of what comes
     * @param opened is told of each part that is to be closed, by its name
     */
    Transports(
            HubConfig config,
            MappingCatalog catalog,
            RegistryCatalog registries,
            DropFolders folders,
            KafkaAccess kafka,
            Clock clock,
            BooleanSupplier ready,
            IntakeWatch watch,
            BiConsumer<String, AutoCloseable> opened) {
        this.config = config;
        this.catalog = catalog;
        this.registries = registries;
        this.folders = folders;
        this.kafka = kafka;
        this.clock = clock;
        this.ready = ready;
        this.watch = watch;
        this.opened = opened;
    }

    /** What routes name of listeners when none of them is opened. */
    static void bindIdle(RouteBindings bindings, HubConfig config, DropFolders folders) {
        bindings.listener("mllp", THIS_MACHINE, 0, "none")
                .with("mllpIntake", new MllpIntake(null, null))
                .with("mllpServer", MllpServer.idle());
        bindings.listener("astm", THIS_MACHINE, 0, "none")
                .with("astmIntake", new AstmIntake(null, null))
                .with("astmServer", AstmServer.idle());
        bindings.property("hub.http.enabled", "false").with("httpApi", new HttpApi(null, null));
        bindings.with(
                        SftpRoutes.FILES_BEAN,
                        new SftpFolder(
                                "",
                                "",
                                folders,
                                Clock.systemUTC(),
                                config.intake().quiet()))
                .with(SftpRoutes.RECEIPTS_BEAN, new SftpReceipts(Set.of(), folders))
                .with(TopicRoutes.RECORDS_BEAN, new IntakeTopic("", null));
    }

    /**
     * Opens what the listeners need; their routes start with the others.
     *
     * @throws StartupException if a feed or a certificate cannot be used
     */
    void bind(RouteBindings bindings, Intake intake) {
        checkFeeds();
        bindIdle(bindings, config, folders);
        config.intake()
                .mllp()
                .ifPresent(mllp -> bindings.listener("mllp", mllp.host(), mllp.port(), mllp.feed())
                        .with(
                                "mllpIntake",
                                new MllpIntake(messageIntake().watched(Transport.MLLP, watch), new Arrivals(clock)))
                        .with("mllpServer", open(mllp)));
        config.intake()
                .astm()
                .ifPresent(astm -> bindings.listener("astm", astm.host(), astm.port(), astm.feed())
                        .with(
                                "astmIntake",
                                new AstmIntake(messageIntake().watched(Transport.ASTM, watch), new Arrivals(clock)))
                        .with("astmServer", open(astm)));
        config.http().ifPresent(listens -> bindHttp(listens, bindings, intake));
    }

    /**
     * Lets callers in, when the routes stand.
     *
     * @throws StartupException if the port or the certificate cannot be used
     */
    void listen() {
        if (http.isEmpty()) {
            return;
        }
        try {
            http.get().listen();
        } catch (IOException e) {
            HttpConfig listens = config.http().orElseThrow();
            throw new StartupException(
                    "HTTP cannot be answered on " + listens.host() + ":" + listens.port() + " (" + e.getMessage()
                            + "). Set http.port to a free one, and check the files of http.tls: PEM, the key PKCS#8"
                            + " without a password.",
                    e);
        }
    }

    /** Where this hub answers HTTP; empty if it does not. */
    Optional<HubServer> http() {
        return http;
    }

    private void bindHttp(HttpConfig listens, RouteBindings bindings, Intake intake) {
        ReceiptShelf shelf =
                new ReceiptShelf(kafka.properties(), config.topics().prefix());
        opened.accept("receipts", shelf);
        shelf.open();
        Path folder = config.data().resolve("http");
        try {
            HttpTransfers transfers = HttpTransfers.open(
                    intake.watched(Transport.HTTP, watch),
                    shelf,
                    listens.limits(),
                    clock,
                    folder.resolve("idempotency-keys.ndjson"));
            opened.accept("idempotency keys", transfers);
            HubServer server = HubServer.of(listens, catalog, folder.resolve("bodies"), ready);
            opened.accept("http", server);
            http = Optional.of(server);
            bindings.property("hub.http.enabled", "true")
                    .with(HubServer.ROUTER, server.router())
                    .with("httpApi", new HttpApi(transfers, new FeedPages(catalog, listens.limits())));
        } catch (IOException e) {
            throw new StartupException(
                    "The folder " + folder + " cannot be used (" + e + "). Check its permissions and the free space.",
                    e);
        }
    }

    /** Starts the routes of servers and topics that this instance looks at itself. */
    void startFetching(CamelContext context) throws Exception {
        new SftpRoutes(context, config, folders, clock).start();
        if (!config.intake().kafka().isEmpty()) {
            TopicRoutes.start(context, config.intake().kafka(), messageIntake().watched(Transport.KAFKA, watch))
                    .forEach(taking -> opened.accept("topic", taking));
        }
    }

    private void checkFeeds() {
        config.intake().mllp().ifPresent(mllp -> checkFeed("intake.mllp.feed", mllp.feed()));
        config.intake().astm().ifPresent(astm -> checkFeed("intake.astm.feed", astm.feed()));
        config.intake().kafka().forEach(topic -> checkFeed("intake.kafka", topic.feed()));
        for (HttpConfig.Token token : config.http().map(HttpConfig::tokens).orElse(List.of())) {
            token.feeds().forEach(feed -> checkFeed("http.tokens, '" + token.name() + "'", feed));
        }
        for (SftpConfig source : config.intake().sftp()) {
            // Lists of subjects come in files too.
            source.folders().keySet().stream()
                    .filter(folder -> !registries.names().contains(folder))
                    .forEach(feed -> checkFeed("intake.sftp." + source.name(), feed));
        }
    }

    private void checkFeed(String place, String feed) {
        if (catalog.feed(feed).isEmpty()) {
            throw new StartupException(
                    place + ": no feed is named '" + feed + "'" + Spelling.hint(feed, catalog.feedNames()));
        }
    }

    private MllpServer open(MllpConfig listens) {
        try {
            MllpServer server = MllpServer.of(listens, clock, READERS);
            opened.accept("mllp", server);
            return server;
        } catch (IOException e) {
            throw badCertificate("intake.mllp.tls", e);
        }
    }

    private AstmServer open(AstmConfig listens) {
        try {
            AstmServer server = AstmServer.of(listens, READERS);
            opened.accept("astm", server);
            return server;
        } catch (IOException e) {
            throw badCertificate("intake.astm.tls", e);
        }
    }

    private static StartupException badCertificate(String key, IOException e) {
        return new StartupException(
                "The certificate or key of " + key + " cannot be used (" + e.getMessage()
                        + "). Both have to be PEM, the key PKCS#8 without a password.",
                e);
    }

    /** One for all listeners and topics. */
    private MessageIntake messageIntake() {
        if (messages == null) {
            Producer<byte[], byte[]> live = kafka.liveProducer("messages");
            opened.accept("live producer", live);
            ExecutorService closing = Executors.newSingleThreadExecutor(task -> {
                Thread thread = new Thread(task, "intake-end-markers");
                thread.setDaemon(true);
                return thread;
            });
            opened.accept("end markers", closing::shutdown);
            messages = new MessageIntake(
                    catalog, live, config.topics().prefix(), config.topics().partitions(), closing);
        }
        return messages;
    }
}

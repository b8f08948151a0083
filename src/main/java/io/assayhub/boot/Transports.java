package io.assayhub.boot;

import io.assayhub.config.AstmConfig;
import io.assayhub.config.HubConfig;
import io.assayhub.config.MllpConfig;
import io.assayhub.config.SftpConfig;
import io.assayhub.config.Spelling;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.registry.RegistryCatalog;
import io.assayhub.route.Arrivals;
import io.assayhub.route.DropFolders;
import io.assayhub.route.IntakeTopic;
import io.assayhub.route.MessageIntake;
import io.assayhub.route.astm.AstmIntake;
import io.assayhub.route.astm.AstmServer;
import io.assayhub.route.mllp.MllpIntake;
import io.assayhub.route.mllp.MllpServer;
import io.assayhub.route.sftp.SftpFolder;
import io.assayhub.route.sftp.SftpReceipts;
import java.io.IOException;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
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
    private final BiConsumer<String, AutoCloseable> opened;
    private MessageIntake messages;

    /** @param opened is told of each part that is to be closed, by its name */
    Transports(
            HubConfig config,
            MappingCatalog catalog,
            RegistryCatalog registries,
            DropFolders folders,
            KafkaAccess kafka,
            Clock clock,
            BiConsumer<String, AutoCloseable> opened) {
        this.config = config;
        this.catalog = catalog;
        this.registries = registries;
        this.folders = folders;
        this.kafka = kafka;
        this.clock = clock;
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
    void bind(RouteBindings bindings) {
        checkFeeds();
        bindIdle(bindings, config, folders);
        config.intake()
                .mllp()
                .ifPresent(mllp -> bindings.listener("mllp", mllp.host(), mllp.port(), mllp.feed())
                        .with("mllpIntake", new MllpIntake(messageIntake(), new Arrivals(clock)))
                        .with("mllpServer", open(mllp)));
        config.intake()
                .astm()
                .ifPresent(astm -> bindings.listener("astm", astm.host(), astm.port(), astm.feed())
                        .with("astmIntake", new AstmIntake(messageIntake(), new Arrivals(clock)))
                        .with("astmServer", open(astm)));
    }

    /** Starts the routes of servers and topics that this instance looks at itself. */
    void startFetching(CamelContext context) throws Exception {
        new SftpRoutes(context, config, folders, clock).start();
        if (!config.intake().kafka().isEmpty()) {
            TopicRoutes.start(context, config.intake().kafka(), messageIntake())
                    .forEach(taking -> opened.accept("topic", taking));
        }
    }

    private void checkFeeds() {
        config.intake().mllp().ifPresent(mllp -> checkFeed("intake.mllp.feed", mllp.feed()));
        config.intake().astm().ifPresent(astm -> checkFeed("intake.astm.feed", astm.feed()));
        config.intake().kafka().forEach(topic -> checkFeed("intake.kafka", topic.feed()));
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
            Producer<byte[], byte[]> live = kafka.liveProducer();
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

package io.assayhub.boot;

import io.assayhub.config.AstmConfig;
import io.assayhub.config.HttpConfig;
import io.assayhub.config.HubConfig;
import io.assayhub.config.MllpConfig;
import io.assayhub.index.HubIndex;
import io.assayhub.ledger.streams.LedgerStreams;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.metrics.Observed;
import io.assayhub.route.AnswerCounts;
import io.assayhub.route.Transport;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A hub as it is observed. The broker is asked at most every few seconds, however often somebody wants to know. */
final class ObservedHub implements Observed, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ObservedHub.class);
    private static final long ASK_EVERY_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final int ANSWER_MS = 2_000;

    private final HubConfig config;
    private final MappingCatalog catalog;
    private final HubIndex index;
    private final CamelRoutes routes;
    private final LedgerStreams ledger;
    private final KafkaAccess kafka;
    private final AnswerCounts answers;
    private final Admin admin;
    private final LedgerLag lag;
    private final Map<String, Instant> certificates;
    private long askedAt = System.nanoTime() - ASK_EVERY_NANOS;
    private boolean there;

    ObservedHub(
            HubConfig config,
            MappingCatalog catalog,
            HubIndex index,
            CamelRoutes routes,
            LedgerStreams ledger,
            KafkaAccess kafka,
            AnswerCounts answers) {
        this.config = config;
        this.catalog = catalog;
        this.index = index;
        this.routes = routes;
        this.ledger = ledger;
        this.kafka = kafka;
        this.answers = answers;
        Map<String, Object> settings = new HashMap<>(kafka.properties());
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MS);
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MS);
        this.admin = Admin.create(settings);
        this.lag = new LedgerLag(
                admin, ledger.group(), config.topics().prefix(), config.topics().partitions());
        this.certificates = certificates(config);
    }

    private static Map<String, Instant> certificates(HubConfig config) {
        Map<String, Path> files = new TreeMap<>();
        config.http().flatMap(HttpConfig::tls).ifPresent(tls -> files.put("http", tls.certificate()));
        config.intake().mllp().flatMap(MllpConfig::tls).ifPresent(tls -> files.put("mllp", tls.certificate()));
        config.intake().astm().flatMap(AstmConfig::tls).ifPresent(tls -> files.put("astm", tls.certificate()));
        Map<String, Instant> until = new TreeMap<>();
        files.forEach((listener, file) -> notAfter(file).ifPresent(at -> until.put(listener, at)));
        return until;
    }

    /** Of the first certificate in a PEM file; the listener has said already if it cannot be read. */
    private static Optional<Instant> notAfter(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            X509Certificate first =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            return Optional.of(first.getNotAfter().toInstant());
        } catch (IOException | GeneralSecurityException e) {
            LOG.atWarn()
                    .addKeyValue("cause", e.getClass().getSimpleName())
                    .log("The end of a certificate's validity cannot be told");
            return Optional.empty();
        }
    }

    @Override
    public HubIndex index() {
        return index;
    }

    @Override
    public Optional<Duration> interval(String feed) {
        return catalog.feed(feed).flatMap(f -> f.config().transfer().every());
    }

    @Override
    public List<RouteFigures> routes() {
        return routes.routes().stream()
                .map(route -> new RouteFigures(route.id(), route.running(), route.completed(), route.failed()))
                .toList();
    }

    @Override
    public Map<String, Instant> certificates() {
        return certificates;
    }

    @Override
    public Map<String, String> snapshots() {
        return catalog.feedNames().stream()
                .collect(Collectors.toMap(
                        name -> name,
                        name -> catalog.feed(name).orElseThrow().snapshot().value()));
    }

    @Override
    public List<Messages> messages() {
        List<Messages> messages = new ArrayList<>();
        for (Transport transport : Transport.values()) {
            for (AnswerCounts.Answer answer : AnswerCounts.Answer.values()) {
                messages.add(new Messages(transport.word(), answer.word(), answers.count(transport, answer)));
            }
        }
        return messages;
    }

    @Override
    public boolean isLedgerRunning() {
        return ledger.isRunning();
    }

    @Override
    public Map<Topic, Long> ledgerLag() {
        return lag.byTopic();
    }

    @Override
    public LedgerFigures ledger() {
        return KafkaFigures.ofLedger(ledger.metrics());
    }

    @Override
    public List<ProducerFigures> producers() {
        List<ProducerFigures> producers = new ArrayList<>();
        producers.add(KafkaFigures.ofProducer("ledger", ledger.metrics()));
        kafka.producers().forEach((name, made) -> producers.add(KafkaFigures.ofProducer(name, made.metrics())));
        return producers;
    }

    @Override
    public synchronized boolean isBrokerThere() {
        if (System.nanoTime() - askedAt > ASK_EVERY_NANOS) {
            there = answers();
            askedAt = System.nanoTime();
        }
        return there;
    }

    private boolean answers() {
        try {
            return !admin.describeCluster()
                    .nodes()
                    .get(ANSWER_MS, TimeUnit.MILLISECONDS)
                    .isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public long freeBytes() {
        return config.data().toFile().getUsableSpace();
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }
}

package io.assayhub.route.http;

import io.assayhub.config.HttpConfig;
import io.assayhub.config.HttpConfig.Limits;
import io.assayhub.config.HttpConfig.Token;
import io.assayhub.config.Problems;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.mapping.Namespaces;
import io.assayhub.route.Intake;
import io.assayhub.route.RouteErrors;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.kafka.clients.producer.Producer;

/** The hub's server and the routes of {@code routes/intake-http.camel.yaml}, before a producer of the test. */
final class TestServer implements AutoCloseable {
    static final Limits LIMITS =
            new Limits(1 << 20, 4, Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofHours(24));
    static final MappingCatalog CATALOG = catalog();

    final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final AtomicBoolean ready = new AtomicBoolean(true);
    private final Path folder;
    private final HubServer server;
    private final HttpTransfers transfers;
    private final DefaultCamelContext camel = new DefaultCamelContext();

    TestServer(Path folder, Producer<byte[], byte[]> producer, List<Token> tokens) throws Exception {
        this.folder = folder;
        HttpConfig config = new HttpConfig("127.0.0.1", 0, Optional.empty(), tokens, LIMITS);
        ReceiptShelf unopened = new ReceiptShelf(Map.of(), "t");
        Intake intake = new Intake(CATALOG, producer, "t", 3);
        transfers = HttpTransfers.open(intake, unopened, LIMITS, Clock.systemUTC(), folder.resolve("keys"));
        server = HubServer.of(config, CATALOG, folder.resolve("bodies"), ready::get);
        Properties properties = new Properties();
        properties.put("hub.http.enabled", "true");
        camel.getPropertiesComponent().setInitialProperties(properties);
        camel.disableJMX();
        camel.getRegistry().bind(HubServer.ROUTER, server.router());
        camel.getRegistry().bind("routeErrors", new RouteErrors());
        camel.getRegistry().bind("httpApi", new HttpApi(transfers, new FeedPages(CATALOG, LIMITS)));
        for (String file : List.of("errors", "intake-http")) {
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(PluginHelper.getResourceLoader(camel)
                            .resolveResource("file:"
                                    + Path.of("routes", file + ".camel.yaml").toAbsolutePath()));
        }
        camel.start();
        server.listen();
    }

    private static MappingCatalog catalog() {
        Problems problems = new Problems();
        MappingCatalog catalog =
                MappingCatalog.load(Path.of("fhir-mappings"), Namespaces.of(Namespaces.DEFAULT_BASE), problems);
        problems.throwIfAny();
        return catalog;
    }

    String address() {
        return server.address();
    }

    int port() {
        return URI.create(address()).getPort();
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(address() + path)).timeout(Duration.ofSeconds(20));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = to(path).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return send(headers.length == 0 ? to(path) : to(path).headers(headers));
    }

    /** Bodies that lie on disk. */
    List<Path> bodies() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("bodies"))) {
            return files.toList();
        }
    }

    @Override
    public void close() throws IOException {
        camel.stop();
        server.close();
        transfers.close();
    }
}

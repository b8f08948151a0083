package io.assayhub.route.http;

import io.assayhub.config.HttpConfig;
import io.assayhub.config.MllpConfig;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.model.ErrorCode;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hub's one HTTP server. Camel's platform-http routes are added to its {@link #router}; it listens when all of them are
 * there. Camel has a server of its own, which knows no bounds for a request's head, and only logs that a port is taken.
 */
public final class HubServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HubServer.class);

    /** The name under which Camel looks for the router where no port is known beforehand. */
    public static final String ROUTER = VertxPlatformHttpRouter.PLATFORM_HTTP_ROUTER_NAME_ZERO;

    private static final int MOST_CONNECTIONS = 1000;
    private static final Duration FIRST_REQUEST = Duration.ofSeconds(20);

    private static final Duration NEXT_REQUEST = Duration.ofSeconds(60);

    /** Longer than the largest transfer takes, of which the connection shows nothing until it is answered. */
    private static final Duration IDLE = Duration.ofMinutes(30);

    /** How long the rest of a body that is not read goes into the void before its connection is closed. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private static final Map<Integer, ErrorCode> ERRORS = Map.of(
            400, ErrorCode.HTTP_BAD_REQUEST,
            404, ErrorCode.HTTP_NOT_FOUND,
            405, ErrorCode.HTTP_OTHER_METHOD,
            406, ErrorCode.HTTP_BAD_REQUEST,
            413, ErrorCode.HTTP_TOO_LARGE,
            415, ErrorCode.HTTP_OTHER_TYPE,
            500, ErrorCode.HTTP_UNEXPECTED);

    private final HttpConfig config;
    private final Access access;
    private final Vertx vertx;
    private final Router routes;
    private final AtomicInteger connections = new AtomicInteger();
    /** Connections whose next request is awaited, and the timer that closes them. */
    private final ConcurrentMap<HttpConnection, Long> silent = new ConcurrentHashMap<>();

    /** Connections with requests that are not answered yet, and how many; a sender may send the next one early. */
    private final ConcurrentMap<HttpConnection, Integer> asking = new ConcurrentHashMap<>();

    private HttpServer server;

    private HubServer(HttpConfig config) {
        this.config = config;
        this.access = new Access(config);
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(2)
                .setWorkerPoolSize(config.limits().uploads() + 8)
                .setMaxWorkerExecuteTime(30)
                .setMaxWorkerExecuteTimeUnit(TimeUnit.MINUTES)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        routes = Router.router(vertx);
        ERRORS.forEach((status, code) ->
                routes.errorHandler(status, context -> write(context, Reply.problem(status, code))));
        routes.route().handler(this::ordinary);
    }

    /**
     * A server that is not listening yet, with the gate before its feeds.
     *
     * @param spool folder for bodies; what lies there is deleted
     * @param ready whether the hub can store what it is sent
     * @throws IOException if the folder cannot be used
     */
    public static HubServer of(HttpConfig config, MappingCatalog catalog, Path spool, BooleanSupplier ready)
            throws IOException {
        Spool bodies = Spool.open(spool);
        HubServer server = new HubServer(config);
        server.routes.route("/feeds*").handler(new Gate(config, catalog, bodies, ready));
        return server;
    }

    /** Adds what others answer, before the routes of Camel; to be called before it listens. */
    public void mount(Consumer<Router> handlers) {
        handlers.accept(routes);
    }

    /**
     * Whether a request comes from somebody who may know of all feeds: by token or certificate, or anybody where it is open.
     * A laboratory's token is for its own feeds and says nothing of the others.
     */
    public boolean isCallerOfAllFeeds(RoutingContext context) {
        HttpServerRequest request = context.request();
        return access.caller(request.getHeader("authorization"), Gate.certificate(request))
                .filter(caller -> caller.feeds().isEmpty())
                .isPresent();
    }

    /** What Camel adds its routes to, to be bound as {@link #ROUTER}. */
    public VertxPlatformHttpRouter router() {
        return new VertxPlatformHttpRouter(null, vertx, routes, ROUTER) {
            @Override
            public Handler<RoutingContext> bodyHandler() {
                return RoutingContext::next;
            }
        };
    }

    /**
     * Begins to listen.
     *
     * @throws IOException if the port is taken, or certificate or key cannot be used
     */
    public void listen() throws IOException {
        server = vertx.createHttpServer(options())
                .connectionHandler(this::connected)
                .invalidRequestHandler(request -> {
                    request.response().headers().set("Connection", "close");
                    HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(request);
                })
                .requestHandler(routes);
        try {
            server.listen().toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }

    private HttpServerOptions options() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(config.host())
                .setPort(config.port())
                .setMaxInitialLineLength(4096)
                .setMaxHeaderSize(16 << 10)
                .setMaxFormAttributeSize(8 << 10)
                .setMaxFormFields(16)
                .setMaxFormBufferedBytes(8 << 10)
                .setHandle100ContinueAutomatically(false)
                .setHttp2ClearTextEnabled(false)
                .setUseAlpn(false)
                .setIdleTimeout((int) IDLE.plus(config.limits().waiting()).toSeconds());
        config.tls().ifPresent(tls -> secure(options, tls));
        return options;
    }

    private static void secure(HttpServerOptions options, MllpConfig.Tls tls) {
        options.setSsl(true)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(tls.certificate().toString())
                        .setKeyPath(tls.key().toString()));
        tls.clients()
                .ifPresent(clients -> options.setClientAuth(ClientAuth.REQUIRED)
                        .setTrustOptions(new PemTrustOptions().addCertPath(clients.toString())));
    }

    /** Connections are bounded, and one that asks nothing, or does not come to the end of a request's head, is closed. */
    private void connected(HttpConnection connection) {
        await(connection, FIRST_REQUEST);
        connection.closeHandler(closed -> {
            connections.decrementAndGet();
            heard(connection);
        });
        if (connections.incrementAndGet() > MOST_CONNECTIONS) {
            connection.close();
        }
    }

    private void await(HttpConnection connection, Duration longest) {
        long timer = vertx.setTimer(longest.toMillis(), id -> {
            silent.remove(connection);
            if (!asking.containsKey(connection)) {
                connection.close();
            }
        });
        Long before = silent.put(connection, timer);
        if (before != null) {
            vertx.cancelTimer(before);
        }
    }

    private void heard(HttpConnection connection) {
        Long idle = silent.remove(connection);
        if (idle != null) {
            vertx.cancelTimer(idle);
        }
    }

    /** What holds for every request: nothing is kept or framed by browsers, and no page of another site sends anything. */
    private void ordinary(RoutingContext context) {
        HttpServerRequest request = context.request();
        heard(request.connection());
        asking.merge(request.connection(), 1, Integer::sum);
        context.addEndHandler(ended -> {
            asking.computeIfPresent(request.connection(), (c, requests) -> requests == 1 ? null : requests - 1);
            await(request.connection(), NEXT_REQUEST);
        });
        request.response()
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
        String host = request.getHeader("host");
        if (host == null ? config.isOpen() : isOtherSite(request, host)) {
            write(context, Reply.problem(403, ErrorCode.HTTP_OTHER_SITE));
        } else {
            context.next();
        }
    }

    private boolean isOtherSite(HttpServerRequest request, String host) {
        String origin = request.getHeader("origin");
        String site = request.getHeader("sec-fetch-site");
        if (config.isOpen() && !isThisMachine(host)) {
            return true; // A name that somebody has made point here.
        }
        return (origin != null && !origin.equals((request.isSSL() ? "https://" : "http://") + host))
                || ("cross-site".equals(site) && !"navigate".equals(request.getHeader("sec-fetch-mode")));
    }

    private static boolean isThisMachine(String host) {
        String name = host.replaceFirst(":\\d{1,5}$", "");
        return name.equalsIgnoreCase("localhost")
                || name.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}")
                || name.equals("[::1]");
    }

    /** Answers; the rest of a body that is not read ends the connection. */
    static void write(RoutingContext context, Reply reply) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        reply.headers().forEach(response::putHeader);
        response.setStatusCode(reply.status()).putHeader("Content-Type", reply.type());
        if (reply.status() == 405) {
            boolean takes = context.normalizedPath().matches("/feeds/[^/]+/(transfers|try)/?");
            response.putHeader("Allow", takes ? "POST" : "GET");
        }
        HttpServerRequest request = context.request();
        String length = request.getHeader("content-length");
        boolean hasBody = request.headers().contains("transfer-encoding") || (length != null && !length.equals("0"));
        if (hasBody && !request.isEnded()) {
            response.putHeader("Connection", "close");
            request.resume();
            // At once, and a sender that is still writing would not see the answer.
            context.vertx()
                    .setTimer(LINGER.toMillis(), id -> request.connection().close());
        }
        response.end(Buffer.buffer(reply.body())).onFailure(e -> LOG.debug("A sender did not take its answer"));
    }

    /** Where it answers, such as {@code http://127.0.0.1:8080}. */
    public String address() {
        String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
        return (config.tls().isPresent() ? "https://" : "http://") + host + ":" + server.actualPort();
    }

    /** Whether nobody has to say who it is. */
    public boolean isOpen() {
        return config.isOpen();
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}

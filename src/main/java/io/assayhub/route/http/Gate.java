package io.assayhub.route.http;

import io.assayhub.config.FeedConfig;
import io.assayhub.config.HttpConfig;
import io.assayhub.mapping.CompiledFeed;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.model.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Stands before the routes of {@code /feeds}: says who calls, refuses what can be refused by the head of a request, and
 * puts the body on disk, so that a route is given requests that are complete.
 */
final class Gate implements Handler<RoutingContext> {
    private static final List<String> HEADERS = List.of(
            "accept",
            "authorization",
            "content-disposition",
            "content-encoding",
            "content-length",
            "content-type",
            "expect",
            "idempotency-key",
            "transfer-encoding");
    private static final Set<String> CODINGS = Set.of("", "identity", "gzip", "x-gzip");

    /** Beyond the file itself a form has its boundaries and the names of its fields. */
    private static final long FORM = 64 << 10;

    private final HttpConfig config;
    private final Access access;
    private final MappingCatalog catalog;
    private final Spool spool;
    private final BooleanSupplier ready;
    private final Semaphore uploads;

    /** @param ready whether the hub can store what it is sent */
    Gate(HttpConfig config, MappingCatalog catalog, Spool spool, BooleanSupplier ready) {
        this.config = config;
        this.access = new Access(config);
        this.catalog = catalog;
        this.spool = spool;
        this.ready = ready;
        this.uploads = new Semaphore(config.limits().uploads());
    }

    /** A request whose head is being looked at. */
    private record Head(
            Caller caller, String path, String[] steps, Map<String, String> query, Map<String, String> headers) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        boolean isTry() {
            return steps.length == 3 && steps[2].equals("try");
        }

        boolean isTransfer() {
            return steps.length == 3 && steps[2].equals("transfers");
        }

        Received received(Optional<Path> body, Optional<String> name, Runnable closing) {
            return new Received(caller, path, query, headers, body, name, closing);
        }
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        Optional<Caller> caller = access.caller(request.getHeader("authorization"), certificate(request));
        if (caller.isEmpty()) {
            HubServer.write(
                    context,
                    Reply.problem(401, ErrorCode.HTTP_UNKNOWN_CALLER)
                            .with("WWW-Authenticate", "Bearer realm=\"assay-hub\", Basic realm=\"assay-hub\""));
            return;
        }
        Head head = head(context, caller.get());
        if (head.steps.length < 2) {
            pass(context, head.received(Optional.empty(), Optional.empty(), () -> {}));
            return;
        }
        String name = head.steps[1];
        if (!caller.get().mayUse(name)) {
            HubServer.write(context, Reply.problem(403, ErrorCode.HTTP_OTHER_FEED));
            return;
        }
        Optional<CompiledFeed> feed = catalog.feed(name);
        if (feed.isEmpty()) {
            HubServer.write(context, Reply.problem(404, ErrorCode.UNKNOWN_FEED));
        } else if (request.method().equals(HttpMethod.POST) && (head.isTry() || head.isTransfer())) {
            receive(context, head, feed.get().config());
        } else {
            pass(context, head.received(Optional.empty(), Optional.empty(), () -> {}));
        }
    }

    private static Head head(RoutingContext context, Caller caller) {
        String path = context.normalizedPath();
        String whole = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        Map<String, String> query = new HashMap<>();
        context.queryParams().forEach(entry -> query.putIfAbsent(entry.getKey(), entry.getValue()));
        Map<String, String> headers = new HashMap<>();
        MultiMap sent = context.request().headers();
        HEADERS.stream().filter(sent::contains).forEach(header -> headers.put(header, sent.get(header)));
        return new Head(caller, whole, whole.substring(1).split("/", -1), query, headers);
    }

    /** The subject of the certificate that the sender has shown, or null. */
    static String certificate(HttpServerRequest request) {
        try {
            return request.isSSL() ? request.sslSession().getPeerPrincipal().getName() : null;
        } catch (SSLPeerUnverifiedException e) {
            return null; // The sender has shown none.
        }
    }

    private void receive(RoutingContext context, Head head, FeedConfig feed) {
        Optional<Reply> refusal = refusal(head, feed);
        if (refusal.isPresent()) {
            HubServer.write(context, refusal.get());
            return;
        }
        if (!uploads.tryAcquire()) {
            HubServer.write(context, Reply.later(ErrorCode.HTTP_BUSY, 5));
            return;
        }
        Path file = spool.next();
        HttpServerRequest request = context.request();
        if (head.header("expect").equalsIgnoreCase("100-continue")) {
            request.response().writeContinue();
        }
        boolean form = isForm(head);
        long most = config.limits().body();
        Future<BodyUpload.Ended> body = form
                ? BodyUpload.form(
                        context.vertx(),
                        request,
                        file,
                        most + FORM,
                        config.limits().request())
                : BodyUpload.plain(
                        context.vertx(), request, file, most, config.limits().request());
        body.onSuccess(ended -> {
            Received received = head.received(Optional.of(file), ended.name(), uploads::release);
            if (ended.refusal().isPresent()) {
                received.close();
                HubServer.write(context, ended.refusal().get());
            } else {
                pass(context, received);
            }
        });
    }

    /** What speaks against a request before its body is read. */
    private Optional<Reply> refusal(Head head, FeedConfig feed) {
        if (head.isTransfer() && !ready.getAsBoolean()) {
            return Optional.of(Reply.later(ErrorCode.HTTP_NOT_READY, 5));
        }
        String length = head.header("content-length");
        if (!length.matches("\\d*")) {
            return Optional.of(Reply.problem(400, ErrorCode.HTTP_BAD_REQUEST));
        }
        if (length.length() > 18
                || (!length.isEmpty()
                        && Long.parseLong(length) > config.limits().body() + FORM)) {
            return Optional.of(Reply.problem(413, ErrorCode.HTTP_TOO_LARGE));
        }
        if (!isForm(head) && !MediaTypes.takes(feed, head.header("content-type"))) {
            return Optional.of(Reply.problem(415, ErrorCode.HTTP_OTHER_TYPE));
        }
        if (!CODINGS.contains(head.header("content-encoding").toLowerCase(Locale.ROOT))) {
            return Optional.of(Reply.problem(415, ErrorCode.HTTP_DAMAGED).with("Accept-Encoding", "gzip"));
        }
        return head.isTransfer() ? HttpTransfers.refusal(head.query.get("name"), head.headers, feed) : Optional.empty();
    }

    private static boolean isForm(Head head) {
        return head.isTry() && MediaTypes.base(head.header("content-type")).equals("multipart/form-data");
    }

    @SuppressWarnings("deprecation") // For those who authenticate by themselves; Camel hands on no more than the user.
    private static void pass(RoutingContext context, Received received) {
        context.addEndHandler(ended -> received.abandon());
        context.setUser(received.asUser());
        context.next();
    }
}

package io.assayhub.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pages on the hub's HTTP server: what every answer carries, whom it lets pass, and work off the event loop. */
public final class Console {
    private static final Logger LOG = LoggerFactory.getLogger(Console.class);

    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /** A list's marked items, at most. */
    private static final int LARGEST_FORM = 64 << 10;

    /** How long a form may take to arrive. */
    private static final long LONGEST_FORM_MS = 20_000;

    private final Visitors visitors;
    private final ConsoleRoutes routes;
    private final ErrorPages errors;
    private final Live live;
    private final boolean secure;

    Console(Visitors visitors, ConsoleRoutes routes, ErrorPages errors, Live live, boolean secure) {
        this.visitors = visitors;
        this.routes = routes;
        this.errors = errors;
        this.live = live;
        this.secure = secure;
    }

    /** Adds the pages; {@code /} leads a browser to them. */
    public void mount(Router router) {
        router.get("/").handler(context -> {
            String accepts = context.request().getHeader("accept");
            if (accepts != null && accepts.contains("text/html")) {
                send(context, Answer.to("/console/"));
            } else {
                context.next();
            }
        });
        router.route("/console").handler(this::handle);
        router.route("/console/*").handler(this::handle);
    }

    private void handle(RoutingContext context) {
        HttpServerResponse response = context.response();
        response.putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        if (secure) {
            response.putHeader("Strict-Transport-Security", "max-age=31536000");
        }
        String path = context.normalizedPath();
        HttpMethod method = context.request().method();
        if (path.startsWith("/console/assets/") && method.equals(HttpMethod.GET)) {
            asset(context, path.split("/", -1));
            return;
        }
        Visit visit = visit(context);
        if (visitors.isOpen() && !isThisMachine(context.request())) {
            send(context, errors.otherSite(visit)); // A name that somebody has made point here.
        } else if (method.equals(HttpMethod.POST)) {
            receive(context, visit);
        } else if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
            answer(context, ask(context, visit, Map.of()));
        } else {
            send(context, errors.otherMethod(visit));
        }
    }

    private static boolean isThisMachine(HttpServerRequest request) {
        String host = request.getHeader("host");
        return host != null && host.matches("(?i)(localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1])(:\\d{1,5})?");
    }

    private static void asset(RoutingContext context, String[] steps) {
        Optional<Assets.Asset> asset = steps.length == 5 ? Assets.at(steps[3], steps[4]) : Optional.empty();
        if (asset.isEmpty()) {
            context.response().setStatusCode(404).end();
            return;
        }
        context.response()
                .putHeader("Content-Type", asset.get().type())
                .putHeader("Cache-Control", "public, max-age=31536000, immutable")
                .end(Buffer.buffer(asset.get().body()));
    }

    private Visit visit(RoutingContext context) {
        Map<String, String> cookies = new HashMap<>();
        context.request().cookies().forEach(cookie -> cookies.putIfAbsent(cookie.getName(), cookie.getValue()));
        cookies.computeIfPresent(Visitors.NAME, (name, value) -> decoded(value));
        return visitors.visit(
                cookies,
                context.request().getHeader("authorization"),
                !context.normalizedPath().startsWith("/console/live"));
    }

    private void receive(RoutingContext context, Visit visit) {
        HttpServerRequest request = context.request();
        String type = Optional.ofNullable(request.getHeader("content-type")).orElse("");
        String length = Optional.ofNullable(request.getHeader("content-length")).orElse("");
        if (!type.startsWith("application/x-www-form-urlencoded")
                || !length.matches("\\d{1,9}")
                || Integer.parseInt(length) > LARGEST_FORM) {
            request.resume();
            context.response().putHeader("Connection", "close");
            send(context, errors.badForm(visit));
            return;
        }
        long timer = context.vertx()
                .setTimer(LONGEST_FORM_MS, id -> request.connection().close());
        request.body()
                .onComplete(ended -> context.vertx().cancelTimer(timer))
                .onSuccess(body -> answer(context, ask(context, visit, form(body.toString(UTF_8)))))
                .onFailure(e -> LOG.debug("A form was not sent to its end"));
    }

    private static Map<String, List<String>> form(String body) {
        Map<String, List<String>> form = new HashMap<>();
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.computeIfAbsent(decoded(pair.substring(0, equals)), name -> new ArrayList<>())
                        .add(decoded(pair.substring(equals + 1)));
            }
        }
        return form;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            return ""; // Not encoded by a browser.
        }
    }

    private static Ask ask(RoutingContext context, Visit visit, Map<String, List<String>> form) {
        String path = context.normalizedPath().substring("/console".length());
        Map<String, String> query = new HashMap<>();
        context.queryParams().forEach(entry -> query.putIfAbsent(entry.getKey(), entry.getValue()));
        HttpServerRequest request = context.request();
        return new Ask(
                request.method().name().equals("HEAD")
                        ? "GET"
                        : request.method().name(),
                path.endsWith("/") ? path.substring(0, path.length() - 1) : path,
                Map.of(),
                query,
                form,
                visit,
                request.remoteAddress().hostAddress());
    }

    private void answer(RoutingContext context, Ask ask) {
        if (ask.method().equals("GET") && ask.path().startsWith("/live/")) {
            if (ask.visit().isKnown()) {
                live.follow(context, ask);
            } else {
                context.response().setStatusCode(403).end();
            }
            return;
        }
        context.vertx()
                .executeBlocking(() -> routes.answer(ask), false)
                .onSuccess(answer -> send(
                        context,
                        ask.visit().fresh()
                                ? answer.withCookie(visitors.cookie(ask.visit().cookie()))
                                : answer))
                .onFailure(error -> {
                    LOG.atError()
                            .addKeyValue(
                                    "page",
                                    ask.path().split("/", -1).length > 1
                                            ? ask.path().split("/", -1)[1]
                                            : "")
                            .setCause(error)
                            .log("A page of the console failed");
                    send(context, errors.unexpected(ask.visit()));
                });
    }

    private static void send(RoutingContext context, Answer answer) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        answer.cookies().forEach(cookie -> response.headers().add("Set-Cookie", cookie));
        response.end(Buffer.buffer(answer.body())).onFailure(e -> LOG.debug("A browser did not take its page"));
    }
}

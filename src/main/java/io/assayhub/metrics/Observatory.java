package io.assayhub.metrics;

import io.assayhub.wire.Json;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is answered below {@code /observe}. */
public final class Observatory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Observatory.class);
    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Observed observed;
    private final Clock clock;
    private final Predicate<RoutingContext> allowed;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    /** @param allowed whether a request comes from somebody who may ask */
    public Observatory(Observed observed, Predicate<RoutingContext> allowed, Clock clock) {
        this.observed = observed;
        this.clock = clock;
        this.allowed = allowed;
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
        registry.getPrometheusRegistry().register(new HubFigures(observed, clock));
    }

    /** Adds its addresses to the hub's server. */
    public void mount(Router router) {
        router.get("/observe/metrics")
                .handler(context -> answer(context, () -> new Reply(200, TEXT, registry.scrape())));
        router.get("/observe/health/live")
                .handler(context -> answer(context, () -> new Reply(200, JSON, "{\"status\":\"UP\"}")));
        router.get("/observe/health/ready").handler(context -> answer(context, this::health));
    }

    private record Reply(int status, String type, String body) {}

    private Reply health() {
        Map<String, Boolean> checks = new LinkedHashMap<>();
        checks.put("broker", observed.isBrokerThere());
        checks.put("ledger", observed.isLedgerRunning());
        checks.put("routes", observed.routes().stream().anyMatch(Observed.RouteFigures::running));
        checks.put("snapshots", observed.index().instances().agree(clock.instant()));
        boolean up = !checks.containsValue(false);
        Map<String, String> words = new LinkedHashMap<>();
        checks.forEach((name, good) -> words.put(name, good ? "UP" : "DOWN"));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", up ? "UP" : "DOWN");
        answer.put("checks", words);
        // Pages are behind then, and nothing is lost: no reason to send work elsewhere.
        answer.put("index", observed.index().isCaughtUp() ? "caught up" : "catching up");
        return new Reply(up ? 200 : 503, JSON, new String(Json.bytes(answer), StandardCharsets.UTF_8));
    }

    /** Answers from a thread that may wait. */
    private void answer(RoutingContext context, Callable<Reply> reply) {
        if (!allowed.test(context)) {
            context.response()
                    .setStatusCode(401)
                    .putHeader("WWW-Authenticate", "Bearer realm=\"assay-hub\"")
                    .end();
            return;
        }
        context.vertx()
                .executeBlocking(reply, false)
                .onSuccess(made -> context.response()
                        .setStatusCode(made.status())
                        .putHeader("Content-Type", made.type())
                        .end(Buffer.buffer(made.body())))
                .onFailure(e -> {
                    LOG.atError().setCause(e).log("The figures cannot be told");
                    context.fail(500);
                });
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}

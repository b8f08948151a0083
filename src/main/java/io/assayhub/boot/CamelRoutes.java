package io.assayhub.boot;

import io.assayhub.console.RouteControl;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeEvent;
import org.apache.camel.support.EventNotifierSupport;

/** Counts what the routes do, which Camel itself does over JMX alone, and switches them. */
final class CamelRoutes extends EventNotifierSupport implements RouteControl {
    private final Clock clock;
    private final Map<String, Counts> counts = new ConcurrentHashMap<>();
    private CamelContext camel;

    private record Counts(long completed, long failed, String lastError, Instant lastErrorAt, Instant lastAt) {
        static final Counts NONE = new Counts(0, 0, null, null, null);
    }

    CamelRoutes(Clock clock) {
        this.clock = clock;
        setIgnoreCamelContextEvents(true);
        setIgnoreCamelContextInitEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreStepEvents(true);
        setIgnoreExchangeSendingEvents(true);
        setIgnoreExchangeSentEvents(true);
        setIgnoreExchangeCreatedEvent(true);
    }

    /** The context whose routes they are. */
    void of(CamelContext context) {
        camel = context;
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof CamelEvent.ExchangeCompletedEvent
                || event instanceof CamelEvent.ExchangeFailedEvent
                || event instanceof CamelEvent.ExchangeFailureHandledEvent;
    }

    @Override
    public void notify(CamelEvent event) {
        Exchange exchange = ((ExchangeEvent) event).getExchange();
        String route = exchange.getFromRouteId();
        if (route == null) {
            return;
        }
        Instant now = clock.instant();
        Throwable cause = Optional.ofNullable((Throwable) exchange.getException())
                .orElseGet(() -> exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        boolean failed = !(event instanceof CamelEvent.ExchangeCompletedEvent);
        // The message may hold what a sender has sent: only the kind is shown.
        String error = cause == null ? "failed" : cause.getClass().getSimpleName();
        counts.compute(route, (id, known) -> {
            Counts before = known == null ? Counts.NONE : known;
            return failed
                    ? new Counts(before.completed, before.failed + 1, error, now, now)
                    : new Counts(before.completed + 1, before.failed, before.lastError, before.lastErrorAt, now);
        });
    }

    @Override
    public List<RouteState> routes() {
        return camel.getRoutes().stream()
                .map(this::state)
                .sorted(Comparator.comparing(RouteState::id))
                .toList();
    }

    private RouteState state(Route route) {
        ServiceStatus status = camel.getRouteController().getRouteStatus(route.getId());
        Counts counted = counts.getOrDefault(route.getId(), Counts.NONE);
        String from = route.getEndpoint().getEndpointBaseUri();
        return new RouteState(
                route.getId(),
                Optional.ofNullable(route.getDescription()).orElse(""),
                from.substring(0, Math.max(0, from.indexOf(':'))),
                status != null && status.isStarted(),
                status == null ? "Unknown" : status.name(),
                counted.completed,
                counted.failed,
                camel.getInflightRepository().size(route.getId()),
                counted.lastError,
                counted.lastErrorAt,
                counted.lastAt);
    }

    @Override
    public void stop(String id) {
        try {
            camel.getRouteController().stopRoute(id);
        } catch (Exception e) {
            throw new IllegalStateException("the route " + id + " does not stop", e);
        }
    }

    @Override
    public void start(String id) {
        try {
            camel.getRouteController().startRoute(id);
        } catch (Exception e) {
            throw new IllegalStateException("the route " + id + " does not start", e);
        }
    }
}

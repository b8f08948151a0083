package io.assayhub.tracing;

import io.assayhub.model.Hash128;
import io.assayhub.model.TransferId;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.TraceParent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Sends a span for each step of a transfer. Spans are queued, sent together and left out while the queue is full, so that
 * nobody waits for a collector. Their ids derive from the transfer: told twice, a step is the same span.
 */
public final class TransferTraces implements AutoCloseable {
    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static final int CLOSE_SECONDS = 5;
    private static final int SPAN_DIGITS = 16;

    private final GivenIds ids = new GivenIds();
    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;
    private final Clock clock;

    private TransferTraces(String instance, Clock clock) {
        this.clock = clock;
        // The library logs to java.util.logging, which would write lines of its own to standard error.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        this.sdk = AutoConfiguredOpenTelemetrySdk.builder()
                .addPropertiesSupplier(() -> Map.of(
                        "otel.service.name", "assay-hub",
                        "otel.resource.attributes", "service.instance.id=" + instance,
                        "otel.exporter.otlp.protocol", "http/protobuf",
                        "otel.bsp.schedule.delay", "1000",
                        "otel.metrics.exporter", "none",
                        "otel.logs.exporter", "none"))
                .addTracerProviderCustomizer((provider, settings) -> provider.setIdGenerator(ids))
                .disableShutdownHook()
                .build()
                .getOpenTelemetrySdk();
        this.tracer = sdk.getTracer("io.assayhub");
    }

    /**
     * Opens the way to a collector if OpenTelemetry's own settings, of the environment or of the JVM's properties, name one;
     * otherwise there is nothing, and nothing of OpenTelemetry is loaded.
     *
     * @param instance this instance's name
     */
    public static Optional<TransferTraces> open(String instance, Clock clock) {
        String endpoint = System.getenv(ENDPOINT) == null
                ? System.getProperty("otel.exporter.otlp.endpoint", "")
                : System.getenv(ENDPOINT);
        return endpoint.isBlank() ? Optional.empty() : Optional.of(new TransferTraces(instance, clock));
    }

    /** All of a transfer was acknowledged just now, accepted or refused; the parent of all else that becomes of it. */
    public void intake(TransferId transfer, Manifest manifest, String transport, Duration took) {
        TraceParent root = TraceParent.of(transfer);
        long until = clock.millis();
        ids.next(root.traceId(), root.spanId());
        Span span = described(tracer.spanBuilder("intake").setNoParent(), transfer, until - took.toMillis())
                .setAttribute("assayhub.feed", manifest.feed())
                .setAttribute("assayhub.transport", transport)
                .setAttribute("assayhub.bytes", manifest.bytes())
                .setAttribute("assayhub.rows", manifest.rows())
                .setAttribute("assayhub.entries", manifest.entries())
                .setAttribute("assayhub.rejected", manifest.rejected())
                .startSpan();
        if (manifest.refusal() != null) {
            span.setAttribute("assayhub.refusal", manifest.refusal().code());
            span.setStatus(StatusCode.ERROR);
        }
        if (manifest.replayOf() != null) {
            span.setAttribute("assayhub.replay-of", manifest.replayOf());
        }
        span.end(until, TimeUnit.MILLISECONDS);
    }

    /**
     * A partition of the ledger has taken the results of a transfer that are its own.
     *
     * @param from when it took the first, in milliseconds since 1970
     * @param until when it took the end marker
     */
    public void ledger(TransferId transfer, int partition, long results, long from, long until) {
        child(transfer, "ledger", Integer.toString(partition), from)
                .setAttribute("assayhub.partition", partition)
                .setAttribute("assayhub.results", results)
                .startSpan()
                .end(until, TimeUnit.MILLISECONDS);
    }

    /**
     * A receipt was published.
     *
     * @param from when the partition reported that brought it about, in milliseconds since 1970
     * @param until when it was published
     */
    public void receipt(Receipt receipt, long from, long until) {
        TransferId transfer = new TransferId(receipt.transfer());
        Span span = child(transfer, "receipt", Long.toString(receipt.revision()), from)
                .setAttribute("assayhub.feed", receipt.manifest().feed())
                .setAttribute("assayhub.revision", receipt.revision())
                .setAttribute("assayhub.state", receipt.state().name().toLowerCase(Locale.ROOT))
                .setAttribute("assayhub.balanced", receipt.balanced())
                .setAttribute("assayhub.held", receipt.counts().held())
                .startSpan();
        if (receipt.state() == Receipt.State.UNBALANCED) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end(until, TimeUnit.MILLISECONDS);
    }

    private SpanBuilder child(TransferId transfer, String name, String which, long from) {
        TraceParent root = TraceParent.of(transfer);
        String own = Hash128.ofSha256(name + "/" + which + "/" + transfer.value())
                .hex()
                .substring(0, SPAN_DIGITS);
        ids.next(root.traceId(), own);
        SpanContext parent = SpanContext.createFromRemoteParent(
                root.traceId(), root.spanId(), TraceFlags.getSampled(), TraceState.getDefault());
        return described(tracer.spanBuilder(name).setParent(Context.root().with(Span.wrap(parent))), transfer, from);
    }

    private static SpanBuilder described(SpanBuilder span, TransferId transfer, long from) {
        return span.setAttribute("assayhub.transfer", transfer.value()).setStartTimestamp(from, TimeUnit.MILLISECONDS);
    }

    /** Sends what is queued, and gives up on a collector that does not answer. */
    @Override
    public void close() {
        sdk.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}

package io.assayhub.tracing;

import io.opentelemetry.sdk.trace.IdGenerator;

/** Gives spans the ids that were named for them beforehand. The tracer asks for them on the thread that starts a span. */
final class GivenIds implements IdGenerator {
    private final ThreadLocal<String> trace = new ThreadLocal<>();
    private final ThreadLocal<String> span = new ThreadLocal<>();

    /** Those of the next span that this thread starts. */
    void next(String traceId, String spanId) {
        trace.set(traceId);
        span.set(spanId);
    }

    @Override
    public String generateTraceId() {
        return trace.get();
    }

    @Override
    public String generateSpanId() {
        return span.get();
    }
}

package io.assayhub.wire;

import io.assayhub.model.TransferId;

/**
 * The place of a transfer in a trace of its own (W3C Trace Context, 3.2), which follows from its id alone: same input, same
 * bytes.
 *
 * @param traceId 32 hexadecimal digits: the transfer's id
 * @param spanId 16 hexadecimal digits, of the span that stands for its intake
 */
public record TraceParent(String traceId, String spanId) {
    private static final int SPAN_DIGITS = 16;

    /** That of a transfer. */
    public static TraceParent of(TransferId transfer) {
        return new TraceParent(transfer.value(), transfer.value().substring(0, SPAN_DIGITS));
    }

    /** The value of the header {@code traceparent}: version 00, sampled. */
    public String header() {
        return "00-" + traceId + "-" + spanId + "-01";
    }
}

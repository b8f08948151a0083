/**
 * Traces of transfers for OpenTelemetry, only where an endpoint is set. A transfer is a trace whose id is the transfer's:
 * records carry it in their {@code traceparent} (W3C Trace Context), whether anybody traces or not, so what consumers do
 * with them joins the same trace. Spans name feed, transfer and counts, never a subject, file or value.
 */
package io.assayhub.tracing;

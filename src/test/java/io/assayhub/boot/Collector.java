package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Takes what is sent as OTLP/HTTP with protobuf (OpenTelemetry protocol 1.7). */
final class Collector implements AutoCloseable {
    private final HttpServer server;
    private final Queue<byte[]> bodies = new ConcurrentLinkedQueue<>();

    /** A span with the attributes of its resource and its own, as text. */
    record Received(String trace, String id, String parent, String name, long nanos, Map<String, String> attributes) {}

    private Collector(HttpServer server) {
        this.server = server;
    }

    static Collector open() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Collector collector = new Collector(server);
        server.createContext("/v1/traces", collector::take);
        server.start();
        return collector;
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            bodies.add(exchange.getRequestBody().readAllBytes());
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    List<Received> spans() throws IOException {
        List<Received> spans = new ArrayList<>();
        for (byte[] body : bodies) {
            for (ResourceSpans from : ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()) {
                from.getScopeSpansList()
                        .forEach(scope -> scope.getSpansList().forEach(span -> {
                            Map<String, String> attributes = new TreeMap<>();
                            add(attributes, from.getResource().getAttributesList());
                            add(attributes, span.getAttributesList());
                            spans.add(new Received(
                                    HexFormat.of().formatHex(span.getTraceId().toByteArray()),
                                    HexFormat.of().formatHex(span.getSpanId().toByteArray()),
                                    HexFormat.of()
                                            .formatHex(span.getParentSpanId().toByteArray()),
                                    span.getName(),
                                    span.getEndTimeUnixNano() - span.getStartTimeUnixNano(),
                                    attributes));
                        }));
            }
        }
        return spans;
    }

    private static void add(Map<String, String> to, List<KeyValue> attributes) {
        for (KeyValue attribute : attributes) {
            AnyValue value = attribute.getValue();
            to.put(
                    attribute.getKey(),
                    value.hasIntValue()
                            ? Long.toString(value.getIntValue())
                            : value.hasBoolValue() ? Boolean.toString(value.getBoolValue()) : value.getStringValue());
        }
    }

    /** All that was sent, to be searched. */
    String text() {
        StringBuilder text = new StringBuilder();
        bodies.forEach(body -> text.append(new String(body, ISO_8859_1)));
        return text.toString();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

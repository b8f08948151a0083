package io.assayhub.route.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.model.ErrorCode;
import io.assayhub.wire.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What a request is answered. */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares replies, and a copy of each would be for nothing.
record Reply(int status, String type, Map<String, String> headers, byte[] body) {
    static final String JSON = "application/json";
    static final String PROBLEM = "application/problem+json";
    static final String HTML = "text/html; charset=utf-8";

    static Reply json(int status, Object value) {
        return new Reply(status, JSON, Map.of(), Json.bytes(value));
    }

    static Reply html(int status, String page) {
        return new Reply(status, HTML, Map.of("Content-Security-Policy", Page.policy(page)), page.getBytes(UTF_8));
    }

    /** An error as RFC 9457 writes it, with a code of {@code docs/errors.md}. */
    static Reply problem(int status, ErrorCode code) {
        return problem(status, code, code.meaning(), Map.of());
    }

    /**
     * The same, with what is known of this case.
     *
     * @param detail without anything from the data
     * @param more members of its own
     */
    static Reply problem(int status, ErrorCode code, String detail, Map<String, Object> more) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "urn:assayhub:error:" + code.code());
        problem.put("title", code.meaning());
        problem.put("status", status);
        problem.put("detail", detail);
        problem.put("code", code.code());
        problem.put("remedy", code.remedy());
        problem.putAll(more);
        return new Reply(status, PROBLEM, Map.of(), Json.bytes(problem));
    }

    /** The sender is asked to send again, at the earliest in so many seconds. */
    static Reply later(ErrorCode code, int seconds) {
        return problem(503, code).with("Retry-After", Integer.toString(seconds));
    }

    Reply with(String header, String value) {
        Map<String, String> all = new TreeMap<>(headers);
        all.put(header, value);
        return new Reply(status, type, all, body);
    }
}

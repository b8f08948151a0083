package io.assayhub.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;

/**
 * What a request is answered with.
 *
 * @param cookies values of {@code Set-Cookie}
 */
record Answer(int status, Map<String, String> headers, List<String> cookies, byte[] body) {
    static Answer page(int status, String html) {
        return new Answer(status, Map.of("Content-Type", "text/html; charset=utf-8"), List.of(), html.getBytes(UTF_8));
    }

    /** Go there, and ask for it. */
    static Answer to(String address) {
        return new Answer(303, Map.of("Location", address), List.of(), new byte[0]);
    }

    Answer withCookie(String cookie) {
        return new Answer(
                status,
                headers,
                java.util.stream.Stream.concat(cookies.stream(), java.util.stream.Stream.of(cookie))
                        .toList(),
                body);
    }
}

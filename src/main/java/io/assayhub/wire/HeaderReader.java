package io.assayhub.wire;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Reads the headers of one record; fastest when they are asked for in the order in which they were written. */
final class HeaderReader {
    private final Header[] headers;
    private int next;

    HeaderReader(Headers headers) {
        this.headers = headers.toArray();
    }

    /**
     * A header's text.
     *
     * @throws IllegalArgumentException if there is none
     */
    String text(String name) {
        String text = optional(name);
        if (text == null) {
            throw new IllegalArgumentException("header " + name + " is missing");
        }
        return text;
    }

    /** A header's text, or null. */
    String optional(String name) {
        for (int i = 0; i < headers.length; i++) {
            int at = (next + i) % headers.length;
            if (headers[at].key().equals(name)) {
                next = at + 1;
                byte[] value = headers[at].value();
                return value == null ? null : new String(value, StandardCharsets.UTF_8);
            }
        }
        return null;
    }
}

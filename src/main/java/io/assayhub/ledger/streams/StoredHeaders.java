package io.assayhub.ledger.streams;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Record headers in a store: a count, then name and value of each with their lengths. */
final class StoredHeaders {
    private StoredHeaders() {}

    static int length(Headers headers) {
        int length = Integer.BYTES;
        for (Header header : headers) {
            length += 2 * Integer.BYTES + header.key().length() + header.value().length;
        }
        return length;
    }

    static void write(Headers headers, ByteBuffer out) {
        Header[] all = headers.toArray();
        out.putInt(all.length);
        for (Header header : all) {
            byte[] name = header.key().getBytes(StandardCharsets.US_ASCII);
            out.putInt(name.length).put(name).putInt(header.value().length).put(header.value());
        }
    }

    static Headers read(ByteBuffer in) {
        RecordHeaders headers = new RecordHeaders();
        for (int left = in.getInt(); left > 0; left--) {
            String name = new String(bytes(in), StandardCharsets.US_ASCII);
            headers.add(new RecordHeader(name, bytes(in)));
        }
        return headers;
    }

    /** Bytes behind their length. */
    static byte[] bytes(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return bytes;
    }

    /** All that is left. */
    static byte[] rest(ByteBuffer in) {
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return bytes;
    }
}

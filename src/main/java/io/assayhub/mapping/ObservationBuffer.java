package io.assayhub.mapping;

import io.assayhub.model.Hash128;
import io.assayhub.model.ResultStatus;
import io.assayhub.wire.Holes;
import io.assayhub.wire.ResultFacts;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of one Observation as they are written, the holes left for the ledger, and the hash of its content. Reused
 * from result to result by one thread.
 */
final class ObservationBuffer {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int SEED = 0x41737361;

    private byte[] bytes = new byte[4096];
    private int length;
    private byte[] content = new byte[4096];
    private final List<Holes.Place> places = new ArrayList<>(4);
    /** Stretches that read differently in the content hash: start, end; and what they read as, null for nothing. */
    private int[] spans = new int[32];

    private String[] readAs = new String[16];
    private int spanCount;
    private boolean preview;
    private int codeFrom;
    private int codeTo;

    /** Starts an Observation. A preview is complete in itself: the ledger's holes are filled or left out. */
    void start(boolean asPreview) {
        length = 0;
        spanCount = 0;
        places.clear();
        codeFrom = 0;
        codeTo = 0;
        preview = asPreview;
    }

    boolean isPreview() {
        return preview;
    }

    int length() {
        return length;
    }

    /** Takes back everything after this length. */
    void rewind(int to) {
        length = to;
        while (spanCount > 0 && spans[2 * (spanCount - 1)] >= to) {
            spanCount--;
        }
    }

    void raw(byte[] constant) {
        room(constant.length);
        System.arraycopy(constant, 0, bytes, length, constant.length);
        length += constant.length;
    }

    void raw(byte constant) {
        room(1);
        bytes[length++] = constant;
    }

    void put(int at, byte constant) {
        bytes[at] = constant;
    }

    /** A JSON string (RFC 8259, section 7) in UTF-8. */
    void string(String text) {
        int size = text.length();
        room(size * 6 + 2);
        byte[] out = bytes;
        int at = length;
        out[at++] = '"';
        for (int i = 0; i < size; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                length = at;
                wide(text, i);
                return;
            }
            if (c >= 0x20 && c != '"' && c != '\\') {
                out[at++] = (byte) c;
            } else {
                at = escape(out, at, c);
            }
        }
        out[at++] = '"';
        length = at;
    }

    /** Goes on with the JSON string that was just written: a separator, and this text. */
    void joined(char separator, String text) {
        length--;
        int at = length;
        string(text);
        bytes[at] = (byte) separator;
    }

    private void wide(String text, int from) {
        byte[] rest = text.substring(from).getBytes(StandardCharsets.UTF_8);
        room(rest.length * 6 + 1);
        int at = length;
        for (byte b : rest) {
            if (b < 0 || (b >= 0x20 && b != '"' && b != '\\')) {
                bytes[at++] = b;
            } else {
                at = escape(bytes, at, (char) b);
            }
        }
        bytes[at++] = '"';
        length = at;
    }

    private static int escape(byte[] out, int from, char c) {
        int at = from;
        out[at++] = '\\';
        switch (c) {
            case '"', '\\' -> out[at++] = (byte) c;
            case '\n' -> out[at++] = 'n';
            case '\r' -> out[at++] = 'r';
            case '\t' -> out[at++] = 't';
            default -> {
                out[at++] = 'u';
                out[at++] = '0';
                out[at++] = '0';
                out[at++] = HEX[c >> 4];
                out[at++] = HEX[c & 15];
            }
        }
        return at;
    }

    /** A JSON string that is not content: a change of it alone is not a change of the result. */
    void volatileString(String text) {
        int from = length;
        string(text);
        span(from, length, null);
    }

    /** A JSON number with all its digits; for the content hash 12.40 and 12.4 are one number. */
    void number(BigDecimal value) {
        String text = value.toPlainString();
        int from = length;
        ascii(text);
        if (value.scale() > 0 && text.charAt(text.length() - 1) == '0') {
            span(from, length, value.stripTrailingZeros().toPlainString());
        }
    }

    void ascii(String text) {
        int size = text.length();
        room(size);
        for (int i = 0; i < size; i++) {
            bytes[length + i] = (byte) text.charAt(i);
        }
        length += size;
    }

    /** Leaves a hole for the ledger here. */
    void hole(Holes.Name name) {
        places.add(new Holes.Place(name, length));
    }

    /** Notes that the JSON of Observation.code stands here. */
    void code(int from, int to) {
        codeFrom = from;
        codeTo = to;
    }

    ResultFacts.Span code() {
        return new ResultFacts.Span(codeFrom, codeTo);
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    Holes holes() {
        return new Holes(places);
    }

    /** 128 bits of MurmurHash3 over the status that the source gave and the Observation without its holes. */
    Hash128 contentHash(ResultStatus status) {
        int size = 0;
        content = atLeast(content, length + 32);
        for (int i = 0; i < status.code().length(); i++) {
            content[size++] = (byte) status.code().charAt(i);
        }
        int read = 0;
        for (int i = 0; i < spanCount; i++) {
            int chunk = spans[2 * i] - read;
            System.arraycopy(bytes, read, content, size, chunk);
            size += chunk;
            String replacement = readAs[i];
            if (replacement != null) {
                // Never longer than what it stands for.
                for (int k = 0; k < replacement.length(); k++) {
                    content[size++] = (byte) replacement.charAt(k);
                }
            }
            read = spans[2 * i + 1];
        }
        System.arraycopy(bytes, read, content, size, length - read);
        return hash(content, size + length - read);
    }

    static Hash128 hash(byte[] bytes, int length) {
        return Murmur3.hash(bytes, length, SEED);
    }

    private void span(int from, int to, String asText) {
        if (spanCount == readAs.length) {
            spans = Arrays.copyOf(spans, spans.length * 2);
            readAs = Arrays.copyOf(readAs, readAs.length * 2);
        }
        spans[2 * spanCount] = from;
        spans[2 * spanCount + 1] = to;
        readAs[spanCount++] = asText;
    }

    private void room(int more) {
        bytes = atLeast(bytes, length + more);
    }

    private static byte[] atLeast(byte[] bytes, int size) {
        return size <= bytes.length ? bytes : Arrays.copyOf(bytes, Math.max(size, bytes.length * 2));
    }
}

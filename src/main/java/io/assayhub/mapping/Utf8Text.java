package io.assayhub.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.model.Hash128;
import java.util.Arrays;

/** Text that grows piece by piece as UTF-8, to be hashed. Reused by one thread. */
final class Utf8Text {
    private byte[] bytes = new byte[512];
    private int length;

    void clear() {
        length = 0;
    }

    void add(byte constant) {
        room(1);
        bytes[length++] = constant;
    }

    void add(String text) {
        int size = text.length();
        room(size);
        byte[] out = bytes;
        int at = length;
        for (int i = 0; i < size; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                wide(text);
                return;
            }
            out[at + i] = (byte) c;
        }
        length = at + size;
    }

    private void wide(String text) {
        byte[] encoded = text.getBytes(UTF_8);
        room(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
    }

    /** The hash that tells sources apart. */
    Hash128 hash() {
        return ObservationBuffer.hash(bytes, length);
    }

    /** The hash that ids are made of. */
    Hash128 sha256() {
        return Hash128.ofSha256(bytes, 0, length);
    }

    private void room(int more) {
        if (bytes.length < length + more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }
}

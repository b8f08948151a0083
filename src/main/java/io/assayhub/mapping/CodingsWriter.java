package io.assayhub.mapping;

import io.assayhub.model.AssayResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Writes the codings of a code: what the terminology says, or the sender's own code under the sender's system. Encoded
 * once for each code. Safe to share.
 */
final class CodingsWriter {
    /** What a feed says of codes that come with their system. */
    private static final String AS_SENT = "as-sent";

    private static final int CACHED = 10_000;

    private final Terminology terminology;
    private final Map<String, String> senderSystems;
    private final Map<String, byte[]> cache = new ConcurrentHashMap<>();

    /** @param senderSystems code system to the system of codes that the sender's feed keeps */
    CodingsWriter(Terminology terminology, Map<String, String> senderSystems) {
        this.terminology = terminology;
        this.senderSystems = Map.copyOf(senderSystems);
    }

    /** An array of Coding for a result's code in a local code system; nothing if it has none. */
    HoleWriter.Writer of(String codeSystem, Function<AssayResult, String> code, Function<AssayResult, String> display) {
        return new HoleWriter.Writer() {
            /** Of the last result: mostly the next one's. Readers of several transfers may share it. */
            private CodingsOf last = new CodingsOf(null, null, null);

            @Override
            public boolean write(AssayResult r, ObservationBuffer out) {
                String value = code.apply(r);
                if (value == null) {
                    return false;
                }
                String name = display.apply(r);
                CodingsOf codings = last;
                if (!value.equals(codings.code) || !Objects.equals(name, codings.display)) {
                    codings = new CodingsOf(value, name, cached(codeSystem, value, name));
                    last = codings;
                }
                out.raw(codings.json);
                return true;
            }
        };
    }

    /** Immutable, so that a thread sees all of another's or none of it. */
    private record CodingsOf(String code, String display, byte[] json) {}

    private byte[] cached(String codeSystem, String code, String name) {
        String key = name == null ? codeSystem + '\n' + code : codeSystem + '\n' + code + '\n' + name;
        byte[] json = cache.get(key);
        if (json == null) {
            json = json(codeSystem, code, name);
            if (cache.size() < CACHED) {
                cache.put(key, json);
            }
        }
        return json;
    }

    private byte[] json(String codeSystem, String code, String name) {
        List<Terminology.Coding> codings = terminology
                .codings(codeSystem, code)
                .orElseGet(() -> List.of(asSent(senderSystems.get(codeSystem), code, name)));
        ObservationBuffer json = new ObservationBuffer();
        json.start(true);
        for (Terminology.Coding coding : codings) {
            json.raw((byte) ',');
            json.raw((byte) '{');
            if (coding.system() != null) {
                json.raw(SYSTEM);
                json.string(coding.system());
                json.raw((byte) ',');
            }
            json.raw(CODE);
            json.string(coding.code());
            if (coding.display() != null) {
                json.raw(DISPLAY);
                json.string(coding.display());
            }
            json.raw((byte) '}');
        }
        json.put(0, (byte) '[');
        json.raw((byte) ']');
        return json.copy();
    }

    /** Of a code that brings its system along, as {@code system|code}, both of them. */
    private static Terminology.Coding asSent(String system, String code, String name) {
        if (!AS_SENT.equals(system)) {
            return new Terminology.Coding(system, code, name);
        }
        int cut = code.lastIndexOf('|');
        return new Terminology.Coding(cut < 0 ? null : code.substring(0, cut), code.substring(cut + 1), name);
    }

    private static final byte[] SYSTEM = ascii("\"system\":");
    private static final byte[] CODE = ascii("\"code\":");
    private static final byte[] DISPLAY = ascii(",\"display\":");

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

package io.assayhub.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** JSON of the hub's own records: fields in declared order, maps sorted by key, absent fields left out. */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    private static final ObjectReader DIGITS =
            MAPPER.reader().without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);

    private Json() {}

    /** One line of JSON in UTF-8. */
    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of the hub cannot be written as JSON", e);
        }
    }

    /** A text as a JSON string, quotes included. */
    public static String text(String text) {
        if (isPlain(text)) {
            return '"' + text + '"';
        }
        return MAPPER.valueToTree(text).toString();
    }

    /** Whether a text is the same inside the quotes of a JSON string. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    /** JSON indented for people, with a line break at the end. */
    public static String pretty(Object value) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of the hub cannot be written as JSON", e);
        }
    }

    /**
     * Reads one of the hub's own records; fields it does not know are passed over, so that an older hub reads what a
     * newer one wrote.
     *
     * @throws IllegalArgumentException if the bytes are not such a record
     */
    public static <T> T read(byte[] json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (IOException e) {
            throw new IllegalArgumentException("not the JSON of a " + type.getSimpleName(), e);
        }
    }

    /**
     * Any JSON as a tree whose numbers keep the digits that they were written with.
     *
     * @throws IllegalArgumentException if it is no JSON
     */
    public static JsonNode tree(byte[] json) {
        try {
            return DIGITS.readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    /** The mapper itself, for trees; not to be reconfigured. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }
}

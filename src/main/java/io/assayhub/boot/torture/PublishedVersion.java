package io.assayhub.boot.torture;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What a consumer reads of one Observation. */
record PublishedVersion(String id, int number, String status, SentRow.Key key, String value) {
    /** Keeps numbers' digits. */
    private static final ObjectMapper DIGITS = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    static PublishedVersion of(byte[] observation) {
        return of(parse(observation));
    }

    static PublishedVersion of(JsonNode observation) {
        return new PublishedVersion(
                observation.path("id").asText(),
                Integer.parseInt(observation.at("/meta/versionId").asText("0")),
                observation.path("status").asText(),
                new SentRow.Key(
                        observation.at("/subject/identifier/value").asText(),
                        observation.at("/contained/0/accessionIdentifier/value").asText()),
                value(observation.at("/valueQuantity/value")));
    }

    static JsonNode parse(byte[] json) {
        try {
            return DIGITS.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(new String(json, UTF_8), e);
        }
    }

    private static String value(JsonNode number) {
        return number.isMissingNode() ? "" : number.decimalValue().toPlainString();
    }
}

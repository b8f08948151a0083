package io.assayhub.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * HAPI's parser, which refuses what R4 does not know, reads each expected Observation and writes it again: the same tree,
 * so that no element is misspelt, misplaced or lost, and the same digits in every number.
 */
class HapiEquivalenceTest {
    private static final FhirContext CONTEXT = FhirContext.forR4Cached();

    /** Keeps 12.40 apart from 12.4. */
    private static final ObjectMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    @TestFactory
    Stream<DynamicTest> observationsAreTheSameThroughHapi() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        IParser parser = CONTEXT.newJsonParser();
        parser.setParserErrorHandler(new StrictErrorHandler());
        for (ExpectedObservations.Expected expected : ExpectedObservations.all()) {
            tests.add(DynamicTest.dynamicTest(expected.place(), () -> {
                String again = parser.encodeResourceToString(parser.parseResource(Observation.class, expected.json()));
                JsonNode ours = EXACT.readTree(expected.json());
                assertThat(EXACT.readTree(again)).isEqualTo(ours);
                assertThat(numbers(again)).containsExactlyInAnyOrderElementsOf(numbers(expected.json()));
            }));
        }
        return tests.stream();
    }

    /** The texts of all numbers, which a tree may compare by value. */
    private static List<String> numbers(String json) throws IOException {
        List<String> numbers = new ArrayList<>();
        try (JsonParser parser = EXACT.createParser(json)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken().isNumeric()) {
                    numbers.add(parser.getText());
                }
            }
        }
        return numbers;
    }
}

package io.assayhub.fhir;

import io.assayhub.mapping.Namespaces;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The one validator of these tests: building it takes seconds. */
final class TestValidator {
    static final Path MAPPINGS = Path.of("fhir-mappings");
    static final String BASE = Namespaces.DEFAULT_BASE;

    private static final ProfileValidator VALIDATOR = new ProfileValidator(MAPPINGS, BASE);

    private TestValidator() {}

    static synchronized List<List<String>> problems(List<String> observations) {
        return VALIDATOR.validate(observations.stream()
                .map(o -> o.getBytes(StandardCharsets.UTF_8))
                .toList());
    }
}

package io.assayhub.boot.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.wire.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistrationsTest {
    private final SyntheticStudy study = SyntheticStudy.generate(42);

    @Test
    void namesEachSubjectOnceAndTheScreeningNumberOfOne() {
        JsonNode bundle = Json.read(
                Registrations.bundle(study.subjects(), "P003-01-0003", "2006-02-01T08:00:00Z"), JsonNode.class);
        List<String> identifiers = new ArrayList<>();
        bundle.path("entry")
                .forEach(entry -> entry.path("resource")
                        .path("identifier")
                        .forEach(i -> identifiers.add(
                                i.path("use").asText() + " " + i.path("value").asText())));
        assertThat(identifiers)
                .hasSize(22)
                .startsWith("official P003-01-0001", "official P003-01-0002", "official P003-01-0003")
                .contains("old P003-01-9003");
        JsonNode first = bundle.path("entry").path(0).path("resource");
        assertThat(first.path("study").path("reference").asText()).isEqualTo("ResearchStudy/P003");
        assertThat(first.path("assignedArm").asText()).isEqualTo("0.050 mg");
        assertThat(first.path("status").asText()).isEqualTo("on-study");
        assertThat(bundle.path("timestamp").asText()).isEqualTo("2006-02-01T08:00:00Z");
    }
}

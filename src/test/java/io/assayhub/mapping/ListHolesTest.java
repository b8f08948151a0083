package io.assayhub.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.config.FeedConfig.ResultRule;
import io.assayhub.fhir.ModelCoding;
import io.assayhub.fhir.ModelObservation;
import io.assayhub.model.AssayResult;
import io.assayhub.model.QualityFlag;
import io.assayhub.model.Rejected;
import io.assayhub.wire.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holes that stand for any number of items of a list. */
class ListHolesTest {
    private static final String FLAG = Namespaces.DEFAULT_BASE + "/StructureDefinition/quality-flag";

    private static final String FEED = """
            feed: lab
            version: 1
            format: { csv: {} }
            transfer: { kind: incremental }
            zone: unknown
            constants: { study: P003, analyte: IMP321 }
            identity: [study, subject, specimen.accession]
            columns:
              Subject: { to: subject }
              Sample: { to: specimen.accession }
              Plate: { to: plate }
              Replicate: { to: replicate }
              Result: { to: measurement, unit: ng/mL }
            results:
              - observation: pk-concentration
            """;

    private static final String TABLE = "Subject,Sample,Plate,Replicate,Result\nP003-01-0001,A,P7,2,1.20\n";

    @Test
    void eachFlagBecomesAnExtensionAfterTheOthers() throws IOException {
        JsonNode extensions = preview(result().with(List.of(
                        new QualityFlag("within-limits", "beyond 1 \"ng/mL\""), new QualityFlag("chronology", null))))
                .get("extension");
        assertThat(extensions.get(extensions.size() - 2))
                .isEqualTo(Json.mapper().readTree("""
                {"url":"%s","extension":[{"url":"code","valueCode":"within-limits"},
                  {"url":"text","valueString":"beyond 1 \\"ng/mL\\""}]}
                """.formatted(FLAG)));
        assertThat(extensions.get(extensions.size() - 1))
                .isEqualTo(Json.mapper()
                        .readTree("{\"url\":\"%s\",\"extension\":[{\"url\":\"code\",\"valueCode\":\"chronology\"}]}"
                                .formatted(FLAG)));
    }

    @Test
    void aResultWithoutFlagsSaysNothingOfThem() throws IOException {
        assertThat(preview(result()).toString()).doesNotContain("quality-flag");
    }

    @Test
    void aFlaggedResultIsTheSameThroughTheModel() throws IOException {
        AssayResult flagged =
                result().with(List.of(new QualityFlag("ada-tiers", "Ä"), new QualityFlag("chronology", null)));
        JsonNode written = preview(flagged);
        ModelObservation model =
                new ModelObservation(Namespaces.DEFAULT_BASE, r -> codings(written.at("/code/coding")), r -> List.of());
        assertThat(Json.mapper().readTree(model.json(flagged))).isEqualTo(written);
    }

    private static List<ModelCoding> codings(JsonNode list) {
        List<ModelCoding> codings = new ArrayList<>();
        list.forEach(c -> codings.add(new ModelCoding(
                c.path("system").asText(null),
                c.path("code").asText(null),
                c.path("display").asText(null))));
        return codings;
    }

    private static JsonNode preview(AssayResult result) throws IOException {
        CompiledFeed feed = TestMappings.feed("lab", FEED);
        ResultRule rule = feed.config().results().get(0);
        ObservationBuffer buffer = new ObservationBuffer();
        buffer.start(true);
        feed.template(rule).write(result, buffer);
        return Json.mapper().readTree(buffer.copy());
    }

    private static AssayResult result() throws IOException {
        List<AssayResult> results = new ArrayList<>();
        TestMappings.feed("lab", FEED)
                .reader(TransferReader.Mode.UNDERSTAND)
                .read(new ByteArrayInputStream(TABLE.getBytes(UTF_8)), new EntrySink() {
                    @Override
                    public void understood(AssayResult result) {
                        results.add(result);
                    }

                    @Override
                    public void rejected(Rejected what) {
                        throw new AssertionError(what);
                    }
                });
        assertThat(results).hasSize(1);
        return results.get(0);
    }
}

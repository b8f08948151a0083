package io.assayhub.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.assayhub.wire.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** SDTM test data of the pharmaverse project, which nobody here wrote, read by the general SDTM feeds. */
class PublicDataTest {
    private static final Path DATA = Path.of("../shared/data/pharmaversesdtm");

    /** An Observation and the row of the source that it was made of, as another CSV reader reads it. */
    private record Pair(JsonNode observation, String text, NamedCsvRecord source) {}

    @Test
    void readsEveryConcentration() throws IOException {
        TransferRun run = run("sdtm-pc", "pc.csv");
        List<Pair> pairs = pairs(run, "pc.csv");

        assertThat(run.verdict().refusal()).isEmpty();
        assertThat(run.rejected()).isEmpty();
        assertThat(pairs).hasSize(4572);
        assertThat(ids(pairs)).hasSize(4572);
        assertThat(pairs.stream().filter(p -> p.observation.at("/valueQuantity").has("comparator")))
                .hasSize(2179)
                .allSatisfy(p -> {
                    JsonNode value = p.observation.get("valueQuantity");
                    assertThat(value.get("comparator").asText()).isEqualTo("<");
                    assertThat(value.get("value").decimalValue()).isEqualTo(new BigDecimal("0.01"));
                    assertThat(value.get("code").asText()).isEqualTo("ug/mL");
                    assertThat(p.source.getField("PCORRES")).isEqualTo("<BLQ");
                });
        assertThat(pairs.stream()
                        .filter(p -> !p.observation.at("/valueQuantity").has("comparator")))
                .hasSize(4572 - 2179)
                .allSatisfy(p -> assertThat(p.text)
                        .as("the digits as sent")
                        .contains("\"valueQuantity\":{\"value\":" + p.source.getField("PCORRES") + ","));
        assertThat(pairs).allSatisfy(PublicDataTest::isTheResultOfItsRow);
    }

    @Test
    void readsTheSameBytesTheSameWayTwice() throws IOException {
        for (String[] transfer : new String[][] {{"sdtm-pc", "pc.csv"}, {"sdtm-is", "is_ada.csv"}}) {
            assertThat(run(transfer[0], transfer[1]).observations())
                    .isEqualTo(run(transfer[0], transfer[1]).observations());
        }
    }

    @Test
    void readsEveryAntibodyResult() throws IOException {
        TransferRun run = run("sdtm-is", "is_ada.csv");
        List<Pair> pairs = pairs(run, "is_ada.csv");

        assertThat(run.verdict().refusal()).isEmpty();
        assertThat(run.rejected()).isEmpty();
        assertThat(pairs).hasSize(691);
        assertThat(ids(pairs)).hasSize(691);
        assertThat(pairs.stream()
                        .filter(p -> p.observation.has("valueQuantity")
                                && !p.observation.get("valueQuantity").has("comparator")))
                .hasSize(208)
                .allSatisfy(p -> assertThat(p.text)
                        .contains("\"valueQuantity\":{\"value\":" + p.source.getField("ISORRES")
                                + ",\"unit\":\"{titer}\""));
        assertThat(pairs.stream().filter(p -> p.observation.at("/valueQuantity").has("comparator")))
                .hasSize(33)
                .allSatisfy(p -> assertThat(p.text)
                        .contains("\"valueQuantity\":{\"value\":1.40,\"comparator\":\"<\",\"unit\":\"{titer}\""));
        assertThat(coded(pairs, "NEG")).hasSize(426);
        assertThat(coded(pairs, "POS")).hasSize(22);
        assertThat(coded(pairs, "POS")
                        .filter(p -> p.observation
                                .at("/valueCodeableConcept/text")
                                .asText()
                                .equals("POSITIVE CONFIRMATION")))
                .hasSize(1);
        assertThat(Stream.concat(coded(pairs, "NEG"), coded(pairs, "POS"))).allSatisfy(p -> {
            assertThat(p.observation.at("/interpretation/0/coding/0/code"))
                    .isEqualTo(p.observation.at("/valueCodeableConcept/coding/0/code"));
            assertThat(p.observation.has("valueQuantity")).as("no unit").isFalse();
        });
        assertThat(pairs.stream().filter(p -> p.observation.has("dataAbsentReason")))
                .hasSize(2)
                .allSatisfy(p -> {
                    assertThat(p.observation.has("valueQuantity") || p.observation.has("valueCodeableConcept"))
                            .isFalse();
                    assertThat(p.source.getField("ISORRES")).isEqualTo("NA");
                });
        assertThat(pairs).allSatisfy(PublicDataTest::isTheResultOfItsRow);
    }

    private static void isTheResultOfItsRow(Pair pair) {
        String domain = pair.source.getField("DOMAIN");
        String collected = pair.source.getField(domain + "DTC");
        assertThat(pair.observation.at("/subject/identifier/value").asText())
                .isEqualTo(pair.source.getField("USUBJID"));
        assertThat(pair.observation.at("/code/text").asText()).isEqualTo(pair.source.getField(domain + "TEST"));
        assertThat(pair.observation.at("/effectiveDateTime").asText()).isEqualTo(collected.substring(0, 10));
        assertThat(pair.text)
                .contains("/StructureDefinition/local-time\",\"valueString\":\"" + collected + "\"}")
                .contains("{\"url\":\"visit\",\"valueString\":\"" + pair.source.getField("VISIT") + "\"}");
    }

    private static Stream<Pair> coded(List<Pair> pairs, String code) {
        return pairs.stream()
                .filter(p -> p.observation
                        .at("/valueCodeableConcept/coding/0/code")
                        .asText()
                        .equals(code));
    }

    private static Set<String> ids(List<Pair> pairs) {
        Set<String> ids = new HashSet<>();
        pairs.forEach(p -> ids.add(p.observation.get("id").asText()));
        return ids;
    }

    private static TransferRun run(String feed, String file) throws IOException {
        assumeTrue(Files.isReadable(DATA.resolve(file)), "public data is not beside the repository: " + DATA);
        return TransferRun.preview(TestMappings.feed(feed), Files.readAllBytes(DATA.resolve(file)));
    }

    private static List<Pair> pairs(TransferRun run, String file) throws IOException {
        List<NamedCsvRecord> rows;
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(DATA.resolve(file))) {
            rows = csv.stream().toList();
        }
        assertThat(rows).hasSameSizeAs(run.entries());
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            byte[] bytes = run.entries().get(i).observation();
            pairs.add(new Pair(Json.mapper().readTree(bytes), new String(bytes, StandardCharsets.UTF_8), rows.get(i)));
        }
        return pairs;
    }
}

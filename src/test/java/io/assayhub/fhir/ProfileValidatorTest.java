package io.assayhub.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What the profiles let through, and what they say of the rest. */
class ProfileValidatorTest {
    private static final String PERFORMED = """
            {"coding":[{"system":"http://terminology.hl7.org/CodeSystem/data-absent-reason","code":"not-performed"}]}
            """;

    @TestFactory
    Stream<DynamicTest> letsThroughWhatTheHubWrites() {
        Map<String, SampleObservation> good = new LinkedHashMap<>();
        good.put("concentration", of("pk-concentration").quantity("12.40", "ng/mL"));
        good.put("molar concentration", of("pk-concentration").quantity("3", "nmol/L"));
        good.put("arbitrary units for a volume", of("pk-concentration").quantity("3", "[arb'U]/mL"));
        good.put("below an unknown limit", of("pk-concentration").coded("BLQ").interpretation("<"));
        good.put(
                "not done",
                of("pk-concentration").with("status", "\"cancelled\"").with("dataAbsentReason", PERFORMED));
        good.put("pending", of("pk-concentration").with("status", "\"registered\""));
        good.put("screening", of("ada-screening").coded("NEG").interpretation("NEG"));
        good.put(
                "screening signal",
                of("ada-screening").quantity("1.08", "{ratio}").interpretation("NEG"));
        good.put("confirmatory", of("ada-confirmatory").quantity("48.2", "%").interpretation("POS"));
        good.put("neutralising", of("ada-neutralising").coded("IND").interpretation("IND"));
        good.put("qualitative", of("ada-qualitative").coded("POS").interpretation("POS"));
        good.put("titer", of("ada-titer").quantity("160", "{titer}"));
        good.put(
                "titer with tiers",
                of("ada-titer")
                        .quantity("160", "{titer}")
                        .adding(
                                "identifier",
                                "{\"system\":\"{base}/sid/sample-tier\",\"value\":\"P003|A-1|ADA-IMP321|TITER\"}")
                        .adding(
                                "extension",
                                "{\"url\":\"{base}/StructureDefinition/assay-tier\",\"valueCode\":\"TITER\"}")
                        .with("derivedFrom", """
                        [{"type":"Observation","identifier":{"system":"{base}/sid/sample-tier","value":"P003|A-1|ADA-IMP321|CONFIRM"}}]
                        """));
        good.put("population", of("flow-population").quantity("21.4", "%").population("denominator"));
        good.put("activation", of("cd8-activation").quantity("2.1", "%").population("markers", "denominator"));
        good.put("count", of("cell-count").quantity("410", "{cells}/uL"));
        good.put("viability", of("cell-viability").quantity("96", "%"));
        good.put("spots", of("elispot").quantity("35", "{SFC}/10*6{PBMC}").with("component", """
                [{"code":{"text":"well 1"},"valueQuantity":{"value":7,"system":"http://unitsofmeasure.org","code":"{SFC}"}}]
                """));
        good.put("too many spots", of("elispot").coded("TNTC").interpretation(">"));
        good.put("flagged", of("pk-concentration").quantity("1", "ng/mL").adding("extension", flag("within-limits")));
        return tests(good, (name, problems) -> assertThat(problems).isEmpty());
    }

    @TestFactory
    Stream<DynamicTest> namesWhatIsWrong() {
        Map<String, SampleObservation> bad = new LinkedHashMap<>();
        bad.put("ah-pk-1", pk().quantity("12.40", "{titer}"));
        bad.put(
                "value.ofType(string): This element does not match any known slice",
                pk().without("valueQuantity").with("valueString", "\"12\""));
        bad.put("Observation.identifier: minimum required = 1", pk().without("identifier"));
        bad.put("fixed to '{titer}'", of("ada-titer").quantity("160", "ng/mL"));
        bad.put("fixed to '%'", of("cell-viability").quantity("96", "{cells}/uL"));
        bad.put("ah-flo-1", of("flow-population").quantity("21.4", "%").population("markers"));
        bad.put("ah-cd8-2", of("cd8-activation").quantity("21.4", "%").population("denominator"));
        bad.put("'Units of a cell count'", of("cell-count").quantity("410", "ng/mL"));
        bad.put("'Units of an ELISpot result'", of("elispot").quantity("35", "%"));
        bad.put("ah-scr-1", of("ada-screening").coded("NEG"));
        bad.put("ah-scr-2", of("ada-screening").quantity("3", "ng/mL").interpretation("NEG"));
        bad.put("'Outcomes'", of("ada-qualitative").coded("BLQ").interpretation("<"));
        bad.put(
                "'Results beyond a limit'",
                pk().without("valueQuantity").coded("POS").interpretation("POS"));
        bad.put("obs-6", pk().with("dataAbsentReason", PERFORMED));
        bad.put("ah-1", of("pk-concentration"));
        bad.put("ah-2", pk().with("valueQuantity", "{\"value\":1,\"unit\":\"ng/mL\"}"));
        bad.put("ah-3", pk().with("valueQuantity", """
                        {"value":1,"comparator":"<","unit":"ng/mL","system":"http://unitsofmeasure.org","code":"ng/mL"}
                        """));
        bad.put("ah-4", pk().without("contained").with("specimen", "{\"display\":\"plasma\"}"));
        bad.put(
                "Observation.subject.identifier: minimum required = 1",
                pk().with("subject", "{\"reference\":\"Patient/a1\",\"type\":\"Patient\"}"));
        bad.put("Observation.category: minimum required = 1", pk().without("category"));
        bad.put("Slice 'Observation.extension:researchStudy'", pk().without("extension"));
        bad.put(
                "Unknown code 'https://assayhub.io/fhir/CodeSystem/analyte#IMP999'",
                pk().with("code", "{\"coding\":[{\"system\":\"{base}/CodeSystem/analyte\",\"code\":\"IMP999\"}]}"));
        bad.put("StructureDefinition/rum", pk().adding("extension", """
                        {"url":"{base}/StructureDefinition/rum","valueString":"R1"}"""));
        bad.put("found type integer", pk().adding("extension", """
                        {"url":"{base}/StructureDefinition/run","valueInteger":1}"""));
        bad.put("'Quality flags'", pk().adding("extension", flag("no-such-flag")));
        bad.put("StructureDefinition/nothing", of("nothing").quantity("1", "ng/mL"));
        bad.put("was not found in the value set 'ObservationStatus'", pk().with("status", "\"done\""));
        return tests(bad, (expected, problems) -> assertThat(problems).anyMatch(p -> p.contains(expected)));
    }

    private static SampleObservation of(String kind) {
        return SampleObservation.of(kind);
    }

    private static SampleObservation pk() {
        return of("pk-concentration").quantity("12.40", "ng/mL");
    }

    private static String flag(String code) {
        return """
                {"url":"{base}/StructureDefinition/quality-flag","extension":[{"url":"code","valueCode":"%s"}]}
                """.formatted(code);
    }

    /** All in one call: a call for each would take long. */
    private static Stream<DynamicTest> tests(
            Map<String, SampleObservation> observations, BiConsumer<String, List<String>> check) {
        List<String> names = List.copyOf(observations.keySet());
        List<List<String>> problems = TestValidator.problems(
                observations.values().stream().map(SampleObservation::json).toList());
        return IntStream.range(0, names.size())
                .mapToObj(
                        i -> DynamicTest.dynamicTest(names.get(i), () -> check.accept(names.get(i), problems.get(i))));
    }

    @Test
    void answersInOrderWhateverIsNoJsonBetweenThem() {
        String good = pk().json();
        List<List<String>> problems =
                TestValidator.problems(List.of("{", good, "[]", of("ada-titer").json(), good));

        assertThat(problems.get(0)).containsExactly("Observation: is not JSON");
        assertThat(problems.get(1)).isEmpty();
        assertThat(problems.get(2)).containsExactly("Observation: is not a JSON object");
        assertThat(problems.get(3)).anyMatch(p -> p.contains("ah-1"));
        assertThat(problems.get(4)).isEmpty();
    }

    @Test
    void refusesFilesThatAreNoFhir(@TempDir Path mappings) throws IOException {
        Path profiles = Files.createDirectories(mappings.resolve("profiles"));
        Files.createDirectories(mappings.resolve("terminology"));
        Files.writeString(profiles.resolve("a.yaml"), "resourceType: [", StandardCharsets.UTF_8);
        Files.writeString(profiles.resolve("b.yaml"), "resourceType: ValueSet\nstate: x", StandardCharsets.UTF_8);

        assertThatThrownBy(() -> new ProfileValidator(mappings, TestValidator.BASE))
                .isInstanceOfSatisfying(
                        DefinitionException.class,
                        e -> assertThat(e.problems())
                                .anyMatch(p -> p.startsWith("profiles/a.yaml: is not YAML"))
                                .anyMatch(p -> p.startsWith("profiles/b.yaml: is not a resource of FHIR R4")));
    }
}

package io.assayhub.parse.fhir;

import static io.assayhub.parse.fhir.Resources.bundle;
import static io.assayhub.parse.fhir.Resources.observation;
import static io.assayhub.parse.fhir.Resources.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.parse.Framer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FhirFramerTest {
    private static final String PATIENT =
            "{\"resourceType\":\"Patient\",\"id\":\"1\",\"identifier\":[{\"system\":\"urn:a\",\"value\":\"S-1\"}]}";
    private static final String OF_PATIENT = observation("\"subject\":{\"reference\":\"Patient/1\"}");

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '#',
            value = {
                "\"valueQuantity\":{\"value\":12.40}; 12.40",
                "\"valueQuantity\":{\"value\":1.20E1}; 1.20E1",
                "\"valueQuantity\":{\"value\":0.5,\"comparator\":\"<\"}; <0.5",
                "\"valueQuantity\":{\"value\":0.5,\"comparator\":\">=\"}; >=0.5",
                "\"valueQuantity\":{\"unit\":\"mg\"}; ##",
                "\"valueString\":\"a b\"; a b",
                "\"valueBoolean\":true; true",
                "\"valueInteger\":7; 7",
                "\"valueRatio\":{\"numerator\":{\"value\":1},\"denominator\":{\"value\":128}}; 1:128",
                "\"valueRange\":{\"low\":{\"value\":1.0},\"high\":{\"value\":2}}; 1.0-2",
                "\"valueCodeableConcept\":{\"coding\":[{\"code\":\"POS\",\"display\":\"Positive\"}]}; POS",
                "\"valueCodeableConcept\":{\"coding\":[{\"code\":\"LA6576-8\",\"display\":\"Positive\"}]}; Positive",
                "\"valueCodeableConcept\":{\"coding\":[{\"code\":\"10828004\"}]}; OTHER_VALUE_TYPE 1",
                "\"valueSampledData\":{\"period\":1}; OTHER_VALUE_TYPE 1",
                "\"valueString\":\"a\",\"valueInteger\":1; SEVERAL_VALUES 1",
                "\"valueString\":\"\\ud800\"; BAD_ENCODING 1",
                "\"status\":\"final\"; ##"
            })
    void readsValuesByTheirType(String fields, String expected) {
        assertThat(rows(observation(fields), "Observation.value")).containsExactly(expected);
    }

    @Test
    void waitsForWhatStandsBehind() {
        assertThat(rows(bundle(OF_PATIENT, PATIENT, OF_PATIENT), "Patient.identifier.value"))
                .containsExactly("S-1", "S-1");
        assertThat(rows(bundle(OF_PATIENT), "Patient.identifier.value")).containsExactly("");
        String known = observation("\"subject\":{\"reference\":\"Patient/2\",\"identifier\":{\"value\":\"S-2\"}}");
        assertThat(rows(
                        bundle(known, OF_PATIENT, PATIENT),
                        "Observation.subject.identifier.value or Patient.identifier.value"))
                .containsExactly("S-2", "S-1");
    }

    @Test
    void refusesARowWhoseReferenceMeansTwo() {
        String other = PATIENT.replace("S-1", "S-9");
        assertThat(rows(bundle(PATIENT, PATIENT, OF_PATIENT), "Patient.identifier.value"))
                .containsExactly("S-1");
        assertThat(rows(bundle(PATIENT, other, OF_PATIENT), "Patient.identifier.value"))
                .containsExactly("SEVERAL_VALUES 3");
    }

    @Test
    void choosesAmongSeveralOnlyAsTheFeedSays() {
        String two = PATIENT.replace("}]", "},{\"system\":\"urn:mrn\",\"value\":\"M-1\"}]");
        assertThat(rows(bundle(two, OF_PATIENT), "Patient.identifier.value")).containsExactly("SEVERAL_VALUES 2");
        assertThat(rows(bundle(two, OF_PATIENT), "Patient.identifier.where(system='urn:a').value"))
                .containsExactly("S-1");
        assertThat(rows(bundle(two, OF_PATIENT), "Patient.identifier.value.join()"))
                .containsExactly("S-1, M-1");
        assertThat(rows(bundle(two, OF_PATIENT), "Patient.identifier.first().value"))
                .containsExactly("S-1");
        assertThat(rows(bundle(two, OF_PATIENT), "Patient.identifier.exists()")).containsExactly("true");
    }

    @Test
    void findsTheStudyOfASubjectByItsResearchSubject() {
        String subject = "{\"resourceType\":\"ResearchSubject\",\"identifier\":[{\"value\":\"R-1\"}],"
                + "\"individual\":{\"reference\":\"Patient/1\"},\"study\":{\"reference\":\"ResearchStudy/s\"}}";
        String study = "{\"resourceType\":\"ResearchStudy\",\"id\":\"s\",\"identifier\":[{\"value\":\"P003\"}]}";
        assertThat(rows(
                        bundle(study, subject, OF_PATIENT),
                        "ResearchStudy.identifier.value",
                        "ResearchSubject.identifier.value"))
                .containsExactly("P003|R-1");
        assertThat(rows(bundle(study, subject, OF_PATIENT), "ResearchStudy.identifier.value"))
                .containsExactly("P003");
    }

    @Test
    void aComponentIsARowWhereTheObservationHasNoValueOfItsOwn() {
        String parts = "\"code\":{\"text\":\"panel\"},\"component\":[{\"code\":{\"text\":\"a\"},\"valueInteger\":1},"
                + "{\"code\":{\"text\":\"b\"},\"valueString\":\"x\"}]";
        assertThat(rows(observation(parts), "Observation.code.text", "Observation.value"))
                .containsExactly("a|1", "b|x");
        assertThat(rows(
                        observation(parts + ",\"valueInteger\":9"),
                        "Observation.code.text",
                        "Observation.value",
                        "Observation.component.where(code.text='a').valueInteger"))
                .containsExactly("panel|9|1");
    }

    @Test
    void refusesWhatMayTurnAResultIntoItsOpposite() {
        assertThat(rows(observation("\"valueInteger\":1,\"modifierExtension\":[{\"url\":\"x\"}]"), "Observation.value"))
                .containsExactly("OTHER_VALUE_TYPE 1");
    }

    @Test
    void aBrokenLineOfNdjsonLeavesTheOthers() {
        String good = observation("\"valueInteger\":1");
        assertThat(rows(good + "\n{\"a\":\n\n" + good + "\r\n[]\n" + good, "Observation.value"))
                .containsExactly("1", "MALFORMED 2", "1", "MALFORMED 5", "1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Bundle/>",
                "[]",
                "{\"resourceType\":\"Bundle\"",
                "{\"entry\":[]}",
                "7",
                "{} 7",
                "{\"resourceType\":\"Bundle\",\"type\":\"history\",\"entry\":[]}",
                "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[}"
            })
    void refusesWhatIsNoFhirInJson(String text) {
        assertThat(rows(text, "Observation.value").toString())
                .containsAnyOf("OTHER_FORMAT", "CUT_OFF", "OTHER_MESSAGE", "MALFORMED");
    }

    @Test
    void refusesAbsurdSizes() {
        assertThat(rows("{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}", "Observation.value"))
                .containsExactly("TOO_LARGE");
        String large = observation(
                "\"valueString\":\"x\",\"extension\":[" + "{\"url\":\"a\"},".repeat(200_000) + "{\"url\":\"b\"}]");
        assertThat(rows(bundle(large, observation("\"valueInteger\":1")), "Observation.value"))
                .containsExactly("ROW_TOO_LONG 1", "1");
    }

    @Test
    void readsAHundredThousandEntriesInLittleMemory() throws IOException {
        String one =
                "{\"resource\":" + observation("\"subject\":{\"reference\":\"Patient/1\"},\"valueInteger\":1") + "},";
        InputStream middle = new ByteArrayInputStream(new byte[0]);
        for (int i = 0; i < 10; i++) {
            String part = IntStream.range(0, 1_000).mapToObj(n -> one).collect(Collectors.joining());
            middle = new SequenceInputStream(middle, ascii(part));
        }
        String head = "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"resource\":" + PATIENT + "},";
        Framer framer = FhirFramer.open(
                new SequenceInputStream(
                        new SequenceInputStream(ascii(head), middle), ascii("{\"resource\":" + OF_PATIENT + "}]}")),
                List.of("Patient.identifier.value", "Observation.value"));
        framer.header();
        while (framer.next() != null) {
            // Only the count is of interest.
        }
        assertThat(framer.rows()).isEqualTo(10_001);
        assertThat(framer.refused()).isZero();
    }

    @Test
    void tellsWhenABundleWasMade() throws IOException {
        Framer framer = FhirFramer.open(
                ascii("{\"resourceType\":\"Bundle\",\"timestamp\":\"2006-03-14\",\"type\":\"batch\",\"entry\":[]}"),
                List.of("Observation.value"));
        framer.header();
        assertThat(framer.fact("Bundle.timestamp")).isEqualTo("2006-03-14");
        assertThat(framer.fact("Bundle.id")).isNull();
        assertThat(framer.next()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Patient.name.family", "Patient.birthDate", "Observation.subject.display",
                        "Observation.performer.display",
                "Observation.note.text", "Observation.text.div", "Specimen.collection.collector.display", "Observation",
                "Practitioner.name", "Observation.value or", "value", "Observation.value.exists().code",
                "Observation.identifier.assigner.display", "Observation.where(a='b')"
            })
    void cannotNameWhoAPersonIs(String column) {
        assertThat(FhirFramer.problem(column)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Observation.code.coding.code",
                "Observation.valueQuantity.comparator",
                "Observation.subject.reference",
                "Observation.extension('http://a or b').valueString or Observation.code.text",
                "Specimen.type.coding.where(system='x').token()",
                "Device.deviceName.first().name"
            })
    void namesPlacesOfResults(String column) {
        assertThat(FhirFramer.problem(column)).isEmpty();
    }

    private static InputStream ascii(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }
}

package io.assayhub.registry;

import static io.assayhub.registry.Registry.bundle;
import static io.assayhub.registry.Registry.subject;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.wire.Json;
import io.assayhub.wire.SubjectRecord;
import io.assayhub.wire.SubjectRecord.Accepts;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundleParserTest {
    private static final String MARCH = "2026-03-01T10:00:00Z";

    @Test
    void readsWhatTheHubNeedsOfASubject() {
        Registry registry = new Registry().send("""
                {"resourceType":"Bundle","type":"collection","timestamp":"2026-03-01T10:00:00+01:00","entry":[
                 {"fullUrl":"urn:uuid:1","resource":{"resourceType":"ResearchStudy","identifier":[{"value":"P003"}]}},
                 {"fullUrl":"urn:uuid:2","resource":{"resourceType":"Patient","identifier":[{"value":"p003-01-0007"}]}},
                 {"fullUrl":"urn:uuid:4","resource":{"resourceType":"Organization","identifier":[{"value":"0101"}]}},
                 {"resource":{"resourceType":"ResearchSubject","id":"rs1","status":"on-study-intervention",
                  "identifier":[{"system":"urn:x","value":" p003-01-0007 "}],
                  "study":{"reference":"urn:uuid:1"},"individual":{"reference":"urn:uuid:2"},
                  "extension":[{"url":"https://x.org/StructureDefinition/study-site","valueReference":{"reference":"urn:uuid:4"}}],
                  "period":{"start":"2026-01-05T08:00:00+01:00","end":"2026-02"},
                  "assignedArm":"30 mg","actualArm":"6 mg"}}]}""");

        SubjectRecord record = registry.subject("P003/P003-01-7");
        assertThat(registry.lines()).containsExactly("P003/P003-01-7 all");
        assertThat(record.form()).isEqualTo("p003-01-0007");
        assertThat(record.status()).isEqualTo("on-study-intervention");
        assertThat(record.site()).isEqualTo("0101");
        assertThat(record.arm()).isEqualTo("30 mg");
        assertThat(record.start()).isEqualTo("2026-01-05");
        assertThat(record.end()).isEqualTo("2026-02-28");
        assertThat(record.asOf()).isEqualTo(1772355600000L);
        assertThat(registry.problems()).isEmpty();
        assertThat(registry.identifying()).isEmpty();
    }

    @Test
    void takesTheStudyByIdentifierAndTheSiteFromTheNumber() {
        Registry registry = new Registry().send("""
                [{"resourceType":"ResearchSubject","status":"screening","identifier":[{"value":"02-15"}],
                  "meta":{"lastUpdated":"2026-02-01T00:00:00Z"},
                  "study":{"identifier":{"value":"P003"}},"individual":{"reference":"Patient/9"}},
                 {"resourceType":"Patient","id":"9"}]""");
        assertThat(registry.lines()).containsExactly("P003/P003-02-15 all");
        assertThat(registry.subject("P003/P003-02-15").site()).isEqualTo("02");
        assertThat(registry.subject("P003/P003-02-15").asOf()).isEqualTo(1769904000000L);
    }

    @Test
    void takesTheTimeOfArrivalWhereTheMessageSaysNone() {
        Registry registry = new Registry().send("""
                {"resourceType":"ResearchSubject","status":"on-study","identifier":[{"value":"02-15"}],
                 "study":{"reference":"https://edc.example/fhir/ResearchStudy/P003/_history/2"},
                 "individual":{"reference":"Patient/9"}}""");
        assertThat(registry.subject("P003/P003-02-15").asOf()).isEqualTo(Registry.ARRIVED);
    }

    @Test
    void takesNumbersOfAStudyWithoutAFileAsTheyAre() {
        Registry registry = new Registry().send(bundle(MARCH, """
                {"resource":{"resourceType":"ResearchSubject","status":"on-study",
                 "identifier":[{"value":" 01-701-1015 "},{"value":"RAND-7"},{"use":"old","value":"S-3"}],
                 "study":{"reference":"ResearchStudy/CDISCPILOT01"},"individual":{"reference":"Patient/1"}}}"""));
        assertThat(registry.lines()).containsExactly("CDISCPILOT01/01-701-1015 all", "CDISCPILOT01/S-3 > 01-701-1015");
        assertThat(registry.subject("CDISCPILOT01/01-701-1015").site()).isNull();
    }

    @Test
    void takesFormerAndScreeningNumbersForAliases() {
        Registry registry = new Registry().send(bundle(MARCH, """
                {"resource":{"resourceType":"ResearchSubject","status":"on-study",
                 "identifier":[{"use":"old","value":"01-3"},{"value":"S001"},{"use":"official","value":"01-4"}],
                 "study":{"reference":"ResearchStudy/P003"},"individual":{"reference":"Patient/1"}}}""", """
                {"resource":{"resourceType":"Patient","id":"1","identifier":[{"use":"secondary","value":"S002"},
                 {"value":"01-0004"}]}}"""));
        assertThat(registry.lines())
                .containsExactlyInAnyOrder(
                        "P003/P003-01-4 all",
                        "P003/P003-01-3 > P003-01-4",
                        "P003/P003S001-- > P003-01-4",
                        "P003/P003S002-- > P003-01-4");
        assertThat(registry.problems()).isEmpty();
        assertThat(registry.identifying()).isEmpty();
    }

    @Test
    void takesTheNumberOfThePatientWhereTheResearchSubjectHasNone() {
        String none = subject("rs1", "x", "1", "on-study", "").replace("\"identifier\":[{\"value\":\"x\"}],", "");
        Registry registry = new Registry()
                .send(
                        bundle(
                                MARCH,
                                none,
                                "{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"1\",\"identifier\":[{\"value\":\"01-4\"}]}}"));
        assertThat(registry.lines()).containsExactly("P003/P003-01-4 all");
    }

    @Test
    void passesOverAnotherNumberOfThePatientAndSaysSo() {
        Registry registry = new Registry()
                .send(
                        bundle(
                                MARCH,
                                subject("rs1", "01-4", "1", "on-study", ""),
                                "{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"1\",\"identifier\":[{\"value\":\"01-5\"}]}}"));
        assertThat(registry.lines()).containsExactly("P003/P003-01-4 all");
        assertThat(registry.problems()).containsExactly("AH-0601 entry[0]/Patient.identifier");
    }

    @Test
    void reportsEveryIdentifyingElementByNameAndKeepsNothingOfIt() {
        Registry registry = new Registry()
                .send(bundle(
                        MARCH,
                        """
                {"fullUrl":"urn:uuid:1","resource":{"resourceType":"Patient","id":"1",
                 "text":{"div":"DECOY"},"contained":[{"resourceType":"Person","name":[{"text":"DECOY"}]}],
                 "identifier":[{"system":"mrn","value":"DECOY"},{"value":"01-4"}],
                 "name":[{"family":"DECOY"}],"telecom":[{"value":"DECOY"}],"gender":"female",
                 "birthDate":"DECOY","_birthDate":{"extension":[{"url":"x","valueString":"DECOY"}]},
                 "deceasedDateTime":"DECOY","address":[{"line":["DECOY"]}],"maritalStatus":{"text":"DECOY"},
                 "multipleBirthInteger":2,"photo":[{"data":"DECOY"}],"contact":[{"name":{"text":"DECOY"}}],
                 "communication":[{"language":{"text":"DECOY"}}],"generalPractitioner":[{"display":"DECOY"}],
                 "link":[{"other":{"display":"DECOY"}}],"DECOY":1,
                 "extension":[{"url":"http://hl7.org/fhir/us/core/StructureDefinition/us-core-race","valueString":"DECOY"},
                  {"url":"http://hl7.org/fhir/us/core/StructureDefinition/us-core-ethnicity","valueString":"DECOY"},
                  {"url":"http://x.org/DECOY","valueString":"DECOY"}]}}""",
                        subject(
                                        "rs1",
                                        "01-4",
                                        "1",
                                        "on-study",
                                        "\"text\":{\"div\":\"DECOY\"},\"note\":\"DECOY\",\"extension\":[{\"url\":\"DECOY\"}]")
                                .replace(
                                        "\"reference\":\"Patient/1\"",
                                        "\"reference\":\"Patient/1\",\"display\":\"DECOY\""),
                        "{\"resource\":{\"resourceType\":\"RelatedPerson\",\"name\":[{\"text\":\"DECOY\"}]}}",
                        "{\"resource\":{\"resourceType\":\"DECOY\"}}"));
        assertThat(registry.identifying().keySet())
                .containsExactlyInAnyOrder(
                        "Patient.text",
                        "Patient.contained",
                        "Patient.identifier",
                        "Patient.name",
                        "Patient.telecom",
                        "Patient.birthDate",
                        "Patient.deceasedDateTime",
                        "Patient.address",
                        "Patient.maritalStatus",
                        "Patient.multipleBirthInteger",
                        "Patient.photo",
                        "Patient.contact",
                        "Patient.communication",
                        "Patient.generalPractitioner",
                        "Patient.link",
                        "Patient.extension",
                        "Patient.extension(us-core-race)",
                        "Patient.extension(us-core-ethnicity)",
                        "Patient.(element that FHIR R4 does not have)",
                        "ResearchSubject.text",
                        "ResearchSubject.extension",
                        "ResearchSubject.(element that FHIR R4 does not have)",
                        "ResearchSubject.individual.display",
                        "RelatedPerson");
        assertThat(registry.lines()).containsExactly("P003/P003-01-4 all");
        assertThat(registry.problems()).containsExactly("AH-0601 entry[3]/resourceType");
        assertThat(new String(Json.bytes(registry.topic()), UTF_8)).doesNotContain("DECOY");
        assertThat(registry.rejected().toString()).doesNotContain("DECOY");
    }

    @ParameterizedTest
    @CsvSource({
        "'',                                       Bundle",
        "'{',                                      Bundle",
        "'{\"a\":1,\"a\":2}',                      Bundle",
        "'{} {}',                                  Bundle",
        "'null',                                   resourceType",
        "'7',                                      resourceType",
        "'{\"a\":1}',                              resourceType",
        "'{\"resourceType\":\"Bundle\"}',          Bundle.type",
        "'{\"resourceType\":\"Patient\"}',         ResearchSubject",
        "'[]',                                     ResearchSubject",
        "'{\"resourceType\":\"Bundle\",\"type\":\"history\",\"entry\":[]}', Bundle.type"
    })
    void saysWhereAMessageCannotBeRead(String json, String place) {
        Registry registry = new Registry().send(json);
        assertThat(registry.problems()).containsExactly("AH-0601 " + place);
        assertThat(registry.lines()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ResearchStudy/P003                | Group/1             | ResearchSubject.study",
                "\"status\":\"on-study\"           | \"status\":\"active\" | ResearchSubject.status",
                "\"status\":\"on-study\",          | ``                  | ResearchSubject.status",
                "01-4                              | 4711                | ResearchSubject.identifier",
                "{\"value\":\"01-4\"}              | {\"use\":\"old\",\"value\":\"01-4\"} | ResearchSubject.identifier"
            })
    void aBadEntryCostsItselfAndNothingElse(String before, String after, String element) {
        Registry registry = new Registry()
                .send(bundle(
                        MARCH,
                        subject("a", "01-3", "1", "on-study", ""),
                        subject("b", "01-4", "2", "on-study", "").replace(before, after),
                        subject("c", "01-5", "3", "on-study", "")));
        assertThat(registry.problems()).containsExactly("AH-0601 entry[1]/" + element);
        assertThat(registry.lines()).containsExactly("P003/P003-01-3 all", "P003/P003-01-5 all");
    }

    @Test
    void aBadPeriodSiteOrArmIsLeftOutAndReported() {
        Registry registry = new Registry()
                .send(
                        bundle(
                                MARCH,
                                subject(
                                        "a",
                                        "01-3",
                                        "1",
                                        "withdrawn",
                                        "\"period\":{\"start\":\"2026-02-30\",\"end\":\"soon\"},\"actualArm\":\""
                                                + "x".repeat(101)
                                                + "\",\"extension\":[{\"url\":\"x/study-site\",\"valueString\":\"Paris, 5e\"}]")));
        assertThat(registry.problems())
                .containsExactlyInAnyOrder(
                        "AH-0601 entry[0]/ResearchSubject.period.start",
                        "AH-0601 entry[0]/ResearchSubject.period.end",
                        "AH-0601 entry[0]/ResearchSubject.actualArm",
                        "AH-0601 entry[0]/ResearchSubject.extension(study-site)");
        SubjectRecord record = registry.subject("P003/P003-01-3");
        assertThat(record.accepts()).isEqualTo(Accepts.NONE);
        assertThat(List.of(record.status(), record.site())).containsExactly("withdrawn", "01");
        assertThat(record.arm()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2030-01-01T00:00:00Z", "yesterday"})
    void aTimeThatCannotBeDoesNotKeepLaterWordsOut(String timestamp) {
        Registry registry = new Registry().send(bundle(timestamp, subject("a", "01-3", "1", "on-study", "")));
        assertThat(registry.problems()).containsExactly("AH-0601 Bundle.timestamp");
        assertThat(registry.subject("P003/P003-01-3").asOf()).isEqualTo(Registry.ARRIVED);
    }

    @Test
    void readsAnyBytesWithoutAnException() {
        byte[] good = bundle(
                        MARCH,
                        subject("a", "01-3", "1", "on-study", "\"period\":{\"end\":\"2026\"}"),
                        "{\"request\":{\"method\":\"DELETE\",\"url\":\"ResearchSubject?identifier=x|01-3\"}}")
                .getBytes(UTF_8);
        Random random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = good.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) "{}[]\",:0nul\0é-".charAt(random.nextInt(14));
            }
            Registry registry = new Registry().send(Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length)));
            assertThat(registry.topic().size() + registry.problems().size()).isPositive();
        }
        String deep = "[".repeat(100_000);
        assertThat(new Registry().send(deep).problems()).containsExactly("AH-0601 Bundle");
        assertThat(new Registry().send((byte[]) null).problems()).containsExactly("AH-0601 Bundle");
    }
}

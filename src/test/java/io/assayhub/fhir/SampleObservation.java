package io.assayhub.fhir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A published result of some kind, complete but for its value; every change gives the same object. */
final class SampleObservation {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode json;

    private SampleObservation(ObjectNode json) {
        this.json = json;
    }

    static SampleObservation of(String kind) {
        return new SampleObservation((ObjectNode) tree("""
                {"resourceType":"Observation","id":"6e70c90af8b2037d09d73a4e305a54b0",
                 "meta":{"versionId":"1","lastUpdated":"2026-01-01T10:00:00.000Z","profile":["{base}/StructureDefinition/KIND"]},
                 "contained":[{"resourceType":"Specimen","id":"specimen",
                   "accessionIdentifier":{"system":"{base}/sid/accession","value":"A-1"},
                   "type":{"coding":[{"system":"{base}/CodeSystem/specimen-type","code":"plasma","display":"Plasma"},
                                     {"system":"http://snomed.info/sct","code":"119361006"}]}}],
                 "extension":[{"url":"http://hl7.org/fhir/StructureDefinition/workflow-researchStudy",
                   "valueReference":{"type":"ResearchStudy","identifier":{"system":"{base}/sid/study","value":"P003"}}}],
                 "identifier":[{"system":"{base}/sid/observation","value":"6e70c90af8b2037d09d73a4e305a54b0"}],
                 "status":"final",
                 "category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"laboratory"}]}],
                 "code":{"coding":[{"system":"{base}/CodeSystem/analyte","code":"IMP321"}]},
                 "subject":{"extension":[{"url":"{base}/StructureDefinition/research-subject",
                     "valueReference":{"reference":"ResearchSubject/a1","type":"ResearchSubject",
                       "identifier":{"system":"{base}/sid/P003/subject","value":"P003-01-0001"}}}],
                   "reference":"Patient/a1","type":"Patient",
                   "identifier":{"system":"{base}/sid/P003/subject","value":"P003-01-0001"}},
                 "effectiveDateTime":"2006-03-01T08:45:00+01:00",
                 "specimen":{"reference":"#specimen"}}
                """.replace("KIND", kind)));
    }

    SampleObservation with(String element, String value) {
        json.set(element, tree(value));
        return this;
    }

    SampleObservation without(String element) {
        json.remove(element);
        return this;
    }

    /** One more item of a list. */
    SampleObservation adding(String element, String value) {
        ArrayNode list = json.withArray(element);
        list.add(tree(value));
        return this;
    }

    SampleObservation quantity(String number, String unit) {
        return with("valueQuantity", """
                {"value":%s,"unit":"%s","system":"http://unitsofmeasure.org","code":"%s"}
                """.formatted(number, unit, unit));
    }

    /** A code of {@code {base}/CodeSystem/result}, with SNOMED's beside it as the hub has it. */
    SampleObservation coded(String code) {
        return with("valueCodeableConcept", """
                {"coding":[{"system":"{base}/CodeSystem/result","code":"%s"},{"system":"http://snomed.info/sct","code":"260385009"}],
                 "text":"as sent"}
                """.formatted(code));
    }

    SampleObservation interpretation(String code) {
        return with("interpretation", """
                [{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation","code":"%s"}]}]
                """.formatted(code));
    }

    SampleObservation population(String... parts) {
        StringBuilder nested = new StringBuilder();
        for (String part : parts) {
            nested.append(nested.isEmpty() ? "" : ",")
                    .append("{\"url\":\"")
                    .append(part)
                    .append("\",\"valueString\":\"CD8+\"}");
        }
        return adding(
                "extension", "{\"url\":\"{base}/StructureDefinition/cell-population\",\"extension\":[" + nested + "]}");
    }

    String json() {
        return json.toString();
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text.replace("{base}", TestValidator.BASE));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}

package io.assayhub.boot.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.assayhub.boot.demo.Concentration.AboveLimit;
import io.assayhub.boot.demo.Concentration.Quantified;
import io.assayhub.boot.demo.SyntheticStudy.PkSample;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Observations as the hub publishes them, written by hand as text and read as a consumer would. */
final class StudyObservations {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private StudyObservations() {}

    static List<JsonNode> of(SyntheticStudy study) {
        List<JsonNode> observations = new ArrayList<>();
        study.pk().forEach(sample -> observations.add(plasma(sample)));
        study.ada().forEach(sample -> {
            observations.add(tier(sample.subject(), "SCREEN", sample.screeningPositive()));
            sample.confirmedPositive().ifPresent(p -> observations.add(tier(sample.subject(), "CONFIRM", p)));
            sample.titer()
                    .ifPresent(titer -> observations.add(observation(
                            sample.subject(),
                            "ADA-IMP321",
                            quantity(titer.below() ? "<" : "", titer.value().toPlainString(), "{titer}"),
                            "{\"url\":\"https://example.org/fhir/assay-tier\",\"valueCode\":\"TITER\"}")));
        });
        study.cells().forEach(sample -> {
            String visit = visit(sample.visit());
            observations.add(cell(sample.subject(), "CD8-EM", sample.effectorMemory(), "%", visit));
            observations.add(cell(sample.subject(), "CD8-ACT", sample.activated(), "%", visit));
            observations.add(cell(sample.subject(), "CD8-COUNT", sample.count(), "{cells}/uL", visit));
            observations.add(cell(sample.subject(), "VIABILITY", sample.viability(), "%", visit));
        });
        return observations;
    }

    static JsonNode plasma(String subject, int injection, String timePoint, String value) {
        return observation(subject, "IMP321", value, plannedPlasma(injection, timePoint, ""));
    }

    static JsonNode effectorMemory(String subject, String visit, String percent) {
        return observation(subject, "CD8-EM", quantity("", percent, "%"), visit(visit));
    }

    static JsonNode tier(String subject, String tier, boolean positive) {
        return observation(
                subject,
                "ADA-IMP321",
                "\"valueCodeableConcept\":{\"coding\":[{\"system\":\"urn:x\",\"code\":\"" + (positive ? "POS" : "NEG")
                        + "\"}]}",
                "{\"url\":\"https://example.org/fhir/assay-tier\",\"valueCode\":\"" + tier + "\"}");
    }

    static String quantity(String comparator, String value, String unit) {
        return "\"valueQuantity\":{\"value\":" + value
                + (comparator.isEmpty() ? "" : ",\"comparator\":\"" + comparator + "\"") + ",\"unit\":\"" + unit
                + "\",\"code\":\"" + unit + "\"}";
    }

    static JsonNode observation(String subject, String code, String value, String extension) {
        return observation("final", subject, code, value, extension);
    }

    static JsonNode observation(String status, String subject, String code, String value, String extension) {
        return json("{\"resourceType\":\"Observation\",\"id\":\"x\",\"status\":\"" + status
                + "\",\"code\":{\"coding\":[{\"system\":\"urn:sdtm\",\"code\":\"OTHER\"},{\"system\":\"urn:x\",\"code\":\""
                + code + "\"}]},\"subject\":{\"identifier\":{\"value\":\"" + subject + "\"}}," + value
                + ",\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/workflow-researchStudy\"},"
                + extension + "]}");
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    static String plannedPlasma(int injection, String timePoint, String elapsed) {
        return "{\"url\":\"https://example.org/fhir/planned-timepoint\",\"extension\":["
                + "{\"url\":\"visitNum\",\"valueDecimal\":" + injection + "},"
                + "{\"url\":\"visit\",\"valueString\":\"Injection " + injection + "\"},"
                + "{\"url\":\"tpt\",\"valueString\":\"" + timePoint + "\"}" + elapsed + "]}";
    }

    private static JsonNode plasma(PkSample sample) {
        String elapsed = ",{\"url\":\"elapsed\",\"valueDuration\":{\"value\":" + sample.elapsedHours()
                + ",\"unit\":\"h\",\"code\":\"h\"}}";
        return observation(
                sample.subject(),
                "IMP321",
                value(sample),
                plannedPlasma(sample.injection(), sample.timePoint(), sample.elapsedHours() % 2 == 0 ? elapsed : ""));
    }

    private static String value(PkSample sample) {
        if (sample.result() instanceof Quantified quantified) {
            return quantity("", quantified.value().toPlainString(), "ng/mL");
        }
        if (sample.result() instanceof AboveLimit above) {
            return quantity(">", above.limit().toPlainString(), "ng/mL");
        }
        return sample.result().measured() ? quantity("<", "1.00", "ng/mL") : absent();
    }

    private static JsonNode cell(
            String subject, String code, Optional<BigDecimal> value, String unit, String extension) {
        return observation(
                subject,
                code,
                value.map(v -> quantity("", v.toPlainString(), unit)).orElse(absent()),
                extension);
    }

    private static String visit(String visit) {
        return "{\"url\":\"https://example.org/fhir/planned-timepoint\",\"extension\":["
                + "{\"url\":\"visit\",\"valueString\":\"" + visit + "\"}]}";
    }

    private static String absent() {
        return "\"dataAbsentReason\":{\"coding\":[{\"code\":\"not-performed\"}]}";
    }
}

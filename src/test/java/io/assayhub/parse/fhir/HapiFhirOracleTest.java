package io.assayhub.parse.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Specimen;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Made-up Bundles, written by HAPI FHIR: what it reads at a place, with references resolved, is what the framer reads. */
class HapiFhirOracleTest {
    private static final FhirContext CONTEXT = FhirContext.forR4Cached();
    private static final String[] COLUMNS = {
        "Observation.status",
        "Observation.code.coding.first().system",
        "Observation.code.coding.first().code",
        "Observation.code.coding.code.join()",
        "Observation.valueQuantity.value",
        "Observation.valueQuantity.comparator",
        "Observation.valueQuantity.unit",
        "Observation.valueString",
        "Observation.effectiveDateTime",
        "Patient.identifier.value",
        "Specimen.accessionIdentifier.value",
        "Specimen.type.text"
    };
    private static final List<String> WORDS = List.of("A", "a b", "é", "漢\uD83D\uDE00", "\"\\/", "x\ny", "0.5");
    private static final List<String> STATUS = List.of("final", "amended", "cancelled", "entered-in-error");
    private static final List<String> SIGNS = List.of("<", "<=", ">=", ">");
    private static final List<String> NUMBERS = List.of("12.40", "0.000100", "7", "-3.0", "1200", "0.10");

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void readsWhatHapiReads(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 40; i++) {
            String json =
                    CONTEXT.newJsonParser().setPrettyPrint(random.nextBoolean()).encodeResourceToString(bundle(random));
            Bundle read = CONTEXT.newJsonParser().parseResource(Bundle.class, json);
            List<String> expected = new ArrayList<>();
            read.getEntry().forEach(entry -> {
                if (entry.getResource() instanceof Observation observation) {
                    expected.add(String.join("|", fields(observation)));
                }
            });
            assertThat(Resources.rows(json, COLUMNS)).isEqualTo(expected);
        }
    }

    private static List<String> fields(Observation o) {
        Patient patient = (Patient) o.getSubject().getResource();
        Specimen specimen = (Specimen) o.getSpecimen().getResource();
        Coding first = o.getCode().getCodingFirstRep();
        Quantity quantity = o.hasValueQuantity() ? o.getValueQuantity() : new Quantity();
        List<String> fields = new ArrayList<>();
        fields.add(o.getStatus().toCode());
        fields.add(first.getSystem());
        fields.add(first.getCode());
        fields.add(o.getCode().getCoding().stream().map(Coding::getCode).collect(Collectors.joining(", ")));
        fields.add(quantity.hasValue() ? quantity.getValueElement().getValueAsString() : null);
        fields.add(quantity.hasComparator() ? quantity.getComparator().toCode() : null);
        fields.add(quantity.getUnit());
        fields.add(o.hasValueStringType() ? o.getValueStringType().getValue() : null);
        fields.add(o.hasEffectiveDateTimeType() ? o.getEffectiveDateTimeType().getValueAsString() : null);
        fields.add(patient.getIdentifierFirstRep().getValue());
        fields.add(specimen == null ? null : specimen.getAccessionIdentifier().getValue());
        fields.add(specimen == null ? null : specimen.getType().getText());
        fields.replaceAll(text -> text == null ? "" : text);
        return fields;
    }

    private static Bundle bundle(Random random) {
        Bundle bundle = new Bundle().setType(Bundle.BundleType.COLLECTION);
        int persons = 1 + random.nextInt(3);
        List<Bundle.BundleEntryComponent> entries = new ArrayList<>();
        for (int i = 0; i < persons; i++) {
            Patient patient = new Patient();
            patient.addIdentifier().setValue("S-" + i);
            patient.addName().setFamily("Decoy");
            entries.add(entry("urn:uuid:p" + i, patient));
            Specimen specimen = new Specimen();
            specimen.getAccessionIdentifier().setValue("A-" + i);
            specimen.getType().setText(word(random));
            entries.add(entry("urn:uuid:s" + i, specimen));
        }
        for (int i = random.nextInt(6); i >= 0; i--) {
            entries.add(entry("urn:uuid:o" + i, observation(random, persons)));
        }
        Collections.shuffle(entries, random);
        entries.forEach(bundle::addEntry);
        return bundle;
    }

    private static Bundle.BundleEntryComponent entry(String url, Resource resource) {
        return new Bundle.BundleEntryComponent().setFullUrl(url).setResource(resource);
    }

    private static Observation observation(Random random, int persons) {
        Observation o = new Observation();
        o.setStatus(Observation.ObservationStatus.fromCode(STATUS.get(random.nextInt(STATUS.size()))));
        CodeableConcept code = new CodeableConcept();
        for (int i = random.nextInt(3); i >= 0; i--) {
            code.addCoding()
                    .setSystem("urn:" + i)
                    .setCode("C" + random.nextInt(9))
                    .setDisplay(word(random));
        }
        o.setCode(code);
        o.setSubject(new Reference("urn:uuid:p" + random.nextInt(persons)));
        if (random.nextBoolean()) {
            o.setSpecimen(new Reference("urn:uuid:s" + random.nextInt(persons)));
        }
        if (random.nextBoolean()) {
            o.setEffective(new DateTimeType(random.nextBoolean() ? "2006-03" : "2006-03-14T10:15:00+01:00"));
        }
        switch (random.nextInt(3)) {
            case 0 -> {
                Quantity quantity = new Quantity()
                        .setValue(new BigDecimal(NUMBERS.get(random.nextInt(NUMBERS.size()))))
                        .setUnit(word(random));
                if (random.nextBoolean()) {
                    quantity.setComparator(
                            Quantity.QuantityComparator.fromCode(SIGNS.get(random.nextInt(SIGNS.size()))));
                }
                o.setValue(quantity);
            }
            case 1 -> o.setValue(new StringType(word(random)));
            default -> o.getDataAbsentReason().setText("x");
        }
        return o;
    }

    private static String word(Random random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }
}

package io.assayhub.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import io.assayhub.model.AssayResult;
import io.assayhub.model.Measurement;
import io.assayhub.model.Measurement.AboveLimit;
import io.assayhub.model.Measurement.BelowLimit;
import io.assayhub.model.Moment;
import io.assayhub.model.QualityFlag;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Duration;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Specimen;
import org.hl7.fhir.r4.model.StringType;

/**
 * The Observation of a drug concentration by way of HAPI's model and parser: a second opinion on what the mapping writes,
 * and what a hub built on the model would cost. Not for use by several threads.
 *
 * <p>Its JSON is the same tree as that of {@code fhir-mappings/observations/pk-concentration.yaml} for results with a
 * number, a value below or above a known limit, or none.
 */
public final class ModelObservation {
    private static final String CORE = "http://hl7.org/fhir/StructureDefinition/";
    private static final String HL7 = "http://terminology.hl7.org/CodeSystem/";
    private static final String UCUM = "http://unitsofmeasure.org";

    private final String base;
    private final Function<AssayResult, List<ModelCoding>> analytes;
    private final Function<AssayResult, List<ModelCoding>> specimenTypes;
    private final IParser parser = FhirContext.forR4Cached().newJsonParser();

    /**
     * @param base where the hub's own canonical URLs begin
     * @param analytes the codings of a result's analyte
     * @param specimenTypes the codings of its specimen's type
     */
    public ModelObservation(
            String base,
            Function<AssayResult, List<ModelCoding>> analytes,
            Function<AssayResult, List<ModelCoding>> specimenTypes) {
        this.base = base;
        this.analytes = analytes;
        this.specimenTypes = specimenTypes;
    }

    /** The Observation as JSON, complete but for version and time of change. */
    public String json(AssayResult result) {
        return parser.encodeResourceToString(observation(result));
    }

    /** What HAPI writes of an Observation that it has read. */
    public String reencoded(String json) {
        return parser.encodeResourceToString(parser.parseResource(Observation.class, json));
    }

    private Observation observation(AssayResult result) {
        Observation observation = new Observation();
        observation.setId(result.id().value());
        observation.getMeta().addProfile(base + "/StructureDefinition/pk-concentration");
        observation.addContained(specimen(result));
        extensions(observation, result);
        observation
                .addIdentifier()
                .setSystem(base + "/sid/observation")
                .setValue(result.id().value());
        observation.setStatus(
                Observation.ObservationStatus.fromCode(result.status().code()));
        observation.addCategory(new CodeableConcept(new Coding(HL7 + "observation-category", "laboratory", null)));
        observation.setCode(
                concept(analytes.apply(result)).setText(result.assay().analyteName()));
        Reference subject = new Reference().setType("Patient");
        subject.getIdentifier()
                .setSystem(base + "/sid/" + result.study().value() + "/subject")
                .setValue(result.subject().value());
        observation.setSubject(subject);
        if (result.specimen().collected() != null) {
            observation.setEffective(dateTime(result.specimen().collected()));
        }
        if (result.run().laboratory() != null) {
            observation.addPerformer(new Reference()
                    .setType("Organization")
                    .setDisplay(result.run().laboratory()));
        }
        measurement(observation, result.measurement());
        if (result.run().method() != null) {
            observation.setMethod(new CodeableConcept().setText(result.run().method()));
        }
        observation.setSpecimen(new Reference("#specimen"));
        if (result.run().instrument() != null) {
            observation.setDevice(
                    new Reference().setType("Device").setDisplay(result.run().instrument()));
        }
        return observation;
    }

    private Specimen specimen(AssayResult result) {
        AssayResult.Specimen from = result.specimen();
        Specimen specimen = new Specimen();
        specimen.setId("specimen");
        if (from.accession() != null) {
            specimen.getAccessionIdentifier().setSystem(base + "/sid/accession").setValue(from.accession());
        }
        specimen.setType(concept(specimenTypes.apply(result)));
        if (from.received() != null) {
            specimen.setReceivedTimeElement(dateTime(from.received()));
        }
        if (from.collected() != null) {
            specimen.getCollection().setCollected(dateTime(from.collected()));
        }
        if (from.condition() != null) {
            specimen.addCondition().setText(from.condition());
        }
        return specimen;
    }

    private void extensions(Observation observation, AssayResult result) {
        Reference study = new Reference().setType("ResearchStudy");
        study.getIdentifier()
                .setSystem(base + "/sid/study")
                .setValue(result.study().value());
        observation.addExtension(new Extension(CORE + "workflow-researchStudy", study));
        add(observation, timing(result.timing()));
        Moment collected = result.specimen().collected();
        if (collected != null) {
            text(observation::addExtension, base + "/StructureDefinition/local-time", collected.local());
        }
        Extension limits = new Extension(base + "/StructureDefinition/quantification-limits");
        quantity(limits, "lower", result.limits().lower());
        quantity(limits, "upper", result.limits().upper());
        decimal(limits, "dilution", result.limits().dilution());
        add(observation, limits);
        text(
                observation::addExtension,
                base + "/StructureDefinition/run",
                result.run().id());
        text(
                observation::addExtension,
                base + "/StructureDefinition/plate",
                result.run().plate());
        text(
                observation::addExtension,
                base + "/StructureDefinition/replicate",
                result.assay().replicate());
        if (result.timing().analysed() != null) {
            observation.addExtension(new Extension(
                    CORE + "observation-analysis-date-time",
                    dateTime(result.timing().analysed())));
        }
        Extension verbatim = new Extension(base + "/StructureDefinition/verbatim");
        text(verbatim::addExtension, "result", result.verbatim().result());
        text(verbatim::addExtension, "unit", result.verbatim().unit());
        add(observation, verbatim);
        for (QualityFlag found : result.flags()) {
            Extension flag = new Extension(base + "/StructureDefinition/quality-flag");
            flag.addExtension(new Extension("code", new CodeType(found.code())));
            text(flag::addExtension, "text", found.text());
            observation.addExtension(flag);
        }
    }

    private Extension timing(AssayResult.Timing timing) {
        Extension extension = new Extension(base + "/StructureDefinition/planned-timepoint");
        decimal(extension, "visitNum", timing.visitNumber());
        text(extension::addExtension, "visit", timing.visit());
        decimal(extension, "tptNum", timing.timepointNumber());
        text(extension::addExtension, "tpt", timing.timepoint());
        if (timing.elapsedHours() != null) {
            Duration elapsed = new Duration();
            elapsed.setValue(timing.elapsedHours()).setUnit("h").setSystem(UCUM).setCode("h");
            extension.addExtension(new Extension("elapsed", elapsed));
        }
        text(extension::addExtension, "tptRef", timing.reference());
        if (timing.referenceTime() != null) {
            extension.addExtension(new Extension("refDateTime", dateTime(timing.referenceTime())));
            text(extension::addExtension, "refLocalTime", timing.referenceTime().local());
        }
        return extension;
    }

    private void measurement(Observation observation, Measurement measurement) {
        if (measurement instanceof Measurement.Quantity quantity) {
            observation.setValue(quantity(quantity));
        } else if (measurement instanceof BelowLimit below && below.limit() != null) {
            observation.setValue(quantity(below.limit()).setComparator(Quantity.QuantityComparator.LESS_THAN));
            interpretation(observation, "<", "Off scale low", "BLQ", "Below the limit of quantification");
        } else if (measurement instanceof AboveLimit above && above.limit() != null) {
            observation.setValue(quantity(above.limit()).setComparator(Quantity.QuantityComparator.GREATER_THAN));
            interpretation(observation, ">", "Off scale high", "ALQ", "Above the limit of quantification");
        } else if (measurement instanceof Measurement.Absent absent
                && absent.reason() != Measurement.AbsentReason.PENDING) {
            Coding reason = new Coding(
                    HL7 + "data-absent-reason",
                    absent.reason().code(),
                    absent.reason().display());
            observation.setDataAbsentReason(new CodeableConcept(reason).setText(absent.text()));
        }
    }

    private void interpretation(Observation observation, String code, String display, String flag, String meaning) {
        observation
                .addInterpretation()
                .addCoding(new Coding(HL7 + "v3-ObservationInterpretation", code, display))
                .addCoding(new Coding(base + "/CodeSystem/result", flag, meaning));
    }

    private static void add(Observation observation, Extension extension) {
        if (extension.hasExtension()) {
            observation.addExtension(extension);
        }
    }

    private static void text(Consumer<Extension> to, String url, String text) {
        if (text != null) {
            to.accept(new Extension(url, new StringType(text)));
        }
    }

    private static void decimal(Extension to, String url, BigDecimal number) {
        if (number != null) {
            to.addExtension(new Extension(url, new DecimalType(number)));
        }
    }

    private static void quantity(Extension to, String url, Measurement.Quantity quantity) {
        if (quantity != null) {
            to.addExtension(new Extension(url, quantity(quantity)));
        }
    }

    private static Quantity quantity(Measurement.Quantity from) {
        Quantity quantity = new Quantity();
        quantity.setValue(from.value()).setUnit(from.unit()).setSystem(UCUM).setCode(from.unit());
        return quantity;
    }

    private static DateTimeType dateTime(Moment moment) {
        return new DateTimeType(moment.dateTime());
    }

    private static CodeableConcept concept(List<ModelCoding> codings) {
        CodeableConcept concept = new CodeableConcept();
        for (ModelCoding coding : codings) {
            concept.addCoding(new Coding(coding.system(), coding.code(), coding.display()));
        }
        return concept;
    }
}

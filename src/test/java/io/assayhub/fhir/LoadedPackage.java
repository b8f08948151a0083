package io.assayhub.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.UnknownCodeSystemWarningValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.utilities.npm.NpmPackage;

/** The hub's package as an EDC uses it: loaded from its file into a validator that has all of R4 and nothing of the hub. */
public final class LoadedPackage {
    private static final FhirContext CONTEXT = FhirContext.forR4Cached();
    private static final int PER_BUNDLE = 25;

    private final FhirValidator validator;

    @SuppressWarnings("deprecation") // Nothing else in this version makes an unknown code system a warning.
    public LoadedPackage(Path file) throws IOException {
        PrePopulatedValidationSupport definitions = new PrePopulatedValidationSupport(CONTEXT);
        try (InputStream bytes = Files.newInputStream(file)) {
            NpmPackage loaded = NpmPackage.fromPackage(bytes);
            for (String name : loaded.listResources(
                    "StructureDefinition", "CodeSystem", "ValueSet", "ConceptMap", "NamingSystem")) {
                try (InputStream json = loaded.loadResource(name)) {
                    definitions.addResource(CONTEXT.newJsonParser().parseResource(json));
                }
            }
        }
        UnknownCodeSystemWarningValidationSupport unknown = new UnknownCodeSystemWarningValidationSupport(CONTEXT);
        FhirInstanceValidator instances = new FhirInstanceValidator(new ValidationSupportChain(
                definitions,
                new DefaultProfileValidationSupport(CONTEXT),
                new CommonCodeSystemsTerminologyService(CONTEXT),
                new InMemoryTerminologyServerValidationSupport(CONTEXT),
                unknown));
        instances.setErrorForUnknownProfiles(true);
        instances.setAnyExtensionsAllowed(false);
        validator = CONTEXT.newValidator().registerValidatorModule(instances);
    }

    /** Problems of Observations, each an Observation in JSON, those of its own profile among them. */
    public List<String> problems(List<String> observations) {
        List<String> problems = new ArrayList<>();
        for (int from = 0; from < observations.size(); from += PER_BUNDLE) {
            Bundle bundle = new Bundle().setType(Bundle.BundleType.COLLECTION);
            for (String json : observations.subList(from, Math.min(observations.size(), from + PER_BUNDLE))) {
                Observation observation = CONTEXT.newJsonParser().parseResource(Observation.class, json);
                bundle.addEntry()
                        .setFullUrl("urn:uuid:" + UUID.nameUUIDFromBytes(json.getBytes(StandardCharsets.UTF_8)))
                        .setResource(observation);
            }
            validator.validateWithResult(bundle).getMessages().stream()
                    .filter(m -> m.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
                    .map(m -> m.getLocationString() + ": " + m.getMessage())
                    .forEach(problems::add);
        }
        return problems;
    }
}

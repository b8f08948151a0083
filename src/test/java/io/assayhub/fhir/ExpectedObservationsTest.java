package io.assayhub.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.UnknownCodeSystemWarningValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every expected Observation is valid FHIR R4, as HAPI's validator reads the standard. */
class ExpectedObservationsTest {
    /** The validator's cost is per call; large Bundles share it. */
    private static final int PER_BUNDLE = 100;

    private static FhirValidator validator;

    @BeforeAll
    static void buildTheOneValidator() {
        validator = validator();
    }

    @Test
    void areValidR4() throws IOException {
        List<ExpectedObservations.Expected> all = ExpectedObservations.all();
        assertThat(all).hasSizeGreaterThan(20);
        for (int from = 0; from < all.size(); from += PER_BUNDLE) {
            List<ExpectedObservations.Expected> some = all.subList(from, Math.min(all.size(), from + PER_BUNDLE));
            assertThat(errors(some)).isEmpty();
        }
    }

    @Test
    void theValidatorSeesAnErrorWhereThereIsOne() throws IOException {
        ExpectedObservations.Expected good = ExpectedObservations.all().get(0);
        assertThat(errors(List.of(
                        new ExpectedObservations.Expected(
                                "status", good.json().replace("\"status\":\"final\"", "\"status\":\"done\"")),
                        new ExpectedObservations.Expected(
                                "zone", good.json().replaceAll("(effectiveDateTime\":\"[^\"+]*)\\+[^\"]*", "$1")))))
                .anyMatch(e -> e.startsWith("Bundle.entry[0]") && e.contains("done"))
                .anyMatch(e -> e.startsWith("Bundle.entry[1]") && e.contains("dateTime"));
    }

    private static List<String> errors(List<ExpectedObservations.Expected> observations) {
        String bundle = IntStream.range(0, observations.size())
                .mapToObj(i -> "{\"fullUrl\":\"https://assayhub.example/fhir/" + i + "/Observation/"
                        + idOf(observations.get(i).json()) + "\",\"resource\":"
                        + observations.get(i).json() + "}")
                .collect(Collectors.joining(
                        ",", "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[", "]}"));
        return validator.validateWithResult(bundle).getMessages().stream()
                .filter(m -> m.getSeverity() == ResultSeverityEnum.ERROR || m.getSeverity() == ResultSeverityEnum.FATAL)
                .map(m -> m.getLocationString() + ": " + m.getMessage())
                .toList();
    }

    private static String idOf(String json) {
        return json.replaceFirst(".*?\"id\":\"([0-9a-f]{32})\".*", "$1");
    }

    @SuppressWarnings("deprecation") // Nothing else in this version makes an unknown code system a warning.
    private static FhirValidator validator() {
        FhirContext context = FhirContext.forR4Cached();
        // For our code systems and for those of which R4's own package has no list: NCI's, SNOMED's, LOINC's.
        UnknownCodeSystemWarningValidationSupport unknown = new UnknownCodeSystemWarningValidationSupport(context);
        unknown.setNonExistentCodeSystemSeverity(IValidationSupport.IssueSeverity.WARNING);
        ValidationSupportChain chain = new ValidationSupportChain(
                new DefaultProfileValidationSupport(context),
                new CommonCodeSystemsTerminologyService(context),
                new InMemoryTerminologyServerValidationSupport(context),
                unknown);
        FhirInstanceValidator instances = new FhirInstanceValidator(chain);
        instances.setAnyExtensionsAllowed(true);
        return context.newValidator().registerValidatorModule(instances);
    }
}

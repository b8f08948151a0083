package io.assayhub.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import java.util.Collection;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.UnknownCodeSystemWarningValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r5.utils.validation.constants.BestPracticeWarningLevel;

/** What a validator knows: R4 itself, some definitions beside it, and nothing from the network. */
final class ValidationChain {
    private ValidationChain() {}

    /** R4 with these definitions; the first that knows an answer gives it. */
    static ValidationSupportChain of(FhirContext context, Collection<Resource> definitions) {
        PrePopulatedValidationSupport own = new PrePopulatedValidationSupport(context);
        definitions.forEach(own::addResource);
        return of(context, own);
    }

    /** R4, as far as Observations need it, with what else is known. */
    @SuppressWarnings("deprecation") // Nothing else in this version makes an unknown code system a warning.
    static ValidationSupportChain of(FhirContext context, IValidationSupport own) {
        // NCI's, SNOMED's and LOINC's codes: no list of them comes with R4.
        UnknownCodeSystemWarningValidationSupport unknown = new UnknownCodeSystemWarningValidationSupport(context);
        unknown.setNonExistentCodeSystemSeverity(IValidationSupport.IssueSeverity.WARNING);
        return new ValidationSupportChain(
                own,
                new CoreDefinitions(context),
                new CommonCodeSystemsTerminologyService(context),
                new InMemoryTerminologyServerValidationSupport(context),
                new SnapshotGeneratingValidationSupport(context),
                unknown);
    }

    /** A validator to which an unknown profile or extension is an error. */
    static FhirValidator validator(FhirContext context, ValidationSupportChain chain) {
        FhirInstanceValidator instances = new FhirInstanceValidator(chain);
        instances.setAnyExtensionsAllowed(false);
        instances.setErrorForUnknownProfiles(true);
        instances.setBestPracticeWarningLevel(BestPracticeWarningLevel.Ignore);
        return context.newValidator().registerValidatorModule(instances);
    }
}

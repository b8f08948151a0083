package io.assayhub.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.r4.model.StructureDefinition.StructureDefinitionKind;
import org.hl7.fhir.r4.model.StructureDefinition.TypeDerivationRule;

/**
 * R4 as its own package has it, but of all definitions at once only those that an Observation needs. The validator asks
 * for all and converts each, which is most of its first call; single ones are found as ever.
 */
final class CoreDefinitions extends DefaultProfileValidationSupport {
    private static final Set<String> RESOURCES = Set.of(
            "Resource",
            "DomainResource",
            "Bundle",
            "Observation",
            "Specimen",
            "Patient",
            "Group",
            "Location",
            "ResearchStudy",
            "ResearchSubject",
            "Organization",
            "Practitioner",
            "PractitionerRole",
            "Device",
            "DeviceMetric");

    CoreDefinitions(FhirContext context) {
        super(context);
    }

    @Override
    public <T extends IBaseResource> List<T> fetchAllStructureDefinitions() {
        List<T> all = super.fetchAllStructureDefinitions();
        return all == null
                ? null
                : all.stream().filter(CoreDefinitions::isNeeded).toList();
    }

    private static boolean isNeeded(IBaseResource resource) {
        return resource instanceof StructureDefinition definition
                && definition.getDerivation() != TypeDerivationRule.CONSTRAINT
                && (definition.getKind() != StructureDefinitionKind.RESOURCE
                        || RESOURCES.contains(definition.getName()));
    }
}

package io.assayhub.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.utilities.npm.NpmPackage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The package that an EDC loads. */
class FhirPackageTest {
    private static final FhirContext CONTEXT = FhirContext.forR4Cached();

    private static FhirPackage built;
    private static NpmPackage loaded;

    @BeforeAll
    static void buildAndLoad() throws IOException {
        built = FhirPackage.of(TestValidator.MAPPINGS, TestValidator.BASE);
        loaded = NpmPackage.fromPackage(new ByteArrayInputStream(built.bytes()));
    }

    @Test
    void isTheSameToTheByte() {
        assertThat(FhirPackage.of(TestValidator.MAPPINGS, TestValidator.BASE).bytes())
                .isEqualTo(built.bytes());
    }

    @Test
    void saysWhatItIs() throws IOException {
        assertThat(built.fileName()).isEqualTo("io.assayhub.fhir-0.1.0.tgz");
        assertThat(FhirPackage.name("https://fhir.sponsor.example:8443/Trials/hub"))
                .isEqualTo("example.sponsor.fhir.trials.hub");
        JsonNode manifest = new ObjectMapper().readTree(loaded.load("package", "package.json"));
        assertThat(manifest.path("name").asText()).isEqualTo("io.assayhub.fhir");
        assertThat(manifest.path("version").asText()).isEqualTo("0.1.0");
        assertThat(manifest.path("canonical").asText()).isEqualTo(TestValidator.BASE);
        assertThat(manifest.path("fhirVersions").path(0).asText()).isEqualTo("4.0.1");
        assertThat(manifest.path("dependencies").path("hl7.fhir.r4.core").asText())
                .isEqualTo("4.0.1");
    }

    @Test
    void holdsAProfileWithSnapshotForEachKind() throws IOException {
        Set<String> profiles = new TreeSet<>();
        for (Resource resource : built.resources().values()) {
            if (resource instanceof StructureDefinition profile) {
                assertThat(profile.getSnapshot().getElement())
                        .as(profile.getUrl())
                        .isNotEmpty();
                if (profile.getType().equals("Observation")) {
                    profiles.add(profile.getId().replaceFirst("^StructureDefinition/", ""));
                }
            }
        }
        assertThat(profiles)
                .containsExactly(
                        "ada-confirmatory",
                        "ada-neutralising",
                        "ada-qualitative",
                        "ada-screening",
                        "ada-titer",
                        "assay-result",
                        "cd8-activation",
                        "cell-count",
                        "cell-viability",
                        "elispot",
                        "flow-population",
                        "laboratory-result",
                        "pk-concentration");
        assertThat(built.counts().keySet())
                .containsExactly(
                        "CodeSystem",
                        "ConceptMap",
                        "ImplementationGuide",
                        "NamingSystem",
                        "StructureDefinition",
                        "ValueSet");
    }

    @Test
    void isValidItself() {
        // Without the snapshots: they are the library's own work, and many times larger.
        Collection<Resource> files = DefinitionFiles.read(TestValidator.MAPPINGS, TestValidator.BASE, CONTEXT)
                .values();
        files.forEach(FhirPackageTest::withoutElementContexts);
        Bundle all = new Bundle().setType(Bundle.BundleType.COLLECTION);
        files.forEach(resource -> all.addEntry()
                .setFullUrl("https://bundle.invalid/" + resource.fhirType() + "/"
                        + resource.getIdElement().getIdPart())
                .setResource(resource));
        PrePopulatedValidationSupport own = new PrePopulatedValidationSupport(CONTEXT);
        files.forEach(own::addResource);
        FhirValidator validator = ValidationChain.validator(CONTEXT, ValidationChain.of(CONTEXT, own));

        assertThat(validator.validateWithResult(all).getMessages().stream()
                        .filter(m -> m.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
                        .map(FhirPackageTest::text))
                .isEmpty();
    }

    /**
     * For the path of an element the validator asks the network for R4's own package, a second for each. That extensions
     * stand where they may is shown by the Observations that carry them.
     */
    private static void withoutElementContexts(Resource resource) {
        if (resource instanceof StructureDefinition extension) {
            extension.getContext().stream()
                    .filter(c -> c.getType() == StructureDefinition.ExtensionContextType.ELEMENT)
                    .forEach(c -> c.setType(StructureDefinition.ExtensionContextType.FHIRPATH));
        }
    }

    @Test
    void validatesForWhoeverLoadsIt() throws IOException {
        PrePopulatedValidationSupport edc = new PrePopulatedValidationSupport(CONTEXT);
        List<String> files = loaded.listResources(
                "StructureDefinition", "CodeSystem", "ValueSet", "ConceptMap", "NamingSystem", "ImplementationGuide");
        assertThat(files).hasSameSizeAs(built.resources().keySet());
        for (String file : files) {
            try (InputStream json = loaded.loadResource(file)) {
                edc.addResource(CONTEXT.newJsonParser().parseResource(json));
            }
        }
        ProfileValidator validator =
                new ProfileValidator(ValidationChain.validator(CONTEXT, ValidationChain.of(CONTEXT, edc)));
        String good = SampleObservation.of("pk-concentration")
                .quantity("12.40", "ng/mL")
                .json();
        Map<String, String> broken = Map.of(
                "fixed to '{titer}'",
                        SampleObservation.of("ada-titer")
                                .quantity("160", "ng/mL")
                                .json(),
                "identifier",
                        SampleObservation.of("elispot")
                                .coded("TNTC")
                                .without("identifier")
                                .json());

        assertThat(validator.validate(List.of(utf8(good))).get(0)).isEmpty();
        broken.forEach((problem, json) ->
                assertThat(validator.validate(List.of(utf8(json))).get(0)).anyMatch(p -> p.contains(problem)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(SingleValidationMessage message) {
        return message.getLocationString() + ": " + message.getMessage();
    }
}

package io.assayhub.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Finds the elements of a FHIR R4 Patient and ResearchSubject that identify a person, or that may hold anything. Names
 * come from closed lists, never from the message, in which a name may be content.
 */
final class IdentifyingElements {
    private static final String OTHER = "(element that FHIR R4 does not have)";

    private static final Set<String> OF_ANY = Set.of("text", "contained", "extension", "modifierExtension");
    private static final Set<String> PERSONS = Set.of("Person", "RelatedPerson", "Practitioner", "PractitionerRole");

    private static final Set<String> PATIENT_HARMLESS = Set.of(
            "resourceType",
            "id",
            "meta",
            "implicitRules",
            "language",
            "identifier",
            "active",
            "gender",
            "managingOrganization");
    private static final Set<String> PATIENT = Set.of(
            "name",
            "telecom",
            "birthDate",
            "deceasedBoolean",
            "deceasedDateTime",
            "address",
            "maritalStatus",
            "multipleBirthBoolean",
            "multipleBirthInteger",
            "photo",
            "contact",
            "communication",
            "generalPractitioner",
            "link");
    private static final Set<String> SUBJECT_HARMLESS = Set.of(
            "resourceType",
            "id",
            "meta",
            "implicitRules",
            "language",
            "identifier",
            "status",
            "period",
            "study",
            "individual",
            "assignedArm",
            "actualArm",
            "consent");

    /** Last segments of extension URLs of HL7 and of national guides. */
    private static final Set<String> EXTENSIONS = Set.of(
            "us-core-race",
            "us-core-ethnicity",
            "us-core-birthsex",
            "us-core-genderIdentity",
            "us-core-tribal-affiliation",
            "patient-birthPlace",
            "patient-birthTime",
            "patient-citizenship",
            "patient-nationality",
            "patient-religion",
            "patient-mothersMaidenName",
            "patient-genderIdentity",
            "individual-genderIdentity");

    private final Map<String, Integer> found = new TreeMap<>();

    /** Name to how often. */
    Map<String, Integer> found() {
        return Map.copyOf(found);
    }

    void patient(JsonNode patient) {
        scan("Patient", patient, PATIENT_HARMLESS, PATIENT);
        patient.path("extension").forEach(e -> add("Patient.extension" + extensionName(e)));
    }

    /** @param isRead tells the extensions that are read, which do not count */
    void researchSubject(JsonNode subject, Predicate<JsonNode> isRead) {
        scan("ResearchSubject", subject, SUBJECT_HARMLESS, Set.of());
        subject.path("extension").forEach(e -> {
            if (!isRead.test(e)) {
                add("ResearchSubject.extension" + extensionName(e));
            }
        });
        if (subject.path("individual").has("display")) {
            add("ResearchSubject.individual.display");
        }
    }

    /** Whether this resource is a person, which a registration does not need. */
    boolean isPerson(String resourceType) {
        if (PERSONS.contains(resourceType)) {
            add(resourceType);
            return true;
        }
        return false;
    }

    void add(String name) {
        found.merge(name, 1, Integer::sum);
    }

    private void scan(String type, JsonNode resource, Set<String> harmless, Set<String> identifying) {
        Map<String, Integer> here = new HashMap<>();
        for (Iterator<String> names = resource.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            // An underscore in front: the extensions of a primitive element (FHIR R4, JSON representation).
            boolean primitive = name.startsWith("_");
            String element = primitive ? name.substring(1) : name;
            if (!primitive && (harmless.contains(element) || element.equals("extension"))) {
                continue;
            }
            boolean known = harmless.contains(element) || identifying.contains(element) || OF_ANY.contains(element);
            here.put(type + "." + (known ? element : OTHER), 1);
        }
        here.keySet().forEach(this::add);
    }

    private static String extensionName(JsonNode extension) {
        String url = extension.path("url").asText();
        String last = url.substring(url.lastIndexOf('/') + 1);
        return EXTENSIONS.contains(last) ? "(" + last + ")" : "";
    }
}

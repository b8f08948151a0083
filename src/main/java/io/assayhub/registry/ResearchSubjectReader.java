package io.assayhub.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.config.SubjectRules;
import io.assayhub.config.SubjectRules.Canonical;
import io.assayhub.model.ErrorCode;
import io.assayhub.model.Hash128;
import io.assayhub.model.Location;
import io.assayhub.model.Rejected;
import io.assayhub.model.StudyId;
import io.assayhub.model.SubjectId;
import io.assayhub.registry.SubjectChange.Registration;
import io.assayhub.wire.SubjectRecord.Claim;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads a FHIR R4 ResearchSubject, and of its Patient the subject numbers; nothing else of either is looked at. */
final class ResearchSubjectReader {
    private static final int ARM = 100;

    private final SubjectRules rules;
    private final BundleResources resources;
    private final IdentifyingElements identifying;
    private final List<Rejected> problems;

    ResearchSubjectReader(
            SubjectRules rules, BundleResources resources, IdentifyingElements identifying, List<Rejected> problems) {
        this.rules = rules;
        this.resources = resources;
        this.identifying = identifying;
        this.problems = problems;
    }

    /** An identifier that is a number of the study. */
    private record SubjectNumber(String form, String use, Canonical canonical) {
        private boolean isFormer() {
            return use.equals("old") || use.equals("secondary");
        }

        /** Lower is more likely the number that counts now. */
        private int rank() {
            return switch (use) {
                case "official" -> 0;
                case "usual" -> 1;
                case "old", "secondary" -> 4;
                case "temp" -> 3;
                default -> 2;
            };
        }
    }

    /**
     * The registration in a resource, or empty and a problem.
     *
     * @param deleted whether the message takes it back
     */
    Optional<Registration> read(JsonNode subject, String place, boolean deleted, long asOf) {
        identifying.researchSubject(subject, ResearchSubjectReader::isSite);
        Optional<String> study = study(subject.path("study"));
        if (study.isEmpty()) {
            return bad(place, "ResearchSubject.study", "The study is not named by identifier or ResearchStudy/ID.");
        }
        String code = deleted
                ? SubjectStatus.NOT_REGISTERED.code()
                : subject.path("status").asText();
        Optional<SubjectStatus> status = SubjectStatus.of(code);
        if (status.isEmpty()) {
            return bad(place, "ResearchSubject.status", "The status is missing or not one of FHIR R4.");
        }
        List<SubjectNumber> numbers = numbers(study.get(), subject, place);
        Optional<SubjectNumber> current =
                numbers.stream().filter(n -> !n.isFormer()).min(java.util.Comparator.comparingInt(SubjectNumber::rank));
        if (current.isEmpty()) {
            return bad(
                    place,
                    "ResearchSubject.identifier",
                    numbers.isEmpty()
                            ? "No identifier is a subject number of the study."
                            : "Every subject number is old or secondary.");
        }
        Canonical canonical = current.get().canonical();
        Set<SubjectId> aliases = new LinkedHashSet<>();
        for (SubjectNumber number : numbers) {
            boolean tells = number.isFormer() || rules.knows(study.get());
            if (tells && !number.canonical().subject().equals(canonical.subject())) {
                aliases.add(number.canonical().subject());
            }
        }
        JsonNode period = subject.path("period");
        String registration = subject.path("id").asText();
        Claim claim = new Claim(
                current.get().form(),
                registration.isEmpty() ? null : hashOfId("ResearchSubject/" + registration),
                individual(study.get(), subject.path("individual")),
                status.get().code(),
                site(subject, current.get(), place),
                arm(subject, place),
                day(period.path("start"), Day::first, place, "ResearchSubject.period.start"),
                day(period.path("end"), Day::last, place, "ResearchSubject.period.end"),
                asOf);
        return Optional.of(
                new Registration(canonical.study(), canonical.subject(), List.copyOf(aliases), claim, place));
    }

    /** The hash that stands for the registry's own id of a registration, such as {@code ResearchSubject/12}. */
    static String hashOfId(String name) {
        return Hash128.ofSha256("registration\u001f" + name).hex();
    }

    private String individual(String study, JsonNode reference) {
        String name = resources.lastingName(reference, "Patient");
        return name == null
                ? null
                : Hash128.ofSha256("individual\u001f" + study + "\u001f" + name).hex();
    }

    /** The study's code: one that has a file before one that has not. */
    private Optional<String> study(JsonNode reference) {
        List<String> names = new ArrayList<>();
        names.add(reference.path("identifier").path("value").asText());
        JsonNode study = resources.resolve(reference);
        study.path("identifier").forEach(i -> names.add(i.path("value").asText()));
        names.add(study.path("id").asText());
        String relative = BundleResources.relative(reference.path("reference").asText());
        if (relative.startsWith("ResearchStudy/")) {
            names.add(relative.substring("ResearchStudy/".length()));
        }
        List<String> valid =
                names.stream().map(SubjectRules::strip).filter(StudyId::isValid).toList();
        return valid.stream()
                .filter(rules::knows)
                .findFirst()
                .or(() -> valid.stream().findFirst());
    }

    /** The identifiers of the ResearchSubject, then those of its Patient, that are numbers of the study. */
    private List<SubjectNumber> numbers(String study, JsonNode subject, String place) {
        List<SubjectNumber> numbers = new ArrayList<>();
        for (JsonNode identifier : subject.path("identifier")) {
            number(study, identifier)
                    .ifPresentOrElse(numbers::add, () -> identifying.add("ResearchSubject.identifier"));
        }
        List<SubjectNumber> own = List.copyOf(numbers);
        for (JsonNode identifier : resources.resolve(subject.path("individual")).path("identifier")) {
            Optional<SubjectNumber> number = number(study, identifier).filter(n -> rules.knows(study));
            if (number.isEmpty()) {
                continue; // Told of when the Patient itself is looked at.
            }
            if (own.isEmpty() || number.get().isFormer()) {
                numbers.add(number.get());
            } else if (own.stream()
                    .noneMatch(n -> n.canonical()
                            .subject()
                            .equals(number.get().canonical().subject()))) {
                problem(
                        place,
                        "Patient.identifier",
                        "The Patient has another number of the study than the ResearchSubject; it was passed over.");
            }
        }
        return numbers;
    }

    private Optional<SubjectNumber> number(String study, JsonNode identifier) {
        String form = SubjectRules.strip(identifier.path("value").asText());
        return rules.read(study, form)
                .map(c -> new SubjectNumber(form, identifier.path("use").asText(), c));
    }

    static boolean isSite(JsonNode extension) {
        String url = extension.path("url").asText();
        return url.endsWith("/study-site");
    }

    private String site(JsonNode subject, SubjectNumber number, String place) {
        for (JsonNode extension : subject.path("extension")) {
            if (isSite(extension)) {
                String site = siteCode(extension);
                if (!SubjectId.isValid(site)) {
                    problem(
                            place,
                            "ResearchSubject.extension(study-site)",
                            "The site is not a code of letters, digits and . _ : - up to 64.");
                    break;
                }
                return site;
            }
        }
        return number.canonical().site();
    }

    private String siteCode(JsonNode extension) {
        for (String value : List.of("valueString", "valueCode", "valueId")) {
            if (extension.has(value)) {
                return SubjectRules.strip(extension.path(value).asText());
            }
        }
        JsonNode reference = extension.path("valueReference");
        JsonNode identifier =
                extension.has("valueIdentifier") ? extension.path("valueIdentifier") : reference.path("identifier");
        if (!identifier.isMissingNode()) {
            return SubjectRules.strip(identifier.path("value").asText());
        }
        JsonNode resolved = resources.resolve(reference).path("identifier").path(0);
        return resolved.isMissingNode()
                ? SubjectRules.strip(
                        BundleResources.relative(reference.path("reference").asText())
                                .replaceFirst("^(Organization|Location)/", ""))
                : SubjectRules.strip(resolved.path("value").asText());
    }

    private String arm(JsonNode subject, String place) {
        String element = subject.has("assignedArm") ? "assignedArm" : "actualArm";
        String arm = SubjectRules.strip(subject.path(element).asText());
        if (arm.length() > ARM || arm.chars().anyMatch(Character::isISOControl)) {
            problem(
                    place,
                    "ResearchSubject." + element,
                    "The arm is longer than 100 characters or holds control characters.");
            return null;
        }
        return arm.isEmpty() ? null : arm;
    }

    private String day(JsonNode value, Function<String, Optional<String>> day, String place, String element) {
        if (value.isMissingNode()) {
            return null;
        }
        Optional<String> read = day.apply(value.asText());
        if (read.isEmpty()) {
            problem(place, element, "This is not a date of ISO 8601.");
        }
        return read.orElse(null);
    }

    private Optional<Registration> bad(String place, String element, String detail) {
        problem(place, element, detail);
        return Optional.empty();
    }

    private void problem(String place, String element, String detail) {
        problems.add(new Rejected(
                ErrorCode.BAD_REGISTRATION,
                new Location(0, 0, element),
                place.isEmpty() ? element : place + "/" + element,
                detail,
                null));
    }
}

package io.assayhub.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Says what of an Observation is not as FHIR R4 and the profile that it claims have it. Knows R4 and the files of
 * {@code profiles} and {@code terminology}; asks nothing of the network. The first use takes seconds, for R4 itself has to
 * be read; after that the cost is mostly per call, so many Observations should come at once. For use by one thread.
 *
 * <p>A code that one of these code systems does not have is a problem; one of a system whose list is not known here, such
 * as LOINC or SNOMED CT, is none. A profile or extension that is not known is a problem.
 */
public final class ProfileValidator {
    /** Observations for one call of the validator: most of a call's own cost is shared, and its memory is bounded. */
    private static final int PER_BUNDLE = 50;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ENTRY =
            Pattern.compile("^Bundle\\.entry\\[(\\d+)](?:\\.resource)?(?:/\\*[^*]*\\*/)?\\.?(.*)$");

    private static final Pattern PLACE = Pattern.compile("Bundle\\.entry\\[\\d+]\\.resource(?:/\\*[^*]*\\*/)?\\.?");

    private final FhirValidator validator;

    /**
     * @param mappings folder {@code fhir-mappings}, of which {@code profiles} and {@code terminology} are read
     * @param base where the hub's own canonical URLs begin
     * @throws DefinitionException if one of the files is not FHIR R4
     */
    public ProfileValidator(Path mappings, String base) {
        FhirContext context = FhirContext.forR4Cached();
        validator = ValidationChain.validator(
                context,
                ValidationChain.of(
                        context, DefinitionFiles.read(mappings, base, context).values()));
    }

    ProfileValidator(FhirValidator validator) {
        this.validator = validator;
    }

    /**
     * Validates Observations in Bundles of up to 50.
     *
     * @param observations JSON in UTF-8
     * @return one list of problems for each Observation, in order, each {@code path: what is wrong}; empty: valid
     */
    public List<List<String>> validate(List<byte[]> observations) {
        List<List<String>> problems = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        for (byte[] observation : observations) {
            List<String> of = new ArrayList<>();
            problems.add(of);
            entry(observation, of, entries);
        }
        // Bundles share nothing but the validator, which may be shared.
        IntStream.iterate(0, from -> from < entries.size(), from -> from + PER_BUNDLE)
                .parallel()
                .forEach(from -> validateBundle(entries.subList(from, Math.min(entries.size(), from + PER_BUNDLE))));
        return problems.stream().map(List::copyOf).toList();
    }

    /** One Observation and where its problems go. */
    private record Entry(String id, String json, List<String> problems) {}

    /** What is no JSON object would spoil the Bundle for all others. */
    private static void entry(byte[] observation, List<String> problems, List<Entry> entries) {
        try {
            JsonNode tree = JSON.readTree(observation);
            if (tree.isObject()) {
                String text = new String(observation, StandardCharsets.UTF_8);
                entries.add(new Entry(tree.path("id").asText("none"), text, problems));
            } else {
                problems.add("Observation: is not a JSON object");
            }
        } catch (IOException e) {
            problems.add("Observation: is not JSON");
        }
    }

    private void validateBundle(List<Entry> entries) {
        boolean placed = true;
        List<Runnable> found = new ArrayList<>();
        for (SingleValidationMessage message : messages(bundle(entries))) {
            String location = message.getLocationString();
            Matcher at = ENTRY.matcher(location == null ? "" : location);
            if (at.matches() && Integer.parseInt(at.group(1)) < entries.size()) {
                List<String> problems =
                        entries.get(Integer.parseInt(at.group(1))).problems();
                String path = at.group(2).isEmpty() ? "Observation" : at.group(2);
                found.add(() -> add(problems, path + ": " + text(message)));
            } else {
                placed = false;
                found.add(() -> add(entries.get(0).problems(), location + ": " + text(message)));
            }
        }
        if (placed || entries.size() == 1) {
            found.forEach(Runnable::run);
        } else {
            // A problem of the Bundle as a whole: whose it is shows when each stands alone.
            entries.forEach(entry -> validateBundle(List.of(entry)));
        }
    }

    /** In one line, whatever it quotes, and without the Bundle of which the caller knows nothing. */
    private static String text(SingleValidationMessage message) {
        return PLACE.matcher(message.getMessage())
                .replaceAll("")
                .replaceAll("\\s+", " ")
                .trim();
    }

    private static void add(List<String> problems, String problem) {
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    private List<SingleValidationMessage> messages(String json) {
        return validator.validateWithResult(json).getMessages().stream()
                .filter(m -> m.getSeverity() == ResultSeverityEnum.ERROR || m.getSeverity() == ResultSeverityEnum.FATAL)
                .toList();
    }

    /** A collection; the full URLs differ though the same result may stand in it in several versions. */
    private static String bundle(List<Entry> entries) {
        StringBuilder bundle = new StringBuilder("{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[");
        for (int i = 0; i < entries.size(); i++) {
            bundle.append(i == 0 ? "" : ",")
                    .append("{\"fullUrl\":\"https://bundle.invalid/")
                    .append(i)
                    .append("/Observation/")
                    .append(entries.get(i).id().replaceAll("[^A-Za-z0-9.-]", "-"))
                    .append("\",\"resource\":")
                    .append(entries.get(i).json())
                    .append('}');
        }
        return bundle.append("]}").toString();
    }
}

package io.assayhub.registry;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.assayhub.config.SubjectRules;
import io.assayhub.model.ErrorCode;
import io.assayhub.model.Location;
import io.assayhub.model.Rejected;
import io.assayhub.registry.SubjectChange.Deregistration;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads what an EDC sends: a FHIR R4 Bundle in JSON, a ResearchSubject alone, or a JSON array of resources. Reads any
 * bytes without an exception; one bad entry costs itself and nothing else.
 */
public final class BundleParser {
    private static final Set<String> BUNDLE_TYPES = Set.of("transaction", "collection", "batch", "message");
    /** Resources that go with a registration. */
    private static final Set<String> COMPANIONS =
            Set.of("Patient", "ResearchStudy", "Organization", "Location", "MessageHeader", "Provenance");
    /** How far a sender's clock may go before the broker's. */
    private static final Duration AHEAD = Duration.ofDays(1);

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final SubjectRules rules;

    public BundleParser(SubjectRules rules) {
        this.rules = rules;
    }

    /**
     * What was read from one message.
     *
     * @param problems what could not be read
     * @param identifying elements that identify a person, by name, with how often each came; their content was dropped
     */
    public record Parsed(List<SubjectChange> changes, List<Rejected> problems, Map<String, Integer> identifying) {
        public Parsed {
            changes = List.copyOf(changes);
            problems = List.copyOf(problems);
            identifying = Map.copyOf(identifying);
        }
    }

    /**
     * Reads one message.
     *
     * @param json its bytes, or null
     * @param arrived when Kafka got it, in milliseconds since 1970
     */
    public Parsed parse(byte[] json, long arrived) {
        return new Reading(arrived).read(json);
    }

    /** One entry of a Bundle, or a resource that came without one. */
    private record Entry(String place, JsonNode resource, boolean deleted, String url) {}

    private final class Reading {
        private final long arrived;
        private final List<SubjectChange> changes = new ArrayList<>();
        private final List<Rejected> problems = new ArrayList<>();
        private final IdentifyingElements identifying = new IdentifyingElements();
        private final BundleResources resources = new BundleResources();
        private final List<Entry> entries = new ArrayList<>();
        private OptionalLong bundleTime = OptionalLong.empty();

        private Reading(long arrived) {
            this.arrived = arrived;
        }

        private Parsed read(byte[] json) {
            open(json);
            ResearchSubjectReader reader = new ResearchSubjectReader(rules, resources, identifying, problems);
            for (Entry entry : entries) {
                String type = entry.resource.path("resourceType").asText();
                if (type.equals("ResearchSubject")) {
                    reader.read(entry.resource, entry.place, entry.deleted, asOf(entry))
                            .ifPresent(changes::add);
                } else if (type.equals("Patient")) {
                    patient(entry.resource);
                } else if (entry.deleted && entry.resource.isMissingNode()) {
                    delete(entry);
                } else if (!identifying.isPerson(type) && !COMPANIONS.contains(type)) {
                    problem(
                            entry.place,
                            "resourceType",
                            "A registration holds ResearchSubject and Patient; this resource was not read.");
                }
            }
            return new Parsed(changes, problems, identifying.found());
        }

        private void open(byte[] json) {
            JsonNode root = tree(json);
            if (root == null) {
                problem("", "Bundle", "This is not JSON.");
            } else if (root.path("resourceType").asText().equals("Bundle")) {
                bundle(root);
            } else if (root.isArray()) {
                for (int i = 0; i < root.size(); i++) {
                    add(new Entry("[" + i + "]", root.get(i), false, ""), "");
                }
            } else if (root.has("resourceType")) {
                add(new Entry("", root, false, ""), "");
            } else {
                problem("", "resourceType", "This is no FHIR resource.");
            }
            if (root != null
                    && problems.isEmpty()
                    && entries.stream()
                            .noneMatch(e -> e.deleted
                                    || e.resource.path("resourceType").asText().equals("ResearchSubject"))) {
                problem("", "ResearchSubject", "The message holds no ResearchSubject.");
            }
        }

        private void bundle(JsonNode bundle) {
            if (!BUNDLE_TYPES.contains(bundle.path("type").asText())) {
                problem("", "Bundle.type", "Has to be transaction, collection, batch or message.");
                return;
            }
            if (bundle.has("timestamp")) {
                bundleTime = time(bundle.path("timestamp"), "", "Bundle.timestamp");
            }
            int i = 0;
            for (JsonNode entry : bundle.path("entry")) {
                JsonNode request = entry.path("request");
                add(
                        new Entry(
                                "entry[" + i++ + "]",
                                entry.path("resource"),
                                request.path("method").asText().equals("DELETE"),
                                request.path("url").asText()),
                        entry.path("fullUrl").asText());
            }
        }

        private void add(Entry entry, String fullUrl) {
            entries.add(entry);
            resources.add(fullUrl, entry.resource);
        }

        private JsonNode tree(byte[] json) {
            try {
                JsonNode root = json == null ? null : MAPPER.readTree(json);
                return root == null || root.isMissingNode() ? null : root;
            } catch (IOException e) {
                return null; // What it says quotes the message; that it is not JSON is all that may be told.
            }
        }

        private void patient(JsonNode patient) {
            identifying.patient(patient);
            for (JsonNode identifier : patient.path("identifier")) {
                String value = identifier.path("value").asText();
                boolean isNumber = rules.studies().stream()
                                .anyMatch(s ->
                                        s.canonicalOf(SubjectRules.strip(value)).isPresent())
                        || entries.stream().anyMatch(e -> hasNumber(e.resource, value));
                if (!isNumber) {
                    identifying.add("Patient.identifier");
                }
            }
        }

        /** Whether a ResearchSubject of the message names this value too, as a study without a file does. */
        private static boolean hasNumber(JsonNode resource, String value) {
            for (JsonNode identifier : resource.path("identifier")) {
                if (resource.path("resourceType").asText().equals("ResearchSubject")
                        && identifier.path("value").asText().equals(value)) {
                    return true;
                }
            }
            return false;
        }

        /** {@code DELETE ResearchSubject/ID} and {@code DELETE ResearchSubject?identifier=SYSTEM|NUMBER&study=CODE}. */
        private void delete(Entry entry) {
            String relative = BundleResources.relative(entry.url);
            if (entry.url.indexOf('?') < 0 && relative.matches("ResearchSubject/[A-Za-z0-9.-]{1,64}")) {
                changes.add(new Deregistration(
                        ResearchSubjectReader.hashOfId(relative), null, null, asOf(entry), entry.place));
                return;
            }
            String number = null;
            String study = null;
            int query = entry.url.indexOf('?');
            if (query >= 0 && entry.url.substring(0, query).endsWith("ResearchSubject")) {
                for (String parameter : entry.url.substring(query + 1).split("&", -1)) {
                    int equals = parameter.indexOf('=');
                    String name = equals < 0 ? parameter : parameter.substring(0, equals);
                    String value = equals < 0 ? "" : decode(parameter.substring(equals + 1));
                    if (name.equals("identifier")) {
                        number = value.substring(value.lastIndexOf('|') + 1);
                    } else if (name.equals("study") || name.equals("study:identifier")) {
                        study = value.substring(Math.max(value.lastIndexOf('|'), value.lastIndexOf('/')) + 1);
                    }
                }
            }
            if (number == null || number.isBlank()) {
                problem(entry.place, "request.url", "Only a ResearchSubject can be deleted, by id or by identifier.");
            } else {
                changes.add(new Deregistration(null, study, number, asOf(entry), entry.place));
            }
        }

        private static String decode(String text) {
            try {
                return URLDecoder.decode(text, StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                return ""; // A broken escape names nothing.
            }
        }

        private long asOf(Entry entry) {
            if (bundleTime.isPresent()) {
                return bundleTime.getAsLong();
            }
            JsonNode updated = entry.resource.path("meta").path("lastUpdated");
            return updated.isMissingNode()
                    ? arrived
                    : time(updated, entry.place, "meta.lastUpdated").orElse(arrived);
        }

        /** A FHIR instant, or empty and a problem: one in the future would keep every later word out. */
        private OptionalLong time(JsonNode value, String place, String element) {
            try {
                long time = OffsetDateTime.parse(value.asText()).toInstant().toEpochMilli();
                if (time <= arrived + AHEAD.toMillis()) {
                    return OptionalLong.of(time);
                }
                problem(place, element, "The time lies in the future; the time of arrival was taken.");
            } catch (DateTimeException | ArithmeticException e) {
                problem(place, element, "This is not an instant of FHIR; the time of arrival was taken.");
            }
            return OptionalLong.empty();
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
}

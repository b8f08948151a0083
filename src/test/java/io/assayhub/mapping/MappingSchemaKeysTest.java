package io.assayhub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.config.FeedConfigReader;
import io.assayhub.config.Problem;
import io.assayhub.config.Problems;
import io.assayhub.config.RegistryConfig;
import io.assayhub.config.SpecimenListConfig;
import io.assayhub.config.StudyConfig;
import io.assayhub.mapping.TestMappings.MappingFile;
import io.assayhub.registry.SubjectStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Every key that a reader knows is in the schema, and the reverse. An unknown key is put into every mapping of a file, and
 * the reader, which refuses it, says which keys it knows there.
 */
class MappingSchemaKeysTest {
    private static final String KNOWN = "is not known here; known: ";

    /** Reads a file of one kind; whatever is wrong becomes a problem. */
    private interface Reader {
        void read(String text, Problems problems) throws IOException;
    }

    @Test
    void feeds() throws IOException {
        keysAgree(
                MappingSchema.FEED,
                List.of(
                        Path.of("src/test/resources/schema/everything.yaml"),
                        Path.of("src/test/resources/schema/messages.yaml"),
                        Path.of("src/test/resources/schema/analysers.yaml"),
                        Path.of("src/test/resources/schema/fhir.yaml"),
                        Path.of("src/test/resources/schema/flowjo.yaml"),
                        Path.of("src/test/resources/schema/elispot.yaml"),
                        Path.of("src/test/resources/schema/cdisc-lab.yaml"),
                        Path.of("src/test/resources/schema/dataset-json.yaml"),
                        Path.of("src/test/resources/schema/xpt.yaml"),
                        Path.of("src/test/resources/schema/xlsx.yaml")),
                (text, problems) -> FeedConfigReader.read(text, "feeds/x.yaml", problems));
    }

    @Test
    void observations() throws IOException {
        keysAgree(
                MappingSchema.OBSERVATION,
                List.of(Path.of("src/test/resources/schema/safety.yaml")),
                (text, problems) -> TestMappings.load(List.of(new MappingFile("observations/x.yaml", text)), problems));
    }

    @Test
    void studies() throws IOException {
        keysAgree(
                MappingSchema.STUDY,
                MappingSchema.STUDY.shipped(),
                (text, problems) -> StudyConfig.read(text, "studies/x.yaml", problems));
    }

    @Test
    void registries() throws IOException {
        keysAgree(
                MappingSchema.REGISTRY,
                MappingSchema.REGISTRY.shipped(),
                (text, problems) -> RegistryConfig.read(text, "registries/x.yaml", SubjectStatus.codes(), problems));
    }

    @Test
    void specimens() throws IOException {
        keysAgree(
                MappingSchema.SPECIMENS,
                MappingSchema.SPECIMENS.shipped(),
                (text, problems) -> SpecimenListConfig.read(
                        text,
                        "specimens/x.yaml",
                        Set.of("planned", "collected", "not-done"),
                        List.of("pk-concentration", "ada-screening", "flow-population"),
                        problems));
    }

    private static void keysAgree(MappingSchema schema, List<Path> files, Reader reader) throws IOException {
        Set<String> reached = new TreeSet<>();
        for (Path file : files) {
            Probes probes = new Probes(schema.json());
            String text = MappingSchema.text(probes.into(MappingSchema.tree(Files.readString(file))));
            Problems problems = new Problems();
            reader.read(text, problems);
            probes.places.forEach((probe, places) -> {
                Set<String> known = known(problems.list(), probe)
                        .orElseThrow(() -> new AssertionError(file + ": an unknown key is taken, or the schema closes"
                                + " what the reader does not: " + places.keySet()));
                assertThat(places.values()).as("%s %s", file, places.keySet()).contains(known);
                places.forEach((pointer, keys) -> {
                    if (keys.equals(known)) {
                        reached.add(pointer);
                    }
                });
            });
        }
        assertThat(reached)
                .as("mappings of the schema that some file has")
                .containsExactlyElementsOf(mappings("", schema.json(), new TreeSet<>()));
    }

    private static Optional<Set<String>> known(List<Problem> problems, String probe) {
        return problems.stream()
                .filter(p -> p.path().endsWith(probe) && p.message().startsWith(KNOWN))
                .map(p -> Set.of(p.message().substring(KNOWN.length()).split(", ")))
                .findFirst();
    }

    /** Where the schema describes a mapping of named keys. What FHIR describes is not the reader's to know. */
    private static Set<String> mappings(String pointer, JsonNode schema, Set<String> into) {
        if (schema.path("properties").isObject()
                && !schema.at("/properties/resourceType").isObject()) {
            into.add(pointer);
        }
        if (!schema.at("/properties/resourceType").isObject()) {
            schema.properties().forEach(f -> mappings(pointer + "/" + f.getKey(), f.getValue(), into));
            for (int i = 0; schema.isArray() && i < schema.size(); i++) {
                mappings(pointer + "/" + i, schema.get(i), into);
            }
        }
        return into;
    }

    /** Puts a key that nobody knows into every mapping whose keys the schema names. */
    private static final class Probes {
        private final JsonNode schema;
        /** By key: where in the schema the mapping may be described, and with which keys. */
        private final Map<String, Map<String, Set<String>>> places = new LinkedHashMap<>();

        private Probes(JsonNode schema) {
            this.schema = schema;
        }

        private Object into(Object tree) {
            return into(tree, List.of(""));
        }

        private Object into(Object node, List<String> pointers) {
            List<String> at = new ArrayList<>();
            pointers.forEach(p -> branches(p, at));
            if (node instanceof List<?> list) {
                List<String> items = at.stream()
                        .map(p -> p + "/items")
                        .filter(p -> !schema.at(p).isMissingNode())
                        .toList();
                List<Object> probed = new ArrayList<>();
                // One text in place of a list of texts, and so what stands in it, has no schema of its own.
                list.forEach(item -> probed.add(into(item, items)));
                return probed;
            }
            if (!(node instanceof Map<?, ?> map) || at.stream().anyMatch(p -> p.equals("/properties/resource"))) {
                return node;
            }
            Map<String, Object> probed = new LinkedHashMap<>();
            map.forEach((key, value) -> probed.put(key.toString(), into(value, below(at, key.toString()))));
            Map<String, Set<String>> candidates = new LinkedHashMap<>();
            for (String pointer : at) {
                JsonNode properties = schema.at(pointer).path("properties");
                if (properties.isObject()) {
                    Set<String> keys = new LinkedHashSet<>();
                    properties.fieldNames().forEachRemaining(keys::add);
                    candidates.put(pointer, keys);
                }
            }
            if (!candidates.isEmpty()) {
                String probe = "zzqq" + places.size() + "qqzz";
                places.put(probe, candidates);
                probed.put(probe, "1");
            }
            return probed;
        }

        private List<String> below(List<String> at, String key) {
            List<String> below = new ArrayList<>();
            for (String pointer : at) {
                String named = pointer + "/properties/" + key.replace("~", "~0").replace("/", "~1");
                if (!schema.at(named).isMissingNode()) {
                    below.add(named);
                } else if (schema.at(pointer).path("additionalProperties").isObject()) {
                    below.add(pointer + "/additionalProperties");
                }
            }
            return below;
        }

        /** The schema itself and what it refers to or chooses from. */
        private void branches(String pointer, List<String> into) {
            JsonNode at = schema.at(pointer);
            String reference = at.path("$ref").asText();
            if (!reference.isEmpty()) {
                branches(reference.substring(1), into);
                return;
            }
            into.add(pointer);
            for (String choice : List.of("anyOf", "allOf")) {
                for (int i = 0; i < at.path(choice).size(); i++) {
                    branches(pointer + "/" + choice + "/" + i, into);
                }
            }
        }
    }
}

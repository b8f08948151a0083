package io.assayhub.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** A schema under {@code fhir-mappings/schema}, by which editors complete and check a kind of mapping file. */
public enum MappingSchema {
    FEED("feeds"),
    OBSERVATION("observations"),
    STUDY("studies"),
    REGISTRY("registries"),
    SPECIMENS("specimens");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String folder;

    MappingSchema(String folder) {
        this.folder = folder;
    }

    /** The schema of a file of the mappings, by its path in their folder, if its kind has one. */
    public static Optional<MappingSchema> of(String file) {
        return List.of(values()).stream()
                .filter(s -> file.startsWith(s.folder + "/"))
                .findFirst();
    }

    /** The folder of the files that it is for. */
    public String folder() {
        return folder;
    }

    Path file() {
        return TestMappings.FOLDER.resolve("schema").resolve(name().toLowerCase(Locale.ROOT) + ".schema.json");
    }

    /** Its own text as JSON. */
    JsonNode json() {
        try {
            return JSON.readTree(file().toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The shipped files that it is for. */
    List<Path> shipped() throws IOException {
        try (var files = Files.list(TestMappings.FOLDER.resolve(folder))) {
            return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    /** What it finds wrong with a file's text; text that is no YAML is wrong. */
    public List<String> problems(String yaml) {
        try {
            JsonSchema schema =
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(json());
            List<String> problems = new ArrayList<>();
            for (ValidationMessage message : schema.validate(JSON.valueToTree(tree(yaml)))) {
                problems.add(message.toString());
            }
            return problems;
        } catch (YamlEngineException e) {
            return List.of("is not YAML");
        }
    }

    /** Maps, lists and scalars of YAML text. */
    static Object tree(String yaml) {
        return new Load(LoadSettings.builder().build()).loadFromString(yaml);
    }

    /** YAML text of a tree, for what JSON can say YAML can. */
    static String text(Object tree) throws IOException {
        return JSON.writeValueAsString(tree);
    }
}

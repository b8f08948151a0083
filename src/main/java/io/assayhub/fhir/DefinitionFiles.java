package io.assayhub.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.Resource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The FHIR resources that stand as YAML under {@code profiles} and {@code terminology}, read. */
final class DefinitionFiles {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> FOLDERS = List.of("profiles", "terminology");

    private final Path mappings;
    private final Map<String, String> shortNames;
    private final IParser parser;
    private final List<String> problems = new ArrayList<>();

    private DefinitionFiles(Path mappings, String base, FhirContext context) {
        this.mappings = mappings;
        shortNames = new TreeMap<>(CanonicalUris.shortNames(base));
        shortNames.put("package", FhirPackage.name(base));
        parser = context.newJsonParser().setParserErrorHandler(new StrictErrorHandler());
    }

    /**
     * Reads all files, sorted by folder and name.
     *
     * @return file, as shown to people, to its resource
     * @throws DefinitionException if a file is no resource of R4, or two claim one canonical URL
     */
    static Map<String, Resource> read(Path mappings, String base, FhirContext context) {
        return new DefinitionFiles(mappings, base, context).read();
    }

    private Map<String, Resource> read() {
        Map<String, Resource> resources = new LinkedHashMap<>();
        Map<String, String> urls = new TreeMap<>();
        for (Path file : files()) {
            String shownAs = mappings.relativize(file).toString().replace('\\', '/');
            Resource resource = read(file, shownAs);
            if (resource == null) {
                continue;
            }
            resources.put(shownAs, resource);
            if (resource instanceof MetadataResource definition && definition.hasUrl()) {
                String other = urls.put(definition.getUrl(), shownAs);
                if (other != null) {
                    problems.add(shownAs + ": url: " + definition.getUrl() + " is that of " + other);
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new DefinitionException(problems);
        }
        return resources;
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        for (String folder : FOLDERS) {
            Path directory = mappings.resolve(folder);
            if (!Files.isDirectory(directory)) {
                problems.add(folder + ": is not a folder of " + mappings);
                continue;
            }
            try (Stream<Path> found = Files.list(directory)) {
                found.filter(f -> f.toString().endsWith(".yaml")).sorted().forEach(files::add);
            } catch (IOException e) {
                problems.add(folder + ": cannot be read: " + e.getMessage());
            }
        }
        return files;
    }

    /** The resource of a file, or null and a problem. */
    private Resource read(Path file, String shownAs) {
        try {
            Object tree = new Load(LoadSettings.builder().setLabel(shownAs).build())
                    .loadFromString(CanonicalUris.expand(Files.readString(file), shortNames));
            return (Resource) parser.parseResource(JSON.writeValueAsString(tree));
        } catch (YamlEngineException e) {
            problems.add(shownAs + ": is not YAML: " + oneLine(e));
        } catch (DataFormatException e) {
            problems.add(shownAs + ": is not a resource of FHIR R4: " + oneLine(e));
        } catch (JsonProcessingException e) {
            problems.add(shownAs + ": cannot be written as JSON: " + oneLine(e));
        } catch (IOException e) {
            problems.add(shownAs + ": cannot be read: " + oneLine(e));
        }
        return null;
    }

    private static String oneLine(Exception e) {
        return String.valueOf(e.getMessage()).replaceAll("\\s+", " ").trim();
    }
}

package io.assayhub.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import ca.uhn.fhir.parser.IParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.ImplementationGuide;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StructureDefinition;

/**
 * What the hub publishes, as a FHIR package that an EDC loads (FHIR NPM Package Specification 2.0): profiles with their
 * snapshots, extensions, terminology, and identifier systems. Same files, same bytes.
 */
public final class FhirPackage {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String base;
    private final ImplementationGuide guide;
    private final SortedMap<String, Resource> resources = new TreeMap<>();
    private final IParser writer;

    private FhirPackage(String base, ImplementationGuide guide, Collection<Resource> definitions, FhirContext context) {
        this.base = base;
        this.guide = guide;
        definitions.forEach(
                r -> resources.put(r.fhirType() + "-" + r.getIdElement().getIdPart() + ".json", r));
        writer = context.newJsonParser().setPrettyPrint(true);
    }

    /**
     * Reads the files and completes the profiles.
     *
     * @param mappings folder {@code fhir-mappings}, of which {@code profiles} and {@code terminology} are read
     * @param base where the hub's own canonical URLs begin
     * @throws DefinitionException if a file is not FHIR R4, or a profile does not fit what it derives from
     */
    public static FhirPackage of(Path mappings, String base) {
        FhirContext context = FhirContext.forR4Cached();
        Map<String, Resource> files = DefinitionFiles.read(mappings, base, context);
        List<String> problems = new ArrayList<>();
        IValidationSupport chain = ValidationChain.of(context, files.values());
        ValidationSupportContext support = new ValidationSupportContext(chain);
        ImplementationGuide guide = null;
        List<Resource> complete = new ArrayList<>();
        for (Map.Entry<String, Resource> file : files.entrySet()) {
            if (file.getValue() instanceof StructureDefinition profile) {
                if (chain.generateSnapshot(support, profile, profile.getUrl(), null, profile.getName())
                                instanceof StructureDefinition whole
                        && whole.hasSnapshot()) {
                    complete.add(whole);
                } else {
                    problems.add(file.getKey() + ": no snapshot can be made of it");
                }
                continue;
            }
            complete.add(file.getValue());
            if (file.getValue() instanceof ImplementationGuide found) {
                guide = found;
            }
        }
        if (guide == null || !guide.hasVersion()) {
            problems.add("profiles: no ImplementationGuide with a version says what the package is");
        }
        if (!problems.isEmpty()) {
            throw new DefinitionException(problems);
        }
        return new FhirPackage(base, guide, complete, context);
    }

    /** The name of the package of a base URL: its host backwards, then its path; {@code https://a.org/b} is {@code org.a.b}. */
    static String name(String base) {
        URI uri = URI.create(base);
        List<String> parts =
                new ArrayList<>(List.of(String.valueOf(uri.getHost()).split("\\.", -1)));
        Collections.reverse(parts);
        for (String step : uri.getPath().split("/", -1)) {
            if (!step.isEmpty()) {
                parts.add(step.replaceAll("[^A-Za-z0-9-]", "-"));
            }
        }
        return String.join(".", parts).toLowerCase(Locale.ROOT);
    }

    /** Name and version as in {@code io.assayhub.fhir-0.1.0.tgz}. */
    public String fileName() {
        return guide.getPackageId() + "-" + guide.getVersion() + ".tgz";
    }

    /** How many resources of each type it holds. */
    public SortedMap<String, Integer> counts() {
        SortedMap<String, Integer> counts = new TreeMap<>();
        resources.values().forEach(r -> counts.merge(r.fhirType(), 1, Integer::sum));
        return counts;
    }

    /** The resources, by the name of their file in the package. */
    SortedMap<String, Resource> resources() {
        return Collections.unmodifiableSortedMap(resources);
    }

    /** The archive: tar with gzip, every entry of the same time and owner. */
    public byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new GZIPOutputStream(bytes), StandardCharsets.UTF_8.name())) {
            add(tar, "package.json", json(manifest()));
            add(tar, ".index.json", json(index()));
            for (Map.Entry<String, Resource> resource : resources.entrySet()) {
                add(tar, resource.getKey(), writer.encodeResourceToString(resource.getValue()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // Into memory: cannot happen.
        }
        return bytes.toByteArray();
    }

    private static void add(TarArchiveOutputStream tar, String name, String content) throws IOException {
        byte[] bytes = (content + "\n").getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry("package/" + name);
        entry.setSize(bytes.length);
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    private Map<String, Object> manifest() {
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("name", guide.getPackageId());
        manifest.put("version", guide.getVersion());
        manifest.put("type", "IG");
        manifest.put("title", guide.getTitle());
        manifest.put("description", guide.getDescription());
        manifest.put("canonical", base);
        manifest.put("url", base);
        manifest.put("author", guide.getTitle());
        manifest.put("fhirVersions", List.of("4.0.1"));
        manifest.put("dependencies", Map.of("hl7.fhir.r4.core", "4.0.1"));
        return manifest;
    }

    private Map<String, Object> index() {
        List<Map<String, Object>> files = new ArrayList<>();
        resources.forEach((name, resource) -> {
            Map<String, Object> file = new LinkedHashMap<>();
            file.put("filename", name);
            file.put("resourceType", resource.fhirType());
            file.put("id", resource.getIdElement().getIdPart());
            if (resource instanceof MetadataResource definition) {
                file.put("url", definition.getUrl());
                file.put("version", definition.getVersion());
            }
            if (resource instanceof StructureDefinition profile) {
                file.put("kind", profile.getKind().toCode());
                file.put("type", profile.getType());
            }
            if (resource instanceof CodeSystem system) {
                file.put("content", system.getContent().toCode());
            }
            file.values().removeIf(java.util.Objects::isNull);
            files.add(file);
        });
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("index-version", 2);
        index.put("files", files);
        return index;
    }

    private static String json(Map<String, Object> tree) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps, lists and texts can always be written", e);
        }
    }
}

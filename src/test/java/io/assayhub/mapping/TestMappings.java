package io.assayhub.mapping;

import io.assayhub.config.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The repository's own mappings, and feeds that a test writes itself over the same Observations and terminology. */
public final class TestMappings {
    /** As the hub finds it; tests run in the root of the repository. */
    public static final Path FOLDER = Path.of("fhir-mappings");

    private static final Namespaces NAMESPACES = Namespaces.of(Namespaces.DEFAULT_BASE);
    private static MappingCatalog repository;

    private TestMappings() {}

    /** A feed of the repository. */
    public static CompiledFeed feed(String name) {
        return repository().feed(name).orElseThrow();
    }

    /** All feeds of the repository, which have no problem. */
    public static synchronized MappingCatalog repository() {
        if (repository == null) {
            Problems problems = new Problems();
            repository = MappingCatalog.load(FOLDER, NAMESPACES, problems);
            problems.throwIfAny();
        }
        return repository;
    }

    /** The feed in this text, with the repository's studies, Observations and terminology. */
    static CompiledFeed feed(String name, String text) throws IOException {
        return withFeed(name, text).feed(name).orElseThrow();
    }

    /** A catalog with the feed in this text alone. */
    public static MappingCatalog withFeed(String name, String text) throws IOException {
        Problems problems = new Problems();
        MappingCatalog catalog = load(List.of(new MappingFile("feeds/" + name + ".yaml", text)), problems);
        problems.throwIfAny();
        return catalog;
    }

    /** A file of a mapping folder, by its path in it. */
    record MappingFile(String path, String text) {}

    /**
     * Loads a copy of the repository's mappings without its feeds, with these files over it, and throws the copy away.
     */
    static MappingCatalog load(List<MappingFile> files, Problems problems) throws IOException {
        Path copy = Files.createTempDirectory("mappings");
        try {
            for (String kind : List.of("studies", "observations", "terminology")) {
                Files.createDirectory(copy.resolve(kind));
                for (Path file : filesIn(FOLDER.resolve(kind))) {
                    Files.copy(file, copy.resolve(kind).resolve(file.getFileName()));
                }
            }
            Files.createDirectory(copy.resolve("feeds"));
            for (MappingFile file : files) {
                Files.writeString(copy.resolve(file.path), file.text);
            }
            return MappingCatalog.load(copy, NAMESPACES, problems);
        } finally {
            delete(copy);
        }
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = new ArrayList<>(files.toList());
        }
        for (int i = all.size() - 1; i >= 0; i--) {
            Files.delete(all.get(i));
        }
    }
}

package io.assayhub.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The project's mappings in a folder of a test's own, with feeds added and changed. */
final class TestMappings {
    private final Path folder;

    private TestMappings(Path folder) {
        this.folder = folder;
    }

    /** Copies all of the project's mappings into a folder that this creates. */
    static TestMappings copyTo(Path folder) {
        Path from = Home.folder().resolve("fhir-mappings");
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Files.copy(file, folder.resolve(from.relativize(file).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new TestMappings(folder);
    }

    Path folder() {
        return folder;
    }

    /**
     * Adds a feed that reads a {@link LabTable}.
     *
     * @param transfer what stands under {@code transfer}
     * @param more further keys, each a line
     */
    TestMappings withLabFeed(String name, String transfer, String... more) {
        return with(name, """
                feed: %s
                version: 1
                format: { csv: { charset: UTF-8 } }
                transfer: %s
                zone: unknown
                constants: { assay: PK-ELISA, analyte: IMP321, specimen.type: plasma }
                identity: [study, subject, analyte, specimen.type, specimen.accession]
                columns:
                  Study:     { to: study, required: true }
                  Subject:   { to: subject, required: true }
                  Accession: { to: specimen.accession, required: true }
                  Result:    { to: measurement, required: true, unit-from: Unit }
                results: [ { observation: pk-concentration } ]
                """.formatted(name, transfer) + String.join("\n", more) + "\n");
    }

    /** Adds lines to a feed of the project. */
    TestMappings withMore(String feed, String more) {
        try {
            return with(feed, Files.readString(file(feed)) + more + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts another text into a feed. */
    TestMappings replaced(String feed, String text, String other) {
        try {
            String before = Files.readString(file(feed));
            if (!before.contains(text)) {
                throw new IllegalArgumentException("the feed has no such text");
            }
            return with(feed, before.replace(text, other));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TestMappings with(String feed, String text) {
        try {
            Files.writeString(file(feed), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private Path file(String feed) {
        return folder.resolve("feeds").resolve(feed + ".yaml");
    }
}

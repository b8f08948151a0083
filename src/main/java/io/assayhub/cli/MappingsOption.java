package io.assayhub.cli;

import io.assayhub.config.Problems;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.mapping.Namespaces;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a command finds feeds and Observation files. */
public final class MappingsOption {
    @Option(
            names = "--mappings",
            paramLabel = "DIR",
            description = "folder of feeds, studies, observations and terminology (default: fhir-mappings)")
    private Path folder;

    /** The folder: as given, or the one beside the launcher. */
    public Path folder() {
        return folder != null ? folder : Path.of(System.getProperty("assayhub.home", "."), "fhir-mappings");
    }

    MappingCatalog load(Problems problems) {
        return MappingCatalog.load(folder(), Namespaces.of(Namespaces.DEFAULT_BASE), problems);
    }
}

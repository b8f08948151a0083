package io.assayhub.cli;

import io.assayhub.fhir.DefinitionException;
import io.assayhub.fhir.FhirPackage;
import io.assayhub.mapping.Namespaces;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The FHIR package of what the hub publishes, written as a file that an EDC loads. */
@Command(
        name = "package",
        description = {
            "Write the FHIR R4 package that an EDC loads: profiles, extensions, terminology, identifier systems.",
            "Exit code: 0 written, 1 a profile or terminology file is not sound."
        })
public final class PackageCommand implements Callable<Integer> {
    @Mixin
    private MappingsOption mappings;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "folder for the package, made if it is missing (default: the current one)")
    private Path folder;

    @Option(
            names = "--base",
            paramLabel = "URL",
            defaultValue = Namespaces.DEFAULT_BASE,
            description = "where the canonical URLs begin, fhir.base of the configuration (default: ${DEFAULT-VALUE})")
    private String base;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (!base.matches("https?://[A-Za-z0-9][^/\\s]*(/\\S*[^/\\s])?")) {
            err.println("--base has to be a URL without a slash at its end: " + base);
            return 1;
        }
        FhirPackage fhir;
        try {
            fhir = FhirPackage.of(mappings.folder(), base);
        } catch (DefinitionException e) {
            e.problems().forEach(err::println);
            return 1;
        }
        Files.createDirectories(folder);
        Path file = folder.resolve(fhir.fileName());
        Files.write(file, fhir.bytes());
        fhir.counts().forEach((type, count) -> out.println(count + " " + type));
        out.println(file);
        out.flush();
        return 0;
    }
}

package io.assayhub.boot;

import io.assayhub.config.ConfigException;
import io.assayhub.config.HubConfig;
import io.assayhub.ops.ConfigOption;
import io.assayhub.ops.OpsException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Proves routes, feeds, mappings, terminology and profiles before anything is read with them: everything is loaded and
 * compiled; made-up results reach every branch of every Observation file and are validated against their profiles; every
 * golden case is run.
 */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Prove routes, feeds, Observation files, terminology and profiles, and run every golden case.",
            "Each problem is one line: file, line, path, what is wrong.",
            "Exit code: 0 nothing is wrong, 1 something is, 2 could not run."
        })
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption configuration;

    @Option(
            names = "--mappings",
            paramLabel = "DIR",
            description = "another folder of mappings than the configured one")
    private Path mappings;

    @Option(
            names = "--cases",
            paramLabel = "DIR",
            description = "golden cases, FEED/CASE (default: the project's, if they are there)")
    private Path cases;

    @Option(names = "--feed", paramLabel = "FEED", description = "made-up results and cases of this feed alone")
    private String only;

    @Override
    public Integer call() throws IOException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        try {
            return run(out);
        } catch (ConfigException | StartupException | OpsException e) {
            System.err.println(e.getMessage());
            return 2;
        } finally {
            out.flush();
        }
    }

    /** Prints the problems, sorted by file and line, and a sum; the exit code. */
    int run(PrintStream out) throws IOException {
        HubConfig config = configuration.read(Home.folder());
        Path folder = mappings != null ? mappings : config.mappings();
        if (!Files.isDirectory(folder)) {
            throw new StartupException("there is no folder of mappings: " + folder);
        }
        Optional<Path> golden = cases();
        MappingsCheck check = new MappingsCheck(
                folder,
                config.fhirBase(),
                MappingsCheck.Validation.OF_PROFILES,
                name -> only == null || only.equals(name));
        int routes = RouteCheck.check(config, config.routes(), check.problems());
        check.run(golden);
        check.sorted().forEach(out::println);
        out.println(check.summary(routes));
        return check.problems().isEmpty() ? 0 : 1;
    }

    private Optional<Path> cases() {
        if (cases != null && !Files.isDirectory(cases)) {
            throw new StartupException("--cases has to name a folder: " + cases);
        }
        Path folder = cases != null ? cases : Home.folder().resolve("src/test/resources/cases");
        return Files.isDirectory(folder) ? Optional.of(folder) : Optional.empty();
    }
}

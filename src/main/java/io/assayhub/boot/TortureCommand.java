package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.assayhub.boot.fuzz.Fuzz;
import io.assayhub.boot.torture.Launcher;
import io.assayhub.boot.torture.Series;
import io.assayhub.boot.torture.Torture;
import io.assayhub.config.HubConfig;
import io.assayhub.config.Problems;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.mapping.Namespaces;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Kills hub and broker again and again under load and compares what was published with what was sent. */
@Command(
        name = "torture",
        description = {
            "Kill the hub and its broker under a seeded load, and hold every topic against a model of what was sent:",
            "nothing lost, nothing doubled, nothing out of order, the books balanced.",
            "Or, with --fuzz, read damaged and nonsensical sources through every feed: nothing may escape or hang.",
            "Exit code 0 only if all of it is right; then the temporary folder goes, else it is named."
        })
final class TortureCommand implements Callable<Integer> {
    @ArgGroup(multiplicity = "1")
    private What what;

    /** One of the two. */
    private static final class What {
        @Option(names = "--kills", required = true, description = "how many kills")
        private int kills;

        @Option(names = "--fuzz", required = true, paramLabel = "INPUTS", description = "how many sources")
        private long inputs;
    }

    @Option(
            names = "--seed",
            defaultValue = "42",
            description = "of load and kills, or of the sources (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--series",
            defaultValue = "external",
            description =
                    "external: a broker and a hub; embedded: both in one process; cluster: three brokers, two hubs"
                            + " (default: ${DEFAULT-VALUE})")
    private Series series;

    private final PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);

    @Override
    public Integer call() throws Exception {
        int kills = what.kills;
        if (what.inputs > 0) {
            return fuzz();
        }
        if (kills < 0) {
            throw new StartupException("--kills has to be 0 or more.");
        }
        // A broker that is down is the plan, not news.
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
        Path folder = Files.createTempDirectory("assay-hub-torture");
        out.printf("Series %s, %d kills, seed %d, in %s%n%n", series, kills, seed, folder);
        boolean good = Torture.run(
                series,
                kills,
                seed,
                new Launcher(java(), Main.class.getName(), Home.folder()),
                folder,
                kafka -> {
                    TopicReader reader = new TopicReader(kafka);
                    return (topic, sink) -> reader.readAll(topic, "assay", sink::accept);
                },
                out);
        if (good) {
            new TemporaryFolder(folder).close();
        } else {
            out.println();
            out.println("Logs, topics and files are kept in " + folder);
        }
        return good ? 0 : 1;
    }

    private int fuzz() throws IOException, InterruptedException {
        Problems problems = new Problems();
        Path home = Home.folder();
        MappingCatalog catalog = MappingCatalog.load(
                home.resolve("fhir-mappings"),
                Namespaces.of(HubConfig.defaults(home).fhirBase()),
                problems);
        problems.throwIfAny();
        Path folder = Files.createTempDirectory("assay-hub-fuzz");
        Path cases = home.resolve("src/test/resources/cases");
        boolean good = Fuzz.of(catalog, cases, seed, folder, out)
                .run(what.inputs, Runtime.getRuntime().availableProcessors());
        if (good) {
            new TemporaryFolder(folder).close();
        }
        return good ? 0 : 1;
    }

    /** Small and quick to start, with this process's class path and class-data archive. */
    private static List<String> java() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dfile.encoding=UTF-8",
                "-Djava.awt.headless=true",
                "-Dassayhub.home=" + Home.folder()));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(a -> a.startsWith("-XX:SharedArchiveFile=")
                        || a.startsWith("-Xlog:")
                        || a.startsWith("--enable-native-access")
                        || a.startsWith("--sun-misc-unsafe-memory-access"))
                .forEach(command::add);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        return command;
    }
}

package io.assayhub.cli;

import io.assayhub.config.Problems;
import io.assayhub.config.YamlValue;
import io.assayhub.mapping.Namespaces;
import io.assayhub.mapping.Terminology;
import io.assayhub.model.FeedName;
import io.assayhub.model.StudyId;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A first feed file for an unknown table: everything that can be guessed, each guess marked and explained. */
@Command(
        name = "draft",
        description = {
            "Write a first feed file for an unknown table to standard output.",
            "Every guess is marked with a comment. Cells of subjects and persons are never shown.",
            "Exit code: 0 a draft was written, 1 the file cannot be read or is no table."
        })
public final class DraftCommand implements Callable<Integer> {
    @Mixin
    private MappingsOption mappings;

    @Option(names = "--feed", paramLabel = "NAME", description = "name of the feed (default: made from the file name)")
    private String feedName;

    @Option(names = "--study", paramLabel = "CODE", description = "study that the table belongs to")
    private String study;

    @Parameters(paramLabel = "FILE", description = "the table, as the laboratory sends it")
    private Path file;

    @Override
    public Integer call() throws IOException {
        // Not closed: what went wrong is still to be said on standard error.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8);
        int exit = run(out, err);
        out.flush();
        err.flush();
        return exit;
    }

    int run(PrintStream out, PrintStream err) throws IOException {
        String name = feedName == null ? nameOf(file) : feedName;
        if (!FeedName.isValid(name)) {
            err.println("a feed's name has to be letters, digits and . _ : -, at most 64");
            return 1;
        }
        if (study != null && !StudyId.isValid(study)) {
            err.println("a study's code has to be letters, digits and . _ : -");
            return 1;
        }
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            err.println("the file cannot be read: " + file);
            return 1;
        }
        DraftTableReader.Reading reading = DraftTableReader.read(file);
        if (reading instanceof DraftTableReader.Reading.Found found) {
            DraftFeed feed = DraftRules.guess(
                    found.table(),
                    new FeedName(name),
                    Optional.ofNullable(study),
                    terminology(mappings.folder().resolve("terminology")),
                    names(mappings.folder().resolve("observations")));
            out.print(DraftWriter.write(feed));
        } else if (reading instanceof DraftTableReader.Reading.NoTable none) {
            err.println(none.reason());
            return 1;
        }
        return 0;
    }

    /** The file's name as a feed's: without its ending, and with other characters than a name has made to hyphens. */
    static String nameOf(Path file) {
        String name = String.valueOf(file.getFileName())
                .replaceFirst("(?i)(?<=.)\\.(gz|zip)$", "")
                .replaceFirst("(?<=.)\\.[A-Za-z0-9]{1,5}$", "")
                .replaceAll("[^A-Za-z0-9._-]+", "-")
                .replaceFirst("^[^A-Za-z0-9]+", "");
        return name.isEmpty() ? "feed" : name.substring(0, Math.min(64, name.length()));
    }

    /** The terminology there is; a problem in it is for {@code check} to tell and leaves the draft without that code. */
    private static Terminology terminology(Path folder) throws IOException {
        Problems problems = new Problems();
        List<YamlValue> resources = new ArrayList<>();
        for (String name : names(folder)) {
            YamlValue.ofFile(folder.resolve(name + ".yaml"), name, problems).ifPresent(resources::add);
        }
        return Terminology.of(resources, Namespaces.of(Namespaces.DEFAULT_BASE), problems);
    }

    private static Set<String> names(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            Set<String> names = new TreeSet<>();
            files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".yaml"))
                    .forEach(f -> names.add(f.substring(0, f.length() - ".yaml".length())));
            return names;
        }
    }
}

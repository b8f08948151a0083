package io.assayhub.boot.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One hub in a process of its own, with its folders. */
final class HubNode {
    /** Where the hub reads at which point of an intake it has to end. */
    private static final String HALT_AFTER = "ASSAY_HUB_HALT_AFTER";

    private static final String SIGN = "Assay Hub is ready";

    private final Launcher launcher;
    private final Path folder;
    private final Path configuration;
    private final Path log;
    private ChildJvm process;
    private String haltAfter = "";
    private long lastDropped;

    HubNode(Launcher launcher, Path folder, Path configuration, Path log) {
        this.launcher = launcher;
        this.folder = folder;
        this.configuration = configuration;
        this.log = log;
    }

    ChildJvm start(String atPoint) throws IOException {
        haltAfter = atPoint;
        process = ChildJvm.start(
                launcher.hub("run", "--config", configuration.toString()), Map.of(HALT_AFTER, atPoint), log, SIGN);
        return process;
    }

    ChildJvm process() {
        return process;
    }

    /** The point at which the running process ends itself, empty if at none. */
    String haltAfter() {
        return haltAfter;
    }

    /** Puts a file into the drop folder at once, and later than any before it. */
    void drop(SentFile file) throws IOException {
        Path inbox = Files.createDirectories(folder.resolve("inbox").resolve(TortureSite.FEED));
        Path part = Files.write(inbox.resolve(file.name() + ".part"), file.bytes());
        lastDropped = Math.max(System.currentTimeMillis(), lastDropped + 1);
        Files.setLastModifiedTime(part, FileTime.fromMillis(lastDropped));
        Files.move(part, inbox.resolve(file.name()), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Whether a file of this name has not been looked at yet, so that another would replace it. */
    boolean isWaiting(String name) {
        return Files.exists(folder.resolve("inbox").resolve(TortureSite.FEED).resolve(name));
    }

    /** The names of all files taken in, in the order of their arrival, as the hub has stamped them. */
    List<String> arrived() throws IOException {
        Path done = folder.resolve("done").resolve(TortureSite.FEED);
        if (!Files.isDirectory(done)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(done)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(f -> f.endsWith(".csv") && !f.endsWith(".rejected.csv"))
                    .sorted()
                    .map(f -> f.substring(f.indexOf('_') + 1))
                    .toList();
        }
    }

    /** Deletes the ledger's local state; the process has to be down. */
    void deleteState() throws IOException {
        Path state = folder.resolve("ledger");
        if (!Files.exists(state)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(state)) {
            walk.sorted(Comparator.reverseOrder()).forEach(HubNode::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.assayhub.route;

import io.assayhub.wire.Json;
import io.assayhub.wire.Receipt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folders that files come into and go to: {@code inbox/FEED/} for senders, {@code claimed/FEED/} while a file is
 * taken, {@code done/FEED/} and {@code refused/FEED/} afterwards, each file with its stamp and its receipt beside it. All
 * moves are renames within one file system.
 */
public final class DropFolders {
    private static final String NO_FEED = "_no-feed";

    private final Path root;
    private final Clock clock;

    public DropFolders(Path root, Clock clock) {
        this.root = root;
        this.clock = clock;
    }

    public Path inbox() {
        return root.resolve("inbox");
    }

    /** Where a file ends that was taken in, or refused. */
    Path end(String feed, boolean refused) {
        return root.resolve(refused ? "refused" : "done").resolve(feed.isEmpty() ? NO_FEED : feed);
    }

    /** The feed that a file in the inbox is addressed to: the name of its folder, empty if it lies in none. */
    String feedOf(Path file) {
        Path folder = inbox().relativize(file).getParent();
        return folder == null ? "" : folder.toString();
    }

    /** Creates the folders of these feeds, registries and lists of specimens. */
    public void prepare(List<String> feeds) throws IOException {
        for (String feed : feeds) {
            Files.createDirectories(inbox().resolve(feed));
        }
    }

    /** Takes a file out of the inbox under its stamp; from here on only this hub touches it. */
    Delivery claim(Path file) throws IOException {
        String feed = feedOf(file);
        String name = file.getFileName().toString();
        Stamp stamp = Stamp.parse(name).orElse(null);
        if (stamp == null) {
            stamp = new Stamp(nextArrival(feed), name);
        }
        Path claimed = Files.createDirectories(claimedFolder(feed)).resolve(stamp.fileName());
        // Both exist before the ledger can close the receipt that is to lie there.
        Files.createDirectories(end(feed, false));
        Files.createDirectories(end(feed, true));
        Files.move(file, claimed, StandardCopyOption.ATOMIC_MOVE);
        return new Delivery(feed, stamp.name(), stamp.arrived(), claimed);
    }

    /** Puts a claimed file back, stamp and all, to be taken again. */
    void putBack(Delivery delivery) throws IOException {
        Path folder = delivery.feed().isEmpty() ? inbox() : inbox().resolve(delivery.feed());
        Files.createDirectories(folder);
        Files.move(delivery.file(), folder.resolve(delivery.file().getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Puts back whatever an earlier run had claimed and not finished; returns how many. */
    int putBackUnfinished() throws IOException {
        Path claimed = root.resolve("claimed");
        if (!Files.isDirectory(claimed)) {
            return 0;
        }
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(claimed, 2)) {
            // What lies above the feeds' folders is the memory of their arrivals, which has to outlive this run.
            all.filter(f -> f.getNameCount() == claimed.getNameCount() + 2 && Files.isRegularFile(f))
                    .forEach(files::add);
        }
        int count = 0;
        for (Path file : files) {
            Stamp stamp = Stamp.parse(file.getFileName().toString()).orElse(null);
            if (stamp == null) {
                Files.delete(file); // The list of rejects of an attempt that was cut off.
                continue;
            }
            String folder = claimed.relativize(file).getName(0).toString();
            putBack(new Delivery(folder.equals(NO_FEED) ? "" : folder, stamp.name(), stamp.arrived(), file));
            count++;
        }
        return count;
    }

    /** Moves a claimed file to where it ends; the list of rejects goes with it. */
    Path finish(Delivery delivery, boolean refused) throws IOException {
        Path folder = Files.createDirectories(end(delivery.feed(), refused));
        Path rejects = rejectsOf(delivery);
        if (Files.exists(rejects)) {
            String name = delivery.file().getFileName() + ".rejected.csv";
            Files.move(rejects, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        Path end = folder.resolve(delivery.file().getFileName());
        Files.move(delivery.file(), end, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return end;
    }

    /** Lays a delivery's manifest beside it, under the same stamp; a manifest that is gone was laid there before. */
    void finishBeside(Delivery delivery, Path manifest, boolean refused) throws IOException {
        if (Files.exists(manifest)) {
            Stamp stamp = new Stamp(delivery.arrived(), manifest.getFileName().toString());
            Path to = end(delivery.feed(), refused).resolve(stamp.fileName());
            Files.move(manifest, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /**
     * Ends a list of subjects or specimens: its receipt and the list of its rejects are laid where it would lie, and the
     * file itself, which may hold what identifies persons, is deleted.
     */
    void finishStripped(Delivery delivery, TakenList taken) throws IOException {
        Path folder = Files.createDirectories(end(delivery.feed(), taken.isRefused()));
        Path rejects = rejectsOf(delivery);
        if (Files.exists(rejects)) {
            String name = delivery.file().getFileName() + ".rejects.ndjson";
            Files.move(rejects, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        Path written = Files.createTempFile(folder, ".receipt", ".new");
        Files.write(written, Json.pretty(taken.receipt()).getBytes(StandardCharsets.UTF_8));
        Path file = folder.resolve(delivery.file().getFileName() + ".receipt.json");
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.delete(delivery.file());
    }

    /** Where the list of a claimed file's rejects is written while it is taken; carries no stamp. */
    Path rejectsOf(Delivery delivery) {
        return delivery.file().resolveSibling("rejected-" + delivery.file().getFileName() + ".csv");
    }

    /** The name that a transfer's file and its receipt have in the folder where they end. */
    public static String stamped(Receipt receipt) {
        return new Stamp(
                        Instant.parse(receipt.manifest().arrived()),
                        receipt.manifest().delivery())
                .fileName();
    }

    /** The list of a transfer's rejects, if this hub took it and rejected some of it: one file or none. */
    public List<Path> rejectsOf(Receipt receipt) {
        String feed = receipt.manifest().feed();
        String name = stamped(receipt);
        // In this order: a file that is about to end leaves the first place for the second.
        return Stream.of(
                        claimedFolder(feed).resolve("rejected-" + name + ".csv"),
                        end(feed, false).resolve(name + ".rejected.csv"),
                        end(feed, true).resolve(name + ".rejected.csv"))
                .filter(Files::isRegularFile)
                .limit(1)
                .toList();
    }

    private Path claimedFolder(String feed) {
        return root.resolve("claimed").resolve(feed.isEmpty() ? NO_FEED : feed);
    }

    /** Now, or a millisecond after the feed's last arrival if that is later; kept on disk before it is used. */
    private Instant nextArrival(String feed) throws IOException {
        Path folder = Files.createDirectories(claimedFolder(feed));
        Path memory = folder.resolveSibling("." + folder.getFileName() + ".arrival");
        long last =
                Files.exists(memory) ? Long.parseLong(Files.readString(memory).strip()) : 0;
        long next = Math.max(clock.millis(), last + 1);
        Path written = memory.resolveSibling(memory.getFileName() + ".new");
        Files.write(written, Long.toString(next).getBytes(StandardCharsets.US_ASCII));
        Files.move(written, memory, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return Instant.ofEpochMilli(next);
    }
}

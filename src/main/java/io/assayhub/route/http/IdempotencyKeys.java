package io.assayhub.route.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.model.Hash128;
import io.assayhub.wire.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was answered under which idempotency key, bounded in age and number, oldest forgotten first. An answer is on disk
 * before it is given, so that a restart keeps it. Keys are kept as hashes, each within its caller and feed.
 */
final class IdempotencyKeys implements AutoCloseable {
    private final Path file;
    private final Duration age;
    private final int most;
    private final Clock clock;
    private final Map<String, Kept> kept = new LinkedHashMap<>();
    private FileChannel log;
    private int lines;

    /** One line of the file; {@code at} in milliseconds since 1970. */
    record Kept(String key, String sha256, long at, int status, String type, String location, String body) {
        Reply reply() {
            Reply reply = new Reply(status, type, Map.of(), body.getBytes(UTF_8));
            return location == null ? reply : reply.with("Location", location);
        }
    }

    private IdempotencyKeys(Path file, Duration age, int most, Clock clock) {
        this.file = file;
        this.age = age;
        this.most = most;
        this.clock = clock;
    }

    /** Reads what an earlier run has kept; a last line that was cut off was never answered. */
    static IdempotencyKeys open(Path file, Duration age, int most, Clock clock) throws IOException {
        IdempotencyKeys keys = new IdempotencyKeys(file, age, most, clock);
        Files.createDirectories(file.toAbsolutePath().getParent());
        if (Files.exists(file)) {
            new String(Files.readAllBytes(file), UTF_8)
                    .lines()
                    .flatMap(line -> read(line).stream())
                    .forEach(entry -> keys.kept.put(entry.key, entry));
        }
        keys.rewrite();
        return keys;
    }

    private static Optional<Kept> read(String line) {
        try {
            Kept kept = Json.read(line.getBytes(UTF_8), Kept.class);
            boolean whole = kept.key != null && kept.sha256 != null && kept.type != null && kept.body != null;
            return whole ? Optional.of(kept) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** How a key is kept. */
    static String of(Caller caller, String feed, String key) {
        String scoped = String.join("\u001f", caller.name(), feed, key);
        return HexFormat.of().formatHex(Hash128.sha256().digest(scoped.getBytes(UTF_8)));
    }

    /** What was answered under a key, or empty. */
    synchronized Optional<Kept> find(String key) {
        Kept found = kept.get(key);
        return Optional.ofNullable(found).filter(k -> !isOld(k));
    }

    /** Keeps an answer that is about to be given; one that was given under this key stays. */
    synchronized void keep(String key, String sha256, Reply reply) throws IOException {
        if (find(key).isPresent()) {
            return;
        }
        Kept entry = new Kept(
                key,
                sha256,
                clock.millis(),
                reply.status(),
                reply.type(),
                reply.headers().get("Location"),
                new String(reply.body(), UTF_8));
        kept.remove(key);
        kept.put(key, entry);
        forget();
        if (lines >= 2 * most) {
            rewrite();
            return;
        }
        ByteBuffer line = ByteBuffer.wrap(line(entry));
        while (line.hasRemaining()) {
            log.write(line);
        }
        log.force(false);
        lines++;
    }

    private void forget() {
        Iterator<Kept> oldest = kept.values().iterator();
        while (oldest.hasNext()
                && (kept.size() > most || isOld(kept.values().iterator().next()))) {
            oldest.next();
            oldest.remove();
        }
    }

    private boolean isOld(Kept entry) {
        return Instant.ofEpochMilli(entry.at).plus(age).isBefore(clock.instant());
    }

    private void rewrite() throws IOException {
        forget();
        if (log != null) {
            log.close();
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (OutputStream out = Files.newOutputStream(fresh)) {
            for (Kept entry : kept.values()) {
                out.write(line(entry));
            }
        }
        try (FileChannel written = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        log = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        lines = kept.size();
    }

    private static byte[] line(Kept entry) {
        return (new String(Json.bytes(entry), UTF_8) + "\n").getBytes(UTF_8);
    }

    @Override
    public synchronized void close() throws IOException {
        log.close();
    }
}

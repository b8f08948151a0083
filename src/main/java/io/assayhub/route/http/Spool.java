package io.assayhub.route.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The folder in which bodies lie while they are received and taken in; emptied at each start. */
final class Spool {
    private final Path folder;
    private final AtomicLong number = new AtomicLong();

    private Spool(Path folder) {
        this.folder = folder;
    }

    /** What came of unpacking a body. */
    enum Unpacked {
        WHOLE,
        DAMAGED,
        TOO_LARGE
    }

    static Spool open(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Path> left;
        try (Stream<Path> files = Files.list(folder)) {
            left = files.toList();
        }
        for (Path file : left) {
            Files.delete(file);
        }
        return new Spool(folder);
    }

    /** A file that is not there yet. */
    Path next() {
        return folder.resolve("body-" + number.incrementAndGet());
    }

    /** Replaces a body in GZIP by what is packed in it, at most so many bytes. */
    static Unpacked unpack(Path body, long most) throws IOException {
        Path plain = body.resolveSibling(body.getFileName() + ".plain");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(body), 1 << 16);
                OutputStream out = Files.newOutputStream(plain)) {
            byte[] buffer = new byte[1 << 16];
            long size = 0;
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                size += count;
                if (size > most) {
                    return Unpacked.TOO_LARGE;
                }
                out.write(buffer, 0, count);
            }
            Files.move(plain, body, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return Unpacked.WHOLE;
        } catch (ZipException | EOFException e) {
            return Unpacked.DAMAGED;
        } finally {
            Files.deleteIfExists(plain);
        }
    }
}

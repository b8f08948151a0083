package io.assayhub.route.sftp;

import io.assayhub.model.Hash128;
import io.assayhub.route.DropFolders;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One folder on a laboratory's server: which of its files are fetched, and how one is laid into the inbox of its feed. Used
 * by the one thread that polls the folder.
 */
public final class SftpFolder implements GenericFileFilter<Object> {
    private static final Logger LOG = LoggerFactory.getLogger(SftpFolder.class);
    private static final int REMEMBERED = 10_000;

    private final String source;
    private final String feed;
    private final Path inbox;
    private final Clock clock;
    private final Duration quiet;
    private final Map<String, Look> looks = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Look> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** What a file looked like, and since when it has; of a refused one, that this was told. */
    private record Look(long size, long modified, long sinceMillis) {}

    /**
     * A folder of a server.
     *
     * @param quiet how long a file must look the same before it is fetched
     */
    public SftpFolder(String source, String feed, DropFolders folders, Clock clock, Duration quiet) {
        this.source = source;
        this.feed = feed;
        this.inbox = folders.inbox().resolve(feed);
        this.clock = clock;
        this.quiet = quiet;
    }

    /** Whether a file is to be fetched now. */
    @Override
    public boolean accept(GenericFile<Object> file) {
        if (file.isDirectory()) {
            return false;
        }
        String listed = file.getFileName();
        return switch (RemoteName.of(listed)) {
            case TEMPORARY -> false;
            case REFUSED -> {
                warn(listed);
                yield false;
            }
            case FILE ->
                isQuiet(listed, file.getFileLength(), file.getLastModified()) && !Files.exists(inbox.resolve(listed));
        };
    }

    private boolean isQuiet(String name, long size, long modified) {
        long now = clock.millis();
        Look last = looks.get(name);
        if (last == null || last.size != size || last.modified != modified) {
            looks.put(name, new Look(size, modified, now));
            return quiet.isZero();
        }
        return now - last.sinceMillis >= quiet.toMillis();
    }

    private void warn(String listed) {
        if (looks.put(listed, new Look(-1, -1, 0)) == null) {
            byte[] name = listed.getBytes(StandardCharsets.UTF_8);
            // The name itself may identify a person.
            LOG.atWarn()
                    .addKeyValue("source", source)
                    .addKeyValue("feed", feed)
                    .addKeyValue("name", Hash128.ofSha256(name, 0, name.length).hex())
                    .log("A file on a server is not fetched for its name; its sender has to rename it");
        }
    }

    /**
     * Lays a file into the inbox: whole, on disk, under its name at last.
     *
     * @param expected the length that the server named
     * @throws IOException if the copy is cut off or of another length; the file on the server stays then
     */
    public void take(
            @Body InputStream content,
            @Header(Exchange.FILE_NAME) String name,
            @Header(Exchange.FILE_LENGTH) long expected)
            throws IOException {
        Path part = Files.createDirectories(inbox).resolve(name + ".part");
        long copied;
        try (FileChannel file = FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(file)) {
            copied = content.transferTo(out);
            file.force(true);
        }
        if (copied != expected) {
            Files.delete(part);
            looks.remove(name);
            throw new IOException("a file on a server changed while it was copied");
        }
        Files.move(part, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        looks.remove(name);
        LOG.atInfo()
                .addKeyValue("source", source)
                .addKeyValue("feed", feed)
                .addKeyValue("bytes", copied)
                .log("A file was fetched from a server");
    }
}

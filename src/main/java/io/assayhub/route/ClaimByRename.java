package io.assayhub.route;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileOperations;
import org.apache.camel.component.file.GenericFileProcessStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the file route takes a file: when it has lain unchanged for a while it is claimed by a rename; after the route it
 * goes to its end, or back if the route failed. Camel's own locks either leave a later file of the same name unread or
 * take a copy that keeps its old time stamp before it is whole.
 */
public final class ClaimByRename implements GenericFileProcessStrategy<File> {
    /** Exchange property with the claimed {@link Delivery}, also the message body. */
    static final String DELIVERY = "AssayHubDelivery";

    private static final Logger LOG = LoggerFactory.getLogger(ClaimByRename.class);
    private static final int REMEMBERED = 10_000;

    private final DropFolders folders;
    private final ManifestFiles manifests;
    private final Clock clock;
    private final Duration quiet;
    private final Map<Path, Look> looks = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Look> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** What a file looked like, and since when it has. */
    private record Look(long size, long modified, long sinceMillis) {}

    public ClaimByRename(DropFolders folders, ManifestFiles manifests, Clock clock, Duration quiet) {
        this.folders = folders;
        this.manifests = manifests;
        this.clock = clock;
        this.quiet = quiet;
    }

    @Override
    public void prepareOnStartup(GenericFileOperations<File> operations, GenericFileEndpoint<File> endpoint)
            throws IOException {
        int unfinished = folders.putBackUnfinished();
        if (unfinished > 0) {
            LOG.atInfo().addKeyValue("files", unfinished).log("Unfinished files are taken again");
        }
    }

    @Override
    public boolean begin(
            GenericFileOperations<File> operations,
            GenericFileEndpoint<File> endpoint,
            Exchange exchange,
            GenericFile<File> file)
            throws IOException {
        Path path = file.getFile().toPath();
        try {
            if (!isQuiet(path) || !manifestIsQuiet(path)) {
                return false;
            }
            looks.remove(path);
            Delivery delivery = folders.claim(path);
            exchange.setProperty(DELIVERY, delivery);
            exchange.getMessage().setBody(delivery);
            return true;
        } catch (NoSuchFileException e) {
            return false; // Gone between the listing and now: its sender has taken it back.
        }
    }

    private boolean manifestIsQuiet(Path path) throws IOException {
        Optional<Path> manifest = manifests.of(path);
        return manifest.isEmpty() || isQuiet(manifest.get());
    }

    private boolean isQuiet(Path path) throws IOException {
        long now = clock.millis();
        long size = Files.size(path);
        long modified = Files.getLastModifiedTime(path).toMillis();
        Look last = looks.get(path);
        if (last == null || last.size != size || last.modified != modified) {
            looks.put(path, new Look(size, modified, now));
            return quiet.isZero();
        }
        return now - last.sinceMillis >= quiet.toMillis();
    }

    @Override
    public void abort(
            GenericFileOperations<File> operations,
            GenericFileEndpoint<File> endpoint,
            Exchange exchange,
            GenericFile<File> file) {
        // Nothing was claimed.
    }

    @Override
    public void commit(
            GenericFileOperations<File> operations,
            GenericFileEndpoint<File> endpoint,
            Exchange exchange,
            GenericFile<File> file)
            throws IOException {
        if (exchange.getMessage().getBody() instanceof TakenList list) {
            folders.finishStripped(exchange.getProperty(DELIVERY, Delivery.class), list);
            return;
        }
        Taken taken = exchange.getMessage().getBody(Taken.class);
        Delivery delivery = exchange.getProperty(DELIVERY, Delivery.class);
        boolean refused = taken.manifest().refusal() != null;
        folders.finish(delivery, refused);
        Optional<Path> manifest = manifests.of(delivery);
        if (manifest.isPresent()) {
            folders.finishBeside(delivery, manifest.get(), refused);
        }
    }

    @Override
    public void rollback(
            GenericFileOperations<File> operations,
            GenericFileEndpoint<File> endpoint,
            Exchange exchange,
            GenericFile<File> file)
            throws IOException {
        Delivery delivery = exchange.getProperty(DELIVERY, Delivery.class);
        if (delivery != null && Files.exists(delivery.file())) {
            folders.putBack(delivery);
        }
    }
}

package io.assayhub.route;

import io.assayhub.config.FeedConfig;
import io.assayhub.mapping.MappingCatalog;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;

/**
 * Which files of an inbox are deliveries that can be taken now: a sender's manifest is none, and a delivery whose feed
 * agrees on a manifest waits until it lies beside it.
 */
public final class ManifestFiles implements GenericFileFilter<File> {
    private final MappingCatalog catalog;
    private final DropFolders folders;

    public ManifestFiles(MappingCatalog catalog, DropFolders folders) {
        this.catalog = catalog;
        this.folders = folders;
    }

    @Override
    public boolean accept(GenericFile<File> file) {
        return file.isDirectory() || isReady(file.getFile().toPath());
    }

    /** Whether a file in the inbox is a delivery and has all that belongs to it. */
    boolean isReady(Path file) {
        Optional<FeedConfig.SenderManifest> agreed = agreed(folders.feedOf(file));
        return agreed.isEmpty()
                || (!agreed.get().isFile(file.getFileName().toString())
                        && of(file).filter(Files::isRegularFile).isPresent());
    }

    /** Where the manifest of a file in the inbox is to lie, if its feed agrees on one. */
    Optional<Path> of(Path file) {
        String fileName = file.getFileName().toString();
        // A file that comes back carries its stamp, and its manifest never got one.
        String name = Stamp.parse(fileName).map(Stamp::name).orElse(fileName);
        return agreed(folders.feedOf(file)).map(m -> file.resolveSibling(m.fileOf(name)));
    }

    /** Where a delivery's manifest lies, if its feed agrees on one. */
    Optional<Path> of(Delivery delivery) {
        return agreed(delivery.feed())
                .map(m -> folders.inbox().resolve(delivery.feed()).resolve(m.fileOf(delivery.name())));
    }

    private Optional<FeedConfig.SenderManifest> agreed(String feed) {
        return catalog.feed(feed).flatMap(f -> f.config().transfer().manifest());
    }
}

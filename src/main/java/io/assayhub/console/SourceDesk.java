package io.assayhub.console;

import io.assayhub.mapping.CompiledFeed;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.mapping.SourceExcerpt;
import io.assayhub.replay.StoredTransfers;
import io.assayhub.wire.Receipt;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows what the laboratory sent for one entry, from the stored sources. It may hold identifying text: it goes to the page
 * that asks for it and nowhere else. A few at once, the others wait a little.
 */
public final class SourceDesk {
    private static final Logger LOG = LoggerFactory.getLogger(SourceDesk.class);
    private static final int AT_ONCE = 2;
    private static final long PATIENCE_SECONDS = 10;

    private final Supplier<StoredTransfers> stored;
    private final MappingCatalog catalog;
    private final Semaphore free = new Semaphore(AT_ONCE, true);

    /**
     * @param stored opens the hub's stored transfers; closed after each look
     * @param catalog today's mappings, by which sources are framed
     */
    public SourceDesk(Supplier<StoredTransfers> stored, MappingCatalog catalog) {
        this.stored = stored;
        this.catalog = catalog;
    }

    /** What became of a look. */
    public sealed interface Found {
        /**
         * It is there.
         *
         * @param changed whether the feed is read otherwise today, so that its rows may be others
         */
        record Sent(SourceExcerpt.Shown excerpt, boolean changed) implements Found {}

        /** It cannot be shown; why, for people. */
        record Absent(String why) implements Found {}
    }

    /** Looks for the row on which an entry stands; waits for Kafka, and reads no more of the source than it has to. */
    Found find(Receipt receipt, String entry) {
        try {
            if (!free.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return new Found.Absent("Others are reading sources just now. Ask again in a moment.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Found.Absent("The hub is stopping.");
        }
        try {
            return read(receipt, Long.parseLong(entry.substring(0, entry.indexOf('/'))));
        } catch (IOException e) {
            return new Found.Absent(
                    "The stored source cannot be read: " + e.getMessage()
                            + ". Sources are kept as long as the retention of their topic says; after that only the sender has it.");
        } catch (RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("transfer", receipt.transfer())
                    .setCause(e)
                    .log("A stored source could not be shown in the console");
            return new Found.Absent("Kafka did not give it just now. Why stands in the log; ask again in a moment.");
        } finally {
            free.release();
        }
    }

    private Found read(Receipt receipt, long row) throws IOException {
        Optional<CompiledFeed> feed = catalog.feed(receipt.manifest().feed());
        if (feed.isEmpty()) {
            return new Found.Absent("The mappings hold no feed "
                    + receipt.manifest().feed() + " any more, so its sources cannot be taken apart into rows.");
        }
        SourceExcerpt excerpt;
        try (StoredTransfers transfers = stored.get()) {
            excerpt =
                    SourceExcerpt.of(() -> transfers.stream(receipt), feed.get().config(), row);
        }
        boolean changed =
                !feed.get().snapshot().value().equals(receipt.manifest().snapshot());
        if (excerpt instanceof SourceExcerpt.Shown shown) {
            return new Found.Sent(shown, changed);
        }
        if (excerpt instanceof SourceExcerpt.TooFar) {
            return new Found.Absent("It stands behind the first " + (SourceExcerpt.SEARCHED >> 20)
                    + " MiB of its source, further down than a page looks. ./hub trace prints it.");
        }
        return new Found.Absent(
                "The source has no row " + row + (changed ? " as the feed is read today; it has changed since." : "."));
    }
}

package io.assayhub.ops;

import io.assayhub.mapping.CompiledFeed;
import io.assayhub.mapping.EntrySink;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.mapping.Mending;
import io.assayhub.mapping.TransferJudge;
import io.assayhub.mapping.TransferReader;
import io.assayhub.model.Rejected;
import io.assayhub.wire.Receipt;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The lines of feed files that would let rejected entries pass, with how many entries each mends: stored sources are read
 * again with the mappings of today, so that what is mended already is not listed.
 */
final class MendList {
    /** More different lines than this are not told apart: something else is wrong then. */
    private static final int MOST = 1000;

    private final MappingCatalog catalog;
    private final Map<String, Map<String, Integer>> lines = new TreeMap<>();
    private int different;

    MendList(MappingCatalog catalog) {
        this.catalog = catalog;
    }

    /** Feed to line to how many entries it mends. */
    Map<String, Map<String, Integer>> lines() {
        return lines;
    }

    /** Reads the sources of these transfers. */
    void read(HubKafka kafka, Set<String> transfers) {
        ReceiptIndex receipts = ReceiptIndex.read(kafka);
        for (String transfer : transfers) {
            // Of a refused transfer the hub stores no source: its sender has the file and the list.
            Optional<Receipt> receipt =
                    receipts.get(transfer).filter(r -> r.manifest().refusal() == null);
            Optional<CompiledFeed> feed =
                    receipt.flatMap(r -> catalog.feed(r.manifest().feed()));
            if (feed.isPresent()) {
                try (StoredSource source = new StoredSource(kafka, receipt.get())) {
                    read(feed.get(), source);
                } catch (IOException e) {
                    throw new OpsException(
                            "The source of transfer " + transfer + " cannot be read: " + e.getMessage() + ".", e);
                }
            }
        }
    }

    private void read(CompiledFeed feed, StoredSource source) throws IOException {
        Map<String, Integer> ofFeed = lines.computeIfAbsent(feed.name().value(), f -> new TreeMap<>());
        TransferJudge.Verdict verdict = TransferJudge.judge(feed, source);
        try (InputStream in = source.open()) {
            feed.reader(TransferReader.Mode.UNDERSTAND, verdict).read(in, new EntrySink() {
                @Override
                public void rejected(Rejected rejected) {
                    Mending.lines(feed, rejected).ifPresent(line -> add(ofFeed, line));
                }
            });
        }
    }

    private void add(Map<String, Integer> ofFeed, String line) {
        if (ofFeed.containsKey(line) || different < MOST) {
            different += ofFeed.merge(line, 1, Integer::sum) == 1 ? 1 : 0;
        }
    }
}

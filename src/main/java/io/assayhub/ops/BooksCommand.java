package io.assayhub.ops;

import io.assayhub.command.DecisionRules;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.ops.BooksRules.Difference;
import io.assayhub.wire.Receipt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whether the receipts agree with what the topics show. */
@Command(
        name = "books",
        mixinStandardHelpOptions = true,
        description = {
            "Keep the books once more from the topics alone and compare them with the receipts.",
            "Exit code: 0 they agree, 2 they differ, 1 could not run."
        })
final class BooksCommand extends OpsCommand {
    private static final int TRIES = 4;

    @Option(names = "--transfer", paramLabel = "TRANSFER", description = "this transfer only, without its Observations")
    private String transfer;

    @Option(names = "--since", paramLabel = "DATE", description = "only transfers that first came on this day or later")
    private String since;

    @Option(names = "--quiet", description = "only transfers that differ, and the total")
    private boolean quiet;

    /**
     * The outcome of one comparison.
     *
     * @param revisions of the receipts that were compared
     */
    private record Comparison(
            List<Map<String, Object>> lines,
            List<Difference> differences,
            Map<String, Long> revisions,
            long agree,
            int observations) {}

    BooksCommand(Ops ops) {
        super(ops);
    }

    @Override
    int run(HubKafka kafka) {
        Instant from = since == null
                ? Instant.EPOCH
                : DecisionRules.until(since)
                        .orElseThrow(() -> new OpsException("--since has to be a date such as 2026-03-01."));
        MappingCatalog catalog = TraceCommand.catalog(configuration.read(ops.home()));
        Comparison comparison = compare(kafka, catalog, from);
        // Receipts follow the audit by a moment: a difference counts when the receipts have stopped moving.
        for (int i = 1; i < TRIES && !comparison.differences.isEmpty(); i++) {
            pause();
            Comparison again = compare(kafka, catalog, from);
            boolean still =
                    again.revisions.equals(comparison.revisions) && again.differences.equals(comparison.differences);
            comparison = again;
            if (still) {
                break;
            }
        }
        print(comparison);
        return comparison.differences.isEmpty() ? 0 : 2;
    }

    private Comparison compare(HubKafka kafka, MappingCatalog catalog, Instant from) {
        List<Difference> ofObservations = new ArrayList<>();
        TopicBooks books = new TopicBooks(kafka, catalog);
        books.read(ofObservations);
        // Read last: a receipt that came since then can only be ahead of the topics, and is then compared again.
        ReceiptIndex receipts = ReceiptIndex.read(kafka);
        Map<String, Optional<Receipt>> compared = new TreeMap<>();
        books.transfers().forEach(t -> compared.put(t, Optional.empty()));
        receipts.all().forEach(r -> compared.put(r.transfer(), Optional.of(r)));
        if (transfer != null) {
            compared.keySet().retainAll(List.of(transfer));
            if (compared.isEmpty()) {
                throw new OpsException("Nothing is known of transfer " + Listing.printable(transfer) + ".");
            }
        }
        compared.values()
                .removeIf(r ->
                        r.isPresent() && Instant.parse(r.get().firstArrived()).isBefore(from));
        List<Map<String, Object>> lines = new ArrayList<>();
        List<Difference> differences = new ArrayList<>();
        Map<String, Long> revisions = new HashMap<>();
        long agree = 0;
        Map<String, String> notes = books.countSources(compared.values().stream()
                .flatMap(Optional::stream)
                .filter(BooksCommand::hasSource)
                .toList());
        for (Map.Entry<String, Optional<Receipt>> one : compared.entrySet()) {
            Optional<Receipt> receipt = one.getValue();
            if (receipt.isPresent()) {
                revisions.put(one.getKey(), receipt.get().revision());
                books.forgetOld(receipt.get(), ops.clock().instant());
            }
            List<Difference> found = BooksRules.compare(one.getKey(), receipt, books.of(one.getKey()));
            differences.addAll(found);
            if (found.isEmpty() && isFinal(receipt)) {
                agree++;
            }
            if (!quiet || !found.isEmpty()) {
                lines.add(line(one.getKey(), receipt, found, Optional.ofNullable(notes.get(one.getKey()))));
            }
        }
        if (transfer == null) {
            differences.addAll(ofObservations);
        }
        return new Comparison(lines, differences, revisions, agree, books.observations());
    }

    /** The bytes of a refused transfer stay in the folder of refused files. */
    private static boolean hasSource(Receipt receipt) {
        return receipt.state() != Receipt.State.REFUSED && receipt.state() != Receipt.State.OPEN;
    }

    private static boolean isFinal(Optional<Receipt> receipt) {
        return receipt.isPresent() && receipt.get().state() != Receipt.State.OPEN;
    }

    private static Map<String, Object> line(
            String transfer, Optional<Receipt> receipt, List<Difference> found, Optional<String> note) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("transfer", transfer);
        receipt.ifPresent(r -> {
            line.put("feed", r.manifest().feed());
            line.put("delivery", r.manifest().delivery());
            line.put("state", r.state().text());
            line.put("rows", r.manifest().rows());
            line.put("entries", r.manifest().entries());
        });
        line.put("books", !found.isEmpty() ? "differ" : isFinal(receipt) ? "agree" : "open");
        note.ifPresent(n -> line.put("note", n));
        return line;
    }

    private void print(Comparison comparison) {
        try (Listing listing = new Listing(
                ops.out(), json, "transfer", "feed", "delivery", "state", "rows", "entries", "books", "note")) {
            comparison.lines.forEach(listing::add);
        }
        try (Listing listing = new Listing(ops.out(), json, "where", "quantity", "receipt", "topics")) {
            if (!comparison.differences.isEmpty()) {
                listing.say("");
            }
            for (Difference difference : comparison.differences) {
                listing.add(Listing.item(
                        "where", difference.transfer(),
                        "quantity", difference.quantity(),
                        "receipt", difference.receipt(),
                        "topics", difference.topics()));
                log().atError()
                        .addKeyValue("where", difference.transfer())
                        .addKeyValue("quantity", difference.quantity())
                        .addKeyValue("receipt", difference.receipt())
                        .addKeyValue("topics", difference.topics())
                        .log("The books differ");
            }
            listing.say(
                    comparison.differences.isEmpty()
                            ? "The books agree: " + comparison.agree + " transfers, " + comparison.observations
                                    + " Observations."
                            : "The books differ in " + comparison.differences.size() + " places; " + comparison.agree
                                    + " transfers agree.");
        }
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OpsException("Interrupted.", e);
        }
    }

    /** Made when it is needed: every command is created for any one, and a logger fixes how the process logs. */
    private static Logger log() {
        return LoggerFactory.getLogger(BooksCommand.class);
    }
}

package io.assayhub.ops;

import io.assayhub.config.HubConfig;
import io.assayhub.config.Problems;
import io.assayhub.mapping.CompiledFeed;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.mapping.Namespaces;
import io.assayhub.mapping.SourceTable;
import io.assayhub.model.ObservationId;
import io.assayhub.wire.AuditBundle;
import io.assayhub.wire.AuditRecord;
import io.assayhub.wire.HeaderName;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Json;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.RejectedRecord;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * From an Observation back to the lines of the files that its versions came from, and from a line to what became of it.
 * The lines are printed as sent and may hold identifying text: they go to the terminal and never to the log.
 */
@Command(
        name = "trace",
        mixinStandardHelpOptions = true,
        description = {
            "Show where an Observation came from, down to the source line; or what became of a source line.",
            "The source line is printed as the sender wrote it and may hold identifying text.",
            "Exit code: 0 shown, or unknown; 1 could not run."
        })
final class TraceCommand extends OpsCommand {
    private static final Duration CLOCKS = Duration.ofMinutes(1);

    @Parameters(arity = "0..1", paramLabel = "ID", description = "Observation id")
    private String id;

    @Option(names = "--transfer", paramLabel = "TRANSFER", description = "with --line: the transfer")
    private String transfer;

    @Option(names = "--line", paramLabel = "N", description = "with --transfer: the physical line of its source")
    private Long line;

    TraceCommand(Ops ops) {
        super(ops);
    }

    @Override
    int run(HubKafka kafka) {
        if (id != null && transfer == null && line == null) {
            if (!ObservationId.isValid(id)) {
                throw new OpsException("'" + Listing.printable(id)
                        + "' is not an Observation id: it has 32 hexadecimal digits. ./hub find shows ids.");
            }
            return observation(kafka);
        }
        if (id == null && transfer != null && line != null) {
            return sourceLine(kafka);
        }
        throw new OpsException("Name an Observation id, or --transfer and --line.");
    }

    private int observation(HubKafka kafka) {
        List<Map<String, Object>> items = new ArrayList<>();
        Map<String, Set<String>> entries = new LinkedHashMap<>();
        kafka.read(Topic.AUDIT, message -> {
            if (id.equals(HubKafka.header(message, HeaderName.ID))) {
                String of = HubKafka.header(message, HeaderName.TRANSFER);
                String entry = HubKafka.header(message, HeaderName.ENTRY);
                items.add(auditItem(message, of, entry));
                if (of != null && entry != null) {
                    entries.computeIfAbsent(of, t -> new LinkedHashSet<>()).add(entry);
                }
            }
            return true;
        });
        for (HeldRecord held : HeldIndex.read(kafka).of(id)) {
            items.add(Listing.item(
                    "outcome",
                    "held",
                    "time",
                    held.since(),
                    "transfer",
                    held.transfer(),
                    "entry",
                    held.entry(),
                    "hold",
                    held.key(),
                    "reason",
                    held.reason()));
            if (held.entry() != null) {
                entries.computeIfAbsent(held.transfer(), t -> new LinkedHashSet<>())
                        .add(held.entry());
            }
        }
        ReceiptIndex receipts = ReceiptIndex.read(kafka);
        MappingCatalog catalog = catalog();
        try (Listing listing =
                new Listing(ops.out(), json, "version", "outcome", "status", "time", "transfer", "entry", "hold")) {
            items.forEach(listing::add);
            if (items.isEmpty()) {
                listing.say("Nothing is known of Observation " + id + ".");
            }
        }
        entries.forEach((of, addresses) -> {
            for (String entry : addresses) {
                source(kafka, receipts.get(of), catalog, of, entry);
            }
        });
        return 0;
    }

    private static Map<String, Object> auditItem(
            ConsumerRecord<byte[], byte[]> message, String transfer, String entry) {
        boolean version = AuditRecord.VERSION.equals(HubKafka.header(message, HeaderName.KIND));
        String time = version
                ? AuditBundle.parse(message.value()).recorded().orElse(null)
                : AuditRecord.Ended.fromJson(message.value()).at();
        String number = HubKafka.header(message, HeaderName.VERSION);
        return Listing.item(
                "id",
                HubKafka.header(message, HeaderName.ID),
                "version",
                number == null ? null : Long.valueOf(number),
                "outcome",
                HubKafka.header(message, HeaderName.OUTCOME),
                "status",
                HubKafka.header(message, HeaderName.STATUS),
                "time",
                time != null ? time : Instant.ofEpochMilli(message.timestamp()).toString(),
                "topics",
                HubKafka.header(message, HeaderName.TOPICS),
                "feed",
                HubKafka.header(message, HeaderName.FEED),
                "transfer",
                transfer,
                "entry",
                entry,
                "snapshot",
                HubKafka.header(message, HeaderName.SNAPSHOT));
    }

    /** Prints the line that an entry stands on. */
    private void source(HubKafka kafka, Optional<Receipt> receipt, MappingCatalog catalog, String of, String entry) {
        if (receipt.isEmpty()) {
            ops.err().println("There is no receipt of transfer " + of + "; its source is not looked for.");
            return;
        }
        Optional<CompiledFeed> feed = catalog.feed(receipt.get().manifest().feed());
        if (feed.isEmpty()) {
            ops.err()
                    .println("The mappings hold no feed "
                            + receipt.get().manifest().feed() + " any more; the source of transfer " + of
                            + " cannot be framed.");
            return;
        }
        warnOfChange(receipt.get(), feed.get());
        long row = Long.parseLong(entry.substring(0, entry.indexOf('/')));
        try {
            Optional<SourceTable.Place> place = SourceTable.find(
                    new SourceBytes(kafka, receipt.get()), feed.get().config(), p -> p.row() == row);
            if (place.isEmpty()) {
                ops.err().println("The source of transfer " + of + " has no row " + row + ".");
                return;
            }
            print(kafka, receipt.get(), feed.get(), entry, place.get());
        } catch (IOException e) {
            throw new OpsException("The source of transfer " + of + " is not complete: " + e.getMessage() + ".", e);
        }
    }

    private void print(HubKafka kafka, Receipt receipt, CompiledFeed feed, String entry, SourceTable.Place place)
            throws IOException {
        String text = SourceTable.text(new SourceBytes(kafka, receipt), feed.config(), place);
        Map<String, Object> item = Listing.item(
                "transfer", receipt.transfer(),
                "entry", entry,
                "file", receipt.manifest().delivery(),
                "sha256", receipt.manifest().sha256(),
                "row", place.row(),
                "line", place.line(),
                "lastLine", place.lastLine(),
                "offset", place.offset(),
                "text", text);
        try (Listing listing = new Listing(ops.out(), json)) {
            if (json) {
                listing.add(item);
                return;
            }
            listing.say("");
            listing.say(Listing.printable(receipt.manifest().delivery()) + "  sha256 "
                    + receipt.manifest().sha256());
            listing.say((place.lastLine() == place.line()
                            ? "line " + place.line()
                            : "lines " + place.line() + " to " + place.lastLine())
                    + (place.row() == 0 ? " (header)" : " (row " + place.row() + ")") + ", byte " + place.offset()
                    + (entry == null ? "" : ", entry " + entry));
            text.lines().forEach(physical -> listing.say("  " + Listing.printable(physical)));
        }
    }

    private int sourceLine(HubKafka kafka) {
        Receipt receipt = ReceiptIndex.read(kafka)
                .get(transfer)
                .orElseThrow(() -> new OpsException("No receipt is known of transfer " + transfer + "."));
        CompiledFeed feed = catalog()
                .feed(receipt.manifest().feed())
                .orElseThrow(() -> new OpsException(
                        "The mappings hold no feed " + receipt.manifest().feed() + "; the source cannot be framed."));
        warnOfChange(receipt, feed);
        SourceTable.Place place;
        try {
            place = SourceTable.find(new SourceBytes(kafka, receipt), feed.config(), p -> p.lastLine() >= line)
                    .filter(p -> p.line() <= line)
                    .orElseThrow(() -> new OpsException(
                            "Line " + line + " holds no row of the table: blank, above the header or behind the end."));
            print(kafka, receipt, feed, null, place);
        } catch (IOException e) {
            throw new OpsException(
                    "The source of transfer " + transfer + " is not complete: " + e.getMessage() + ".", e);
        }
        became(kafka, receipt, place.row() + "/");
        return 0;
    }

    /** What became of the entries of one row. */
    private void became(HubKafka kafka, Receipt receipt, String row) {
        Map<String, Map<String, Object>> items = new TreeMap<>();
        Instant since = Instant.parse(receipt.firstArrived()).minus(CLOCKS);
        kafka.readSince(Topic.NORMALISED, since, message -> {
            if ("result".equals(HubKafka.header(message, HeaderName.KIND)) && isOf(message, row)) {
                String of = HubKafka.header(message, HeaderName.ID);
                String entry = HubKafka.header(message, HeaderName.ENTRY);
                items.put(entry, Listing.item("entry", entry, "id", of, "outcome", "unchanged or stale"));
            }
            return true;
        });
        kafka.read(Topic.AUDIT, message -> {
            if (isOf(message, row)) {
                String entry = HubKafka.header(message, HeaderName.ENTRY);
                items.put(entry, auditItem(message, transfer, entry));
            }
            return true;
        });
        for (HeldRecord held : HeldIndex.read(kafka).live()) {
            if (transfer.equals(held.transfer())
                    && held.entry() != null
                    && held.entry().startsWith(row)) {
                items.put(
                        held.entry(),
                        Listing.item(
                                "entry",
                                held.entry(),
                                "id",
                                held.observation(),
                                "outcome",
                                "held",
                                "hold",
                                held.key(),
                                "reason",
                                held.reason()));
            }
        }
        Set<String> rejects = new TreeSet<>();
        kafka.read(Topic.REJECTED, message -> {
            if (HubKafka.key(message).startsWith(transfer + "/")) {
                RejectedRecord rejected = Json.read(message.value(), RejectedRecord.class);
                String key = HubKafka.key(message);
                if ((rejected.row() + "/").equals(row) && rejects.add(key)) {
                    items.put(
                            key,
                            Listing.item(
                                    "entry",
                                    rejected.entry(),
                                    "outcome",
                                    "rejected " + rejected.code(),
                                    "detail",
                                    rejected.detail()));
                }
            }
            return true;
        });
        try (Listing listing = new Listing(ops.out(), json, "entry", "id", "version", "outcome", "hold")) {
            listing.say("");
            items.values().forEach(listing::add);
            if (items.isEmpty()) {
                listing.say("Nothing became of it: the header, or a row that the feed excludes.");
            }
        }
    }

    private boolean isOf(ConsumerRecord<byte[], byte[]> message, String row) {
        String entry = HubKafka.header(message, HeaderName.ENTRY);
        return transfer.equals(HubKafka.header(message, HeaderName.TRANSFER)) && entry != null && entry.startsWith(row);
    }

    private void warnOfChange(Receipt receipt, CompiledFeed feed) {
        if (!feed.snapshot().value().equals(receipt.manifest().snapshot())) {
            ops.err()
                    .println("Feed " + feed.name() + " has changed since transfer " + receipt.transfer()
                            + "; its lines are counted as the feed reads now.");
        }
    }

    private MappingCatalog catalog() {
        return catalog(configuration.read(ops.home()));
    }

    static MappingCatalog catalog(HubConfig config) {
        Problems problems = new Problems();
        MappingCatalog catalog = MappingCatalog.load(config.mappings(), Namespaces.of(config.fhirBase()), problems);
        problems.throwIfAny();
        return catalog;
    }
}

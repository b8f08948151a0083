package io.assayhub.ops;

import io.assayhub.command.DecisionRules;
import io.assayhub.config.HubConfig;
import io.assayhub.mapping.CompiledFeed;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.replay.ReplayForecast;
import io.assayhub.replay.ReplayForecast.Example;
import io.assayhub.replay.ReplayForecast.Reading;
import io.assayhub.replay.ReplaySelection;
import io.assayhub.replay.Replayer;
import io.assayhub.replay.StoredTransfers;
import io.assayhub.wire.Json;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.RejectedRecord;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Reads stored sources again with today's mapping, as new transfers. Each keeps its original's order: what came later
 * stays, what reads otherwise becomes the next version as remapped, what was rejected and is understood now goes out.
 */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Read stored transfers again with today's mapping and publish what reads otherwise.",
            "See first, with --dry-run, what it would do. Its examples show values: for the terminal, not for a log.",
            "Exit code: 0 replayed, 1 could not run, 2 a replay was refused as a whole."
        })
final class ReplayCommand extends OpsCommand {
    @Option(names = "--transfer", paramLabel = "TRANSFER", description = "the transfer, or several")
    private List<String> transfers = List.of();

    @Option(names = "--feed", paramLabel = "FEED", description = "transfers of this feed, oldest first")
    private String feed;

    @Option(names = "--since", paramLabel = "INSTANT", description = "those that arrived since")
    private Instant since;

    @Option(names = "--until", paramLabel = "INSTANT", description = "those that arrived before")
    private Instant until;

    @Option(names = "--code", paramLabel = "CODE", description = "those with a reject of this code, such as AH-0303")
    private String code;

    @Option(names = "--by", paramLabel = "NAME", description = "who approves it")
    private String by = "";

    @Option(names = "--why", paramLabel = "TEXT", description = "the reason, kept with the decision; no subject data")
    private String why = "";

    @Option(
            names = "--dry-run",
            description = "say what would become of each entry and publish nothing; needs neither --by nor --why")
    private boolean dryRun;

    @Option(
            names = "--show",
            paramLabel = "N",
            defaultValue = "10",
            description = "with --dry-run: so many entries with what changes (default: ${DEFAULT-VALUE})")
    private int show;

    private final Replayer replayer;

    ReplayCommand(Ops ops, Replayer replayer) {
        super(ops);
        this.replayer = replayer;
    }

    @Override
    int run(HubKafka kafka) {
        ReplaySelection selection = new ReplaySelection(transfers, feed, since, until, code);
        selection.problem().ifPresent(problem -> {
            throw new OpsException(problem + " Options: --transfer; --feed, --since, --until, --code.");
        });
        if (!dryRun) {
            DecisionRules.problem(by, why, null).ifPresent(problem -> {
                throw new OpsException(problem);
            });
        }
        HubConfig config = configuration.read(ops.home());
        MappingCatalog catalog = TraceCommand.catalog(config);
        List<Receipt> originals = originals(kafka, selection);
        // Not closed: the client belongs to whoever runs this command.
        StoredTransfers stored = new HubTransfers(config, kafka, catalog, replayer, ops.clock());
        try {
            return dryRun ? forecast(kafka, catalog, stored, originals) : replay(catalog, stored, originals);
        } catch (IOException e) {
            throw new OpsException(e.getMessage() + ".", e);
        }
    }

    /** Oldest first, so that a replay of many ends as the originals did. */
    private static List<Receipt> originals(HubKafka kafka, ReplaySelection selection) {
        ReceiptIndex receipts = ReceiptIndex.read(kafka);
        for (String transfer : selection.transfers()) {
            Receipt receipt = receipts.get(transfer)
                    .orElseThrow(() -> new OpsException("No receipt is known of transfer " + Listing.printable(transfer)
                            + ". ./hub find --file shows transfers."));
            ReplaySelection.problem(receipt).ifPresent(problem -> {
                throw new OpsException(problem);
            });
        }
        Set<String> coded = new HashSet<>();
        if (selection.code() != null) {
            kafka.read(Topic.REJECTED, message -> {
                RejectedRecord rejected = Json.read(message.value(), RejectedRecord.class);
                if (selection.code().equals(rejected.code())) {
                    coded.add(rejected.transfer());
                }
                return true;
            });
        }
        return receipts.all().stream()
                .filter(r -> selection.takes(r, coded.contains(r.transfer())))
                .sorted(Comparator.comparingLong(r -> r.manifest().order()))
                .toList();
    }

    private static CompiledFeed feed(MappingCatalog catalog, Receipt original) {
        return catalog.feed(original.manifest().feed())
                .orElseThrow(() -> new OpsException(
                        "The mappings hold no feed " + original.manifest().feed() + " any more."));
    }

    private int forecast(HubKafka kafka, MappingCatalog catalog, StoredTransfers stored, List<Receipt> originals)
            throws IOException {
        boolean refused = false;
        ReplayForecast forecast = new ReplayForecast(TopicResults.read(kafka), Math.max(0, show));
        try (Listing listing = new Listing(
                ops.out(),
                json,
                "transfer",
                "file",
                "entries",
                "rejected",
                "before",
                "new",
                "corrected",
                "remapped",
                "unchanged",
                "stale",
                "held",
                "refusal")) {
            for (Receipt original : originals) {
                try (StoredTransfers.Source source = stored.open(original)) {
                    Reading reading = forecast.read(feed(catalog, original), original, source);
                    refused |= reading.refusal() != null;
                    listing.add(item(original, reading));
                }
            }
            for (Example example : forecast.examples()) {
                if (json) {
                    listing.add(Listing.item(
                            "transfer", example.transfer(),
                            "entry", example.entry(),
                            "id", example.id(),
                            "outcome", example.outcome(),
                            "changes", example.changes()));
                }
                listing.say(example.outcome() + ": entry " + example.entry() + " of "
                        + Listing.printable(example.transfer()) + ", Observation " + example.id());
                example.changes().forEach(change -> listing.say("    " + Listing.printable(change.toString())));
            }
            listing.say("Nothing was published.");
        }
        return refused ? 2 : 0;
    }

    private static Map<String, Object> item(Receipt original, Reading reading) {
        boolean read = reading.refusal() == null;
        return Listing.item(
                "transfer",
                reading.transfer(),
                "file",
                reading.file(),
                "entries",
                reading.entries(),
                "rejected",
                reading.rejected(),
                "before",
                before(original),
                "new",
                read ? reading.of("new") : null,
                "corrected",
                read ? reading.of("corrected") + reading.of("withdrawn") : null,
                "remapped",
                read ? reading.of("remapped") : null,
                "unchanged",
                read ? reading.of("unchanged") : null,
                "stale",
                read ? reading.of("stale") : null,
                "held",
                read ? reading.of("held") : null,
                "refusal",
                reading.refusal());
    }

    private int replay(MappingCatalog catalog, StoredTransfers stored, List<Receipt> originals) throws IOException {
        boolean refused = false;
        try (Listing listing = new Listing(
                ops.out(), json, "transfer", "file", "entries", "rejected", "before", "replay", "refusal")) {
            originals.forEach(original -> feed(catalog, original));
            for (Receipt original : originals) {
                try (StoredTransfers.Source source = stored.open(original)) {
                    Replayer.Replayed replayed = stored.replay(original, source, by, why);
                    Manifest manifest = replayed.manifest();
                    refused |= manifest.refusal() != null;
                    listing.add(Listing.item(
                            "transfer", original.transfer(),
                            "file", original.manifest().delivery(),
                            "entries", manifest.entries(),
                            "rejected", manifest.rejected(),
                            "before", before(original),
                            "replay", replayed.transfer(),
                            "refusal",
                                    manifest.refusal() == null
                                            ? null
                                            : manifest.refusal().code()));
                }
            }
            listing.say("What became of each is in its receipt: ./hub find --transfer REPLAY");
        }
        return refused ? 2 : 0;
    }

    private static String before(Receipt original) {
        return original.manifest().entries() + " entries, "
                + original.manifest().rejected() + " rejected";
    }
}

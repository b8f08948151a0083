package io.assayhub.ops;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.assayhub.command.DecisionRules;
import io.assayhub.config.HubConfig;
import io.assayhub.mapping.CompiledFeed;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.mapping.TransferJudge;
import io.assayhub.mapping.TransferReader;
import io.assayhub.model.Hash128;
import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
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
            "See first with ./hub diff, and with --dry-run, what it would do.",
            "Exit code: 0 replayed, 1 could not run, 2 a replay was refused as a whole."
        })
final class ReplayCommand extends OpsCommand {
    @Option(names = "--transfer", paramLabel = "TRANSFER", description = "the transfer, or several")
    private List<String> transfers = List.of();

    @Option(names = "--feed", paramLabel = "FEED", description = "all transfers of this feed, oldest first")
    private String feed;

    @Option(names = "--since", paramLabel = "INSTANT", description = "with --feed: those that arrived since")
    private Instant since = Instant.EPOCH;

    @Option(names = "--by", paramLabel = "NAME", description = "who approves it")
    private String by = "";

    @Option(names = "--why", paramLabel = "TEXT", description = "the reason, kept with the decision; no subject data")
    private String why = "";

    @Option(names = "--dry-run", description = "read, count and publish nothing; needs neither --by nor --why")
    private boolean dryRun;

    private final Replayer replayer;

    ReplayCommand(Ops ops, Replayer replayer) {
        super(ops);
        this.replayer = replayer;
    }

    @Override
    int run(HubKafka kafka) {
        if (transfers.isEmpty() == (feed == null)) {
            throw new OpsException("Name either --transfer, once or more, or --feed.");
        }
        if (!dryRun) {
            DecisionRules.problem(by, why, null).ifPresent(problem -> {
                throw new OpsException(problem);
            });
        }
        HubConfig config = configuration.read(ops.home());
        MappingCatalog catalog = TraceCommand.catalog(config);
        boolean refused = false;
        try (Listing listing = new Listing(
                ops.out(), json, "transfer", "file", "entries", "rejected", "before", "replay", "refusal")) {
            for (Receipt original : originals(ReceiptIndex.read(kafka))) {
                CompiledFeed of = catalog.feed(original.manifest().feed())
                        .orElseThrow(() -> new OpsException("The mappings hold no feed "
                                + original.manifest().feed() + " any more."));
                try (StoredSource source = new StoredSource(kafka, original)) {
                    refused |= dryRun
                            ? preview(listing, original, of, source)
                            : replay(listing, kafka, config, catalog, original, source);
                } catch (IOException e) {
                    throw new OpsException("Transfer " + original.transfer() + ": " + e.getMessage() + ".", e);
                }
            }
            listing.say(
                    dryRun
                            ? "Nothing was published."
                            : "What became of each is in its receipt: ./hub find --transfer REPLAY");
        }
        return refused ? 2 : 0;
    }

    /** Oldest first, so that a replay of many ends as the originals did. */
    private List<Receipt> originals(ReceiptIndex receipts) {
        if (feed == null) {
            return transfers.stream()
                    .map(id -> receipts.get(id)
                            .orElseThrow(() -> new OpsException("No receipt is known of transfer "
                                    + Listing.printable(id) + ". ./hub find --file shows transfers.")))
                    .peek(ReplayCommand::checkStored)
                    .sorted(Comparator.comparingLong(r -> r.manifest().order()))
                    .toList();
        }
        return receipts.all().stream()
                .filter(r -> r.manifest().feed().equals(feed))
                .filter(r -> r.manifest().refusal() == null && r.manifest().replayOf() == null)
                .filter(r -> !Instant.parse(r.firstArrived()).isBefore(since))
                .sorted(Comparator.comparingLong(r -> r.manifest().order()))
                .toList();
    }

    private static void checkStored(Receipt receipt) {
        if (receipt.manifest().refusal() != null) {
            throw new OpsException("Transfer " + receipt.transfer()
                    + " was refused, so its bytes are not stored. Put the file into the drop folder again.");
        }
        if (receipt.manifest().replayOf() != null) {
            throw new OpsException("Transfer " + receipt.transfer() + " is a replay itself; its original is "
                    + receipt.manifest().replayOf() + ".");
        }
    }

    private static boolean preview(Listing listing, Receipt original, CompiledFeed feed, StoredSource source)
            throws IOException {
        TransferJudge.Verdict verdict = TransferJudge.judge(feed, source::open);
        TransferReader.Summary summary = verdict.summary();
        listing.add(Listing.item(
                "transfer", original.transfer(),
                "file", original.manifest().delivery(),
                "entries", summary.entries(),
                "rejected", summary.rejected(),
                "before", before(original),
                "refusal", verdict.refusal().map(r -> r.code().code()).orElse(null)));
        return verdict.refusal().isPresent();
    }

    private boolean replay(
            Listing listing,
            HubKafka kafka,
            HubConfig config,
            MappingCatalog catalog,
            Receipt original,
            StoredSource source)
            throws IOException {
        Instant now = ops.clock().instant();
        approve(kafka, original, now);
        Replayer.Replayed replayed = replayer.replay(config, kafka.servers(), catalog, source.file(), original, now);
        Manifest manifest = replayed.manifest();
        listing.add(Listing.item(
                "transfer", original.transfer(),
                "file", original.manifest().delivery(),
                "entries", manifest.entries(),
                "rejected", manifest.rejected(),
                "before", before(original),
                "replay", replayed.transfer(),
                "refusal",
                        manifest.refusal() == null ? null : manifest.refusal().code()));
        return manifest.refusal() != null;
    }

    private static String before(Receipt original) {
        return original.manifest().entries() + " entries, "
                + original.manifest().rejected() + " rejected";
    }

    /** Who approved it and why goes to the audit trail, before anything that follows from it. */
    private void approve(HubKafka kafka, Receipt original, Instant now) throws IOException {
        CommandRecord command = new CommandRecord(
                Hash128.ofSha256(String.join("\u001f", "replay", original.transfer(), by, why, now.toString()))
                        .hex(),
                CommandRecord.Action.REPLAY,
                by.strip(),
                why.strip(),
                now.toString(),
                null,
                null,
                original.transfer(),
                original.manifest().feed(),
                null,
                null,
                null,
                null);
        byte[] key = original.transfer().getBytes(US_ASCII);
        try (Producer<byte[], byte[]> producer = kafka.producer()) {
            var unused = producer.send(new ProducerRecord<>(
                            Topic.COMMANDS.name(kafka.shape().prefix()), key, command.toJson()))
                    .get();
        } catch (ExecutionException e) {
            throw new IOException("the approval was not acknowledged", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted before the approval was acknowledged", e);
        }
    }
}

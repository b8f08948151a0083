package io.assayhub.ops;

import io.assayhub.config.HubConfig;
import io.assayhub.config.Problems;
import io.assayhub.config.Spelling;
import io.assayhub.mapping.CompiledFeed;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.mapping.Namespaces;
import io.assayhub.mapping.TransferJudge;
import io.assayhub.wire.Receipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads the same sources with today's mapping and another, and shows which Observations would change and how. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = {
            "Show what a changed mapping would change: stored transfers of a feed, or files, read with both.",
            "Values are shown and may be subject data: for the terminal, not for a log.",
            "Exit code: 0 nothing differs, 1 could not run, 2 something differs."
        })
final class DiffCommand implements Callable<Integer> {
    private static final int DIFFERS = 2;

    private final Ops ops;

    @Mixin
    private ConfigOption configuration;

    @Option(names = "--feed", required = true, paramLabel = "FEED", description = "the feed")
    private String feed;

    @Option(names = "--with", required = true, paramLabel = "DIR", description = "the other folder of mappings")
    private Path with;

    @Option(names = "--transfer", paramLabel = "TRANSFER", description = "these stored transfers alone")
    private List<String> transfers = List.of();

    @Option(
            names = "--show",
            paramLabel = "N",
            defaultValue = "10",
            description = "examples (default: ${DEFAULT-VALUE})")
    private int show;

    @Option(names = "--json", description = "one line of JSON an example, and one for the sum")
    private boolean json;

    @Parameters(paramLabel = "FILE", description = "files instead of stored transfers; needs no Kafka")
    private List<Path> files = List.of();

    DiffCommand(Ops ops) {
        this.ops = ops;
    }

    @Override
    public Integer call() {
        HubConfig config = configuration.read(ops.home());
        CompiledFeed now = compiled(TraceCommand.catalog(config), "the mappings");
        CompiledFeed then = compiled(other(config), with.toString());
        MappingDifference difference = new MappingDifference(Math.max(0, show));
        try {
            int sources = files.isEmpty() ? stored(config, now, then, difference) : files(now, then, difference);
            print(difference, sources);
        } catch (IOException e) {
            throw new OpsException("The sources could not be read: " + e.getMessage() + ".", e);
        } finally {
            ops.out().flush();
        }
        return difference.isAny() ? DIFFERS : 0;
    }

    private CompiledFeed compiled(MappingCatalog catalog, String where) {
        return catalog.feed(feed)
                .orElseThrow(() -> new OpsException("No feed is named '" + Listing.printable(feed) + "' in " + where
                        + Spelling.hint(feed, catalog.feedNames())));
    }

    private MappingCatalog other(HubConfig config) {
        if (!Files.isDirectory(with.resolve("feeds"))) {
            throw new OpsException("--with has to name a folder of mappings; " + with + " holds no folder feeds.");
        }
        Problems problems = new Problems();
        MappingCatalog catalog = MappingCatalog.load(with, Namespaces.of(config.fhirBase()), problems);
        problems.throwIfAny();
        return catalog;
    }

    private int files(CompiledFeed now, CompiledFeed then, MappingDifference difference) throws IOException {
        for (Path file : files) {
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw new OpsException("The file cannot be read: " + file);
            }
            compare(file.getFileName().toString(), now, then, () -> Files.newInputStream(file), difference);
        }
        return files.size();
    }

    private int stored(HubConfig config, CompiledFeed now, CompiledFeed then, MappingDifference difference)
            throws IOException {
        int sources = 0;
        try (HubKafka kafka = HubKafka.of(config)) {
            List<Receipt> receipts = ReceiptIndex.read(kafka).all().stream()
                    .filter(r -> r.manifest().feed().equals(feed))
                    .filter(r -> r.manifest().refusal() == null && r.manifest().replayOf() == null)
                    .filter(r -> transfers.isEmpty() || transfers.contains(r.transfer()))
                    .sorted(Comparator.comparingLong(r -> r.manifest().order()))
                    .toList();
            for (Receipt receipt : receipts) {
                try (StoredSource source = new StoredSource(kafka, receipt)) {
                    compare(receipt.transfer(), now, then, source, difference);
                    sources++;
                }
            }
        }
        return sources;
    }

    private static void compare(
            String name, CompiledFeed now, CompiledFeed then, TransferJudge.Source source, MappingDifference difference)
            throws IOException {
        try (EntryStream left = EntryStream.of(now, source);
                EntryStream right = EntryStream.of(then, source)) {
            difference.compare(name, left, right);
        }
    }

    private void print(MappingDifference difference, int sources) {
        try (Listing listing = new Listing(ops.out(), json, "element", "observations")) {
            for (MappingDifference.Example example : difference.examples()) {
                if (json) {
                    listing.add(Listing.item(
                            "kind", example.kind().text(),
                            "transfer", example.transfer(),
                            "entry", example.entry(),
                            "id", example.id(),
                            "changes", example.changes()));
                }
                listing.say(example.kind().text() + ": entry " + example.entry() + " of "
                        + Listing.printable(example.transfer())
                        + (example.id() == null ? "" : ", Observation " + example.id()));
                example.changes().forEach(change -> listing.say("    " + Listing.printable(change)));
            }
            if (!difference.examples().isEmpty()) {
                listing.say("");
            }
            if (!json) {
                difference
                        .paths()
                        .forEach((path, count) -> listing.add(Listing.item("element", path, "observations", count)));
            }
        }
        try (Listing listing = new Listing(ops.out(), json)) {
            StringBuilder sum = new StringBuilder();
            for (MappingDifference.Kind kind : MappingDifference.Kind.values()) {
                if (difference.of(kind) > 0) {
                    sum.append(", ").append(difference.of(kind)).append(' ').append(kind.text());
                }
            }
            listing.say("");
            listing.say(sources + (sources == 1 ? " source: " : " sources: ") + difference.same() + " the same" + sum);
            if (difference.of(MappingDifference.Kind.IDENTITY) > 0) {
                listing.say("Entries with another id would be new results beside those that consumers have.");
            }
            if (json) {
                listing.add(Listing.item(
                        "sources", sources,
                        "same", difference.same(),
                        "changed", difference.of(MappingDifference.Kind.CHANGED),
                        "anotherId", difference.of(MappingDifference.Kind.IDENTITY),
                        "gone", difference.of(MappingDifference.Kind.GONE),
                        "added", difference.of(MappingDifference.Kind.ADDED),
                        "rejectedOtherwise", difference.of(MappingDifference.Kind.REJECTED)));
            }
        }
    }
}

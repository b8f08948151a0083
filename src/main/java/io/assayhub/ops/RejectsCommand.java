package io.assayhub.ops;

import io.assayhub.model.Hash128;
import io.assayhub.wire.Json;
import io.assayhub.wire.RejectedRecord;
import io.assayhub.wire.Topic;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What could not be read, where and why. */
@Command(
        name = "rejects",
        mixinStandardHelpOptions = true,
        description = {
            "List rows and entries that were not understood, each once, with how to mend them.",
            "Exit code: 0 listed, or none; 1 could not run."
        })
final class RejectsCommand extends OpsCommand {
    @Option(names = "--transfer", paramLabel = "TRANSFER", description = "of this transfer only")
    private String transfer;

    @Option(names = "--feed", paramLabel = "FEED", description = "of this feed only")
    private String feed;

    @Option(names = "--code", paramLabel = "CODE", description = "with this code only, such as AH-0303")
    private String code;

    @Option(
            names = "--mend",
            description = "instead, the lines of feed files that would let them pass; they show words from the sources")
    private boolean mend;

    RejectsCommand(Ops ops) {
        super(ops);
    }

    @Override
    int run(HubKafka kafka) {
        return mend ? mend(kafka) : list(kafka);
    }

    private int mend(HubKafka kafka) {
        Set<String> transfers = new TreeSet<>();
        kafka.read(Topic.REJECTED, message -> {
            RejectedRecord rejected = Json.read(message.value(), RejectedRecord.class);
            if (wanted(rejected)) {
                transfers.add(rejected.transfer());
            }
            return true;
        });
        MendList mending = new MendList(TraceCommand.catalog(configuration.read(ops.home())));
        mending.read(kafka, transfers);
        try (Listing listing = new Listing(ops.out(), json, "feed", "entries", "line")) {
            mending.lines()
                    .forEach((of, lines) -> lines.forEach((line, entries) ->
                            listing.add(Listing.item("feed", of, "entries", entries, "line", line))));
            if (listing.items() == 0) {
                listing.say(
                        "No line of a feed file would let any of it pass; ./hub rejects says what has to be mended.");
            } else {
                listing.say(
                        "Ask the laboratory first. Afterwards ./hub check, a restart, and ./hub replay publish them.");
            }
        }
        return 0;
    }

    private int list(HubKafka kafka) {
        // A transfer that was taken again wrote the same keys again.
        Set<Hash128> seen = new HashSet<>();
        try (Listing listing =
                new Listing(ops.out(), json, "transfer", "feed", "code", "row", "line", "column", "detail", "remedy")) {
            kafka.read(Topic.REJECTED, message -> {
                RejectedRecord rejected = Json.read(message.value(), RejectedRecord.class);
                if (wanted(rejected) && seen.add(Hash128.ofSha256(HubKafka.key(message)))) {
                    listing.add(Listing.item(
                            "transfer", rejected.transfer(),
                            "feed", rejected.feed(),
                            "code", rejected.code(),
                            "row", rejected.row(),
                            "line", rejected.line(),
                            "column", rejected.column(),
                            "entry", rejected.entry(),
                            "detail", rejected.detail(),
                            "remedy", rejected.remedy()));
                }
                return true;
            });
            if (listing.items() == 0) {
                listing.say("Nothing was rejected"
                        + (transfer != null || feed != null || code != null ? " that matches." : "."));
            }
        }
        return 0;
    }

    private boolean wanted(RejectedRecord rejected) {
        return (transfer == null || transfer.equals(rejected.transfer()))
                && (feed == null || feed.equals(rejected.feed()))
                && (code == null || code.equals(rejected.code()));
    }
}

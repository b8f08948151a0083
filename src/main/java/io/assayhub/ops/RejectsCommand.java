package io.assayhub.ops;

import io.assayhub.model.Hash128;
import io.assayhub.wire.Json;
import io.assayhub.wire.RejectedRecord;
import io.assayhub.wire.Topic;
import java.util.HashSet;
import java.util.Set;
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

    RejectsCommand(Ops ops) {
        super(ops);
    }

    @Override
    int run(HubKafka kafka) {
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

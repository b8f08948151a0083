package io.assayhub.ops;

import io.assayhub.model.ErrorCode;
import io.assayhub.model.HoldReason;
import io.assayhub.wire.HeldRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What waits for an event or for a person. */
@Command(
        name = "holds",
        mixinStandardHelpOptions = true,
        description = {
            "List results that are held and matters that are raised, safety matches first, then the oldest.",
            "Exit code: 0 listed, or nothing waits; 1 could not run."
        })
final class HoldsCommand extends OpsCommand {
    @Option(names = "--feed", paramLabel = "FEED", description = "of this feed only")
    private String feed;

    @Option(names = "--reason", paramLabel = "REASON", description = "with this reason, or with this code (AH-0501)")
    private String reason;

    @Option(names = "--transfer", paramLabel = "TRANSFER", description = "of this transfer only")
    private String transfer;

    @Option(names = "--subject", paramLabel = "SUBJECT", description = "of this subject only")
    private String subject;

    @Option(names = "--safety", description = "only what matches its mapping's safety rule")
    private boolean safety;

    HoldsCommand(Ops ops) {
        super(ops);
    }

    @Override
    int run(HubKafka kafka) {
        if (reason != null && HoldReason.of(reason).isEmpty() && remedy(reason) == null) {
            throw new OpsException("There is no reason '" + reason + "'. Known: "
                    + Arrays.stream(HoldReason.values()).map(HoldReason::text).collect(Collectors.joining(", ")) + ".");
        }
        List<HeldRecord> waiting = HeldIndex.read(kafka).live().stream()
                .filter(this::wanted)
                .sorted(HeldIndex.URGENT_FIRST)
                .toList();
        Instant now = ops.clock().instant();
        try (Listing listing = new Listing(
                ops.out(),
                json,
                "key",
                "code",
                "reason",
                "age",
                "safety",
                "feed",
                "subject",
                "accession",
                "transfer",
                "entry")) {
            Map<String, Long> byCode = new TreeMap<>();
            for (HeldRecord held : waiting) {
                byCode.merge(held.code(), 1L, Long::sum);
                listing.add(item(held, now));
            }
            if (waiting.isEmpty()) {
                listing.say("Nothing waits" + (isFiltered() ? " that matches." : "."));
            } else {
                listing.say("");
                byCode.forEach((code, count) -> listing.say(code + "  " + count + "  " + remedy(code)));
            }
        }
        return 0;
    }

    private boolean isFiltered() {
        return feed != null || reason != null || transfer != null || subject != null || safety;
    }

    private boolean wanted(HeldRecord held) {
        return (feed == null || feed.equals(held.feed()))
                && (reason == null || reason.equals(held.reason()) || reason.equals(held.code()))
                && (transfer == null || transfer.equals(held.transfer()))
                && (subject == null
                        || subject.equals(held.subject())
                        || subject.equals(held.study() + "/" + held.subject()))
                && (!safety || held.safety());
    }

    private static Map<String, Object> item(HeldRecord held, Instant now) {
        return Listing.item(
                "key", held.key(),
                "code", held.code(),
                "reason", held.reason() != null ? held.reason() : matter(held.key()),
                "since", held.since(),
                "age", age(Duration.between(Instant.parse(held.since()), now)),
                "overdue", held.overdue(),
                "safety", held.safety() ? "safety" : null,
                "feed", held.feed(),
                "transfer", held.transfer(),
                "entry", held.entry(),
                "study", held.study(),
                "subject", held.subject(),
                "accession", held.accession(),
                "observation", held.observation(),
                "detail", held.detail());
    }

    private static String matter(String key) {
        return key.substring(0, Math.max(0, key.indexOf('/')));
    }

    /** In the largest unit that has passed once. */
    static String age(Duration age) {
        return age.toDays() > 0
                ? age.toDays() + "d"
                : age.toHours() > 0 ? age.toHours() + "h" : Math.max(0, age.toMinutes()) + "min";
    }

    private static String remedy(String code) {
        return Arrays.stream(ErrorCode.values())
                .filter(c -> c.code().equals(code))
                .findFirst()
                .map(ErrorCode::remedy)
                .orElse(null);
    }
}

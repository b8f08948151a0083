package io.assayhub.route;

import io.assayhub.config.FeedConfig;
import io.assayhub.mapping.CompiledFeed;
import io.assayhub.mapping.TransferReader;
import io.assayhub.model.Hash128;
import io.assayhub.model.TransferId;
import io.assayhub.wire.Flag;
import io.assayhub.wire.Manifest;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the ledger and the receipt are told of a transfer as a whole. */
final class TransferFacts {
    private static final String NO_SNAPSHOT = "0".repeat(32);

    private final Delivery delivery;
    private final String sha256;
    private final Optional<CompiledFeed> feed;
    private final Terms terms;
    private final String snapshot;

    TransferFacts(Delivery delivery, String sha256, Optional<CompiledFeed> feed, Terms terms) {
        this.delivery = delivery;
        this.sha256 = sha256;
        this.feed = feed;
        this.terms = terms;
        this.snapshot = feed.map(f -> f.snapshot().value()).orElse(NO_SNAPSHOT);
    }

    /** A replay is the same however often it is asked for. */
    TransferId id() {
        String identity = String.join("\u001f", delivery.feed(), delivery.name(), sha256, snapshot)
                + (terms.isReplay() ? "\u001freplay\u001f" + terms.replayOf() : "");
        return new TransferId(Hash128.ofSha256(identity).hex());
    }

    Manifest manifest(
            Manifest.Refusal refusal, TransferReader.Summary summary, Map<Integer, Long> touched, Set<String> studies)
            throws IOException {
        Optional<FeedConfig.Transfer> agreed = feed.map(CompiledFeed::config).map(FeedConfig::transfer);
        // A refused transfer brought nothing: nothing is missing from it, and nothing of it waits.
        Optional<FeedConfig.Transfer> taken = agreed.filter(t -> refusal == null && !terms.isReplay());
        return new Manifest(
                delivery.feed(),
                delivery.name(),
                sha256,
                delivery.content().size(),
                snapshot,
                terms.order(),
                terms.isReplay()
                        ? null
                        : agreed.map(t -> Admission.sequence(t.order(), delivery))
                                .orElse(null),
                taken.map(t -> t.kind() == FeedConfig.Transfer.Kind.CUMULATIVE).orElse(false),
                taken.map(TransferFacts::limits).orElse(Map.of()),
                terms.isReplay() ? terms.replayOf().value() : null,
                delivery.arrived().toString(),
                refusal,
                summary.rows(),
                summary.sendersCount() == null ? terms.statedRows() : summary.sendersCount(),
                summary.excluded(),
                summary.refused(),
                summary.read(),
                summary.entries(),
                summary.rejected(),
                touched,
                studies,
                summary.flagged(),
                summary.failedRuns());
    }

    Set<Flag> flags() {
        FeedConfig config = feed.orElseThrow().config();
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        if (terms.isReplay()) {
            flags.add(Flag.REPLAY);
        } else if (!config.transfer().stopIf().isEmpty()) {
            flags.add(Flag.GATED);
        }
        if (config.blinded()) {
            flags.add(Flag.BLINDED);
        }
        if (config.acceptsOrphans()) {
            flags.add(Flag.ORPHANS);
        }
        return flags;
    }

    private static Map<String, BigDecimal> limits(FeedConfig.Transfer transfer) {
        Map<String, BigDecimal> limits = new TreeMap<>();
        transfer.stopIf().forEach((limit, percent) -> limits.put(limit.text(), percent));
        return limits;
    }
}

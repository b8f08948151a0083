package io.assayhub.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.ledger.Arrival;
import io.assayhub.ledger.Circumstances;
import io.assayhub.ledger.Decision;
import io.assayhub.ledger.LedgerRules;
import io.assayhub.ledger.Outcome;
import io.assayhub.ledger.ResultState;
import io.assayhub.ledger.TopicSet;
import io.assayhub.mapping.CompiledFeed;
import io.assayhub.mapping.Entry;
import io.assayhub.mapping.EntrySink;
import io.assayhub.mapping.TransferJudge;
import io.assayhub.mapping.TransferReader;
import io.assayhub.model.ObservationId;
import io.assayhub.model.Rejected;
import io.assayhub.model.TransferId;
import io.assayhub.wire.Holes;
import io.assayhub.wire.Json;
import io.assayhub.wire.JsonDifference;
import io.assayhub.wire.Receipt;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What replaying stored transfers, one after the other, would do: each entry of today's reading is put before the ledger's
 * rules with what is published of it, and nothing is written. It does not know what the ledger alone knows, so few results
 * may end otherwise: one that a newer transfer repeated in other words is stale then, one that waits already is unchanged.
 * For one thread; memory is bounded.
 */
public final class ReplayForecast {
    /** So many results are remembered as changed; of more, one that several of the transfers have is counted in each. */
    private static final int REMEMBERED = 100_000;

    private static final int PATHS = 200;

    /** What the ledger writes, and what a remap never changes. */
    private static final Set<String> NOT_OURS = Set.of("meta.versionId", "meta.lastUpdated", "status", "subject");

    private static final TopicSet NO_TOPICS = new TopicSet(0);

    private final KnownResults known;
    private final int most;
    private final Map<ObservationId, ResultState> changed = new HashMap<>();
    private final List<Example> examples = new ArrayList<>();
    private final Map<String, Long> paths = new TreeMap<>();

    /**
     * One transfer as it would be read today.
     *
     * @param before the entries of its receipt, rejected ones among them
     * @param rejectedBefore those of its receipt that were rejected
     * @param refusal the code by which the replay would be refused as a whole, or null
     * @param outcomes of the entries that are understood, by the words of receipts: new, corrected, remapped, withdrawn,
     *     unchanged, stale, held; empty if it would be refused
     */
    public record Reading(
            String transfer,
            String feed,
            String file,
            long before,
            long rejectedBefore,
            long entries,
            long rejected,
            String refusal,
            Map<String, Long> outcomes) {
        public Reading {
            outcomes = Map.copyOf(outcomes);
        }

        public long of(String outcome) {
            return outcomes.getOrDefault(outcome, 0L);
        }
    }

    /**
     * An entry that would go out.
     *
     * @param entry its address in the source
     * @param changes elements that differ from the published Observation; empty for a new one
     */
    public record Example(
            String transfer, String entry, String id, String outcome, List<JsonDifference.Change> changes) {
        public Example {
            changes = List.copyOf(changes);
        }
    }

    /** @param most how many examples are kept and compared element by element */
    public ReplayForecast(KnownResults known, int most) {
        this.known = known;
        this.most = most;
    }

    /**
     * Reads one transfer; those of a replay in its order.
     *
     * @param feed as it is mapped today
     * @param source the transfer's bytes
     */
    public Reading read(CompiledFeed feed, Receipt original, TransferJudge.Source source) throws IOException {
        TransferJudge.Verdict verdict = TransferJudge.judge(feed, source);
        Map<String, Long> outcomes = new HashMap<>();
        if (verdict.refusal().isEmpty()) {
            try (InputStream in = source.open()) {
                feed.reader(TransferReader.Mode.NORMALISE, verdict).read(in, new EntrySink() {
                    @Override
                    public void normalised(Entry entry) {
                        outcomes.merge(decide(feed, original, entry).text(), 1L, Long::sum);
                    }

                    @Override
                    public void rejected(Rejected rejected) {
                        // Counted in the summary.
                    }
                });
            }
        }
        TransferReader.Summary summary = verdict.summary();
        return new Reading(
                original.transfer(),
                original.manifest().feed(),
                original.manifest().delivery(),
                original.manifest().entries(),
                original.manifest().rejected(),
                summary.entries(),
                summary.rejected(),
                verdict.refusal().map(r -> r.code().code()).orElse(null),
                outcomes);
    }

    private Outcome decide(CompiledFeed feed, Receipt original, Entry entry) {
        ObservationId id = entry.facts().id();
        Optional<ResultState> former = Optional.ofNullable(changed.get(id)).or(() -> published(id));
        if (former.isEmpty() && known.waits(id)) {
            return Outcome.HELD;
        }
        boolean takes = former.isPresent() || known.isRegistered(entry.subject());
        Circumstances around = takes
                ? Circumstances.ORDINARY
                : new Circumstances(Circumstances.Standing.UNKNOWN, false, false, Set.of(), List.of());
        Decision decision = LedgerRules.decide(former, arrival(feed, original, entry), around);
        if (decision instanceof Decision.Publish publish) {
            if (changed.size() < REMEMBERED) {
                changed.put(id, publish.next());
            }
            if (examples.size() < most) {
                example(original.transfer(), entry, publish.outcome());
            }
        }
        return decision.outcome();
    }

    private Optional<ResultState> published(ObservationId id) {
        return known.published(id)
                .map(p -> new ResultState(
                        p.version(),
                        p.order(),
                        p.order(),
                        p.source(),
                        p.content(),
                        p.status(),
                        NO_TOPICS,
                        // Of another transfer than any that is read, which has a fresh id as a replay.
                        new TransferId("0".repeat(32)),
                        0,
                        0,
                        "",
                        0,
                        0,
                        Set.of(),
                        0));
    }

    private static Arrival arrival(CompiledFeed feed, Receipt original, Entry entry) {
        return new Arrival(
                new TransferId(original.transfer()),
                original.manifest().order(),
                entry.facts().sourceHash(),
                entry.facts().contentHash(),
                entry.facts().status(),
                NO_TOPICS,
                0,
                0,
                entry.subject().text(),
                true,
                feed.config().acceptsOrphans(),
                Optional.ofNullable(entry.facts().hold()));
    }

    private void example(String transfer, Entry entry, Outcome outcome) {
        List<JsonDifference.Change> changes = known.observation(entry.facts().id())
                .map(published -> JsonDifference.between(published, observation(entry)).stream()
                        .filter(change -> !isOfTheLedger(change.path()))
                        .toList())
                .orElse(List.of());
        changes.stream().map(JsonDifference.Change::path).distinct().forEach(path -> {
            if (paths.size() < PATHS || paths.containsKey(path)) {
                paths.merge(path, 1L, Long::sum);
            }
        });
        examples.add(new Example(transfer, entry.address(), entry.facts().id().value(), outcome.text(), changes));
    }

    /** As it would go out, but for what the ledger writes. */
    private static JsonNode observation(Entry entry) {
        return Json.tree(entry.facts()
                .holes()
                .fill(
                        entry.observation(),
                        Map.of(
                                Holes.Name.ID,
                                entry.facts().id().value(),
                                Holes.Name.VERSION,
                                "1",
                                Holes.Name.LAST_UPDATED,
                                "2000-01-01T00:00:00.000Z",
                                Holes.Name.STATUS,
                                entry.facts().status().code(),
                                Holes.Name.SUBJECT,
                                "{\"type\":\"Patient\"}")));
    }

    private static boolean isOfTheLedger(String path) {
        return NOT_OURS.contains(path) || path.startsWith("subject.");
    }

    /** The first entries that would go out. */
    public List<Example> examples() {
        return List.copyOf(examples);
    }

    /** Element → in how many of the {@link #examples} it changes. */
    public Map<String, Long> paths() {
        return Collections.unmodifiableMap(paths);
    }
}

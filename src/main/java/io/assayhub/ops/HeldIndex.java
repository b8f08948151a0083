package io.assayhub.ops;

import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Topic;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What waits now, by key: the latest record of each key of {@link Topic#HELD} that has not ended, without its Observation. */
final class HeldIndex {
    /** Safety matches first, then what waits longest. */
    static final Comparator<HeldRecord> URGENT_FIRST = Comparator.comparing(HeldRecord::safety)
            .reversed()
            .thenComparing(HeldRecord::since)
            .thenComparing(HeldRecord::key);

    private final Map<String, HeldRecord> live = new LinkedHashMap<>();

    static HeldIndex read(HubKafka kafka) {
        HeldIndex index = new HeldIndex();
        kafka.read(Topic.HELD, message -> {
            String key = HubKafka.key(message);
            if (message.value() == null) {
                index.live.remove(key);
            } else {
                index.live.put(key, withoutResource(HeldRecord.fromJson(message.value())));
            }
            return true;
        });
        return index;
    }

    Collection<HeldRecord> live() {
        return live.values();
    }

    Optional<HeldRecord> get(String key) {
        return Optional.ofNullable(live.get(key));
    }

    /** Held results and matters of one Observation. */
    List<HeldRecord> of(String observation) {
        return live.values().stream()
                .filter(h -> observation.equals(h.observation()))
                .sorted(URGENT_FIRST)
                .toList();
    }

    private static HeldRecord withoutResource(HeldRecord h) {
        return new HeldRecord(
                h.key(),
                h.code(),
                h.reason(),
                h.since(),
                h.overdue(),
                h.safety(),
                h.study(),
                h.subject(),
                h.observation(),
                h.transfer(),
                h.feed(),
                h.entry(),
                h.accession(),
                h.status(),
                h.changedFrom(),
                h.detail(),
                null);
    }
}

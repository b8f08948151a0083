package io.assayhub.ops;

import io.assayhub.model.Hash128;
import io.assayhub.wire.Topic;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the audit says of each Observation's versions, and which consumer topics have shown the latest one: about 40 bytes
 * an Observation, whatever the order of the records.
 */
final class VersionBook {
    private static final List<Topic> TOPICS = Topic.consumerTopics();

    private int mask = (1 << 12) - 1;
    private int used;
    private long[] high = new long[mask + 1];
    private long[] low = new long[mask + 1];
    /** The latest version; 0 marks an empty slot. */
    private int[] latest = new int[mask + 1];

    private int[] count = new int[mask + 1];
    private long[] sum = new long[mask + 1];
    private int[] named = new int[mask + 1];
    private int[] shown = new int[mask + 1];

    /** Takes a fault that was found. */
    interface FaultSink {
        /**
         * One fault of one Observation.
         *
         * @param figures what was found, for people
         */
        void found(String observation, String fault, String figures);
    }

    /** A version on the audit and the consumer topics that it names. */
    void audited(Hash128 id, int version, Set<Topic> topics) {
        if (version < 1) {
            throw new IllegalArgumentException("versions count from 1");
        }
        if (used * 2 > mask) {
            grow();
        }
        int slot = slot(id.high(), id.low());
        if (latest[slot] == 0) {
            used++;
            high[slot] = id.high();
            low[slot] = id.low();
        }
        count[slot]++;
        sum[slot] += version;
        if (version > latest[slot]) {
            latest[slot] = version;
            named[slot] = bits(topics);
        }
    }

    /**
     * A version on a consumer topic.
     *
     * @param sameInBytes whether the Observation itself says this version too
     * @return whether the audit has this version
     */
    boolean published(Hash128 id, int version, Topic topic, boolean sameInBytes) {
        int slot = slot(id.high(), id.low());
        if (latest[slot] == 0) {
            return false;
        }
        if (version >= latest[slot] && sameInBytes) {
            shown[slot] |= 1 << TOPICS.indexOf(topic);
        }
        return version <= latest[slot];
    }

    /** The number of Observations. */
    int size() {
        return used;
    }

    /** Gives every Observation whose versions have a hole, or whose latest version a topic named in it lacks. */
    void check(FaultSink sink) {
        for (int slot = 0; slot <= mask; slot++) {
            if (latest[slot] == 0) {
                continue;
            }
            String id = new Hash128(high[slot], low[slot]).hex();
            long whole = (long) latest[slot] * (latest[slot] + 1) / 2;
            if (count[slot] != latest[slot] || sum[slot] != whole) {
                sink.found(id, "versions", count[slot] + " on the audit, the latest is " + latest[slot]);
            }
            int lacking = named[slot] & ~shown[slot];
            if (lacking != 0) {
                String topics = TOPICS.stream()
                        .filter(t -> (lacking & 1 << TOPICS.indexOf(t)) != 0)
                        .map(Topic::suffix)
                        .collect(Collectors.joining(", "));
                sink.found(id, "published", "version " + latest[slot] + " is not on " + topics);
            }
        }
    }

    private static int bits(Set<Topic> topics) {
        int bits = 0;
        for (Topic topic : topics) {
            bits |= 1 << TOPICS.indexOf(topic);
        }
        return bits;
    }

    /** The ids are hashes themselves. */
    private int slot(long h, long l) {
        int slot = (int) l & mask;
        while (latest[slot] != 0 && (high[slot] != h || low[slot] != l)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldHigh = high;
        long[] oldLow = low;
        int[] oldLatest = latest;
        int[] oldCount = count;
        long[] oldSum = sum;
        int[] oldNamed = named;
        int[] oldShown = shown;
        int size = (mask + 1) * 2;
        mask = size - 1;
        high = new long[size];
        low = new long[size];
        latest = new int[size];
        count = new int[size];
        sum = new long[size];
        named = new int[size];
        shown = new int[size];
        for (int i = 0; i < oldLatest.length; i++) {
            if (oldLatest[i] != 0) {
                int slot = slot(oldHigh[i], oldLow[i]);
                high[slot] = oldHigh[i];
                low[slot] = oldLow[i];
                latest[slot] = oldLatest[i];
                count[slot] = oldCount[i];
                sum[slot] = oldSum[i];
                named[slot] = oldNamed[i];
                shown[slot] = oldShown[i];
            }
        }
    }
}

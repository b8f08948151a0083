package io.assayhub.ops;

import io.assayhub.config.HubConfig;
import io.assayhub.wire.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Compares a topic as it is with the topic as the hub declares it. Pure. */
public final class TopicRules {
    private static final String CLEANUP = "cleanup.policy";
    private static final String RETENTION = "retention.ms";
    private static final String RETENTION_BYTES = "retention.bytes";
    private static final String LAG = "min.compaction.lag.ms";
    private static final String MIN_INSYNC = "min.insync.replicas";

    private TopicRules() {}

    /**
     * A topic on the broker.
     *
     * @param replication the smallest number of replicas of any partition
     * @param settings the topic's effective settings by Kafka's names
     */
    public record Actual(int partitions, int replication, Map<String, String> settings) {
        public Actual {
            settings = Map.copyOf(settings);
        }
    }

    /** How much a difference matters. */
    public enum State {
        OK,
        /** Not as declared; the hub works. */
        DIFFERS,
        /** The hub would lose, mix up or forget something: it does not start. */
        DANGEROUS,
        MISSING
    }

    /**
     * What was found of one topic.
     *
     * @param dangers what would lose records or orders, for people
     * @param notes what differs without harm
     */
    public record Finding(Topic topic, State state, List<String> dangers, List<String> notes) {
        public Finding {
            dangers = List.copyOf(dangers);
            notes = List.copyOf(notes);
        }
    }

    /** The finding about one topic; {@code actual} is empty if the broker does not have it. */
    public static Finding check(Topic topic, Optional<Actual> actual, HubConfig.Topics shape) {
        if (actual.isEmpty()) {
            return new Finding(topic, State.MISSING, List.of(), List.of());
        }
        Actual found = actual.get();
        List<String> dangers = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        if (found.partitions != shape.partitions()) {
            dangers.add("has " + found.partitions + " partitions, topics.partitions says " + shape.partitions()
                    + " (fixed when topics are created: set topics.partitions to it)");
        }
        cleanup(topic, found, dangers);
        retention(topic, found, dangers, notes);
        longer(LAG, topic, found, notes);
        if (found.replication != shape.replication()) {
            notes.add("has " + found.replication + " replicas, topics.replication says " + shape.replication());
        }
        int inSync = (int) number(found.settings.getOrDefault(MIN_INSYNC, "1"));
        if (inSync > found.replication) {
            notes.add(
                    MIN_INSYNC + " is " + inSync + " with " + found.replication + " replicas: nothing can be written");
        } else if (found.replication >= 3 && inSync < 2) {
            notes.add(MIN_INSYNC + " is " + inSync + ": a single broker may hold what was acknowledged; set 2");
        }
        State state = !dangers.isEmpty() ? State.DANGEROUS : notes.isEmpty() ? State.OK : State.DIFFERS;
        return new Finding(topic, state, dangers, notes);
    }

    private static void cleanup(Topic topic, Actual found, List<String> dangers) {
        String declared = topic.settings().get(CLEANUP);
        Set<String> policies = new TreeSet<>();
        for (String policy :
                Arrays.asList(found.settings.getOrDefault(CLEANUP, "delete").split(","))) {
            policies.add(policy.strip());
        }
        if (!policies.equals(Set.of(declared))) {
            dangers.add(CLEANUP + " is " + String.join(",", policies) + " and has to be " + declared
                    + (policies.contains("compact") && declared.equals("delete")
                            ? ": all but the last record of a key would be lost"
                            : policies.contains("delete") ? ": records would be lost with age" : ""));
        }
    }

    private static void retention(Topic topic, Actual found, List<String> dangers, List<String> notes) {
        String declared = topic.settings().get(RETENTION);
        if (declared == null) {
            return;
        }
        String actual = found.settings.getOrDefault(RETENTION, "604800000");
        boolean forEver = number(declared) < 0;
        if (forEver && number(actual) >= 0) {
            String text = RETENTION + " is " + actual + " and has to be -1: records would be lost with age";
            if (topic == Topic.REJECTED) {
                notes.add(text);
            } else {
                dangers.add(text);
            }
        } else if (!forEver) {
            longer(RETENTION, topic, found, notes);
        }
        String bytes = found.settings.getOrDefault(RETENTION_BYTES, "-1");
        if (number(bytes) >= 0) {
            String text = RETENTION_BYTES + " is " + bytes + " and has to be -1: records would be lost with size";
            if (forEver && topic != Topic.REJECTED) {
                dangers.add(text);
            } else {
                notes.add(text);
            }
        }
    }

    private static void longer(String name, Topic topic, Actual found, List<String> notes) {
        String declared = topic.settings().get(name);
        String actual = found.settings.getOrDefault(name, name.equals(LAG) ? "0" : "604800000");
        if (declared == null || declared.equals(actual)) {
            return;
        }
        boolean isLonger = number(actual) < 0 || number(actual) > number(declared);
        notes.add(name + " is " + actual + (isLonger ? ", longer" : ", shorter") + " than " + declared);
    }

    private static long number(String text) {
        return Long.parseLong(text);
    }
}

package io.assayhub.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Every topic of the hub with its contract; the name on the broker is the configured prefix, a dot and {@link #suffix()}.
 * A consumer topic carries one Observation (FHIR R4 JSON) a record, keyed by Observation id and partitioned by
 * {@code study/subject}, so that all versions of all results of one subject stay in order.
 */
public enum Topic {
    /** Bytes as received, in chunks of at most 512 KiB, keyed by transfer. Hub only. */
    SOURCE("source", Kind.RETAINED),
    /** One Observation with holes a record, keyed and partitioned by study/subject; end markers of transfers. Hub only. */
    NORMALISED("normalised", Kind.THIRTY_DAYS),
    /** What could not be read: where and why, keyed by transfer + entry; no subject data. For operators. */
    REJECTED("rejected", Kind.RETAINED),
    /** What the EDC sends: FHIR Bundles with ResearchSubject and Patient, any key and partition. Written by the EDC. */
    REGISTRATIONS("registrations", Kind.SEVEN_DAYS),
    /** The pseudonymous registry, keyed by study/subject: {@link SubjectRecord}. Hub only. */
    SUBJECTS("subjects", Kind.COMPACT),
    /** Which specimens are expected, one a record, and each list of them: {@link SpecimenRecord}. Hub only. */
    SPECIMENS("specimens", Kind.COMPACT),
    /** What operators and the hub itself have decided, partitioned like results: {@link CommandRecord}. Hub only. */
    COMMANDS("commands", Kind.RETAINED),
    /** What waits for an event or a person, partitioned like results; a tombstone when it ends: {@link HeldRecord}. */
    HELD("held", Kind.COMPACT),
    /** Each version once with its Provenance, and every decision about a held one: {@link AuditRecord}. For auditors. */
    AUDIT("audit", Kind.RETAINED),
    /** What partitions of the ledger tell each other. Hub only. */
    CLEARING("clearing", Kind.SEVEN_DAYS),
    /** The balance of each transfer, keyed by transfer. For senders and operators. */
    RECEIPTS("receipts", Kind.COMPACT),
    /** The running hubs, keyed by their names: {@link InstanceRecord}. Hub only. */
    INSTANCES("instances", Kind.COMPACT),
    PK("pk", Kind.CONSUMER),
    IMMUNOGENICITY("immunogenicity", Kind.CONSUMER),
    CELLULAR("cellular", Kind.CONSUMER),
    SAFETY("safety", Kind.CONSUMER),
    OBSERVATIONS("observations", Kind.CONSUMER);

    /** How long the broker keeps what a topic holds. */
    private enum Kind {
        RETAINED,
        SEVEN_DAYS,
        THIRTY_DAYS,
        COMPACT,
        /** Every version for 30 days, then the latest of each Observation for ever. */
        CONSUMER;

        private Map<String, String> settings() {
            String thirtyDays = "2592000000";
            return switch (this) {
                case RETAINED -> Map.of("cleanup.policy", "delete", "retention.ms", "-1");
                case SEVEN_DAYS -> Map.of("cleanup.policy", "delete", "retention.ms", "604800000");
                case THIRTY_DAYS -> Map.of("cleanup.policy", "delete", "retention.ms", thirtyDays);
                case COMPACT -> Map.of("cleanup.policy", "compact");
                case CONSUMER -> Map.of("cleanup.policy", "compact", "min.compaction.lag.ms", thirtyDays);
            };
        }
    }

    private static final Map<String, Topic> BY_SUFFIX =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Topic::suffix, t -> t));

    private final String suffix;
    private final Kind kind;

    Topic(String suffix, Kind kind) {
        this.suffix = suffix;
        this.kind = kind;
    }

    /** The name without the prefix, as Observation files write it. */
    public String suffix() {
        return suffix;
    }

    /** The name on the broker, such as {@code assay.pk}. */
    public String name(String prefix) {
        return prefix + "." + suffix;
    }

    /** The topic's declared settings, beside partitions and replication, which are configuration. */
    public Map<String, String> settings() {
        return kind.settings();
    }

    /** Whether Observations are published here. */
    public boolean isConsumerTopic() {
        return kind == Kind.CONSUMER;
    }

    /** The consumer topics, in declared order. */
    public static List<Topic> consumerTopics() {
        return Arrays.stream(values()).filter(Topic::isConsumerTopic).toList();
    }

    /** The topic that has this suffix, if there is one. */
    public static Optional<Topic> ofSuffix(String suffix) {
        return Optional.ofNullable(BY_SUFFIX.get(suffix));
    }
}

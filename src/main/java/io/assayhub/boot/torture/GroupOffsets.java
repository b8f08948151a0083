package io.assayhub.boot.torture;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Sets the ledger's positions back to the beginning, as a careless operator might. */
final class GroupOffsets {
    private static final String GROUP = TortureSite.PREFIX + "-ledger";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private GroupOffsets() {}

    /** Every position that the group has committed; nobody of it may be running. */
    static void reset(Map<String, String> kafka) throws InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (Admin admin = Admin.create(Map.copyOf(kafka))) {
            while (true) {
                try {
                    resetOnce(admin);
                    return;
                } catch (ExecutionException e) {
                    // The dead one's session or its last transaction has not ended yet.
                    if (System.nanoTime() > deadline) {
                        throw e;
                    }
                    TimeUnit.MILLISECONDS.sleep(100);
                }
            }
        }
    }

    private static void resetOnce(Admin admin) throws InterruptedException, ExecutionException {
        // A static member keeps its place when it dies; as long as it has one, nobody else may set positions.
        boolean members = !admin.describeConsumerGroups(java.util.List.of(GROUP))
                .describedGroups()
                .get(GROUP)
                .get()
                .members()
                .isEmpty();
        if (members) {
            admin.removeMembersFromConsumerGroup(GROUP, new RemoveMembersFromConsumerGroupOptions())
                    .all()
                    .get();
        }
        Map<TopicPartition, OffsetSpec> committed =
                admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get().keySet().stream()
                        .collect(Collectors.toMap(p -> p, p -> OffsetSpec.earliest()));
        Map<TopicPartition, ListOffsetsResultInfo> earliest =
                admin.listOffsets(committed).all().get();
        admin.alterConsumerGroupOffsets(
                        GROUP,
                        earliest.entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey,
                                        e -> new OffsetAndMetadata(e.getValue().offset()))))
                .all()
                .get();
    }
}

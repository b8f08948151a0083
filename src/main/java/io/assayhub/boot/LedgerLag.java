package io.assayhub.boot;

import io.assayhub.wire.Topic;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * How many committed records of its topics the ledger has not taken yet, over all instances. The brokers are asked at most
 * every few seconds.
 */
final class LedgerLag {
    private static final List<Topic> TAKEN = List.of(Topic.NORMALISED, Topic.SUBJECTS, Topic.COMMANDS);
    private static final long ASK_EVERY_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final int ANSWER_MS = 2_000;

    private final Admin admin;
    private final String group;
    private final Map<TopicPartition, Topic> partitions = new HashMap<>();
    private final Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    private long askedAt = System.nanoTime() - 2 * ASK_EVERY_NANOS;
    private Map<Topic, Long> lag = Map.of();

    /**
     * That of a ledger.
     *
     * @param group of its consumers
     * @param count of each topic's partitions
     */
    LedgerLag(Admin admin, String group, String prefix, int count) {
        this.admin = admin;
        this.group = group;
        for (Topic topic : TAKEN) {
            for (int partition = 0; partition < count; partition++) {
                TopicPartition at = new TopicPartition(topic.name(prefix), partition);
                partitions.put(at, topic);
                ends.put(at, OffsetSpec.latest());
            }
        }
    }

    /** By topic; empty while the brokers do not answer. Of a partition of which nothing was ever taken, everything waits. */
    synchronized Map<Topic, Long> byTopic() {
        if (System.nanoTime() - askedAt > ASK_EVERY_NANOS) {
            lag = ask();
            askedAt = System.nanoTime();
        }
        return lag;
    }

    private Map<Topic, Long> ask() {
        try {
            // Asked first: records that are taken between the questions make the lag larger, never negative.
            Map<TopicPartition, OffsetAndMetadata> taken = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(ANSWER_MS, TimeUnit.MILLISECONDS);
            Map<TopicPartition, ListOffsetsResultInfo> written = admin.listOffsets(
                            ends, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                    .all()
                    .get(ANSWER_MS, TimeUnit.MILLISECONDS);
            Map<Topic, Long> behind = new EnumMap<>(Topic.class);
            written.forEach((at, end) -> {
                OffsetAndMetadata position = taken.get(at);
                long waits = end.offset() - (position == null ? 0 : position.offset());
                behind.merge(partitions.get(at), Math.max(0, waits), Long::sum);
            });
            return behind;
        } catch (ExecutionException | TimeoutException e) {
            return Map.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Map.of();
        }
    }
}

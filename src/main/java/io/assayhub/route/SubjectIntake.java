package io.assayhub.route;

import io.assayhub.config.SubjectRules;
import io.assayhub.model.Rejected;
import io.assayhub.model.TransferId;
import io.assayhub.registry.SubjectChange;
import io.assayhub.registry.SubjectTable;
import io.assayhub.registry.SubjectTable.Applied;
import io.assayhub.wire.RejectedRecord;
import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.SubjectRecord;
import io.assayhub.wire.Topic;
import java.io.IOException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes the registry: one batch of changes after another is laid on what the subjects' topic holds at that moment, and
 * what differs is written. A batch is done when Kafka has acknowledged all of it; taken again, it changes nothing.
 *
 * <p>The topic is read up to its end before each batch, so that a batch sees what this hub and other instances have
 * written; nothing is kept that is not in the topic.
 */
public final class SubjectIntake implements AutoCloseable {
    private final SubjectTable table;
    private final TopicContents subjects;
    private final Producer<byte[], byte[]> producer;
    private final String prefix;
    private final int partitions;

    public SubjectIntake(
            SubjectRules rules,
            TopicContents subjects,
            Producer<byte[], byte[]> producer,
            String prefix,
            int partitions) {
        this.table = new SubjectTable(rules);
        this.subjects = subjects;
        this.producer = producer;
        this.prefix = prefix;
        this.partitions = partitions;
    }

    /** What a batch does, in one thread, from its first change to its last. */
    interface Work {
        void run(Batch batch) throws IntakeException, IOException;
    }

    /** Reads what the topic holds, so that the first batch need not; returns when it has. */
    public synchronized void open() {
        subjects.catchUp(table::put);
    }

    /** Runs one batch and returns when all it wrote is acknowledged. */
    synchronized int take(TransferId transfer, String feed, Work work) throws IntakeException, IOException {
        subjects.catchUp(table::put);
        try (AcknowledgedSends sends = new AcknowledgedSends(producer)) {
            Batch batch = new Batch(transfer, feed, table.draft(), sends);
            work.run(batch);
            int written = 0;
            for (SubjectRecord record : batch.draft.records()) {
                byte[] key = record.key().bytes();
                sends.send(new ProducerRecord<>(
                        Topic.SUBJECTS.name(prefix), SubjectKey.partition(key, partitions), key, record.toJson()));
                written++;
            }
            sends.await();
            return written;
        }
    }

    /** Changes and rejects of one message or file. */
    final class Batch {
        private final TransferId transfer;
        private final String feed;
        private final SubjectTable.Draft draft;
        private final AcknowledgedSends sends;

        private Batch(TransferId transfer, String feed, SubjectTable.Draft draft, AcknowledgedSends sends) {
            this.transfer = transfer;
            this.feed = feed;
            this.draft = draft;
            this.sends = sends;
        }

        /** Lays a change on the registry; its problems are still to be rejected. */
        Applied apply(SubjectChange change) {
            return draft.apply(change);
        }

        /** Publishes what was not read, or should not have come. */
        void reject(Rejected rejected) throws IntakeException {
            sends.send(new ProducerRecord<>(
                    Topic.REJECTED.name(prefix),
                    RejectedRecord.key(transfer, rejected),
                    RejectedRecord.of(transfer, feed, rejected).toJson()));
        }
    }

    @Override
    public synchronized void close() {
        subjects.close();
    }
}

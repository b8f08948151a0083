package io.assayhub.command;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.assayhub.command.DecisionRules.Target;
import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** Commands as {@link Topic#COMMANDS} takes them: about one result to its subject's partition, else to every partition. */
public final class CommandRecords {
    private CommandRecords() {}

    /**
     * The records of one command.
     *
     * @param prefix of the topics
     * @param partitions of {@link Topic#COMMANDS}
     */
    public static List<ProducerRecord<byte[], byte[]>> of(
            CommandRecord command, Target target, String prefix, int partitions) {
        String topic = Topic.COMMANDS.name(prefix);
        byte[] value = command.toJson();
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        if (target.subjectKey().isPresent()) {
            byte[] key = target.subjectKey().get().getBytes(US_ASCII);
            records.add(new ProducerRecord<>(topic, SubjectKey.partition(key, partitions), key, value));
            return records;
        }
        byte[] key = (target.transfer() != null ? target.transfer() : target.feed()).getBytes(US_ASCII);
        for (int partition = 0; partition < partitions; partition++) {
            records.add(new ProducerRecord<>(topic, partition, key, value));
        }
        return records;
    }

    /** The record of a command about a route, which is applied once. */
    public static ProducerRecord<byte[], byte[]> aboutRoute(CommandRecord command, String prefix) {
        return new ProducerRecord<>(Topic.COMMANDS.name(prefix), command.route().getBytes(US_ASCII), command.toJson());
    }

    /**
     * Sends records and waits until all are acknowledged.
     *
     * @throws KafkaException if one is not; it can be sent again, an id is applied once
     * @throws InterruptedException before all were acknowledged
     */
    public static void send(Producer<byte[], byte[]> producer, List<ProducerRecord<byte[], byte[]>> records)
            throws InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        records.forEach(message -> sent.add(producer.send(message)));
        producer.flush();
        try {
            for (Future<RecordMetadata> acknowledged : sent) {
                acknowledged.get();
            }
        } catch (ExecutionException e) {
            throw new KafkaException("the command was not acknowledged", e.getCause());
        }
    }
}

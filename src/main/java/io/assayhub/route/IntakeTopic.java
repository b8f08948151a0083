package io.assayhub.route;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the route of a laboratory's topic does with its records: each is a delivery of the topic's feed. A batch is left
 * only when Kafka has acknowledged all that came of it: Camel goes on after a batch that failed, and would commit beyond
 * it. Used by the one thread that polls.
 */
public final class IntakeTopic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IntakeTopic.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final String feed;
    private final MessageIntake intake;
    private final Map<Integer, Long> last = new HashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    public IntakeTopic(String feed, MessageIntake intake) {
        this.feed = feed;
        this.intake = intake;
    }

    /** Takes a batch and commits its offsets; throws without a commit if the hub stops before all is acknowledged. */
    public void take(@Body List<Exchange> records) throws IntakeException, InterruptedException {
        List<Delivery> left = new ArrayList<>();
        Map<Integer, KafkaManualCommit> commits = new HashMap<>();
        for (Exchange record : records) {
            Message message = record.getMessage();
            left.add(delivery(message));
            commits.put(
                    message.getHeader(KafkaConstants.PARTITION, Integer.class),
                    message.getHeader(KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class));
        }
        for (left = attempt(left); !left.isEmpty(); left = attempt(left)) {
            LOG.atWarn()
                    .addKeyValue("feed", feed)
                    .addKeyValue("records", left.size())
                    .log("Records of a topic were not stored and are taken again");
            if (closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IntakeException("the hub stops before a topic's records are stored", null);
            }
        }
        commits.values().forEach(KafkaManualCommit::commit);
    }

    /** Hands deliveries over in their order and waits; returns those that have to be taken again. */
    private List<Delivery> attempt(List<Delivery> deliveries) {
        List<CompletableFuture<Taken>> pending = new ArrayList<>();
        deliveries.forEach(delivery -> pending.add(intake.take(delivery, rejected -> {})));
        List<Delivery> failed = new ArrayList<>();
        for (int i = 0; i < deliveries.size(); i++) {
            try {
                pending.get(i).join();
            } catch (CompletionException e) {
                failed.add(deliveries.get(i));
            }
        }
        return failed;
    }

    /** The same record is the same delivery, whenever it is read again; a record without a value is an empty delivery. */
    private Delivery delivery(Message message) {
        int partition = message.getHeader(KafkaConstants.PARTITION, Integer.class);
        String name = message.getHeader(KafkaConstants.TOPIC, String.class) + "/" + partition + "/"
                + message.getHeader(KafkaConstants.OFFSET, Long.class);
        long written = message.getHeader(KafkaConstants.TIMESTAMP, Long.class);
        long arrived = last.merge(partition, written, (before, now) -> Math.max(before + 1, now));
        byte[] value = message.getBody(byte[].class);
        return new Delivery(
                feed, name, Instant.ofEpochMilli(arrived), new Content.InMemory(value == null ? new byte[0] : value));
    }

    @Override
    public void close() {
        closing.countDown();
    }
}

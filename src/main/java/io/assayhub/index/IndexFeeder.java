package io.assayhub.index;

import io.assayhub.wire.Topic;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads committed records into the index, on a thread of its own, from where it left off. An index of other topics (another
 * cluster, or topics that were made anew) and one that is damaged is filled again from the beginning.
 */
final class IndexFeeder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IndexFeeder.class);

    /** What is indexed. */
    private static final List<Topic> TOPICS = List.of(
            Topic.SUBJECTS, Topic.SPECIMENS, Topic.RECEIPTS, Topic.REJECTED, Topic.HELD, Topic.AUDIT, Topic.INSTANCES);

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int ANSWER_SECONDS = 15;

    /** Minutes of which counts are kept: a day, and the hour that has begun. */
    private static final long KEPT_MINUTES = 25 * 60;

    private final IndexFile file;
    private final Map<String, String> kafka;
    private final Collection<String> blinded;
    private final Clock clock;
    private final Map<String, Topic> topics;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "index");
    private volatile Map<Topic, Long> lag = Map.of();
    private volatile boolean caughtUp;
    private volatile KafkaConsumer<byte[], byte[]> consumer;
    private long prunedAt;

    /** @param blinded feeds that are configured as blinded */
    IndexFeeder(IndexFile file, Map<String, String> kafka, String prefix, Collection<String> blinded, Clock clock) {
        this.file = file;
        this.kafka = Map.copyOf(kafka);
        this.blinded = List.copyOf(blinded);
        this.clock = clock;
        this.topics = TOPICS.stream().collect(Collectors.toUnmodifiableMap(t -> t.name(prefix), t -> t));
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Committed records that are not in the index yet, by topic; empty before anything is known. */
    Map<Topic, Long> lag() {
        return lag;
    }

    /** Whether everything that was committed a moment ago is in the index. */
    boolean isCaughtUp() {
        return caughtUp;
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void run() {
        while (!isClosing()) {
            try {
                feed();
            } catch (WakeupException e) {
                return; // Only close() wakes it.
            } catch (KafkaException | IOException e) {
                LOG.atWarn()
                        .addKeyValue("cause", e.getClass().getSimpleName())
                        .log("The index cannot be fed and tries again");
            } catch (SQLException e) {
                LOG.atWarn()
                        .addKeyValue("cause", e.getClass().getSimpleName())
                        .addKeyValue("code", e.getErrorCode())
                        .log("The index cannot be written and tries again");
                if (IndexFile.isDamaged(e)) {
                    begin();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            caughtUp = false;
            try {
                if (closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void begin() {
        try {
            LOG.info("The index is damaged and is filled again");
            file.recreate();
        } catch (IOException e) {
            LOG.atError().setCause(e).log("The index cannot be made anew");
        }
    }

    private void feed() throws IOException, SQLException, InterruptedException {
        if (!file.isOpen()) {
            file.recreate();
        }
        String identity = identity();
        if (!identity.equals(file.meta("identity"))) {
            if (file.meta("identity") != null) {
                LOG.info("The index is of other topics and is filled again");
                file.recreate();
            }
            file.write(connection -> {
                remember(connection, identity);
                return null;
            });
        }
        file.write(connection -> {
            blind(connection);
            return null;
        });
        try (KafkaConsumer<byte[], byte[]> reader = consumer()) {
            consumer = reader;
            assign(reader);
            while (!isClosing()) {
                file.throwIfDamaged();
                take(reader.poll(POLL));
                measure(reader);
            }
        } finally {
            consumer = null;
        }
    }

    /** The topics by the names that their cluster gave them, which no other ones have. */
    private String identity() throws IOException, InterruptedException {
        Map<String, Object> settings = new HashMap<>(kafka);
        try (Admin admin = Admin.create(settings)) {
            Map<String, TopicDescription> described =
                    admin.describeTopics(topics.keySet()).allTopicNames().get(ANSWER_SECONDS, TimeUnit.SECONDS);
            return described.values().stream()
                    .map(topic -> topic.name() + "=" + topic.topicId() + "/"
                            + topic.partitions().size())
                    .sorted()
                    .collect(Collectors.joining(","));
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IOException("Kafka does not describe the topics", e);
        }
    }

    private static void remember(Connection connection, String identity) throws SQLException {
        try (var statement = connection.prepareStatement("INSERT OR REPLACE INTO meta VALUES ('identity', ?)")) {
            statement.setString(1, identity);
            statement.executeUpdate();
        }
    }

    private void blind(Connection connection) throws SQLException {
        String all = "SELECT group_concat(feed) FROM (SELECT feed FROM blinded ORDER BY feed)";
        try (Statements statements = new Statements(connection)) {
            String before = statements.text(all);
            statements.run("DELETE FROM blinded");
            for (String feed : blinded) {
                statements.run(
                        "INSERT INTO blinded SELECT ? WHERE NOT EXISTS (SELECT 1 FROM unblinded WHERE feed = ?)",
                        feed,
                        feed);
            }
            if (!Objects.equals(before, statements.text(all))) {
                new ExpectedWriter(statements).seeAgain();
            }
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private void assign(KafkaConsumer<byte[], byte[]> reader) throws SQLException {
        List<TopicPartition> all = new ArrayList<>();
        for (String topic : topics.keySet()) {
            reader.partitionsFor(topic).forEach(p -> all.add(new TopicPartition(p.topic(), p.partition())));
        }
        reader.assign(all);
        Map<TopicPartition, Long> known = positions();
        for (TopicPartition partition : all) {
            Long next = known.get(partition);
            if (next == null) {
                reader.seekToBeginning(List.of(partition));
            } else {
                reader.seek(partition, next);
            }
        }
    }

    private Map<TopicPartition, Long> positions() throws SQLException {
        Map<TopicPartition, Long> positions = new HashMap<>();
        file.write(connection -> {
            try (var statement = connection.createStatement();
                    ResultSet found = statement.executeQuery("SELECT topic, partition, next FROM position")) {
                while (found.next()) {
                    positions.put(new TopicPartition(found.getString(1), found.getInt(2)), found.getLong(3));
                }
            }
            return null;
        });
        return positions;
    }

    private void take(ConsumerRecords<byte[], byte[]> records) throws SQLException {
        if (records.isEmpty()) {
            return;
        }
        file.write(connection -> {
            try (IndexWriter writer = new IndexWriter(connection)) {
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    apply(writer, record);
                }
                for (Map.Entry<TopicPartition, org.apache.kafka.clients.consumer.OffsetAndMetadata> next :
                        records.nextOffsets().entrySet()) {
                    writer.position(
                            next.getKey().topic(),
                            next.getKey().partition(),
                            next.getValue().offset());
                }
                long minute = Pace.minute(clock.millis());
                if (minute != prunedAt) {
                    prunedAt = minute;
                    writer.forgetPaceBefore(minute - KEPT_MINUTES);
                }
            }
            return null;
        });
    }

    /** A record that no hub can have written is passed over; the topic keeps it. */
    private void apply(IndexWriter writer, ConsumerRecord<byte[], byte[]> record) throws SQLException {
        try {
            writer.apply(topics.get(record.topic()), record);
        } catch (RuntimeException e) {
            passedOver(record, e);
        } catch (SQLException e) {
            // It lacks what every such record has; thrown, it would keep all that follows out of the index.
            if (!IndexFile.isRefusal(e)) {
                throw e;
            }
            passedOver(record, e);
        }
    }

    private static void passedOver(ConsumerRecord<byte[], byte[]> record, Exception cause) {
        LOG.atWarn()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("cause", cause.getClass().getSimpleName())
                .log("A record was not indexed: the hub cannot have written it");
    }

    private void measure(KafkaConsumer<byte[], byte[]> reader) {
        Map<Topic, Long> behind = new TreeMap<>();
        boolean known = true;
        for (TopicPartition partition : reader.assignment()) {
            OptionalLong here = reader.currentLag(partition);
            known &= here.isPresent();
            behind.merge(topics.get(partition.topic()), here.orElse(0), Long::sum);
        }
        lag = behind;
        caughtUp = known && behind.values().stream().allMatch(count -> count == 0);
    }

    @Override
    public void close() {
        closing.countDown();
        KafkaConsumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(ANSWER_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.assayhub.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.wire.AuditRecord;
import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.HeaderName;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Json;
import io.assayhub.wire.RejectedRecord;
import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.SubjectRecord;
import io.assayhub.wire.Topic;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Puts the records of the topics into the tables, each once: its position is written in the same transaction. For one thread
 * and one connection.
 */
final class IndexWriter implements AutoCloseable {
    /** Milliseconds by which a match of a safety rule stands before all that has waited for longer. */
    private static final long SAFETY_FIRST = 1L << 50;

    private final Statements statements;
    private final VersionWriter versions;
    private final ReceiptWriter receipts;
    private final ExpectedWriter expected;

    IndexWriter(Connection connection) {
        statements = new Statements(connection);
        expected = new ExpectedWriter(statements);
        versions = new VersionWriter(statements, expected);
        receipts = new ReceiptWriter(statements);
    }

    /**
     * Takes a record.
     *
     * @throws RuntimeException if the hub cannot have written it; nothing of it is stored then
     */
    void apply(Topic topic, ConsumerRecord<byte[], byte[]> record) throws SQLException {
        switch (topic) {
            case AUDIT -> audit(record);
            case HELD -> held(record);
            case RECEIPTS -> receipts.receipt(record);
            case REJECTED -> rejected(record);
            case SUBJECTS -> subject(record);
            case INSTANCES -> instance(record);
            case SPECIMENS -> expected.take(record);
            case SOURCE,
                    NORMALISED,
                    REGISTRATIONS,
                    COMMANDS,
                    CLEARING,
                    PK,
                    IMMUNOGENICITY,
                    CELLULAR,
                    SAFETY,
                    OBSERVATIONS -> throw new IllegalArgumentException(topic + " is not indexed");
        }
    }

    /** Remembers which record of a partition is next. */
    void position(String topic, int partition, long next) throws SQLException {
        statements.run("INSERT OR REPLACE INTO position VALUES (?, ?, ?)", topic, partition, next);
    }

    private void audit(ConsumerRecord<byte[], byte[]> record) throws SQLException {
        String kind = Statements.header(record, HeaderName.KIND);
        if (AuditRecord.VERSION.equals(kind)) {
            versions.version(record);
        } else if (AuditRecord.ENDED.equals(kind)) {
            AuditRecord.Ended ended = AuditRecord.Ended.fromJson(record.value());
            statements.run(
                    "INSERT OR REPLACE INTO ended VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    ended.hold(),
                    Statements.header(record, HeaderName.ID),
                    Statements.header(record, HeaderName.TRANSFER),
                    Statements.header(record, HeaderName.ENTRY),
                    Statements.header(record, HeaderName.FEED),
                    ended.outcome(),
                    ended.reason(),
                    Instant.parse(ended.at()).toEpochMilli(),
                    ended.by(),
                    ended.why());
        } else if (AuditRecord.ACTION.equals(kind)) {
            action(CommandRecord.fromJson(record.value()));
        } else {
            throw new IllegalArgumentException("an audit record of no known kind");
        }
    }

    private void action(CommandRecord command) throws SQLException {
        statements.run(
                "INSERT INTO action VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)"
                        + " ON CONFLICT (command) DO UPDATE SET applied = applied + 1",
                command.id(),
                command.action().text(),
                command.by(),
                command.why(),
                Instant.parse(command.at()).toEpochMilli(),
                command.hold(),
                command.observation(),
                command.transfer(),
                command.feed(),
                command.study(),
                command.subject(),
                command.until(),
                command.route());
        if (command.action() == CommandRecord.Action.UNBLIND) {
            statements.run("INSERT OR IGNORE INTO unblinded VALUES (?)", command.feed());
            statements.run("DELETE FROM blinded WHERE feed = ?", command.feed());
            expected.seeAgain();
        }
    }

    /** Forgets counts of minutes that no page shows any more. */
    void forgetPaceBefore(long minute) throws SQLException {
        statements.run("DELETE FROM pace WHERE minute < ?", minute);
    }

    private void held(ConsumerRecord<byte[], byte[]> record) throws SQLException {
        String key = new String(record.key(), UTF_8);
        String accession = statements.text("SELECT accession FROM waiting WHERE key = ?", key);
        // Not replaced: sums are kept by what is deleted and what is inserted.
        statements.run("DELETE FROM waiting WHERE key = ?", key);
        if (record.value() == null) {
            expected.held(accession);
            return;
        }
        HeldRecord held = HeldRecord.fromJson(record.value());
        long since = Instant.parse(held.since()).toEpochMilli();
        statements.run(
                "INSERT INTO waiting VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                key,
                held.code(),
                held.reason(),
                since,
                held.overdue(),
                held.safety(),
                held.study(),
                held.subject(),
                held.observation(),
                held.transfer(),
                held.feed(),
                held.entry(),
                held.accession(),
                held.status(),
                held.changedFrom(),
                held.detail(),
                held.safety() ? since - SAFETY_FIRST : since,
                record.partition(),
                record.offset());
        expected.held(held.accession());
    }

    private void rejected(ConsumerRecord<byte[], byte[]> record) throws SQLException {
        RejectedRecord rejected = Json.read(record.value(), RejectedRecord.class);
        statements.run(
                "INSERT INTO reject VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING",
                new String(record.key(), UTF_8),
                rejected.transfer(),
                rejected.feed(),
                rejected.code(),
                rejected.row(),
                rejected.line(),
                rejected.column(),
                rejected.entry(),
                rejected.detail(),
                rejected.remedy(),
                record.timestamp());
    }

    private void instance(ConsumerRecord<byte[], byte[]> record) throws SQLException {
        String name = new String(record.key(), UTF_8);
        if (record.value() == null) {
            statements.run("DELETE FROM instance WHERE name = ?", name);
        } else {
            statements.run("INSERT OR REPLACE INTO instance VALUES (?, ?)", name, record.value());
        }
    }

    private void subject(ConsumerRecord<byte[], byte[]> record) throws SQLException {
        if (record.value() == null) {
            SubjectKey key = SubjectKey.parse(record.key());
            statements.run(
                    "DELETE FROM subject WHERE study = ? AND subject = ?",
                    key.study().value(),
                    key.subject().value());
            return;
        }
        SubjectRecord subject = SubjectRecord.fromJson(record.value());
        statements.run(
                "INSERT OR REPLACE INTO subject VALUES (?, ?, ?, ?)",
                subject.study(),
                subject.subject(),
                subject.redirect(),
                record.value());
        if (subject.redirect() != null) {
            expected.redirected(subject.study(), subject.subject(), subject.redirect());
        }
    }

    @Override
    public void close() throws SQLException {
        statements.close();
    }
}

package io.assayhub.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.wire.AuditRecord;
import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.Counts;
import io.assayhub.wire.HeaderName;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Json;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.RejectedRecord;
import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.SubjectRecord;
import io.assayhub.wire.Topic;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Puts the records of the topics into the tables, each once: its position is written in the same transaction. For one thread
 * and one connection.
 */
final class IndexWriter implements AutoCloseable {
    /** Milliseconds by which a match of a safety rule stands before all that has waited for longer. */
    private static final long SAFETY_FIRST = 1L << 50;

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    IndexWriter(Connection connection) {
        this.connection = connection;
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
            case RECEIPTS -> receipt(record);
            case REJECTED -> rejected(record);
            case SUBJECTS -> subject(record);
            case INSTANCES -> instance(record);
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
        run("INSERT OR REPLACE INTO position VALUES (?, ?, ?)", topic, partition, next);
    }

    private void audit(ConsumerRecord<byte[], byte[]> record) throws SQLException {
        String kind = header(record, HeaderName.KIND);
        if (AuditRecord.VERSION.equals(kind)) {
            version(record);
        } else if (AuditRecord.ENDED.equals(kind)) {
            AuditRecord.Ended ended = AuditRecord.Ended.fromJson(record.value());
            run(
                    "INSERT OR REPLACE INTO ended VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    ended.hold(),
                    header(record, HeaderName.ID),
                    header(record, HeaderName.TRANSFER),
                    header(record, HeaderName.ENTRY),
                    header(record, HeaderName.FEED),
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
        run(
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
            run("INSERT OR IGNORE INTO unblinded VALUES (?)", command.feed());
            run("DELETE FROM blinded WHERE feed = ?", command.feed());
        }
    }

    private void version(ConsumerRecord<byte[], byte[]> record) throws SQLException {
        JsonNode bundle = Json.tree(record.value());
        JsonNode provenance = ObservationFacts.resource(bundle, "Provenance");
        ObservationFacts facts = ObservationFacts.of(ObservationFacts.resource(bundle, "Observation"));
        SubjectKey subject = SubjectKey.parse(record.key());
        String id = header(record, HeaderName.ID);
        int version = Integer.parseInt(header(record, HeaderName.VERSION));
        String status = header(record, HeaderName.STATUS);
        String feed = header(record, HeaderName.FEED);
        String transfer = header(record, HeaderName.TRANSFER);
        String entry = header(record, HeaderName.ENTRY);
        String topics = header(record, HeaderName.TOPICS);
        String order = header(record, HeaderName.ORDER);
        run(
                "INSERT OR REPLACE INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                id,
                version,
                header(record, HeaderName.OUTCOME),
                status,
                facts.shown(),
                feed,
                transfer,
                entry,
                header(record, HeaderName.SNAPSHOT),
                topics,
                record.timestamp(),
                verifier(provenance),
                provenance.path("reason").path(0).path("text").asText(null),
                record.partition(),
                record.offset());
        // What withdraws a result by command says little of it: the rest stays as it was known.
        run(
                """
                INSERT INTO result VALUES
                  (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET
                  study = excluded.study, subject = excluded.subject, feed = coalesce(excluded.feed, feed),
                  kind = coalesce(excluded.kind, kind), analyte = coalesce(excluded.analyte, analyte),
                  title = coalesce(excluded.title, title), accession = coalesce(excluded.accession, accession),
                  specimen = coalesce(excluded.specimen, specimen), visit = coalesce(excluded.visit, visit),
                  timepoint = coalesce(excluded.timepoint, timepoint), elapsed = coalesce(excluded.elapsed, elapsed),
                  collected = coalesce(excluded.collected, collected),
                  collected_ms = coalesce(excluded.collected_ms, collected_ms), status = excluded.status,
                  version = excluded.version, shown = excluded.shown, number = excluded.number, below = excluded.below,
                  lower = excluded.lower, upper = excluded.upper, unit = excluded.unit,
                  interpretation = excluded.interpretation, tier = coalesce(excluded.tier, tier), topics = excluded.topics,
                  transfer = coalesce(excluded.transfer, transfer), entry = coalesce(excluded.entry, entry),
                  recorded_ms = excluded.recorded_ms, ord = coalesce(excluded.ord, ord),
                  source = coalesce(excluded.source, source), content = coalesce(excluded.content, content)
                WHERE excluded.version >= version""",
                id,
                subject.study().value(),
                subject.subject().value(),
                feed,
                facts.kind(),
                facts.analyte(),
                facts.title(),
                facts.accession(),
                facts.specimen(),
                facts.visit(),
                facts.timepoint(),
                facts.elapsed(),
                facts.collected(),
                facts.collectedMs(),
                status,
                version,
                facts.shown(),
                facts.number(),
                facts.below(),
                facts.lower(),
                facts.upper(),
                facts.unit(),
                facts.interpretation(),
                facts.tier(),
                topics,
                transfer,
                entry,
                record.timestamp(),
                order == null ? null : Long.valueOf(order),
                bytes(header(record, HeaderName.SOURCE_HASH)),
                bytes(header(record, HeaderName.CONTENT_HASH)));
        pace(record.timestamp(), feed == null ? "" : feed, Pace.PUBLISHED);
    }

    private static byte[] bytes(String hex) {
        return hex == null ? null : HexFormat.of().parseHex(hex);
    }

    /** The operator among those who made a version, or null. */
    private static String verifier(JsonNode provenance) {
        for (JsonNode agent : provenance.path("agent")) {
            if (agent.path("type").path("coding").path(0).path("code").asText().equals("verifier")) {
                return agent.path("who").path("display").asText(null);
            }
        }
        return null;
    }

    private void pace(long at, String feed, int bucket) throws SQLException {
        run(
                "INSERT INTO pace VALUES (?, ?, ?, 1) ON CONFLICT (minute, feed, bucket) DO UPDATE SET count = count + 1",
                Pace.minute(at),
                feed,
                bucket);
    }

    /** Forgets counts of minutes that no page shows any more. */
    void forgetPaceBefore(long minute) throws SQLException {
        run("DELETE FROM pace WHERE minute < ?", minute);
    }

    private void held(ConsumerRecord<byte[], byte[]> record) throws SQLException {
        String key = new String(record.key(), UTF_8);
        if (record.value() == null) {
            run("DELETE FROM waiting WHERE key = ?", key);
            return;
        }
        HeldRecord held = HeldRecord.fromJson(record.value());
        long since = Instant.parse(held.since()).toEpochMilli();
        run(
                "INSERT OR REPLACE INTO waiting VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
    }

    private void receipt(ConsumerRecord<byte[], byte[]> record) throws SQLException {
        if (record.value() == null) {
            return; // Nothing forgets a receipt.
        }
        Receipt receipt = Receipt.fromJson(record.value());
        Manifest manifest = receipt.manifest();
        Counts counts = receipt.counts();
        long arrived = Instant.parse(receipt.firstArrived()).toEpochMilli();
        boolean settled = receipt.state() != Receipt.State.OPEN;
        boolean first = settled
                && number("SELECT count(*) FROM transfer WHERE id = ? AND settled_ms IS NOT NULL", receipt.transfer())
                        == 0;
        run(
                """
                INSERT INTO transfer VALUES
                  (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET
                  settled_ms = coalesce(settled_ms, excluded.settled_ms), state = excluded.state,
                  balanced = excluded.balanced, refusal = excluded.refusal, verdict = excluded.verdict,
                  rows = excluded.rows, excluded = excluded.excluded, refused = excluded.refused, read = excluded.read,
                  entries = excluded.entries, rejected = excluded.rejected, created = excluded.created,
                  corrected = excluded.corrected, remapped = excluded.remapped, withdrawn = excluded.withdrawn,
                  unchanged = excluded.unchanged, restated = excluded.restated, remap_pending = excluded.remap_pending,
                  stale = excluded.stale, superseded = excluded.superseded, held = excluded.held,
                  dismissed = excluded.dismissed, missing = excluded.missing, receipt = excluded.receipt""",
                receipt.transfer(),
                manifest.feed(),
                manifest.delivery(),
                manifest.sha256(),
                manifest.bytes(),
                manifest.snapshot(),
                manifest.replayOf(),
                arrived,
                settled ? record.timestamp() : null,
                receipt.state().text(),
                receipt.balanced(),
                manifest.refusal() == null ? null : manifest.refusal().code(),
                receipt.verdict() == null ? null : receipt.verdict().decision().text(),
                manifest.rows(),
                manifest.excluded().values().stream().mapToLong(Long::longValue).sum(),
                manifest.refused(),
                manifest.read(),
                manifest.entries(),
                manifest.rejected(),
                counts.created(),
                counts.corrected(),
                counts.remapped(),
                counts.withdrawn(),
                counts.unchanged(),
                counts.restated(),
                counts.remapPending(),
                counts.stale(),
                counts.superseded(),
                counts.held(),
                counts.dismissed(),
                receipt.missing(),
                record.value());
        if (first && manifest.replayOf() == null) {
            long took = Math.max(0, record.timestamp() - arrived);
            pace(record.timestamp(), manifest.feed(), Pace.bucket(took));
            run(
                    "INSERT INTO settled VALUES (?, ?, 1, ?) ON CONFLICT (feed, bucket) DO UPDATE SET count = count + 1,"
                            + " total_ms = total_ms + excluded.total_ms",
                    manifest.feed(),
                    Pace.bucket(took),
                    took);
        }
    }

    private void rejected(ConsumerRecord<byte[], byte[]> record) throws SQLException {
        RejectedRecord rejected = Json.read(record.value(), RejectedRecord.class);
        run(
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
            run("DELETE FROM instance WHERE name = ?", name);
        } else {
            run("INSERT OR REPLACE INTO instance VALUES (?, ?)", name, record.value());
        }
    }

    private void subject(ConsumerRecord<byte[], byte[]> record) throws SQLException {
        if (record.value() == null) {
            SubjectKey key = SubjectKey.parse(record.key());
            run(
                    "DELETE FROM subject WHERE study = ? AND subject = ?",
                    key.study().value(),
                    key.subject().value());
            return;
        }
        SubjectRecord subject = SubjectRecord.fromJson(record.value());
        run(
                "INSERT OR REPLACE INTO subject VALUES (?, ?, ?, ?)",
                subject.study(),
                subject.subject(),
                subject.redirect(),
                record.value());
    }

    private long number(String sql, String argument) throws SQLException {
        PreparedStatement statement = statement(sql);
        statement.setString(1, argument);
        try (var found = statement.executeQuery()) {
            return found.next() ? found.getLong(1) : 0;
        }
    }

    private void run(String sql, Object... arguments) throws SQLException {
        PreparedStatement statement = statement(sql);
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
        statement.executeUpdate();
    }

    private PreparedStatement statement(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
        statements.clear();
    }
}

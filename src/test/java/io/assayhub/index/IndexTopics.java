package io.assayhub.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.wire.AuditRecord;
import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.Counts;
import io.assayhub.wire.HeaderName;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.RejectedRecord;
import io.assayhub.wire.SubjectRecord;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** An index in a folder, fed with records as the topics carry them, one transaction each. */
final class IndexTopics implements AutoCloseable {
    /** When the first record is written. */
    static final long START = Instant.parse("2026-03-02T08:00:00Z").toEpochMilli();

    static final String STUDY = "P003";

    final IndexFile file;
    final Rows rows;
    private final Map<Topic, Long> ends = new HashMap<>();

    IndexTopics(Path folder) throws IOException {
        file = IndexFile.open(folder);
        rows = new Rows(file);
    }

    /** What the feeder does with the feeds that are configured as blinded. */
    void blind(String feed) throws SQLException {
        file.write(connection -> {
            try (var insert = connection.prepareStatement("INSERT INTO blinded VALUES (?)")) {
                insert.setString(1, feed);
                insert.executeUpdate();
            }
            return null;
        });
    }

    void put(Topic topic, String key, byte[] value, long at, String... headers) throws SQLException {
        RecordHeaders all = new RecordHeaders();
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i + 1] != null) {
                all.add(headers[i], headers[i + 1].getBytes(UTF_8));
            }
        }
        put(topic, key, value, at, all);
    }

    private void put(Topic topic, String key, byte[] value, long at, Headers headers) throws SQLException {
        long offset = ends.merge(topic, 1L, Long::sum) - 1;
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                topic.name("assay"),
                0,
                offset,
                at,
                TimestampType.CREATE_TIME,
                key.length(),
                value == null ? -1 : value.length,
                key.getBytes(UTF_8),
                value,
                headers,
                Optional.empty());
        file.write(connection -> {
            try (IndexWriter writer = new IndexWriter(connection)) {
                writer.apply(topic, record);
            }
            return null;
        });
    }

    /** A version as the ledger writes it on the audit. */
    void version(String id, int version, String subject, String feed, String transfer, String observation, long at)
            throws SQLException {
        version(id, version, subject, feed, transfer, observation, at, version == 1 ? "new" : "corrected", null);
    }

    /** A version that an operator's command let out, or made. */
    void version(
            String id,
            int version,
            String subject,
            String feed,
            String transfer,
            String observation,
            long at,
            String outcome,
            String by)
            throws SQLException {
        put(
                Topic.AUDIT,
                STUDY + "/" + subject,
                bundle(observation, by),
                at,
                HeaderName.KIND,
                AuditRecord.VERSION,
                HeaderName.ID,
                id,
                HeaderName.VERSION,
                Integer.toString(version),
                HeaderName.STATUS,
                outcome.equals("withdrawn") ? "entered-in-error" : version == 1 ? "final" : "corrected",
                HeaderName.OUTCOME,
                outcome,
                HeaderName.TOPICS,
                "pk,observations",
                HeaderName.FEED,
                feed,
                HeaderName.TRANSFER,
                transfer,
                HeaderName.ENTRY,
                transfer == null ? null : "1/pk-concentration");
    }

    /** The Bundle of docs/observations.md: an Observation and its Provenance. */
    static byte[] bundle(String observation, String by) {
        String verifier = by == null
                ? ""
                : ",{\"type\":{\"coding\":[{\"code\":\"verifier\"}]},\"who\":{\"display\":\"" + by + "\"}}";
        return ("{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{\"resource\":" + observation
                        + "},{\"resource\":{\"resourceType\":\"Provenance\""
                        + (by == null ? "" : ",\"reason\":[{\"text\":\"mixed up tubes\"}]")
                        + ",\"agent\":[{\"type\":{\"coding\":[{\"code\":\"assembler\"}]},\"who\":{\"display\":\"Assay Hub\"}}"
                        + verifier + "]}}]}")
                .getBytes(UTF_8);
    }

    /** A concentration; {@code value} such as {@code "value":12.40}. */
    static String concentration(String accession, String collected, String value) {
        return "{\"resourceType\":\"Observation\",\"meta\":{\"profile\":[\"https://x/StructureDefinition/pk-concentration\"]},"
                + "\"contained\":[{\"resourceType\":\"Specimen\",\"accessionIdentifier\":{\"value\":\"" + accession
                + "\"},\"type\":{\"coding\":[{\"code\":\"plasma\",\"display\":\"Plasma\"}]}}],"
                + "\"extension\":[{\"url\":\"https://x/StructureDefinition/planned-timepoint\",\"extension\":["
                + "{\"url\":\"visit\",\"valueString\":\"DAY 1\"},{\"url\":\"tpt\",\"valueString\":\"2 h\"},"
                + "{\"url\":\"elapsed\",\"valueDuration\":{\"value\":2,\"code\":\"h\"}}]}],"
                + "\"code\":{\"coding\":[{\"code\":\"IMP321\",\"display\":\"IMP321\"}]},\"effectiveDateTime\":\""
                + collected + "\",\"valueQuantity\":{" + value + ",\"unit\":\"ng/mL\"}}";
    }

    void receipt(String transfer, String feed, String delivery, Receipt.State state, Counts counts, long at)
            throws SQLException {
        put(
                Topic.RECEIPTS,
                transfer,
                receipt(transfer, feed, delivery, state, counts, START, null).toJson(),
                at);
    }

    /** Of two rows, one of them excluded, and as many entries as the counts have. */
    static Receipt receipt(
            String transfer,
            String feed,
            String delivery,
            Receipt.State state,
            Counts counts,
            long arrivedMs,
            String replayOf) {
        String arrived = Instant.ofEpochMilli(arrivedMs).toString();
        Manifest manifest = new Manifest(
                feed,
                delivery,
                "00",
                10,
                "s1",
                1,
                null,
                false,
                Map.of(),
                replayOf,
                arrived,
                null,
                2,
                null,
                Map.of("QC", 1L),
                0,
                1,
                counts.total(),
                0,
                Map.of());
        return new Receipt(transfer, 1, state, state != Receipt.State.UNBALANCED, arrived, manifest, counts, 0, null);
    }

    static Counts counts(long created, long held) {
        return new Counts(created, 0, 0, 0, 0, 0, 0, 0, 0, held, 0);
    }

    void reject(String transfer, String feed, String code, long row, long at) throws SQLException {
        RejectedRecord rejected =
                new RejectedRecord(transfer, feed, code, row, row + 1, "PCSTRESN", null, "not a number", "ask");
        put(Topic.REJECTED, transfer + "/" + row, rejected.toJson(), at);
    }

    void held(String observation, int number, String subject, String feed, boolean safety, long since)
            throws SQLException {
        String key = HeldRecord.holdKey(observation, number);
        HeldRecord held = new HeldRecord(
                key,
                "AH-0501",
                "subject-unknown",
                Instant.ofEpochMilli(since).toString(),
                false,
                safety,
                STUDY,
                subject,
                observation,
                "t1",
                feed,
                "1/pk-concentration",
                "H-" + observation,
                "final",
                null,
                "the subject is not registered",
                "{\"resourceType\":\"Observation\"}");
        put(Topic.HELD, key, held.toJson(), since);
    }

    void ended(String observation, int number, String feed, String outcome, String by, long at) throws SQLException {
        AuditRecord.Ended ended = new AuditRecord.Ended(
                HeldRecord.holdKey(observation, number),
                outcome,
                "subject-unknown",
                Instant.ofEpochMilli(at).toString(),
                "c1",
                by,
                "not ours");
        put(
                Topic.AUDIT,
                STUDY + "/S-1",
                ended.toJson(),
                at,
                HeaderName.KIND,
                AuditRecord.ENDED,
                HeaderName.ID,
                observation,
                HeaderName.TRANSFER,
                "t1",
                HeaderName.FEED,
                feed);
    }

    void action(CommandRecord command) throws SQLException {
        put(Topic.AUDIT, "any", command.toJson(), START, HeaderName.KIND, AuditRecord.ACTION);
    }

    static CommandRecord command(
            String id, CommandRecord.Action action, String by, String hold, String observation, String feed) {
        return new CommandRecord(
                id,
                action,
                by,
                "asked the laboratory",
                Instant.ofEpochMilli(START).toString(),
                hold,
                observation,
                null,
                feed,
                feed == null ? STUDY : null,
                feed == null ? "S-1" : null,
                null,
                null);
    }

    void subject(SubjectRecord subject) throws SQLException {
        put(Topic.SUBJECTS, subject.key().text(), subject.toJson(), START);
    }

    @Override
    public void close() {
        file.close();
    }
}

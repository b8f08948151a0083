package io.assayhub.index;

import io.assayhub.wire.AuditBundle;
import io.assayhub.wire.HeaderName;
import io.assayhub.wire.SubjectKey;
import java.sql.SQLException;
import java.util.HexFormat;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Writes the versions of results, and each result as its latest version has it. */
final class VersionWriter {
    private final Statements statements;
    private final ExpectedWriter expected;

    VersionWriter(Statements statements, ExpectedWriter expected) {
        this.statements = statements;
        this.expected = expected;
    }

    void version(ConsumerRecord<byte[], byte[]> record) throws SQLException {
        AuditBundle bundle = AuditBundle.parse(record.value());
        ObservationFacts facts = ObservationFacts.of(bundle.observation());
        SubjectKey subject = SubjectKey.parse(record.key());
        String id = Statements.header(record, HeaderName.ID);
        int version = Integer.parseInt(Statements.header(record, HeaderName.VERSION));
        String status = Statements.header(record, HeaderName.STATUS);
        String feed = Statements.header(record, HeaderName.FEED);
        String transfer = Statements.header(record, HeaderName.TRANSFER);
        String entry = Statements.header(record, HeaderName.ENTRY);
        String topics = Statements.header(record, HeaderName.TOPICS);
        String order = Statements.header(record, HeaderName.ORDER);
        statements.run(
                "INSERT OR REPLACE INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                id,
                version,
                Statements.header(record, HeaderName.OUTCOME),
                status,
                facts.shown(),
                feed,
                transfer,
                entry,
                Statements.header(record, HeaderName.SNAPSHOT),
                topics,
                record.timestamp(),
                bundle.verifier().orElse(null),
                bundle.reason().orElse(null),
                record.partition(),
                record.offset());
        // What withdraws a result by command says little of it: the rest stays as it was known.
        statements.run(
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
                bytes(Statements.header(record, HeaderName.SOURCE_HASH)),
                bytes(Statements.header(record, HeaderName.CONTENT_HASH)));
        expected.reported(
                subject.study().value(),
                subject.subject().value(),
                facts.accession(),
                facts.visit(),
                facts.timepoint());
        statements.pace(record.timestamp(), feed == null ? "" : feed, Pace.PUBLISHED);
    }

    private static byte[] bytes(String hex) {
        return hex == null ? null : HexFormat.of().parseHex(hex);
    }
}

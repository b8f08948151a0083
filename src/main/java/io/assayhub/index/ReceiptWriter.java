package io.assayhub.index;

import io.assayhub.wire.Counts;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.Receipt;
import java.sql.SQLException;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Writes transfers, as their latest receipts have them. */
final class ReceiptWriter {
    private final Statements statements;

    ReceiptWriter(Statements statements) {
        this.statements = statements;
    }

    void receipt(ConsumerRecord<byte[], byte[]> record) throws SQLException {
        if (record.value() == null) {
            return; // Nothing forgets a receipt.
        }
        Receipt receipt = Receipt.fromJson(record.value());
        Manifest manifest = receipt.manifest();
        Counts counts = receipt.counts();
        long arrived = Instant.parse(receipt.firstArrived()).toEpochMilli();
        boolean settled = receipt.state() != Receipt.State.OPEN;
        boolean first = settled
                && statements.number(
                                "SELECT count(*) FROM transfer WHERE id = ? AND settled_ms IS NOT NULL",
                                receipt.transfer())
                        == 0;
        statements.run(
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
            statements.pace(record.timestamp(), manifest.feed(), Pace.bucket(took));
            statements.run(
                    "INSERT INTO settled VALUES (?, ?, 1, ?) ON CONFLICT (feed, bucket) DO UPDATE SET count = count + 1,"
                            + " total_ms = total_ms + excluded.total_ms",
                    manifest.feed(),
                    Pace.bucket(took),
                    took);
        }
    }
}

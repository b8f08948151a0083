package io.assayhub.ledger.streams;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the reports of partitions, keyed by transfer, into receipts. Loads, asks {@link ReceiptBooks}, stores, forwards. */
final class ReceiptProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    /** Transfer id in ASCII → {@link ReceiptBooks} as JSON. */
    static final String RECEIPTS = "receipts";

    /** Smaller than for accounts: each entry is a JSON document to read. */
    private static final int PRUNING_SLICE = 500;

    private static final Logger LOG = LoggerFactory.getLogger(ReceiptProcessor.class);

    private ProcessorContext<byte[], byte[]> context;
    private KeyValueStore<Bytes, byte[]> receipts;

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        receipts = context.getStateStore(RECEIPTS);
        StorePruning pruning = new StorePruning(
                receipts, (value, before) -> ReceiptBooks.fromJson(value).isExpired(before), PRUNING_SLICE);
        context.schedule(StorePruning.INTERVAL, PunctuationType.WALL_CLOCK_TIME, pruning::prune);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        long now = context.currentSystemTimeMs();
        Bytes key = Bytes.wrap(record.key());
        Optional<ReceiptBooks> former = Optional.ofNullable(receipts.get(key)).map(ReceiptBooks::fromJson);
        String transfer = new String(record.key(), StandardCharsets.US_ASCII);
        Optional<ReceiptBooks.Change> change;
        try {
            change = ReceiptBooks.take(former, transfer, Outgoing.Report.fromJson(record.value()), now);
        } catch (RuntimeException e) {
            dropUnreadable(e);
            return;
        }
        change.ifPresent(changed -> {
            receipts.put(key, changed.books().toJson());
            changed.receipt()
                    .ifPresent(receipt ->
                            context.forward(new Record<>(record.key(), receipt.toJson(), now, new RecordHeaders())));
        });
    }

    /** The receipt then stays as it was, which an operator sees as open. */
    private void dropUnreadable(RuntimeException cause) {
        RecordLog.unreadable(LOG, context, cause).log("A report was dropped: the ledger cannot have written it");
    }
}

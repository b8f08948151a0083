package io.assayhub.ledger.streams;

import io.assayhub.model.ErrorCode;
import io.assayhub.model.TransferId;
import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Json;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.Topic;
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

/**
 * Where partitions of the ledger come together: their reports to receipts and verdicts, their claims to findings, transfers
 * of a feed to gaps. Loads, asks {@link ReceiptBooks}, {@link AccessionGuard} or {@link SequenceWatch}, stores, forwards.
 */
final class ClearingProcessor implements Processor<byte[], byte[], byte[], Outgoing> {
    /** {@code r transfer} → books, {@code a accession} → owner, {@code n transfer} → answers given, {@code q feed} → watch. */
    static final String STORE = "clearing";

    private static final int PRUNING_SLICE = 500;
    private static final Logger LOG = LoggerFactory.getLogger(ClearingProcessor.class);

    private final CommitPace pace;
    private final LedgerWatch watch;
    private ProcessorContext<byte[], Outgoing> context;
    private Forwarding forwarding;
    private KeyValueStore<Bytes, byte[]> store;

    /** How many claims of a transfer were answered here. */
    private record Answered(long count, long found, long at) {}

    /**
     * One of a task.
     *
     * @param pace of the instance
     */
    ClearingProcessor(CommitPace pace, LedgerWatch watch) {
        this.pace = pace;
        this.watch = watch;
    }

    @Override
    public void init(ProcessorContext<byte[], Outgoing> to) {
        context = to;
        forwarding = new Forwarding(to);
        store = to.getStateStore(STORE);
        pace.pace(to);
        StorePruning pruning = new StorePruning(store, ClearingProcessor::isExpired, PRUNING_SLICE);
        to.schedule(StorePruning.INTERVAL, PunctuationType.WALL_CLOCK_TIME, pruning::prune);
    }

    /** Receipts and answers are forgotten in time; whose an accession is, and where a sequence stands, never. */
    private static boolean isExpired(Bytes key, byte[] value, long before) {
        return switch (key.get()[0]) {
            case 'r' -> ReceiptBooks.fromJson(value).isExpired(before);
            case 'n' -> Json.read(value, Answered.class).at() < before;
            default -> false;
        };
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        pace.note();
        String key;
        ClearingMessage message;
        try {
            key = new String(record.key(), StandardCharsets.UTF_8);
            message = ClearingMessage.fromJson(record.value());
        } catch (RuntimeException e) {
            RecordLog.unreadable(LOG, context, e).log("A message was dropped: the ledger cannot have written it");
            return;
        }
        if (message instanceof ClearingMessage.Report report) {
            ReceiptBooks books = books(key);
            books.take(key, report, forwarding.now()).ifPresent(change -> settle(key, change, record.timestamp()));
        } else if (message instanceof ClearingMessage.Answer answer) {
            ReceiptBooks books = books(key);
            books.take(key, answer, forwarding.now()).ifPresent(change -> settle(key, change, record.timestamp()));
        } else if (message instanceof ClearingMessage.Claim claim) {
            onClaim(key, claim);
        } else if (message instanceof ClearingMessage.Sequence sequence) {
            onSequence(sequence);
        }
    }

    private ReceiptBooks books(String transfer) {
        byte[] stored = store.get(booksKey(transfer));
        return stored == null ? ReceiptBooks.EMPTY : ReceiptBooks.fromJson(stored);
    }

    private void settle(String transfer, ReceiptBooks.Change change, long reported) {
        store.put(booksKey(transfer), change.books().toJson());
        change.receipt().ifPresent(receipt -> {
            publish(transfer, receipt);
            watch.receipt(receipt, reported, forwarding.now());
        });
        for (ReceiptBooks.Telling telling : change.tellings()) {
            forwarding.to(
                    Topic.COMMANDS,
                    telling.partition(),
                    transfer.getBytes(StandardCharsets.US_ASCII),
                    Commands.verdict(new TransferId(transfer), telling, forwarding.now())
                            .toJson(),
                    new RecordHeaders());
        }
        Manifest manifest = change.books().manifest();
        if (change.complete() && manifest.sequence() != null && manifest.refusal() == null) {
            forwarding.clearing(
                    manifest.feed(), new ClearingMessage.Sequence(manifest.feed(), manifest.sequence(), transfer));
        }
    }

    private void publish(String transfer, Receipt receipt) {
        forwarding.to(
                Topic.RECEIPTS,
                Outgoing.BY_KEY,
                transfer.getBytes(StandardCharsets.US_ASCII),
                receipt.toJson(),
                new RecordHeaders());
        if (receipt.state() == Receipt.State.UNBALANCED) {
            LOG.atError().addKeyValue("transfer", transfer).log("The books of a transfer do not balance");
        } else if (receipt.state() == Receipt.State.STOPPED) {
            LOG.atWarn()
                    .addKeyValue("transfer", transfer)
                    .addKeyValue("findings", receipt.verdict().findings())
                    .log("The gate has stopped a transfer: a person has to release or dismiss it");
        }
    }

    private void onClaim(String key, ClearingMessage.Claim claim) {
        Bytes at = StoreKeys.of('a', key.getBytes(StandardCharsets.UTF_8));
        Optional<AccessionGuard.Owner> owner =
                Optional.ofNullable(store.get(at)).map(AccessionGuard.Owner::fromJson);
        AccessionGuard.Ruling ruling = AccessionGuard.rule(owner, claim, forwarding.now());
        if (ruling.owner().isEmpty()) {
            store.delete(at);
        } else if (!ruling.owner().equals(owner)) {
            store.put(at, ruling.owner().get().toJson());
        }
        for (CommandRecord finding : ruling.findings()) {
            forwarding.command(SubjectKey.parse(finding.study() + "/" + finding.subject()), finding);
        }
        if (claim.gated()) {
            Bytes counter = StoreKeys.of('n', StoreKeys.hex(claim.transfer()));
            byte[] stored = store.get(counter);
            Answered before = stored == null ? new Answered(0, 0, 0) : Json.read(stored, Answered.class);
            long found = before.found() + (ruling.findings().isEmpty() ? 0 : 1);
            store.put(counter, Json.bytes(new Answered(before.count() + 1, found, forwarding.now())));
            forwarding.clearing(
                    claim.transfer(), new ClearingMessage.Answer(forwarding.partition(), before.count() + 1, found));
        }
    }

    private void onSequence(ClearingMessage.Sequence sequence) {
        Bytes at = StoreKeys.of('q', StoreKeys.text(sequence.feed()));
        SequenceWatch.Change change =
                SequenceWatch.take(Optional.ofNullable(store.get(at)).map(SequenceWatch::fromJson), sequence.number());
        store.put(at, change.watch().toJson());
        change.opened().forEach(number -> raiseGap(sequence, number));
        change.filled()
                .ifPresent(number -> forwarding.here(
                        Topic.HELD, HeldRecord.gapKey(sequence.feed(), number), null, new RecordHeaders()));
    }

    private void raiseGap(ClearingMessage.Sequence sequence, long number) {
        HeldRecord gap = new HeldRecord(
                HeldRecord.gapKey(sequence.feed(), number),
                ErrorCode.RAISED_SEQUENCE_GAP.code(),
                null,
                PublicationRules.instant(forwarding.now()),
                false,
                false,
                null,
                null,
                null,
                sequence.transfer(),
                sequence.feed(),
                null,
                null,
                null,
                null,
                "Transfer " + number + " of the feed has not come; transfer " + sequence.number() + " has.",
                null);
        forwarding.here(Topic.HELD, gap.key(), gap.toJson(), new RecordHeaders());
    }

    private static Bytes booksKey(String transfer) {
        return StoreKeys.of('r', StoreKeys.hex(transfer));
    }
}

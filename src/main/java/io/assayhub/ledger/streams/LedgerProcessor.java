package io.assayhub.ledger.streams;

import io.assayhub.ledger.Decision;
import io.assayhub.ledger.LedgerRules;
import io.assayhub.ledger.ResultState;
import io.assayhub.ledger.TransferAccount;
import io.assayhub.model.Hash128;
import io.assayhub.model.TransferId;
import io.assayhub.wire.NormalisedRecord;
import io.assayhub.wire.Topic;
import java.nio.ByteBuffer;
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
import org.slf4j.event.Level;

/**
 * One partition of the ledger: takes each record of a transfer once and in order, asks the rules, stores and forwards.
 * Everything it does for one record commits in one transaction with the record's offset.
 *
 * <p>A record that no hub can have written changes nothing and is logged. When it was one of a transfer's, its seq stays
 * due, so the end marker is never taken and the receipt stays open: a lost result cannot look like a closed book.
 */
final class LedgerProcessor implements Processor<byte[], byte[], byte[], Outgoing> {
    /** Observation id, 16 bytes → {@link ResultState}. */
    static final String RESULTS = "results";
    /** Transfer id, 16 bytes → {@link TransferAccount}. */
    static final String TRANSFERS = "transfers";

    private static final int PRUNING_SLICE = 2_000;
    private static final Logger LOG = LoggerFactory.getLogger(LedgerProcessor.class);

    private final PublicationRules publications;
    private ProcessorContext<byte[], Outgoing> context;
    private KeyValueStore<Bytes, byte[]> results;
    private KeyValueStore<Bytes, byte[]> transfers;

    LedgerProcessor(PublicationRules publications) {
        this.publications = publications;
    }

    @Override
    public void init(ProcessorContext<byte[], Outgoing> context) {
        this.context = context;
        results = context.getStateStore(RESULTS);
        transfers = context.getStateStore(TRANSFERS);
        StorePruning pruning = new StorePruning(
                transfers, (value, before) -> TransferAccount.decode(value).isExpired(before), PRUNING_SLICE);
        context.schedule(StorePruning.INTERVAL, PunctuationType.WALL_CLOCK_TIME, pruning::prune);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Incoming incoming;
        try {
            incoming = Incoming.read(record);
        } catch (RuntimeException e) {
            dropUnreadable(e);
            return;
        }
        if (incoming instanceof Incoming.Result result) {
            onResult(result);
        } else if (incoming instanceof Incoming.End end) {
            onEnd(end.end());
        }
    }

    private void onResult(Incoming.Result incoming) {
        NormalisedRecord.Result result = incoming.result();
        Bytes transferKey = key(result.transfer().value());
        TransferAccount account = account(transferKey);
        TransferAccount.Step step = account.accept(result.seq());
        switch (step) {
            case NEXT -> take(incoming, transferKey, account);
            case DUPLICATE, GAP, CONTRADICTION -> drop(result, step);
        }
    }

    private void take(Incoming.Result incoming, Bytes transferKey, TransferAccount account) {
        NormalisedRecord.Result result = incoming.result();
        Bytes id = key(result.facts().id().value());
        long now = context.currentSystemTimeMs();
        // Outside the guard: state that cannot be read is no fault of this record and has to stop the ledger.
        Optional<ResultState> former = Optional.ofNullable(results.get(id)).map(ResultState::decode);
        Verdict verdict;
        try {
            verdict = decide(incoming, former, now);
        } catch (RuntimeException e) {
            dropUnreadable(e);
            return;
        }
        verdict.decision().stored().ifPresent(next -> results.put(id, next.encode()));
        transfers.put(
                transferKey, account.counted(verdict.decision().outcome(), now).encode());
        if (verdict.decision() instanceof Decision.Publish publish) {
            publish(result, publish, verdict.observation(), now);
        } else if (verdict.decision() instanceof Decision.IllegalTransition illegal) {
            RecordLog.at(Level.WARN, LOG, context)
                    .addKeyValue("transfer", result.transfer())
                    .addKeyValue("id", result.facts().id())
                    .addKeyValue("published", illegal.published())
                    .addKeyValue("stated", illegal.stated())
                    .log("A result was not published: its status cannot follow the published one");
        }
    }

    /** All that can go wrong with one result goes wrong here, before anything is stored or forwarded. */
    private Verdict decide(Incoming.Result incoming, Optional<ResultState> former, long now) {
        Decision decision = LedgerRules.decide(former, PublicationRules.arrival(incoming.result()));
        byte[] observation = decision instanceof Decision.Publish publish
                ? publications.observation(incoming.result(), incoming.subject(), publish, now)
                : null;
        return new Verdict(decision, observation);
    }

    /** @param observation what goes out, null when nothing does */
    private record Verdict(Decision decision, byte[] observation) {}

    private void publish(NormalisedRecord.Result result, Decision.Publish publish, byte[] observation, long now) {
        byte[] id = result.facts().id().value().getBytes(StandardCharsets.US_ASCII);
        for (Topic topic : TopicBits.topics(publish.next().topics())) {
            context.forward(new Record<>(
                    id,
                    new Outgoing.Publication(topic, context.taskId().partition(), observation),
                    now,
                    publications.headers(result, publish, now)));
        }
    }

    private void onEnd(NormalisedRecord.End end) {
        Bytes transferKey = key(end.transfer().value());
        TransferAccount account = account(transferKey);
        TransferAccount.Step step = account.acceptEnd(end.seq());
        switch (step) {
            case NEXT -> {
                long now = context.currentSystemTimeMs();
                if (!account.sealed()) {
                    transfers.put(transferKey, account.seal(now).encode());
                }
                report(end, account, now);
            }
            case DUPLICATE, GAP, CONTRADICTION -> drop(end, step);
        }
    }

    private void report(NormalisedRecord.End end, TransferAccount account, long now) {
        context.forward(new Record<>(
                end.transfer().value().getBytes(StandardCharsets.US_ASCII),
                new Outgoing.Report(
                        context.taskId().partition(), PublicationRules.counts(account.counts()), end.manifest()),
                now,
                new RecordHeaders()));
    }

    private TransferAccount account(Bytes transferKey) {
        byte[] stored = transfers.get(transferKey);
        return stored == null ? TransferAccount.EMPTY : TransferAccount.decode(stored);
    }

    private static Bytes key(String hexId) {
        Hash128 id = Hash128.parse(hexId);
        return Bytes.wrap(
                ByteBuffer.allocate(16).putLong(id.high()).putLong(id.low()).array());
    }

    /** Duplicates and gaps belong to every redelivery; a contradiction means that two transfers share one id. */
    private void drop(NormalisedRecord record, TransferAccount.Step step) {
        TransferId transfer = record.transfer();
        Level level = step == TransferAccount.Step.CONTRADICTION ? Level.ERROR : Level.DEBUG;
        RecordLog.at(level, LOG, context)
                .addKeyValue("transfer", transfer)
                .addKeyValue("seq", record.seq())
                .addKeyValue("step", step)
                .log("A record was dropped: it is not the one that is due of its transfer");
    }

    /** The one place where a record is dropped for what it is. */
    private void dropUnreadable(RuntimeException cause) {
        RecordLog.unreadable(LOG, context, cause).log("A record was dropped: the hub cannot have written it");
    }
}

package io.assayhub.ledger.streams;

import io.assayhub.ledger.TransferAccount;
import io.assayhub.model.TransferId;
import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.NormalisedRecord;
import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.SubjectRecord;
import io.assayhub.wire.Topic;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One partition of the ledger: takes each record of a transfer once and in order, registrations and commands, and hands them
 * to the desks. Everything it does for one record commits in one transaction with the record's offset.
 *
 * <p>A record that no hub can have written changes nothing and is logged. When it was one of a transfer's, its seq stays
 * due, so the end marker is never taken and the receipt stays open: a lost result cannot look like a closed book.
 */
final class LedgerProcessor implements Processor<byte[], byte[], byte[], Outgoing> {
    /** How often long work gets a slice. */
    private static final Duration SLICE_EVERY = Duration.ofMillis(50);

    private static final int PRUNING_SLICE = 2_000;
    private static final Logger LOG = LoggerFactory.getLogger(LedgerProcessor.class);

    private final LedgerConfig config;
    private final CommitPace pace;
    private final LedgerWatch watch;
    private final FirstTaken firstTaken = new FirstTaken();
    private ProcessorContext<byte[], Outgoing> context;
    private Forwarding forwarding;
    private LedgerStores stores;
    private ResultDesk desk;
    private CommandDesk commands;
    private Slices slices;
    private Bytes overdueCursor;

    /**
     * One of a task.
     *
     * @param pace of the instance
     */
    LedgerProcessor(LedgerConfig config, CommitPace pace, LedgerWatch watch) {
        this.config = config;
        this.pace = pace;
        this.watch = watch;
    }

    @Override
    public void init(ProcessorContext<byte[], Outgoing> to) {
        context = to;
        forwarding = new Forwarding(to);
        stores = new LedgerStores(to, forwarding, config.partitions());
        PublicationRules publications = new PublicationRules(config);
        Waitings waitings = new Waitings(stores, forwarding, publications);
        Versions versions = new Versions(stores, forwarding, publications, waitings);
        desk = new ResultDesk(stores, forwarding, versions, waitings, to);
        slices = new Slices(stores, forwarding, desk, versions, waitings);
        commands = new CommandDesk(stores, forwarding, desk, versions, waitings, slices);
        StorePruning pruning = new StorePruning(stores.transfers(), Accounts::isExpired, PRUNING_SLICE);
        to.schedule(StorePruning.INTERVAL, PunctuationType.WALL_CLOCK_TIME, now -> {
            stores.accounts().letGo();
            pruning.prune(now);
        });
        to.schedule(StorePruning.INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::raiseOverdue);
        pace.pace(to);
        to.schedule(SLICE_EVERY, PunctuationType.WALL_CLOCK_TIME, now -> slice());
    }

    private void slice() {
        if (!slices.isIdle()) {
            slices.run();
            stores.accounts().report();
            pace.note();
        }
    }

    private void raiseOverdue(long now) {
        overdueCursor =
                slices.raiseOverdue(overdueCursor, now - config.holdMaxAge().toMillis());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        String topic = context.recordMetadata().map(RecordMetadata::topic).orElse("");
        if (topic.equals(Topic.SUBJECTS.name(config.prefix()))) {
            onSubject(record);
        } else if (topic.equals(Topic.COMMANDS.name(config.prefix()))) {
            onCommand(record);
        } else {
            onNormalised(record);
        }
        stores.accounts().report();
        pace.note();
    }

    private void onNormalised(Record<byte[], byte[]> record) {
        Incoming incoming;
        try {
            incoming = Incoming.read(record);
        } catch (RuntimeException e) {
            dropUnreadable(e);
            return;
        }
        if (incoming instanceof Incoming.Result result) {
            NormalisedRecord.Result taken = result.result();
            if (isDue(taken, Accounts.key(taken.transfer(), null))) {
                if (watch != LedgerWatch.NONE) {
                    firstTaken.note(taken.transfer(), forwarding.now());
                }
                desk.take(taken, result.subject(), null);
            }
        } else if (incoming instanceof Incoming.Moved moved) {
            NormalisedRecord.Moved taken = moved.moved();
            if (isDue(taken, Accounts.key(taken.transfer(), taken.from()))) {
                desk.take(taken.result(), moved.subject(), taken.from());
            }
        } else if (incoming instanceof Incoming.End end) {
            onEnd(end.end());
        }
    }

    private boolean isDue(NormalisedRecord record, Bytes account) {
        TransferAccount.Step step = stores.accounts().get(account).accept(record.seq());
        return switch (step) {
            case NEXT -> true;
            case DUPLICATE, GAP, CONTRADICTION -> {
                drop(record, step);
                yield false;
            }
        };
    }

    private void onEnd(NormalisedRecord.End end) {
        TransferId transfer = end.transfer();
        Bytes key = Accounts.key(transfer, null);
        TransferAccount account = stores.accounts().get(key);
        TransferAccount.Step step = account.acceptEnd(end.seq());
        switch (step) {
            case NEXT -> {
                if (!account.sealed()) {
                    seal(end, key, account);
                }
                stores.accounts().report(transfer, end.manifest());
            }
            case DUPLICATE, GAP, CONTRADICTION -> drop(end, step);
        }
    }

    /** Closes the account for results, and begins to look for what a cumulative transfer lacks. */
    private void seal(NormalisedRecord.End end, Bytes key, TransferAccount account) {
        boolean gated = !end.manifest().limits().isEmpty() && end.manifest().refusal() == null;
        boolean scans = end.manifest().cumulative() && end.manifest().refusal() == null;
        TransferAccount sealed = account.seal(forwarding.now());
        if (gated && sealed.gate() == TransferAccount.Gate.NONE) {
            sealed = sealed.gate(TransferAccount.Gate.PENDING, forwarding.now());
        }
        if (scans) {
            String feed = end.manifest().feed();
            Set<String> studies = end.manifest().studies();
            long order = end.manifest().order();
            if (gated) {
                stores.reference().putScan(end.transfer(), new Reference.PendingScan(feed, studies, order));
            }
            slices.begin(new Slices.Job(
                    gated ? Slices.Kind.COUNT : Slices.Kind.RAISE,
                    end.transfer().value(),
                    feed,
                    studies,
                    order,
                    null));
        }
        stores.accounts().put(key, sealed);
        if (watch != LedgerWatch.NONE) {
            long now = forwarding.now();
            long first = firstTaken.end(end.transfer(), now);
            watch.sealed(end.transfer(), forwarding.partition(), end.seq() - 1, first, now);
        }
    }

    private void onSubject(Record<byte[], byte[]> record) {
        SubjectKey key;
        SubjectRecord subject;
        try {
            key = SubjectKey.parse(record.key());
            subject = SubjectRecord.fromJson(record.value());
            if (!subject.key().equals(key) || (subject.redirect() == null && subject.accepts() == null)) {
                throw new IllegalArgumentException("a subject under another's key");
            }
        } catch (RuntimeException e) {
            dropUnreadable(e);
            return;
        }
        Optional<SubjectRecord> former = stores.reference().subject(key);
        if (former.isPresent()
                && (former.get().asOf() > subject.asOf() || former.get().equals(subject))) {
            return;
        }
        stores.reference().putSubject(key, subject);
        if (!stores.holds().ofSubject(key, null, 1).isEmpty()) {
            slices.begin(new Slices.Job(Slices.Kind.SUBJECT, key.text(), null));
        }
    }

    private void onCommand(Record<byte[], byte[]> record) {
        CommandRecord command;
        try {
            command = CommandRecord.fromJson(record.value());
            if (record.key() == null || !Commands.isComplete(command)) {
                throw new IllegalArgumentException("a command without what it needs");
            }
        } catch (RuntimeException e) {
            dropUnreadable(e);
            return;
        }
        commands.apply(record.key(), command);
    }

    /** Duplicates and gaps belong to every redelivery; a contradiction means that two transfers share one id. */
    private void drop(NormalisedRecord record, TransferAccount.Step step) {
        Level level = step == TransferAccount.Step.CONTRADICTION ? Level.ERROR : Level.DEBUG;
        RecordLog.at(level, LOG, context)
                .addKeyValue("transfer", record.transfer())
                .addKeyValue("seq", record.seq())
                .addKeyValue("step", step)
                .log("A record was dropped: it is not the one that is due of its transfer");
    }

    /** The one place where a record is dropped for what it is. */
    private void dropUnreadable(RuntimeException cause) {
        RecordLog.unreadable(LOG, context, cause).log("A record was dropped: the hub cannot have written it");
    }
}

package io.assayhub.ledger.streams;

import io.assayhub.ledger.ResultState;
import io.assayhub.ledger.ResultState.Mark;
import io.assayhub.ledger.TransferAccount;
import io.assayhub.model.ErrorCode;
import io.assayhub.model.HoldReason;
import io.assayhub.model.ObservationId;
import io.assayhub.model.TransferId;
import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Json;
import io.assayhub.wire.SubjectKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Long work in bounded slices, so that no job stops the records: releasing or dismissing a transfer, releasing a subject,
 * looking for what a cumulative transfer lacks, unblinding a feed, finding holds that have waited too long. A job is stored
 * until it is done; where it stands is not, so that after a restart it begins anew and finds less to do.
 */
final class Slices {
    /** Held results looked at in one call. */
    private static final int HELD = 500;
    /** States looked at in one call. */
    private static final int SCANNED = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(Slices.class);

    private final LedgerStores stores;
    private final Forwarding forwarding;
    private final ResultDesk desk;
    private final Versions versions;
    private final Waitings waitings;
    private final Map<String, Running> jobs = new LinkedHashMap<>();

    Slices(LedgerStores stores, Forwarding forwarding, ResultDesk desk, Versions versions, Waitings waitings) {
        this.stores = stores;
        this.forwarding = forwarding;
        this.desk = desk;
        this.versions = versions;
        this.waitings = waitings;
        StoreKeys.scan(stores.referenceBytes(), StoreKeys.of('j')).forEach(entry -> {
            Job job = Json.read(entry.value, Job.class);
            jobs.put(job.name(), new Running(job));
        });
    }

    /** What kind of work it is. */
    enum Kind {
        RELEASE,
        DISMISS,
        SUBJECT,
        /** Counts what a cumulative transfer lacks. */
        COUNT,
        /** Raises what a cumulative transfer lacks. */
        RAISE,
        UNBLIND
    }

    /**
     * A job.
     *
     * @param target transfer, {@code study/subject} or feed
     * @param feed of a scan
     * @param studies of a scan; empty for all
     * @param order of a scan's transfer
     * @param command that asked for it, or null
     */
    record Job(Kind kind, String target, String feed, Set<String> studies, long order, CommandRecord command) {
        /** A job that is no scan. */
        Job(Kind kind, String target, CommandRecord command) {
            this(kind, target, null, Set.of(), 0, command);
        }

        /** Whether a scan looks at this subject's results. */
        private boolean covers(String subject) {
            return studies.isEmpty() || studies.contains(subject.substring(0, subject.indexOf('/')));
        }

        private String name() {
            return kind + "/" + target;
        }
    }

    /** A job and where it stands. */
    private static final class Running {
        private final Job job;
        private Bytes cursor;
        private long missing;
        private long known;

        private Running(Job job) {
            this.job = job;
        }
    }

    /** Whether there is nothing to do. */
    boolean isIdle() {
        return jobs.isEmpty();
    }

    /** Takes on a job; one of the same kind and target begins anew. */
    void begin(Job job) {
        stores.referenceBytes().put(key(job), Json.bytes(job));
        jobs.put(job.name(), new Running(job));
    }

    /** Does one slice of each job. */
    void run() {
        for (Running running : new ArrayList<>(jobs.values())) {
            boolean done = switch (running.job.kind()) {
                case RELEASE, DISMISS -> transfer(running);
                case SUBJECT -> subject(running);
                case COUNT, RAISE -> scan(running);
                case UNBLIND -> !versions.unblind(running.job.target(), HELD);
            };
            if (done) {
                stores.referenceBytes().delete(key(running.job));
                jobs.remove(running.job.name());
            }
        }
    }

    private boolean transfer(Running running) {
        List<KeyValue<Bytes, HoldStore.Place>> slice =
                stores.holds().ofTransfer(new TransferId(running.job.target()), running.cursor, HELD);
        for (KeyValue<Bytes, HoldStore.Place> place : slice) {
            running.cursor = place.key;
            ObservationId id = place.value.id();
            if (running.job.kind() == Kind.RELEASE) {
                desk.reconsider(id);
            } else {
                stores.holds()
                        .get(id, place.value.number())
                        .ifPresent(held -> desk.dismiss(id, held, running.job.command()));
            }
        }
        return slice.size() < HELD;
    }

    private boolean subject(Running running) {
        List<KeyValue<Bytes, HoldStore.Place>> slice =
                stores.holds().ofSubject(SubjectKey.parse(running.job.target()), running.cursor, HELD);
        for (KeyValue<Bytes, HoldStore.Place> place : slice) {
            running.cursor = place.key;
            desk.reconsider(place.value.id());
        }
        return slice.size() < HELD;
    }

    private boolean scan(Running running) {
        long now = forwarding.now();
        long feed = StoreKeys.hash(running.job.feed());
        List<KeyValue<Bytes, byte[]>> lacking = new ArrayList<>();
        boolean ended;
        int seen = 0;
        try (KeyValueIterator<Bytes, byte[]> states = stores.results().range(running.cursor, null)) {
            while (seen < SCANNED && states.hasNext()) {
                KeyValue<Bytes, byte[]> entry = states.next();
                if (entry.key.equals(running.cursor)) {
                    continue;
                }
                seen++;
                running.cursor = entry.key;
                ResultState state = ResultState.decode(entry.value);
                if (state.belongsTo(feed) && running.job.covers(state.subject())) {
                    running.known++;
                    if (state.isNewlyMissing(feed, running.job.order(), now)) {
                        lacking.add(entry);
                    }
                }
            }
            ended = !states.hasNext();
        }
        running.missing += lacking.size();
        if (running.job.kind() == Kind.RAISE) {
            lacking.forEach(entry -> raise(entry, running.job));
        }
        if (ended) {
            Bytes account = Accounts.key(new TransferId(running.job.target()), null);
            TransferAccount former = stores.accounts().get(account);
            stores.accounts().put(account, former.scanned(running.missing, running.known, now));
        }
        return ended;
    }

    private void raise(KeyValue<Bytes, byte[]> entry, Job job) {
        ObservationId id = StoreKeys.id(entry.key);
        ResultState state = ResultState.decode(entry.value);
        ResultState raised = waitings.raise(id, state, Mark.MISSING, ErrorCode.RAISED_MISSING, job.target(), null);
        stores.putResult(id, raised.lackedBy(job.order()));
    }

    /** Raises holds that began before this time and have not been raised, from a cursor on; returns the next cursor. */
    Bytes raiseOverdue(Bytes cursor, long before) {
        List<KeyValue<Bytes, byte[]>> slice = stores.holds().all(cursor, HELD);
        for (KeyValue<Bytes, byte[]> entry : slice) {
            HeldResult held = HeldResult.decode(entry.value);
            if (held.meta().since() < before
                    && !held.meta().overdue()
                    && held.meta().holdReason() != HoldReason.QUEUED) {
                HoldStore.Place place = HoldStore.placeOf(entry.key);
                SubjectKey subject =
                        SubjectKey.parse(stores.result(place.id()).orElseThrow().subject());
                waitings.update(place.id(), subject, held.with(held.meta().isOverdue()));
                LOG.atWarn()
                        .addKeyValue("hold", HeldRecord.holdKey(place.id().value(), place.number()))
                        .addKeyValue("reason", held.meta().reason())
                        .log("A held result has waited too long: a person should look at it");
            }
        }
        return slice.size() < HELD ? null : slice.get(slice.size() - 1).key;
    }

    private static Bytes key(Job job) {
        return StoreKeys.of('j', StoreKeys.text(job.name()));
    }
}

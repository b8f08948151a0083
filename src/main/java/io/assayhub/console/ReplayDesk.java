package io.assayhub.console;

import io.assayhub.mapping.CompiledFeed;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.model.Hash128;
import io.assayhub.replay.KnownResults;
import io.assayhub.replay.ReplayForecast;
import io.assayhub.replay.ReplaySelection;
import io.assayhub.replay.StoredTransfers;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.Receipt;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replays asked for in the console: first read without effect, then, when somebody approves what was seen, taken in. One
 * after the other on a thread of their own, the last ones remembered by this instance alone.
 */
public final class ReplayDesk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReplayDesk.class);
    private static final int REMEMBERED = 20;
    private static final int QUEUE = 5;
    private static final int EXAMPLES = 50;

    private final Supplier<StoredTransfers> stored;
    private final MappingCatalog catalog;
    private final KnownResults known;
    private final Clock clock;
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final ThreadPoolExecutor worker;
    private long asked;

    /**
     * @param stored opens the hub's stored transfers; closed after each job
     * @param catalog today's mappings
     */
    public ReplayDesk(Supplier<StoredTransfers> stored, MappingCatalog catalog, KnownResults known, Clock clock) {
        this.stored = stored;
        this.catalog = catalog;
        this.known = known;
        this.clock = clock;
        worker = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), task -> {
            Thread thread = new Thread(task, "console-replays");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** How far a job is. */
    public enum State {
        /** It is being read without effect. */
        LOOKING,
        /** It has been read; nothing is published. */
        LOOKED,
        /** It is being taken in. */
        REPLAYING,
        /** All of it is taken in. */
        REPLAYED,
        /** It ended before its end; what was taken in stands. */
        FAILED
    }

    /** A transfer that was taken in: the new transfer, and the code of its refusal or null. */
    public record Done(String original, String replay, String refusal) {}

    /**
     * A replay at one moment.
     *
     * @param seesBlinded whether it was asked for by somebody who may see blinded feeds
     * @param readings one for each original that was read, in their order
     * @param paths element → in how many of the examples it changes
     * @param problem what ended it, in words, or null
     */
    public record Job(
            String id,
            boolean seesBlinded,
            ReplaySelection selection,
            List<Receipt> originals,
            Instant at,
            State state,
            List<ReplayForecast.Reading> readings,
            List<ReplayForecast.Example> examples,
            Map<String, Long> paths,
            List<Done> done,
            String problem) {
        private Job now(State next) {
            return new Job(id, seesBlinded, selection, originals, at, next, readings, examples, paths, done, problem);
        }

        private Job read(List<ReplayForecast.Reading> so, ReplayForecast forecast) {
            return new Job(
                    id,
                    seesBlinded,
                    selection,
                    originals,
                    at,
                    state,
                    List.copyOf(so),
                    forecast.examples(),
                    forecast.paths(),
                    done,
                    problem);
        }

        private Job taken(List<Done> so) {
            return new Job(
                    id,
                    seesBlinded,
                    selection,
                    originals,
                    at,
                    state,
                    readings,
                    examples,
                    paths,
                    List.copyOf(so),
                    problem);
        }

        private Job failed(String why) {
            return new Job(
                    id, seesBlinded, selection, originals, at, State.FAILED, readings, examples, paths, done, why);
        }

        /** Whether the worker is at it, or will be. */
        public boolean isUnderWay() {
            return state == State.LOOKING || state == State.REPLAYING;
        }

        /** How many entries have this outcome, over all that was read. */
        public long of(String outcome) {
            return readings.stream().mapToLong(r -> r.of(outcome)).sum();
        }

        /** Entries that would go out. */
        public long goingOut() {
            return of("new") + of("corrected") + of("remapped") + of("withdrawn");
        }
    }

    /**
     * Begins to read transfers without effect.
     *
     * @param originals oldest first
     * @return the job; empty if too many wait already
     */
    Optional<Job> look(ReplaySelection selection, List<Receipt> originals, boolean seesBlinded) {
        Instant at = clock.instant();
        Job job;
        synchronized (this) {
            String id =
                    Hash128.ofSha256("replay\u001f" + at + '\u001f' + ++asked).hex();
            job = new Job(
                    id,
                    seesBlinded,
                    selection,
                    List.copyOf(originals),
                    at,
                    State.LOOKING,
                    List.of(),
                    List.of(),
                    Map.of(),
                    List.of(),
                    null);
        }
        return begin(job, () -> read(job)) ? Optional.of(job) : Optional.empty();
    }

    /** Begins to take in what was read; false if it was not read to its end, is at work already, or too many wait. */
    boolean replay(String id, String by, String why) {
        Job job;
        synchronized (this) {
            job = jobs.get(id);
            if (job == null || job.state != State.LOOKED) {
                return false;
            }
            jobs.put(id, job.now(State.REPLAYING));
        }
        Job looked = job;
        if (begin(job.now(State.REPLAYING), () -> takeIn(looked.now(State.REPLAYING), by, why))) {
            return true;
        }
        keep(looked);
        return false;
    }

    private boolean begin(Job job, Work work) {
        keep(job);
        try {
            worker.execute(() -> run(job.id, work));
            return true;
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                jobs.remove(job.id);
            }
            return false;
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void run(String id, Work work) {
        try {
            work.run();
        } catch (IOException | RuntimeException e) {
            LOG.atError().addKeyValue("replay", id).setCause(e).log("A replay asked for in the console ended early");
            job(id).ifPresent(job ->
                    keep(job.failed(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage())));
        }
    }

    private void read(Job job) throws IOException {
        ReplayForecast forecast = new ReplayForecast(known, EXAMPLES);
        List<ReplayForecast.Reading> readings = new ArrayList<>();
        Job now = job;
        try (StoredTransfers transfers = stored.get()) {
            for (Receipt original : job.originals) {
                try (StoredTransfers.Source source = transfers.open(original)) {
                    readings.add(forecast.read(feed(original), original, source));
                }
                now = job.read(readings, forecast);
                keep(now);
            }
        }
        keep(now.now(State.LOOKED));
    }

    private void takeIn(Job job, String by, String why) throws IOException {
        List<Done> done = new ArrayList<>();
        Job now = job;
        try (StoredTransfers transfers = stored.get()) {
            for (Receipt original : job.originals) {
                feed(original);
                try (StoredTransfers.Source source = transfers.open(original)) {
                    var replayed = transfers.replay(original, source, by, why);
                    Manifest manifest = replayed.manifest();
                    done.add(new Done(
                            original.transfer(),
                            replayed.transfer(),
                            manifest.refusal() == null
                                    ? null
                                    : manifest.refusal().code()));
                }
                now = job.taken(done);
                keep(now);
            }
        }
        keep(now.now(State.REPLAYED));
        LOG.atInfo().addKeyValue("transfers", done.size()).log("A replay was taken in from the console");
    }

    private CompiledFeed feed(Receipt original) throws IOException {
        return catalog.feed(original.manifest().feed())
                .orElseThrow(() -> new IOException(
                        "The mappings hold no feed " + original.manifest().feed() + " any more"));
    }

    private synchronized void keep(Job job) {
        jobs.put(job.id, job);
        if (jobs.size() > REMEMBERED) {
            jobs.values().stream()
                    .filter(j -> !j.isUnderWay())
                    .map(Job::id)
                    .findFirst()
                    .ifPresent(jobs::remove);
        }
    }

    synchronized Optional<Job> job(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** The latest first; for somebody who may not see blinded feeds, those that such a person asked for. */
    synchronized List<Job> jobs(boolean seesBlinded) {
        List<Job> all = new ArrayList<>();
        jobs.values().stream().filter(j -> seesBlinded || !j.seesBlinded).forEach(j -> all.add(0, j));
        return all;
    }

    @Override
    public void close() {
        worker.shutdownNow();
        try {
            if (!worker.awaitTermination(30, TimeUnit.SECONDS)) {
                LOG.warn("A replay did not end with the hub");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

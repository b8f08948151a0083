package io.assayhub.boot.torture;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** One series: load, kills, settling and the comparison with the model. */
public final class Torture {
    private static final Duration START_PATIENCE = Duration.ofMinutes(1);
    private static final Duration POINT_PATIENCE = Duration.ofSeconds(40);
    private static final Duration SETTLE_PATIENCE = Duration.ofMinutes(2);
    private static final Duration CHECK_PATIENCE = Duration.ofSeconds(15);
    private static final int MOST_OPEN = 3;
    private static final int SMALLEST_MESSAGE = 5;
    private static final int FURTHER_RESULTS = 10;
    private static final int MESSAGES_A_KILL = 4;

    private final Series series;
    private final TortureSite site;
    private final Function<Map<String, String>, TopicSource> topics;
    private final PrintStream out;
    private final SplittableRandom random;
    private final List<Kill> plan;
    private final TortureModel model = new TortureModel();
    private final List<Lane> lanes = new ArrayList<>();
    private final List<Correspondent> correspondents = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>();
    private SubjectRegistry registry;
    private ReceiptWatch receipts;
    private int survived;
    private long struckAt;

    private Torture(
            Series series,
            int kills,
            long seed,
            TortureSite site,
            Function<Map<String, String>, TopicSource> topics,
            PrintStream out) {
        this.series = series;
        this.site = site;
        this.topics = topics;
        this.out = out;
        this.plan = KillPlan.of(series, kills, seed);
        this.random = new SplittableRandom(seed + 1);
        for (int hub = 0; hub < series.hubs(); hub++) {
            lanes.add(new Lane(site.hubs().get(hub), new LabLoad("LAB" + (hub + 1), seed + 100 + hub), model));
        }
        site.senders().forEach((name, sender) -> {
            LabLoad load = new LabLoad(name, form(name), SMALLEST_MESSAGE, FURTHER_RESULTS, seed + name.hashCode());
            correspondents.add(new Correspondent(name, sender, load, model));
        });
    }

    /**
     * Runs a series in an empty folder and prints each kill and the result.
     *
     * @param topics reads the topics of a Kafka with these client properties
     * @return whether everything is right
     */
    public static boolean run(
            Series series,
            int kills,
            long seed,
            Launcher launcher,
            Path folder,
            Function<Map<String, String>, TopicSource> topics,
            PrintStream out)
            throws Exception {
        Path logs = Files.createDirectories(folder.resolve("logs"));
        TortureSite site = TortureSite.prepare(series, launcher, folder, logs);
        Thread atEnd = new Thread(site::close, "torture-end");
        Runtime.getRuntime().addShutdownHook(atEnd);
        try {
            return new Torture(series, kills, seed, site, topics, out).run();
        } finally {
            site.close();
            Runtime.getRuntime().removeShutdownHook(atEnd);
        }
    }

    private boolean run() throws Exception {
        startAll();
        try (SubjectRegistry opened = new SubjectRegistry(site.kafka());
                ReceiptWatch watch = new ReceiptWatch(site.kafka())) {
            registry = opened;
            receipts = watch;
            for (Lane lane : lanes) {
                for (String subject : lane.load().firstSubjects()) {
                    var unused = register(subject);
                }
            }
            for (Correspondent correspondent : correspondents) {
                for (String subject : correspondent.load().firstSubjects()) {
                    var unused = register(subject);
                }
            }
            registry.await();
            acquaint();
            out.printf(Locale.ROOT, "%4s  %-16s %-50s %s%n", "kill", "what", "point", "ready again");
            for (Kill kill : plan) {
                cycle(kill);
                survived++;
            }
            settle();
        } catch (SeriesException e) {
            violations.add(new Violation(Violation.Kind.PLAN, e.getMessage()));
        } catch (ExecutionException | KafkaException e) {
            violations.add(new Violation(Violation.Kind.PLAN, "Kafka failed the series itself: " + e));
        }
        correspondents.forEach(Correspondent::close);
        return new TortureReport(plan.size(), survived, model.expected(), violations).print(out);
    }

    /** The series cannot go on. */
    private static final class SeriesException extends Exception {
        private static final long serialVersionUID = 1;

        private SeriesException(String message) {
            super(message);
        }
    }

    private void startAll() throws IOException, InterruptedException, SeriesException {
        for (BrokerNode broker : site.brokers()) {
            broker.start();
        }
        if (!site.brokers().isEmpty()) {
            awaitBrokers();
        }
        for (Lane lane : lanes) {
            lane.hub().start("");
            requireReadyOrStruck(lane.hub());
        }
    }

    private static SentForm form(String transport) {
        return switch (transport) {
            case "MLLP" -> SentForm.HL7V2;
            case "ASTM" -> SentForm.ASTM;
            default -> SentForm.CSV;
        };
    }

    /** A first file each, whole: from now on the ledger knows the subjects that were registered from the start. */
    private void acquaint() throws IOException, InterruptedException, SeriesException {
        for (Lane lane : lanes) {
            lane.drop(lane.load().fresh(false));
        }
        correspondents.forEach(correspondent -> correspondent.send(1));
        TortureModel.Expected expected = model.expected();
        if (!await(() -> receipts.isSettled(expected.accounts()), START_PATIENCE)) {
            throw new SeriesException("the first files were not taken in, or not as expected");
        }
    }

    private void cycle(Kill kill) throws Exception {
        Lane lane = lanes.get(kill.hub());
        arm(lane.hub(), kill);
        int files = 3 + random.nextInt(2);
        int struckAfter = kill.kind().isPoint() ? files : 1 + random.nextInt(files);
        lane.load().admitLater();
        correspondents.forEach(correspondent -> correspondent.send(MESSAGES_A_KILL));
        for (int file = 1; file <= struckAfter; file++) {
            send(lane, file == 1 && kill.kind() == KillKind.MID_SOURCE);
        }
        if (kill.kind() != KillKind.RELEASE && lane.load().unregistered() > 2) {
            var unused = register(lane.load().registerNext());
        }
        double ready = switch (kill.kind()) {
            case BEFORE_SOURCE, MID_SOURCE, MID_NORMALISED, BATCH_LOST, BATCH_FAILED, ONE_MARKER, ALL_MARKERS ->
                endAtPoint(kill, lane);
            case RELEASE -> killDuringRelease(kill, lane);
            case OFFSETS, STATE, HUB -> killHubs(kill, lane);
            case BROKER -> killBroker(kill, lane);
            case BOTH -> killBoth(kill, lane);
        };
        out.printf(
                Locale.ROOT,
                "%4d  %-16s %-50s %s%n",
                kill.number(),
                kill.kind().victim() + (series.hubs() > 1 ? " " + (kill.hub() + 1) : ""),
                kill.kind().point() + (kill.kind().isPoint() ? " (" + kill.haltAfter() + ")" : ""),
                ready < 0 ? "was killed again before" : String.format(Locale.ROOT, "%.1f s", ready));
        for (int file = struckAfter + 1; file <= files; file++) {
            send(lane, false);
        }
        await(
                () -> lanes.stream().allMatch(l -> !l.hub().process().isAlive() || l.open(receipts) <= MOST_OPEN),
                POINT_PATIENCE);
    }

    /** The point at which a hub that is started before this kill, by its index, has to end itself. */
    private String pointFor(HubNode hub, int next) {
        boolean own = next < plan.size() && lanes.get(plan.get(next).hub()).hub() == hub;
        return own ? plan.get(next).haltAfter() : "";
    }

    /** A hub that runs on from a former kill is stopped in order and started again, so that it knows its point. */
    private void arm(HubNode hub, Kill kill) throws IOException, InterruptedException, SeriesException {
        if (hub.haltAfter().equals(kill.haltAfter())) {
            return;
        }
        hub.process().stop(START_PATIENCE);
        hub.start(kill.haltAfter());
        requireReadyOrStruck(hub);
    }

    private void send(Lane lane, boolean wide) throws IOException, InterruptedException {
        lane.drop(wide ? lane.load().fresh(true) : lane.load().next());
        for (Lane other : lanes) {
            if (other != lane) {
                other.drop(other.load().next());
            }
        }
        TimeUnit.MILLISECONDS.sleep(20 + random.nextInt(60));
    }

    private Future<RecordMetadata> register(String subject) {
        model.registered(subject);
        return registry.register(subject);
    }

    private double endAtPoint(Kill kill, Lane lane) throws Exception {
        if (!lane.hub().process().awaitEnd(POINT_PATIENCE)) {
            throw new SeriesException("kill " + kill.number() + " did not reach " + kill.haltAfter());
        }
        struckAt = System.nanoTime();
        return restart(kill, lane.hub());
    }

    /** A registration is acknowledged, what it releases is on its way. */
    private double killDuringRelease(Kill kill, Lane lane) throws Exception {
        await(() -> lane.open(receipts) == 0, POINT_PATIENCE);
        register(lane.load().registerNext()).get();
        TimeUnit.MILLISECONDS.sleep(kill.delayMillis() / 4);
        struckAt = System.nanoTime();
        lane.hub().process().kill();
        return restart(kill, lane.hub());
    }

    private double killHubs(Kill kill, Lane lane) throws Exception {
        TimeUnit.MILLISECONDS.sleep(kill.delayMillis());
        struckAt = System.nanoTime();
        boolean all = kill.kind() == KillKind.OFFSETS;
        for (Lane each : all ? lanes : List.of(lane)) {
            each.hub().process().kill();
        }
        lane.drop(lane.load().fresh(false));
        if (kill.kind() == KillKind.STATE) {
            lane.hub().deleteState();
        }
        if (all) {
            site.resetOffsets(START_PATIENCE);
            for (Lane each : lanes) {
                if (each != lane) {
                    each.hub().start("");
                }
            }
        }
        return restart(kill, lane.hub());
    }

    private double killBroker(Kill kill, Lane lane) throws Exception {
        TimeUnit.MILLISECONDS.sleep(kill.delayMillis());
        BrokerNode broker = site.brokers().get(kill.number() % site.brokers().size());
        struckAt = System.nanoTime();
        broker.process().kill();
        lane.drop(lane.load().fresh(false));
        long before = receipts.seen();
        broker.start();
        awaitBrokers();
        if (!await(() -> receipts.seen() > before, START_PATIENCE)) {
            throw new SeriesException("no receipt came after kill " + kill.number() + " of a broker");
        }
        return seconds(struckAt);
    }

    private double killBoth(Kill kill, Lane lane) throws Exception {
        TimeUnit.MILLISECONDS.sleep(kill.delayMillis());
        BrokerNode broker = site.brokers().get(kill.number() % site.brokers().size());
        struckAt = System.nanoTime();
        broker.process().kill();
        TimeUnit.MILLISECONDS.sleep(kill.delayMillis() / 2);
        lane.hub().process().kill();
        lane.drop(lane.load().fresh(false));
        broker.start();
        awaitBrokers();
        return restart(kill, lane.hub());
    }

    /** Seconds from the kill until the hub said that it is ready; negative if it reached its next point before that. */
    private double restart(Kill kill, HubNode hub) throws Exception {
        hub.start(pointFor(hub, kill.number()));
        return requireReadyOrStruck(hub) ? seconds(struckAt) : -1;
    }

    private boolean requireReadyOrStruck(HubNode hub) throws InterruptedException, SeriesException {
        boolean ready = hub.process().awaitReady(START_PATIENCE).orElseThrow(() -> notReady(hub));
        if (!ready && (hub.haltAfter().isEmpty() || !hub.process().struck())) {
            throw notReady(hub);
        }
        return ready;
    }

    private static SeriesException notReady(HubNode hub) {
        return new SeriesException("a hub did not become ready; its point was '" + hub.haltAfter() + "'");
    }

    private void awaitBrokers() throws InterruptedException, SeriesException {
        if (!site.awaitBrokers(START_PATIENCE)) {
            throw new SeriesException("a broker did not come up, or not up to date");
        }
    }

    /** Registers who is still to come, waits until nothing moves any more, and compares. */
    private void settle() throws Exception {
        for (Lane lane : lanes) {
            while (lane.load().unregistered() > 0) {
                var unused = register(lane.load().registerNext());
            }
        }
        registry.await();
        TortureModel.Expected expected = model.expected();
        long began = System.nanoTime();
        await(() -> correspondents.stream().allMatch(Correspondent::isDone), SETTLE_PATIENCE);
        for (Correspondent correspondent : correspondents) {
            correspondent.check().ifPresent(violations::add);
        }
        boolean settled = await(() -> receipts.isSettled(expected.accounts()), SETTLE_PATIENCE);
        out.printf(
                Locale.ROOT,
                "%n%s %.1f s after the last kill.%n",
                settled ? "Settled" : "NOT SETTLED",
                (System.nanoTime() - began) / 1e9);
        TopicSource source = topics.apply(site.kafka());
        List<TopicsChecker> checkers =
                List.of(new PublishedChecker(TortureSite.STUDY, TortureSite.PARTITIONS), new ReceiptsChecker());
        List<Violation> found = new ArrayList<>();
        // What is raised about a published result comes a moment after it.
        await(
                () -> {
                    found.clear();
                    checkers.forEach(checker -> found.addAll(checker.check(expected, source)));
                    return found.isEmpty();
                },
                settled ? CHECK_PATIENCE : Duration.ZERO);
        violations.addAll(found);
        for (Lane lane : lanes) {
            violations.addAll(lane.checkArrivals());
        }
    }

    private static boolean await(BooleanSupplier condition, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return true;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}

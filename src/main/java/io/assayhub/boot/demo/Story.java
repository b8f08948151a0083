package io.assayhub.boot.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.boot.demo.SyntheticStudy.PkSample;
import io.assayhub.boot.laboratory.AstmSender;
import io.assayhub.boot.laboratory.HttpSender;
import io.assayhub.boot.laboratory.MllpSender;
import io.assayhub.boot.laboratory.Sender;
import io.assayhub.model.HoldReason;
import io.assayhub.replay.Replayer;
import io.assayhub.wire.Counts;
import io.assayhub.wire.HeaderName;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.Receipt.State;
import io.assayhub.wire.SpecimenRecord;
import io.assayhub.wire.SubjectRecord;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * What happens to a study's files, chapter by chapter, each with what has to be so afterwards. The hub is met as those
 * outside meet it: files in drop folders, Bundles on a topic, commands, and topics read with read_committed.
 */
public final class Story {
    private static final int WRITTEN_BEFORE_THE_KILL = 40;

    private final DemoHub hub;
    private final SyntheticStudy study;
    private final StoryFiles files;
    private final Narration narration;
    private final Operator operator;
    private final Deliveries deliveries;

    public Story(DemoHub hub, Path home, Clock clock, Replayer replayer, SyntheticStudy study, Narration narration) {
        this.hub = hub;
        this.study = study;
        this.files = new StoryFiles(study);
        this.narration = narration;
        this.operator = new Operator(home, hub.configuration(), clock, replayer, narration);
        this.deliveries = new Deliveries(hub, narration);
    }

    /** Tells it to its end; the hub runs then. */
    public void tell() throws IOException, InterruptedException {
        start();
        register();
        killInTheMiddle();
        lateRegistration();
        everyday();
        otherTransports();
        corrections();
        shiftedColumn();
        exchangedSamples();
        unblinding();
        expectedSpecimens();
        new ClosingBooks(hub, study, deliveries, operator, narration).close();
    }

    private void start() throws IOException, InterruptedException {
        narration.chapter("The hub starts, in a process of its own");
        long began = System.nanoTime();
        hub.startAndStallAfter(WRITTEN_BEFORE_THE_KILL);
        narration.say("ready after " + seconds(began) + ", with a Kafka of its own at " + hub.bootstrapServers());
        narration.say("its log: " + hub.log());
        narration.say("watch it in the console: " + hub.console());
    }

    private void register() throws InterruptedException {
        int early = files.subjects(false).size();
        narration.chapter(
                "The EDC registers " + early + " of the " + study.subjects().size() + " subjects");
        hub.kafka().register(Registrations.bundle(files.subjects(false), files.screened(), "2006-02-01T08:00:00Z"));
        hub.await(() -> registered(false) == early && registered(true) == 1);
        narration.same("subjects on assay.subjects: " + early, early, registered(false));
        narration.same(
                "a screening number: " + Registrations.screeningNumber(files.screened()) + " stands for "
                        + files.screened(),
                1,
                registered(true));
        narration.say("not yet registered: " + String.join(", ", files.late()));
    }

    private int registered(boolean alias) {
        return (int) hub.kafka().latest(Topic.SUBJECTS).values().stream()
                .map(SubjectRecord::fromJson)
                .filter(s -> (s.redirect() != null) == alias)
                .count();
    }

    private void killInTheMiddle() throws IOException, InterruptedException {
        narration.chapter("The first file, and a kill -9 in the middle of it");
        LabFile file = files.plasma(1);
        int results = StoryFiles.results(file, Set.of());
        hub.drop(file);
        hub.await(() -> normalised() >= WRITTEN_BEFORE_THE_KILL);
        narration.check(
                file.fileName() + " is being taken: " + normalised() + " of its " + results + " results are in Kafka",
                normalised() == WRITTEN_BEFORE_THE_KILL && hub.isBeingTaken(file));
        narration.say("kill -9 " + hub.pid());
        hub.kill();
        long began = System.nanoTime();
        hub.start();
        narration.say("started again, ready after " + seconds(began) + "; the file is taken from its beginning");
        deliveries.settle(file, State.CLOSED, partlyHeld(file));
        int lateResults = StoryFiles.results(file, files.late());
        narration.same(
                "written twice, because of the kill: " + WRITTEN_BEFORE_THE_KILL + " of the " + results + " results",
                WRITTEN_BEFORE_THE_KILL + results,
                normalised());
        List<String> published = keys(Topic.PK);
        narration.same(
                "published: each of the other " + (results - lateResults) + " once, as version 1, none twice",
                (results - lateResults) + " in " + (results - lateResults) + " records",
                new HashSet<>(published).size() + " in " + published.size() + " records");
    }

    /** Results in the topic that the intake writes, repetitions included. */
    private int normalised() {
        return (int) hub.kafka().all(Topic.NORMALISED).stream()
                .filter(r -> "result".equals(header(r, HeaderName.KIND)))
                .count();
    }

    private Counts partlyHeld(LabFile file) {
        int late = StoryFiles.results(file, files.late());
        return Deliveries.created(StoryFiles.results(file, Set.of()) - late).plus(Deliveries.held(late));
    }

    private void lateRegistration() throws IOException, InterruptedException {
        narration.chapter("Results of subjects whom nobody has registered wait");
        List<LabFile> sent = List.of(files.plasma(1), files.cells(1), files.antibodies(1));
        for (LabFile file : sent.subList(1, sent.size())) {
            deliveries.send(file, State.CLOSED, partlyHeld(file));
        }
        int waiting =
                sent.stream().mapToInt(f -> StoryFiles.results(f, files.late())).sum();
        List<HeldRecord> held = held(HoldReason.UNKNOWN_SUBJECT);
        Set<String> subjects = new TreeSet<>();
        held.forEach(h -> subjects.add(h.subject()));
        Operator.Answer holds = operator.run(List.of("holds", "--reason", HoldReason.UNKNOWN_SUBJECT.text()));
        narration.check(
                holds.last().split(":", 2)[0],
                holds.status() == 0 && holds.last().startsWith("AH-0501  " + waiting + "  "));
        narration.same(
                waiting + " results of " + String.join(" and ", files.late()) + " wait",
                waiting + " of " + files.late(),
                held.size() + " of " + subjects);
        long began = System.nanoTime();
        hub.kafka().register(Registrations.bundle(files.subjects(true), "", "2006-07-01T08:00:00Z"));
        hub.await(() -> held(HoldReason.UNKNOWN_SUBJECT).isEmpty());
        narration.check(
                "the EDC registers the two: " + waiting + " results released after " + seconds(began),
                held(HoldReason.UNKNOWN_SUBJECT).isEmpty());
        for (LabFile file : sent) {
            deliveries.settle(file, State.CLOSED, Deliveries.created(StoryFiles.results(file, Set.of())));
        }
    }

    private void everyday() throws IOException, InterruptedException {
        narration.chapter("Everyday: a file that was cut off, a file sent twice, cumulative files");
        sendNew(files.plasma(2));
        deliveries.send(files.cutOff(), State.REFUSED, Counts.ZERO);
        sendNew(files.plasma(3));
        deliveries.send(
                files.plasma(2), State.CLOSED, Deliveries.created(StoryFiles.results(files.plasma(2), Set.of())));
        sendNew(files.cells(2));
        sendNew(files.cells(3));
        for (int i = 2; i <= 3; i++) {
            LabFile file = files.antibodies(i);
            int known = StoryFiles.results(files.antibodies(i - 1), Set.of());
            deliveries.send(
                    file, State.CLOSED, Counts.of(StoryFiles.results(file, Set.of()) - known, 0, known, 0, 0, 0));
        }
    }

    private void otherTransports() throws IOException, InterruptedException {
        narration.chapter("Over HTTP, from an SFTP server, and as messages over MLLP and ASTM");
        LabFile posted = files.plasma(4);
        narration.say("POST http://127.0.0.1:" + hub.httpPort() + "/feeds/" + posted.feed() + "/transfers");
        try (Sender sender = new HttpSender(hub.httpPort(), posted.feed())) {
            deliveries.send(sender, posted, State.CLOSED, created(posted));
        }
        LabFile fetched = files.plasma(5);
        narration.say("the laboratory's SFTP server offers a file; the hub fetches it and moves it aside there");
        deliveries.send(hub.sftp(), fetched, State.CLOSED, created(fetched));
        narration.check(
                "its receipt lies in the laboratory's own folder",
                hub.await(() -> hub.sftp().hasReceiptOf(fetched.fileName())));
        try (Sender sender = new MllpSender(hub.mllpPort())) {
            for (LabFile message : SiteMessages.hl7v2(study)) {
                deliveries.sendMessage(sender, message, 1);
            }
        }
        try (Sender sender = new AstmSender(hub.astmPort())) {
            deliveries.sendMessage(sender, SiteMessages.astm(study), SiteMessages.results());
        }
    }

    private static Counts created(LabFile file) {
        return Deliveries.created(StoryFiles.results(file, Set.of()));
    }

    private void sendNew(LabFile file) throws IOException, InterruptedException {
        deliveries.send(file, State.CLOSED, Deliveries.created(StoryFiles.results(file, Set.of())));
    }

    private void corrections() throws IOException, InterruptedException {
        narration.chapter("Corrections: more of them than the feed's limit wait for a person");
        LabFile reissue = files.plasma(6);
        int corrected = StoryFiles.results(reissue, Set.of());
        Receipt stopped = deliveries.send(reissue, State.STOPPED, Deliveries.held(corrected));
        operator.decide("reissue announced by the laboratory", "release", "--transfer", stopped.transfer());
        deliveries.settle(reissue, State.CLOSED, Counts.of(0, corrected, 0, 0, 0, 0));
        LabFile again = files.plasma(2);
        deliveries.send(again, State.CLOSED, Deliveries.created(StoryFiles.results(again, Set.of())));
        LabFile cumulative = files.antibodies(4);
        int unchanged = StoryFiles.results(cumulative, Set.of()) - files.correctedTiters();
        narration.say("a cumulative file: " + files.correctedTiters() + " titers corrected, within the limit; "
                + files.respelled() + " subject numbers spelled otherwise");
        deliveries.send(
                cumulative, State.CLOSED, Counts.of(0, files.correctedTiters(), unchanged, files.respelled(), 0, 0));
    }

    private void shiftedColumn() throws IOException, InterruptedException {
        narration.chapter("A file whose concentrations have moved by a row is stopped");
        int before = hub.kafka().count(Topic.PK);
        LabFile file = files.plasma(7);
        int wrong = files.shiftedResults();
        int same = StoryFiles.results(file, Set.of()) - wrong;
        Receipt stopped =
                deliveries.send(file, State.STOPPED, Deliveries.held(wrong).plus(Counts.of(0, 0, same, 0, 0, 0)));
        narration.same(
                "a reader of assay.pk sees nothing of it: " + before + " records, as before",
                before,
                hub.kafka().count(Topic.PK));
        operator.decide("concentrations moved by a row", "dismiss", "--transfer", stopped.transfer());
        deliveries.settle(file, State.CLOSED, Deliveries.dismissed(wrong).plus(Counts.of(0, 0, same, 0, 0, 0)));
        narration.same(
                "assay.pk still holds " + before + " records",
                before,
                hub.kafka().count(Topic.PK));
    }

    private void exchangedSamples() throws IOException, InterruptedException {
        narration.chapter("Two samples had been exchanged: the laboratory sends them under the right subjects");
        List<PkSample> pair = files.exchanged();
        int before = hub.kafka().count(Topic.PK);
        LabFile file = files.plasma(8);
        deliveries.send(file, State.CLOSED, Deliveries.held(2));
        List<HeldRecord> held = held(HoldReason.SUBJECT_CHANGED);
        for (int i = 0; i < 2; i++) {
            PkSample right = pair.get(i);
            PkSample other = pair.get(1 - i);
            narration.check(
                    "held: " + right.accession() + " now of " + right.subject() + ", known under " + other.subject(),
                    held.stream()
                            .anyMatch(h -> right.accession().equals(h.accession())
                                    && right.subject().equals(h.subject())
                                    && other.subject().equals(h.changedFrom())));
        }
        for (HeldRecord each : held) {
            operator.decide("tubes exchanged, confirmed by the site", "confirm", each.key());
        }
        hub.await(() -> hub.kafka().count(Topic.PK) >= before + 4);
        List<ConsumerRecord<byte[], byte[]>> all = hub.kafka().all(Topic.PK);
        int inError = (int) all.stream()
                .filter(r -> ClosingBooks.observation(r).path("status").asText().equals("entered-in-error"))
                .count();
        narration.same(
                "came out on assay.pk: 2 entered-in-error under the former subject, 2 new under the right one",
                "2 and 2",
                inError + " and " + (all.size() - before - inError));
        deliveries.settle(file, State.CLOSED, Deliveries.created(2));
    }

    private void unblinding() throws InterruptedException {
        narration.chapter("A blinded feed (" + LabFiles.CELL_FEED + " is blinded in this demo) and its unblinding");
        Set<String> own = new HashSet<>(keys(Topic.CELLULAR));
        narration.same("its own topic, assay.cellular, holds " + own.size() + " Observations", results(), own.size());
        narration.same("a reader of assay.observations gets none of them", 0L, seen(own));
        operator.decide("database lock", "unblind", "--feed", LabFiles.CELL_FEED);
        hub.await(() -> seen(own) >= own.size());
        narration.same("after it a reader of assay.observations has all " + own.size(), (long) own.size(), seen(own));
    }

    private void expectedSpecimens() throws IOException, InterruptedException {
        narration.chapter("The EDC lists the specimens that it expects");
        LabFile list = files.specimens();
        int rows = (int) new String(list.bytes(), UTF_8).lines().count() - 1;
        hub.drop(list);
        hub.await(() -> specimens(null) == rows);
        narration.same("specimens on assay.specimens: " + rows, (long) rows, specimens(null));
        int undrawn = (int) study.pk().stream().filter(s -> s.drawn().isEmpty()).count();
        int notGiven = SpecimenList.neverGiven(study);
        narration.same(
                "not done: " + notGiven + " of the " + (study.injections().size() + notGiven)
                        + " planned injections, and " + undrawn + " samples that were not drawn",
                (long) notGiven + undrawn,
                specimens(SpecimenRecord.Status.NOT_DONE));
        narration.say("see under Reconcile what has come of them: " + SpecimenList.lost()
                + " were collected, and no laboratory will report them");
    }

    /** Expected specimens, of one status if it is not null, once the list is there to its end. */
    private long specimens(SpecimenRecord.Status status) {
        Map<String, byte[]> latest = hub.kafka().latest(Topic.SPECIMENS);
        return latest.containsKey(SpecimenList.LIST)
                ? latest.entrySet().stream()
                        .filter(e -> !SpecimenRecord.isListing(e.getKey().getBytes(US_ASCII)))
                        .map(e -> SpecimenRecord.fromJson(e.getValue()))
                        .filter(s -> status == null || s.status() == status)
                        .count()
                : 0;
    }

    /** Leaves something to decide for whoever goes to the console now. */
    public void leaveWork() throws IOException, InterruptedException {
        narration.chapter("For you: what now waits for a person");
        LabFile tenfold = files.tenfold();
        hub.drop(tenfold);
        LabFile strangers = files.withStrangers();
        hub.drop(strangers);
        boolean there = hub.await(() -> is(tenfold, State.STOPPED) && is(strangers, State.CLOSED));
        narration.check(tenfold.fileName() + ": all concentrations ten times as high; the gate has stopped it", there);
        narration.check(
                strangers.fileName() + ": a subject nobody has registered, a sample analysed before it was drawn, and "
                        + StoryFiles.UNKNOWN_WORD + " in place of a concentration",
                there);
        narration.say("Decide about them under Waiting and Transfers. For the word, write");
        narration.say("  invalid: [INVALID, " + StoryFiles.UNKNOWN_WORD + "]");
        narration.say("into " + hub.feedFile(LabFiles.PK_FEED));
        narration.say("in place of the line invalid: [INVALID]. The hub starts again with it; then look under Replay.");
    }

    private boolean is(LabFile file, State state) {
        return hub.receipts(file.feed()).stream()
                .anyMatch(r -> r.manifest().delivery().equals(file.fileName()) && r.state() == state);
    }

    private int results() {
        int results = 0;
        for (int i = 1; i <= CellLabFiles.BATCHES; i++) {
            results += StoryFiles.results(files.cells(i), Set.of());
        }
        return results;
    }

    /** How many of these Observations a reader of the common topic has, repetitions counted. */
    private long seen(Set<String> ids) {
        return keys(Topic.OBSERVATIONS).stream().filter(ids::contains).count();
    }

    private List<HeldRecord> held(HoldReason reason) {
        return hub.kafka().latest(Topic.HELD).values().stream()
                .map(HeldRecord::fromJson)
                .filter(h -> reason.text().equals(h.reason()))
                .sorted((a, b) -> a.key().compareTo(b.key()))
                .toList();
    }

    private List<String> keys(Topic topic) {
        return hub.kafka().all(topic).stream()
                .map(r -> new String(r.key(), UTF_8))
                .toList();
    }

    private static String header(ConsumerRecord<byte[], byte[]> message, String name) {
        Header header = message.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), US_ASCII);
    }

    private static String seconds(long since) {
        return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - since) / 1e9);
    }
}

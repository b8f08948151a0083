package io.assayhub.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.index.FeedQueries.Activity;
import io.assayhub.index.HubIndex;
import io.assayhub.index.ObservationFacts;
import io.assayhub.index.Page;
import io.assayhub.index.ReconcileQueries;
import io.assayhub.index.ReconcileQueries.Expected;
import io.assayhub.index.ReconcileQueries.State;
import io.assayhub.index.RejectQueries;
import io.assayhub.index.RejectQueries.Reject;
import io.assayhub.index.ResultQueries.Result;
import io.assayhub.index.ResultQueries.Version;
import io.assayhub.index.Search;
import io.assayhub.index.TransferQueries;
import io.assayhub.index.Viewer;
import io.assayhub.index.WaitingQueries;
import io.assayhub.index.WaitingQueries.Waiting;
import io.assayhub.mapping.CompiledFeed;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.replay.ReplaySelection;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Json;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.RejectedRecord;
import io.assayhub.wire.SpecimenRecord.Listing;
import io.assayhub.wire.SubjectRecord;
import io.assayhub.wire.Topic;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Readings from the instance's index. */
public final class IndexReadings implements Readings {
    private final HubIndex index;
    private final MappingCatalog catalog;
    private final OverviewReadings overviews;
    private final Clock clock;

    /** @param catalog what feeds are agreed */
    public IndexReadings(HubIndex index, MappingCatalog catalog, RunningHub running, Clock clock) {
        this.index = index;
        this.catalog = catalog;
        this.overviews = new OverviewReadings(index, catalog, running, clock);
        this.clock = clock;
    }

    private static Viewer viewer(boolean seesBlinded) {
        return seesBlinded ? Viewer.UNBLINDED : Viewer.BLINDED;
    }

    @Override
    public Frame.IndexState state() {
        return new Frame.IndexState(
                index.isCaughtUp(),
                index.lag().values().stream().mapToLong(Long::longValue).sum());
    }

    @Override
    public Overview overview(boolean seesBlinded) {
        List<FeedRow> overdue =
                feeds(seesBlinded).stream().filter(FeedRow::overdue).toList();
        return overviews.overview(viewer(seesBlinded), overdue);
    }

    static Instant instant(Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    @Override
    public List<FeedRow> feeds(boolean seesBlinded) {
        Set<String> blinded = index.feeds().blinded();
        Map<String, Activity> activities = index.feeds().activities(viewer(seesBlinded)).stream()
                .collect(Collectors.toMap(Activity::feed, Function.identity()));
        return names(seesBlinded, blinded)
                .map(name -> feed(
                        catalog.feed(name).orElseThrow(),
                        blinded.contains(name),
                        Optional.ofNullable(activities.get(name))))
                .toList();
    }

    @Override
    public List<String> feedNames(boolean seesBlinded) {
        return names(seesBlinded, index.feeds().blinded()).toList();
    }

    private Stream<String> names(boolean seesBlinded, Set<String> blinded) {
        return catalog.feedNames().stream().filter(name -> seesBlinded || !blinded.contains(name));
    }

    private FeedRow feed(CompiledFeed feed, boolean blinded, Optional<Activity> activity) {
        Instant last = activity.map(Activity::lastMs).map(Instant::ofEpochMilli).orElse(null);
        Instant next = last == null
                ? null
                : feed.config().transfer().every().map(last::plus).orElse(null);
        return new FeedRow(
                feed.name().value(),
                feed.config().title(),
                String.valueOf(feed.config().version()),
                blinded,
                last,
                next,
                next != null && next.isBefore(clock.instant()),
                activity.map(Activity::transfers).orElse(0L),
                activity.map(Activity::results).orElse(0L),
                activity.map(Activity::rejects).orElse(0L),
                activity.map(Activity::waiting).orElse(0L));
    }

    @Override
    public Map<String, Long> rejectCodes(String feed, boolean seesBlinded) {
        return index.rejects().shares(viewer(seesBlinded), Optional.ofNullable(feed)).stream()
                .collect(Collectors.toMap(
                        RejectQueries.Share::code, RejectQueries.Share::count, Long::sum, TreeMap::new));
    }

    private static <S, T> Rows<T> rows(Page<S> page, int most, Function<S, T> as) {
        List<T> all = page.rows().stream().limit(most).map(as).toList();
        return new Rows<>(all, page.next().orElse(""));
    }

    @Override
    public Rows<Receipt> transfers(TransferFilter filter, String after, int most, boolean seesBlinded) {
        TransferQueries.Filter wanted = new TransferQueries.Filter(
                Optional.ofNullable(filter.feed()),
                Optional.ofNullable(filter.state()),
                Optional.ofNullable(filter.file()));
        return rows(
                index.transfers().receipts(viewer(seesBlinded), wanted, Optional.ofNullable(after)),
                most,
                Function.identity());
    }

    @Override
    public Optional<Receipt> transfer(String id, boolean seesBlinded) {
        return index.transfers().receipt(viewer(seesBlinded), id);
    }

    @Override
    public List<Receipt> stored(ReplaySelection selection, int most, boolean seesBlinded) {
        Viewer viewer = viewer(seesBlinded);
        List<Receipt> found = selection.transfers().isEmpty()
                ? index.transfers()
                        .stored(
                                viewer,
                                new TransferQueries.Stored(
                                        selection.feed(),
                                        selection.since() == null
                                                ? null
                                                : selection.since().toEpochMilli(),
                                        selection.until() == null
                                                ? null
                                                : selection.until().toEpochMilli(),
                                        selection.code()),
                                most)
                : selection.transfers().stream()
                        .distinct()
                        .map(id -> index.transfers().receipt(viewer, id))
                        .flatMap(Optional::stream)
                        .toList();
        return found.stream()
                .sorted(Comparator.comparingLong(r -> r.manifest().order()))
                .toList();
    }

    @Override
    public List<TransferQueries.Transfer> replaysOf(String transfer, boolean seesBlinded) {
        return index.transfers().replaysOf(viewer(seesBlinded), transfer);
    }

    @Override
    public Rows<RejectRow> rejects(RejectFilter filter, String after, int most, boolean seesBlinded) {
        Viewer viewer = viewer(seesBlinded);
        Optional<String> cursor = Optional.ofNullable(after);
        Page<Reject> page = filter.transfer() != null && filter.feed() == null && filter.code() == null
                ? index.rejects().ofTransfer(viewer, filter.transfer(), cursor)
                : index.rejects()
                        .list(
                                viewer,
                                new RejectQueries.Filter(
                                        Optional.ofNullable(filter.feed()),
                                        Optional.ofNullable(filter.code()),
                                        Optional.ofNullable(filter.transfer())),
                                cursor);
        return rows(page, most, IndexReadings::reject);
    }

    private static RejectRow reject(Reject reject) {
        return new RejectRow(
                new RejectedRecord(
                        reject.transfer(),
                        reject.feed(),
                        reject.code(),
                        reject.row(),
                        reject.line(),
                        reject.place(),
                        reject.entry(),
                        reject.detail(),
                        reject.remedy()),
                Instant.ofEpochMilli(reject.atMs()),
                reject.key());
    }

    @Override
    public Rows<HeldRecord> waiting(WaitingFilter filter, String after, int most, boolean seesBlinded) {
        WaitingQueries.Filter wanted = new WaitingQueries.Filter(
                Optional.ofNullable(filter.code()),
                Optional.ofNullable(filter.feed()),
                Optional.ofNullable(filter.transfer()),
                Optional.ofNullable(filter.subject()));
        return rows(
                index.waiting().list(viewer(seesBlinded), wanted, Optional.ofNullable(after)),
                most,
                IndexReadings::held);
    }

    private static HeldRecord held(Waiting w) {
        return held(w, null);
    }

    /** @param shown the value in place of the Observation, or null */
    private static HeldRecord held(Waiting w, String shown) {
        return new HeldRecord(
                w.key(),
                w.code(),
                w.reason(),
                Instant.ofEpochMilli(w.sinceMs()).toString(),
                w.overdue(),
                w.safety(),
                w.study(),
                w.subject(),
                w.observation(),
                w.transfer(),
                w.feed(),
                w.entry(),
                w.accession(),
                w.status(),
                w.changedFrom(),
                w.detail(),
                shown);
    }

    @Override
    public Map<String, Long> waitingCodes(boolean seesBlinded) {
        return index.waiting().shares(viewer(seesBlinded)).stream()
                .collect(Collectors.toMap(
                        WaitingQueries.Share::code, WaitingQueries.Share::count, Long::sum, TreeMap::new));
    }

    @Override
    public Optional<HeldRecord> hold(String key, boolean seesBlinded) {
        return index.waiting().get(viewer(seesBlinded), key).map(waiting -> {
            byte[] json = index.records().value(Topic.HELD, waiting.partition(), waiting.offset());
            return held(
                    waiting,
                    json == null ? null : ObservationFacts.shown(Json.tree(json).path("resource")));
        });
    }

    @Override
    public Optional<ResultRow> result(String id, boolean seesBlinded) {
        return index.results().get(viewer(seesBlinded), id).map(IndexReadings::row);
    }

    private static ResultRow row(Result r) {
        return new ResultRow(
                r.id(),
                r.study(),
                r.subject(),
                r.feed(),
                r.kind() == null ? "" : r.kind(),
                r.analyte() == null ? "" : r.analyte(),
                r.title(),
                r.accession(),
                r.specimen(),
                r.visit(),
                r.timepoint(),
                decimal(r.elapsed()),
                r.collected(),
                r.status(),
                r.version(),
                r.shown() == null ? "" : r.shown(),
                decimal(r.number()),
                r.below() < 0 ? "<" : r.below() > 0 ? ">" : null,
                decimal(r.lower()),
                r.unit(),
                r.interpretation(),
                r.tier(),
                r.topics());
    }

    private static BigDecimal decimal(Double number) {
        return number == null ? null : BigDecimal.valueOf(number);
    }

    @Override
    public List<VersionRow> versions(String id, boolean seesBlinded) {
        return index.results().versions(viewer(seesBlinded), id).stream()
                .map(IndexReadings::version)
                .toList();
    }

    private static VersionRow version(Version v) {
        return new VersionRow(
                v.id(),
                v.version(),
                v.outcome(),
                v.status(),
                v.transfer(),
                v.entry(),
                v.feed(),
                v.snapshot(),
                Instant.ofEpochMilli(v.recordedMs()).toString(),
                v.partition(),
                v.offset());
    }

    @Override
    public Optional<JsonNode> bundle(VersionRow version) {
        byte[] json = index.records().value(Topic.AUDIT, version.partition(), version.offset());
        return Optional.ofNullable(json).map(Json::tree);
    }

    @Override
    public Optional<SubjectRecord> subject(String study, String subject, boolean seesBlinded) {
        Optional<SubjectRecord> record = index.subjects().get(study, subject);
        boolean hides = !seesBlinded && BlindingRules.hidesArms(index.feeds().blinded(), catalog, study);
        return hides ? record.map(SubjectRecord::withoutArm) : record;
    }

    @Override
    public List<ResultRow> results(String study, String subject, boolean seesBlinded) {
        return index.subjects().results(viewer(seesBlinded), study, subject).stream()
                .map(IndexReadings::row)
                .toList();
    }

    @Override
    public List<Listing> specimenLists() {
        return index.expected().lists();
    }

    @Override
    public List<VisitRow> visits(boolean seesBlinded) {
        Map<List<String>, List<ReconcileQueries.Share>> visits = index.expected().shares(viewer(seesBlinded)).stream()
                .collect(Collectors.groupingBy(
                        s -> List.of(s.study(), s.visit()), LinkedHashMap::new, Collectors.toList()));
        return visits.entrySet().stream()
                .map(e -> new VisitRow(
                        e.getKey().get(0),
                        e.getKey().get(1),
                        e.getValue().stream()
                                .collect(
                                        Collectors.toMap(ReconcileQueries.Share::state, ReconcileQueries.Share::count)),
                        e.getValue().stream()
                                .filter(s -> s.state() == State.NOT_REPORTED)
                                .map(s -> instant(s.oldestMs()))
                                .filter(Objects::nonNull)
                                .findFirst()
                                .orElse(null)))
                .toList();
    }

    @Override
    public Rows<Expected> expected(ExpectedFilter filter, String after, int most, boolean seesBlinded) {
        ReconcileQueries.Filter wanted = new ReconcileQueries.Filter(
                Optional.ofNullable(filter.study()),
                Optional.ofNullable(filter.visit()),
                Optional.ofNullable(filter.state()),
                Optional.ofNullable(filter.subject()));
        return rows(
                index.expected().list(viewer(seesBlinded), wanted, Optional.ofNullable(after)),
                most,
                Function.identity());
    }

    @Override
    public List<ResultRow> unexpected(String study, String subject, boolean seesBlinded) {
        return index.expected().unexpected(viewer(seesBlinded), study, subject).stream()
                .map(IndexReadings::row)
                .toList();
    }

    @Override
    public Rows<ActionRow> actions(String after, int most, boolean seesBlinded) {
        return rows(
                index.actions().list(viewer(seesBlinded), true, Optional.ofNullable(after)),
                most,
                action -> new ActionRow(action.command(), action.applied()));
    }

    @Override
    public List<Hit> search(String text, int most, boolean seesBlinded) {
        return index.search().find(viewer(seesBlinded), text).stream()
                .limit(most)
                .map(IndexReadings::hit)
                .toList();
    }

    private static Hit hit(Search.Hit found) {
        String key = found.key();
        return switch (found.kind()) {
            case SUBJECT -> new Hit("Subject", found.label(), "/console/subjects/" + path(key), found.beside());
            case RESULT -> new Hit("Result", found.label(), "/console/results/" + key, found.beside());
            case TRANSFER -> new Hit("Transfer", found.label(), "/console/transfers/" + key, found.beside());
            case WAITING ->
                new Hit("Waiting", found.label(), "/console/waiting/item?key=" + encoded(key), found.beside());
        };
    }

    /** Each part of {@code study/subject} on its own. */
    private static String path(String key) {
        int slash = key.indexOf('/');
        return encoded(key.substring(0, slash)) + "/" + encoded(key.substring(slash + 1));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

package io.assayhub.console;

import io.assayhub.console.Readings.FeedRow;
import io.assayhub.console.Readings.Flow;
import io.assayhub.console.Readings.InstanceRow;
import io.assayhub.console.Readings.Overview;
import io.assayhub.index.HubIndex;
import io.assayhub.index.InstanceQueries;
import io.assayhub.index.OverviewQueries;
import io.assayhub.index.OverviewQueries.Latency;
import io.assayhub.index.Viewer;
import io.assayhub.mapping.MappingCatalog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** What the overview shows, from the index and the running hub. */
final class OverviewReadings {
    private static final int HOURS = 24;
    private static final int NOW_MINUTES = 10;

    private final HubIndex index;
    private final MappingCatalog catalog;
    private final RunningHub running;
    private final Clock clock;

    OverviewReadings(HubIndex index, MappingCatalog catalog, RunningHub running, Clock clock) {
        this.index = index;
        this.catalog = catalog;
        this.running = running;
        this.clock = clock;
    }

    Overview overview(Viewer viewer, List<FeedRow> overdue) {
        OverviewQueries all = index.overview();
        OverviewQueries.Books books = all.books(viewer);
        OverviewQueries.Work work = all.work(viewer);
        Set<String> hidden =
                viewer == Viewer.UNBLINDED ? Set.of() : index.feeds().blinded();
        return new Overview(
                all.unbalanced(viewer),
                all.stopped(viewer),
                books.open(),
                books.refusedTransfers(),
                work.held(),
                work.safety(),
                work.overdue(),
                work.raised(),
                work.gaps(),
                IndexReadings.instant(work.oldestMs()),
                books.rejects(),
                books.results(),
                books.transfers(),
                IndexReadings.instant(books.lastMs()),
                flow(viewer, hidden),
                overdue,
                running.raised().stream()
                        .filter(alarm -> alarm.feed() == null || !hidden.contains(alarm.feed()))
                        .toList(),
                instances());
    }

    private Flow flow(Viewer viewer, Set<String> hidden) {
        long now = clock.millis();
        List<Long> minutes = index.feeds().published(viewer, Optional.empty(), now, HOURS * 60);
        Latency day = index.overview().latency(viewer, now, HOURS * 60);
        Latency recent = index.overview().latency(viewer, now, NOW_MINUTES);
        // What waits is of all feeds together: it would tell that something has come of a blinded one.
        OptionalLong lag = hidden.isEmpty() ? running.ledgerLag() : OptionalLong.empty();
        return new Flow(
                perHour(minutes),
                sum(minutes.subList(minutes.size() - NOW_MINUTES, minutes.size())),
                duration(recent.p50()),
                duration(recent.p95()),
                sum(minutes),
                duration(day.p50()),
                duration(day.p95()),
                lag);
    }

    private static List<Long> perHour(List<Long> perMinute) {
        List<Long> hours = new ArrayList<>();
        for (int hour = 0; hour < HOURS; hour++) {
            hours.add(sum(perMinute.subList(hour * 60, hour * 60 + 60)));
        }
        return hours;
    }

    private static long sum(List<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    private static Duration duration(long millis) {
        return millis < 0
                ? null
                : Duration.ofMillis(Math.min(millis, Duration.ofDays(1).toMillis()));
    }

    private List<InstanceRow> instances() {
        return index.instances().all().stream()
                .map(i -> new InstanceRow(
                        i.name(),
                        Instant.parse(i.started()),
                        Instant.parse(i.at()),
                        InstanceQueries.isAlive(i, clock.instant()),
                        i.mappings(),
                        i.snapshots().equals(snapshots())))
                .toList();
    }

    private Map<String, String> snapshots() {
        return catalog.feedNames().stream()
                .collect(Collectors.toMap(
                        name -> name,
                        name -> catalog.feed(name).orElseThrow().snapshot().value()));
    }
}

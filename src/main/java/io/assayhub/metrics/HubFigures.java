package io.assayhub.metrics;

import io.assayhub.index.FigureQueries;
import io.assayhub.index.FigureQueries.Durations;
import io.assayhub.index.FigureQueries.Feed;
import io.assayhub.index.HubIndex;
import io.assayhub.index.RejectQueries;
import io.assayhub.index.WaitingQueries;
import io.assayhub.wire.Counts;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The hub's own figures, made anew for each scrape. */
final class HubFigures implements MultiCollector {
    private static final String PREFIX = "assayhub_";
    private static final double MILLIS = 1000;

    private final Observed observed;
    private final Clock clock;

    HubFigures(Observed observed, Clock clock) {
        this.observed = observed;
        this.clock = clock;
    }

    @Override
    public MetricSnapshots collect() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        HubIndex index = observed.index();
        FigureQueries figures = index.figures();
        List<Feed> feeds = figures.feeds();
        transfers(all, feeds);
        results(all, feeds);
        durations(all, figures.durations());
        waiting(all, figures.waiting());
        rejects(all, figures.rejects());
        long now = clock.millis();
        all.metricSnapshot(gauge(
                        "open_transfer_oldest_seconds", "Age of the oldest transfer that is not settled; 0 without one")
                .dataPoint(point(
                        figures.oldestOpenMs().map(ms -> (now - ms) / MILLIS).orElse(0.0)))
                .build());
        GaugeSnapshot.Builder lag = gauge("index_lag_records", "Committed records that are not in the index yet");
        index.lag().forEach((topic, records) -> lag.dataPoint(point(records, "topic", topic.suffix())));
        all.metricSnapshot(lag.build());
        all.metricSnapshot(gauge("index_caught_up", "1 if the index has all that was committed a moment ago")
                .dataPoint(point(index.isCaughtUp() ? 1 : 0))
                .build());
        instance(all);
        new InstanceFigures(observed).addTo(all);
        return all.build();
    }

    private void transfers(MetricSnapshots.Builder all, List<Feed> feeds) {
        CounterSnapshot.Builder taken = counter("transfers", "Transfers taken in, refused ones among them");
        CounterSnapshot.Builder refused = counter("transfers_refused", "Transfers of which nothing was taken in");
        GaugeSnapshot.Builder state = gauge("transfers_unsettled", "Transfers by what is not settled about them");
        GaugeSnapshot.Builder last =
                gauge("last_transfer_timestamp_seconds", "When the last transfer came that was no replay");
        GaugeSnapshot.Builder due = gauge("transfer_due_timestamp_seconds", "When the next transfer is due as agreed");
        boolean balanced = true;
        for (Feed feed : feeds) {
            taken.dataPoint(count(feed.transfers(), "feed", feed.feed()));
            refused.dataPoint(count(feed.refused(), "feed", feed.feed()));
            state.dataPoint(point(feed.open(), "feed", feed.feed(), "state", "open"));
            state.dataPoint(point(feed.stopped(), "feed", feed.feed(), "state", "stopped"));
            state.dataPoint(point(feed.unbalanced(), "feed", feed.feed(), "state", "unbalanced"));
            balanced &= feed.unbalanced() == 0;
            if (feed.lastMs() != null) {
                last.dataPoint(point(feed.lastMs() / MILLIS, "feed", feed.feed()));
                Optional<Duration> every = observed.interval(feed.feed());
                every.ifPresent(
                        e -> due.dataPoint(point((feed.lastMs() + e.toMillis()) / MILLIS, "feed", feed.feed())));
            }
        }
        all.metricSnapshot(taken.build())
                .metricSnapshot(refused.build())
                .metricSnapshot(state.build())
                .metricSnapshot(last.build())
                .metricSnapshot(due.build())
                .metricSnapshot(gauge("books_balanced", "1 if the books of every settled transfer balance")
                        .dataPoint(point(balanced ? 1 : 0))
                        .build());
    }

    private static void results(MetricSnapshots.Builder all, List<Feed> feeds) {
        CounterSnapshot.Builder results = counter("results", "Entries of booked transfers by how they ended");
        CounterSnapshot.Builder rows = counter("rows", "Rows of booked transfers by what became of them");
        GaugeSnapshot.Builder held = gauge("results_held", "Results that wait for an event or a person");
        for (Feed feed : feeds) {
            outcomes(feed)
                    .forEach((outcome, count) ->
                            results.dataPoint(count(count, "feed", feed.feed(), "outcome", outcome)));
            rows.dataPoint(count(feed.excluded(), "feed", feed.feed(), "fate", "excluded"));
            rows.dataPoint(count(feed.rowsRefused(), "feed", feed.feed(), "fate", "refused"));
            rows.dataPoint(count(feed.read(), "feed", feed.feed(), "fate", "read"));
            held.dataPoint(point(feed.counts().held(), "feed", feed.feed()));
        }
        all.metricSnapshot(results.build()).metricSnapshot(rows.build()).metricSnapshot(held.build());
    }

    private static Map<String, Long> outcomes(Feed feed) {
        Counts counts = feed.counts();
        Map<String, Long> outcomes = new LinkedHashMap<>();
        outcomes.put("rejected", feed.rejected());
        outcomes.put("new", counts.created());
        outcomes.put("corrected", counts.corrected());
        outcomes.put("remapped", counts.remapped());
        outcomes.put("withdrawn", counts.withdrawn());
        outcomes.put("unchanged", counts.unchanged());
        outcomes.put("stale", counts.stale());
        outcomes.put("superseded", counts.superseded());
        outcomes.put("dismissed", counts.dismissed());
        return outcomes;
    }

    private static void durations(MetricSnapshots.Builder all, List<Durations> durations) {
        HistogramSnapshot.Builder histogram = HistogramSnapshot.builder()
                .name(PREFIX + "transfer_seconds")
                .unit(Unit.SECONDS)
                .help("From the arrival of a transfer until all of it is visible or accounted for");
        long[] edges = FigureQueries.edgesMs();
        List<Double> upper = new ArrayList<>();
        for (long edge : edges) {
            upper.add(edge / MILLIS);
        }
        upper.add(Double.POSITIVE_INFINITY);
        for (Durations of : durations) {
            List<Long> counts = new ArrayList<>();
            for (long count : of.counts()) {
                counts.add(count);
            }
            histogram.dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                    .classicHistogramBuckets(ClassicHistogramBuckets.of(upper, counts))
                    .sum(of.totalMs() / MILLIS)
                    .labels(Labels.of("feed", of.feed()))
                    .build());
        }
        all.metricSnapshot(histogram.build());
    }

    private void waiting(MetricSnapshots.Builder all, List<WaitingQueries.Share> shares) {
        GaugeSnapshot.Builder waiting = gauge("waiting", "Held results and raised matters by code");
        GaugeSnapshot.Builder overdue = gauge("waiting_overdue", "Those that have waited longer than the hub's limit");
        GaugeSnapshot.Builder safety = gauge("waiting_safety", "Those that match a safety rule");
        GaugeSnapshot.Builder oldest = gauge("waiting_oldest_seconds", "How long the oldest has waited");
        for (WaitingQueries.Share share : shares) {
            String reason = share.reason() == null ? "" : share.reason();
            waiting.dataPoint(point(share.count(), "code", share.code(), "reason", reason));
            overdue.dataPoint(point(share.overdue(), "code", share.code(), "reason", reason));
            safety.dataPoint(point(share.safety(), "code", share.code(), "reason", reason));
            oldest.dataPoint(
                    point((clock.millis() - share.oldestMs()) / MILLIS, "code", share.code(), "reason", reason));
        }
        all.metricSnapshot(waiting.build())
                .metricSnapshot(overdue.build())
                .metricSnapshot(safety.build())
                .metricSnapshot(oldest.build());
    }

    private static void rejects(MetricSnapshots.Builder all, List<RejectQueries.Share> shares) {
        CounterSnapshot.Builder rejects = counter("rejects", "Refused rows and rejected entries by code");
        shares.forEach(share -> rejects.dataPoint(count(share.count(), "feed", share.feed(), "code", share.code())));
        all.metricSnapshot(rejects.build());
    }

    /** What is of this instance alone. */
    private void instance(MetricSnapshots.Builder all) {
        CounterSnapshot.Builder exchanges = counter("route_exchanges", "Exchanges of this instance's routes");
        GaugeSnapshot.Builder running = gauge("route_running", "1 if the route takes anything");
        for (Observed.RouteFigures route : observed.routes()) {
            exchanges.dataPoint(count(route.completed(), "route", route.id(), "result", "completed"));
            exchanges.dataPoint(count(route.failed(), "route", route.id(), "result", "failed"));
            running.dataPoint(point(route.running() ? 1 : 0, "route", route.id()));
        }
        GaugeSnapshot.Builder expiry =
                gauge("certificate_expiry_timestamp_seconds", "When a listener's certificate ceases to be valid");
        observed.certificates()
                .forEach((listener, until) ->
                        expiry.dataPoint(point(until.toEpochMilli() / MILLIS, "listener", listener)));
        GaugeSnapshot.Builder snapshot =
                gauge("mapping_snapshot", "The mapping snapshot of each feed; equal on all instances");
        observed.snapshots().forEach((feed, id) -> snapshot.dataPoint(point(1, "feed", feed, "snapshot", id)));
        all.metricSnapshot(exchanges.build())
                .metricSnapshot(running.build())
                .metricSnapshot(expiry.build())
                .metricSnapshot(snapshot.build())
                .metricSnapshot(gauge("ledger_running", "1 if this instance's ledger takes records")
                        .dataPoint(point(observed.isLedgerRunning() ? 1 : 0))
                        .build())
                .metricSnapshot(gauge("data_free_bytes", "Space left where this instance keeps its data")
                        .dataPoint(point(observed.freeBytes()))
                        .build());
    }

    static CounterSnapshot.Builder counter(String name, String help) {
        return CounterSnapshot.builder().name(PREFIX + name).help(help);
    }

    static GaugeSnapshot.Builder gauge(String name, String help) {
        return GaugeSnapshot.builder().name(PREFIX + name).help(help);
    }

    static CounterSnapshot.CounterDataPointSnapshot count(Number value, String... labels) {
        return CounterSnapshot.CounterDataPointSnapshot.builder()
                .value(value.doubleValue())
                .labels(Labels.of(labels))
                .build();
    }

    static GaugeSnapshot.GaugeDataPointSnapshot point(Number value, String... labels) {
        return GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .value(value.doubleValue())
                .labels(Labels.of(labels))
                .build();
    }
}

package io.assayhub.metrics;

import static io.assayhub.metrics.HubFigures.count;
import static io.assayhub.metrics.HubFigures.counter;
import static io.assayhub.metrics.HubFigures.gauge;
import static io.assayhub.metrics.HubFigures.point;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/** What one instance's transports, producers and ledger have done since it started. */
final class InstanceFigures {
    private final Observed observed;

    InstanceFigures(Observed observed) {
        this.observed = observed;
    }

    void addTo(MetricSnapshots.Builder all) {
        messages(all);
        ledger(all);
        producers(all);
    }

    private void messages(MetricSnapshots.Builder all) {
        CounterSnapshot.Builder messages =
                counter("messages", "Deliveries by the way they came and what their sender was answered");
        for (Observed.Messages of : observed.messages()) {
            messages.dataPoint(count(of.count(), "transport", of.transport(), "answer", of.answer()));
        }
        all.metricSnapshot(messages.build());
    }

    private void ledger(MetricSnapshots.Builder all) {
        GaugeSnapshot.Builder lag =
                gauge("ledger_lag_records", "Committed records that the ledger has not taken, all instances together");
        observed.ledgerLag().forEach((topic, records) -> lag.dataPoint(point(records, "topic", topic.suffix())));
        Observed.LedgerFigures ledger = observed.ledger();
        all.metricSnapshot(lag.build())
                .metricSnapshot(counter("ledger_records", "Records that this instance's ledger has taken")
                        .dataPoint(count(ledger.processed()))
                        .build())
                .metricSnapshot(counter("ledger_commits", "Commits of this instance's ledger")
                        .dataPoint(count(ledger.commits()))
                        .build())
                .metricSnapshot(gauge("ledger_commit_seconds", "Mean time of a commit, of the slowest thread")
                        .dataPoint(point(ledger.commitSeconds()))
                        .build())
                .metricSnapshot(gauge("ledger_failed_threads", "Threads of the ledger that ended with an error")
                        .dataPoint(point(ledger.failedThreads()))
                        .build());
    }

    private void producers(MetricSnapshots.Builder all) {
        CounterSnapshot.Builder sent = counter("kafka_records_sent", "Records that a producer has sent");
        CounterSnapshot.Builder retried = counter("kafka_records_retried", "Records that were sent once more");
        CounterSnapshot.Builder failed = counter("kafka_records_failed", "Records that no broker acknowledged");
        GaugeSnapshot.Builder request =
                gauge("kafka_request_seconds", "Mean time until brokers answer a producer's requests");
        for (Observed.ProducerFigures of : observed.producers()) {
            sent.dataPoint(count(of.sent(), "client", of.client()));
            retried.dataPoint(count(of.retried(), "client", of.client()));
            failed.dataPoint(count(of.failed(), "client", of.client()));
            request.dataPoint(point(of.requestSeconds(), "client", of.client()));
        }
        all.metricSnapshot(sent.build())
                .metricSnapshot(retried.build())
                .metricSnapshot(failed.build())
                .metricSnapshot(request.build());
    }
}

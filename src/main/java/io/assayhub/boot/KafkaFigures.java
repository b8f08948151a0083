package io.assayhub.boot;

import io.assayhub.metrics.Observed.LedgerFigures;
import io.assayhub.metrics.Observed.ProducerFigures;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * The few figures that are worth watching of the hundreds that Kafka's clients and Streams keep of themselves (Kafka 4.3
 * documentation, 6.8 Monitoring). What is told of each thread or topic is put together, so that their number never grows.
 */
final class KafkaFigures {
    private static final String PRODUCER = "producer-metrics";
    private static final String THREAD = "stream-thread-metrics";
    private static final String STREAMS = "stream-metrics";
    private static final double MILLIS = 1000;

    private final Map<MetricName, ? extends Metric> metrics;

    private KafkaFigures(Map<MetricName, ? extends Metric> metrics) {
        this.metrics = metrics;
    }

    /** Those of a producer, or of all producers of the ledger. */
    static ProducerFigures ofProducer(String client, Map<MetricName, ? extends Metric> metrics) {
        KafkaFigures figures = new KafkaFigures(metrics);
        return new ProducerFigures(
                client,
                figures.all(PRODUCER, "record-send-total").sum(),
                figures.all(PRODUCER, "record-retry-total").sum(),
                figures.all(PRODUCER, "record-error-total").sum(),
                figures.all(PRODUCER, "request-latency-avg").max().orElse(0) / MILLIS);
    }

    /** Those of the ledger's threads. */
    static LedgerFigures ofLedger(Map<MetricName, ? extends Metric> metrics) {
        KafkaFigures figures = new KafkaFigures(metrics);
        return new LedgerFigures(
                figures.all(THREAD, "process-total").sum(),
                figures.all(THREAD, "commit-total").sum(),
                figures.all(THREAD, "commit-latency-avg").max().orElse(0) / MILLIS,
                figures.all(STREAMS, "failed-stream-threads").sum());
    }

    /** A figure's values; what was not measured yet is left out. */
    private DoubleStream all(String group, String name) {
        return metrics.entrySet().stream()
                .filter(entry -> entry.getKey().group().equals(group)
                        && entry.getKey().name().equals(name))
                .map(entry -> entry.getValue().metricValue())
                .filter(Number.class::isInstance)
                .mapToDouble(value -> ((Number) value).doubleValue())
                .filter(Double::isFinite);
    }
}

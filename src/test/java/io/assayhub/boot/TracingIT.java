package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.boot.Collector.Received;
import io.assayhub.boot.TestHub.Published;
import io.assayhub.wire.Topic;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a collector is sent of a transfer. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TracingIT {
    private static final String ENDPOINT = "otel.exporter.otlp.endpoint";
    private static final String FEED = "sdtm-pc";
    private static final String STUDY = "TRACED-DECOY";

    @TempDir
    Path folder;

    @AfterEach
    void forget() {
        System.clearProperty(ENDPOINT);
    }

    private static PcTable table() {
        return new PcTable().rows(STUDY, "DECOY-1", 30).rows(STUDY, "DECOY-2", 9);
    }

    private static String traceParent(Published published) {
        return new String(published.record().headers().lastHeader("traceparent").value(), UTF_8);
    }

    private static List<Received> named(String name, List<Received> spans) {
        return spans.stream().filter(span -> span.name().equals(name)).toList();
    }

    @Test
    void spansOfATransferAreOfTheTraceThatItsRecordsCarry() throws Exception {
        try (Collector collector = Collector.open()) {
            System.setProperty(ENDPOINT, collector.endpoint());
            String transfer;
            List<Published> published;
            try (TestHub hub = TestHub.start(TestHub.embedded(folder), Clock.systemUTC())) {
                transfer = hub.deliver("decoy-file.csv", table()).receipt().transfer();
                published = hub.published(Topic.PK, STUDY);
                Delivered.await()
                        .untilAsserted(() ->
                                assertThat(named("receipt", collector.spans())).isNotEmpty());
            }
            List<Received> spans = collector.spans();

            Received taken = named("intake", spans).get(0);
            assertThat(taken.trace()).isEqualTo(transfer);
            assertThat(published)
                    .hasSize(39)
                    .allSatisfy(record -> assertThat(traceParent(record))
                            .as("what consumers go on from")
                            .isEqualTo("00-" + taken.trace() + "-" + taken.id() + "-01"));
            assertThat(named("intake", spans))
                    .singleElement()
                    .satisfies(span -> assertThat(span.parent()).isEmpty())
                    .satisfies(span -> assertThat(span.nanos()).isPositive())
                    .satisfies(span -> assertThat(span.attributes())
                            .containsEntry("service.name", "assay-hub")
                            .containsKey("service.instance.id")
                            .containsEntry("assayhub.feed", FEED)
                            .containsEntry("assayhub.transfer", transfer)
                            .containsEntry("assayhub.transport", "file")
                            .containsEntry("assayhub.entries", "39")
                            .containsEntry("assayhub.bytes", Integer.toString(table().bytes().length)));
            assertThat(spans)
                    .filteredOn(span -> !span.name().equals("intake"))
                    .allSatisfy(span -> assertThat(span.trace()).isEqualTo(transfer))
                    .allSatisfy(span -> assertThat(span.parent()).isEqualTo(taken.id()))
                    .allSatisfy(span -> assertThat(span.nanos()).isNotNegative());
            assertThat(named("ledger", spans))
                    .extracting(span -> span.attributes().get("assayhub.partition"))
                    .as("one a partition, for a cumulative table ends in each")
                    .containsExactlyInAnyOrder("0", "1", "2");
            assertThat(named("ledger", spans).stream()
                            .mapToLong(span -> Long.parseLong(span.attributes().get("assayhub.results")))
                            .sum())
                    .as("results that the partitions took")
                    .isEqualTo(39);
            assertThat(named("receipt", spans))
                    .extracting(span -> span.attributes().get("assayhub.state"))
                    .endsWith("closed")
                    .doesNotHaveDuplicates();
            assertThat(collector.text()).doesNotContainIgnoringCase("decoy");
        }
    }

    @Test
    void worksWithoutACollectorThatAnswers() throws Exception {
        String gone;
        try (Collector collector = Collector.open()) {
            gone = collector.endpoint();
        }
        System.setProperty(ENDPOINT, gone);
        try (LogWatch log = LogWatch.open();
                TestHub hub = TestHub.start(TestHub.embedded(folder), Clock.systemUTC())) {
            assertThat(hub.deliver("file.csv", table()).receipt().counts().created())
                    .isEqualTo(39);
            Delivered.await()
                    .untilAsserted(() ->
                            assertThat(log.text()).as("in the hub's own log").contains("Failed to export spans"));
        }
    }
}

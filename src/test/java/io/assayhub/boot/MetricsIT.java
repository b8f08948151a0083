package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.config.HttpConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus is told by a running hub, and that everything asked of it in {@code deploy} is told. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class MetricsIT {
    private static final Pattern NAME = Pattern.compile("\\b((?:assayhub|jvm|process|system)_[a-z_]+)");
    private static final String STUDY = "METRICS-DECOY";

    @TempDir
    static Path folder;

    private static TestHub hub;

    @BeforeAll
    static void start() {
        HttpConfig http = new HttpConfig("127.0.0.1", 0, Optional.empty(), List.of(), HttpConfig.DEFAULT.limits());
        hub = TestHub.start(TestHub.answering(folder, http), Clock.systemUTC());
        hub.register(STUDY, List.of("DECOY-1"));
        hub.deliver(
                "sdtm-pc",
                "decoy-file.csv",
                new PcTable()
                        .rows(STUDY, "DECOY-1", 38)
                        .row(STUDY, "DECOY-2", "T1", "1.5")
                        .row(STUDY, "DECOY-1", "T99", "decoy words")
                        .bytes());
        Delivered.await().until(() -> hub.hub().index().orElseThrow().isCaughtUp());
    }

    @AfterAll
    static void stop() {
        if (hub != null) {
            hub.close();
        }
    }

    private static HttpResponse<String> get(String path) throws Exception {
        URI address = URI.create(hub.hub().http().orElseThrow().address() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString(UTF_8));
    }

    @Test
    void tellsTheBooksAsTheyAre() throws Exception {
        Delivered.await()
                .untilAsserted(() -> assertThat(get("/observe/metrics").body())
                        .contains(
                                "assayhub_transfers_total{feed=\"sdtm-pc\"} 1.0",
                                "assayhub_results_total{feed=\"sdtm-pc\",outcome=\"new\"} 38.0",
                                "assayhub_results_total{feed=\"sdtm-pc\",outcome=\"rejected\"} 1.0",
                                "assayhub_results_held{feed=\"sdtm-pc\"} 1.0",
                                "assayhub_rows_total{fate=\"read\",feed=\"sdtm-pc\"} 40.0",
                                "assayhub_rejects_total{code=\"AH-0304\",feed=\"sdtm-pc\"} 1.0",
                                "assayhub_waiting{code=\"AH-0501\",reason=\"unknown-subject\"} 1.0",
                                "assayhub_transfer_seconds_count{feed=\"sdtm-pc\"} 1",
                                "assayhub_books_balanced 1.0",
                                "assayhub_ledger_running 1.0",
                                "assayhub_route_running{route=\"intake-file\"} 1.0",
                                "jvm_memory_used_bytes"));
    }

    @Test
    void tellsWhatCameByWhichWayAndWhatTheLedgerHasDone() throws Exception {
        Delivered.await()
                .untilAsserted(() -> assertThat(get("/observe/metrics").body())
                        .contains(
                                "assayhub_messages_total{answer=\"accepted\",transport=\"file\"} 1.0",
                                "assayhub_messages_total{answer=\"unavailable\",transport=\"mllp\"} 0.0",
                                "assayhub_ledger_lag_records{topic=\"normalised\"} 0.0",
                                "assayhub_ledger_lag_records{topic=\"subjects\"} 0.0",
                                "assayhub_ledger_failed_threads 0.0",
                                "assayhub_kafka_records_failed_total{client=\"bulk\"} 0.0"));
        String told = get("/observe/metrics").body();
        assertThat(figure(told, "assayhub_ledger_records_total")).isGreaterThanOrEqualTo(41);
        assertThat(figure(told, "assayhub_ledger_commits_total")).isPositive();
        assertThat(figure(told, "assayhub_kafka_records_sent_total{client=\"bulk\"}"))
                .isGreaterThanOrEqualTo(41);
        assertThat(figure(told, "assayhub_kafka_records_sent_total{client=\"ledger\"}"))
                .isPositive();
    }

    private static double figure(String told, String name) {
        return told.lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void tellsNothingOfSubjectsFilesOrResults() throws Exception {
        assertThat(get("/observe/metrics").body()).doesNotContainIgnoringCase("decoy");
    }

    @Test
    void isAliveAndReady() throws Exception {
        assertThat(get("/observe/health/live").body()).contains("UP");
        HttpResponse<String> ready = get("/observe/health/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body())
                .contains("\"broker\":\"UP\"", "\"ledger\":\"UP\"", "\"routes\":\"UP\"", "\"snapshots\":\"UP\"");
    }

    @Test
    void tellsWhateverRulesAndDashboardsAskFor() throws Exception {
        Set<String> told = names(get("/observe/metrics").body());
        Set<String> asked = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("deploy"))) {
            for (Path file : files.filter(MetricsIT::isRuleOrDashboard).toList()) {
                asked.addAll(names(Files.readString(file)));
            }
        }
        // Of listeners with TLS, and of feeds that are agreed to send at an interval: this hub has neither.
        told.add("assayhub_certificate_expiry_timestamp_seconds");
        told.add("assayhub_transfer_due_timestamp_seconds");
        assertThat(asked).isNotEmpty().isSubsetOf(told);
    }

    private static boolean isRuleOrDashboard(Path file) {
        return Files.isRegularFile(file) && (file.startsWith("deploy/prometheus") || file.startsWith("deploy/grafana"));
    }

    private static Set<String> names(String text) throws IOException {
        Set<String> names = new TreeSet<>();
        Matcher matcher = NAME.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }
}

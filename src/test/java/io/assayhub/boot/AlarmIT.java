package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.assayhub.alarm.Alarm;
import io.assayhub.alarm.AlarmWatch;
import io.assayhub.config.AlarmConfig;
import io.assayhub.config.HubConfig;
import io.assayhub.wire.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a running hub that answers no HTTP tells its receiver. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class AlarmIT {
    private static final String FEED = "sdtm-is";
    private static final String STUDY = "ALARM-DECOY";
    private static final String SUBJECT = "DECOY-SUBJECT-5";
    private static final Path TABLE = Path.of("src/test/resources/cases/sdtm-is/safety/in.csv");

    @TempDir
    Path folder;

    @TempDir
    Path mappings;

    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<Alarm> taken = new CopyOnWriteArrayList<>();
    private HttpServer receiver;

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/alarms", this::take);
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        bodies.add(new String(body, UTF_8));
        taken.add(Json.read(body, Alarm.class));
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private HubConfig config(TestMappings feeds, Duration raiseAfter) {
        AlarmConfig defaults = new AlarmConfig(
                URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/alarms"));
        return TestHub.alarming(
                folder,
                feeds.folder(),
                new AlarmConfig(
                        defaults.webhook(),
                        Optional.empty(),
                        Duration.ofMillis(100),
                        raiseAfter,
                        Duration.ofMillis(300),
                        defaults.repeat(),
                        Duration.ZERO,
                        defaults.rejectShare(),
                        defaults.indexLag(),
                        new AlarmConfig.Limit<>(1L, 1L)));
    }

    private List<String> told() {
        return taken.stream()
                .map(alarm -> String.join(" ", alarm.code(), alarm.feed(), alarm.reason(), alarm.state()))
                .toList();
    }

    @Test
    void aHeldSafetyResultIsRaisedAndClearedByItsRegistration() throws Exception {
        HubConfig config = config(TestMappings.copyTo(mappings.resolve("fhir-mappings")), Duration.ofMinutes(1));
        String raised = "AssayHubSafetyResultWaits sdtm-is unknown-subject raised";
        String cleared = "AssayHubSafetyResultWaits sdtm-is unknown-subject cleared";
        Instant start = Instant.now();
        try (TestHub hub = TestHub.start(config, Clock.systemUTC())) {
            assertThat(hub.hub().http()).isEmpty();
            hub.deliver(
                    FEED,
                    "decoy-file.csv",
                    Files.readString(TABLE)
                            .replace("PILOT7", STUDY)
                            .replace("07-001-0005", SUBJECT)
                            .getBytes(UTF_8));
            Delivered.await().untilAsserted(() -> assertThat(told()).contains(raised));
            AlarmWatch watch = hub.hub().alarms().orElseThrow();
            Delivered.await()
                    .untilAsserted(() -> assertThat(watch.raised()).containsExactly(taken.get(taken.size() - 1)));
        }
        assertThat(told()).startsWith(raised).doesNotContain(cleared);
        Alarm first = taken.get(0);
        assertThat(first.severity()).isEqualTo("page");
        assertThat(first.environment()).isEqualTo("assay");
        assertThat(first.instance()).isEqualTo("hub-1");
        assertThat(Instant.parse(first.since())).isBetween(start, Instant.now());
        taken.clear();
        try (TestHub hub = TestHub.start(config, Clock.systemUTC())) {
            Delivered.await().untilAsserted(() -> assertThat(told()).contains(raised));
            assertThat(taken.get(0).id())
                    .as("a start tells the same with the same id")
                    .isEqualTo(first.id());
            hub.register(STUDY, List.of(SUBJECT));
            Delivered.await().untilAsserted(() -> assertThat(told()).containsExactly(raised, cleared));
            assertThat(hub.hub().alarms().orElseThrow().raised()).isEmpty();
        }
        assertThat(taken.get(1).episode()).isEqualTo(first.episode());
        assertThat(String.join("\n", bodies))
                .doesNotContainIgnoringCase("decoy")
                .doesNotContain("POSITIVE");
    }

    @Test
    void aFeedThatIsLateIsRaisedAndClearedWhenItSends() {
        TestMappings feeds = TestMappings.copyTo(mappings.resolve("fhir-mappings"))
                .withLabFeed("late-pk", "{ kind: incremental, order: arrival, every: 1h }");
        AtomicReference<Clock> now = new AtomicReference<>(Clock.systemUTC());
        try (TestHub hub = TestHub.start(config(feeds, Duration.ZERO), new LeapingClock(now))) {
            hub.deliver("late-pk", "first.csv", table("A-1"));
            now.set(Clock.offset(Clock.systemUTC(), Duration.ofHours(2)));
            Delivered.await().untilAsserted(() -> assertThat(ofFeed("late-pk")).contains("AssayHubFeedOverdue raised"));
            hub.deliver("late-pk", "second.csv", table("A-2"));
            Delivered.await()
                    .untilAsserted(() -> assertThat(ofFeed("late-pk")).contains("AssayHubFeedOverdue cleared"));
        }
        Alarm first = taken.stream()
                .filter(alarm -> alarm.code().equals("AssayHubFeedOverdue"))
                .findFirst()
                .orElseThrow();
        assertThat(first.summary()).isEqualTo("late-pk has not sent, though it was due at " + first.since());
        assertThat(first.runbook()).isEqualTo("docs/runbooks.md#assayhubfeedoverdue");
    }

    /** A clock that goes on and can be put on. */
    private static final class LeapingClock extends Clock {
        private final AtomicReference<Clock> now;

        LeapingClock(AtomicReference<Clock> now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now.get().instant();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("this clock tells instants only");
        }
    }

    private List<String> ofFeed(String feed) {
        return taken.stream()
                .filter(alarm -> feed.equals(alarm.feed()))
                .map(alarm -> alarm.code() + " " + alarm.state())
                .toList();
    }

    private static byte[] table(String accession) {
        return ("Study,Subject,Accession,Result,Unit\r\n" + STUDY + "," + SUBJECT + "," + accession + ",1.5,ng/mL\r\n")
                .getBytes(UTF_8);
    }
}

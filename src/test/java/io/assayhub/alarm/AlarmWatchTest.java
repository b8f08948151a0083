package io.assayhub.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.assayhub.alarm.AlarmFigures.OfInstance;
import io.assayhub.alarm.AlarmFigures.OfTopics;
import io.assayhub.alarm.AlarmFigures.Safety;
import io.assayhub.alarm.AlarmFigures.Waiting;
import io.assayhub.config.AlarmConfig;
import io.assayhub.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Looks and posts, with a receiver that does what it is told to. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AlarmWatchTest {
    private static final Instant SINCE = Instant.parse("2026-03-02T08:00:00Z");
    private static final OfInstance WELL = new OfInstance(Optional.of(0L), true, 1L << 50);
    private static final AlarmFigures NOTHING =
            new AlarmFigures(Optional.of(new OfTopics(List.of(), List.of(), List.of(), List.of())), WELL);
    private static final Duration SOON = Duration.ofMillis(20);

    @TempDir
    private Path folder;

    private final List<Alarm> taken = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile int status = 204;
    private volatile AlarmFigures figures = NOTHING;
    private volatile boolean broken;
    private HttpServer receiver;
    private AlarmWatch watch;

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", this::take);
        receiver.start();
    }

    @AfterEach
    void stop() {
        if (watch != null) {
            watch.close();
        }
        receiver.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        var headers = exchange.getRequestHeaders();
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + headers.getFirst("Content-Type") + " " + headers.getFirst("Idempotency-Key") + " "
                + headers.getFirst("Authorization"));
        if (status == 204) {
            taken.add(Json.read(body, Alarm.class));
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private void watch(Optional<Path> token) {
        AlarmConfig defaults = new AlarmConfig(
                URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/alarms?to=x"));
        AlarmConfig config = new AlarmConfig(
                defaults.webhook(),
                token,
                SOON,
                Duration.ZERO,
                Duration.ZERO,
                Optional.empty(),
                defaults.overdueAfter(),
                defaults.rejectShare(),
                defaults.indexLag(),
                defaults.diskFree());
        watch = new AlarmWatch(config, "assay", "hub-1", this::figures, Clock.systemUTC(), SOON);
        watch.start();
    }

    private AlarmFigures figures() {
        if (broken) {
            throw new UncheckedIOException(new IOException("the index cannot be read"));
        }
        return figures;
    }

    private static AlarmFigures safety(String... feeds) {
        return new AlarmFigures(
                Optional.of(new OfTopics(
                        List.of(),
                        List.of(),
                        Arrays.stream(feeds)
                                .map(feed -> new Waiting(
                                        Optional.of(feed),
                                        "unknown-subject",
                                        0,
                                        SINCE,
                                        Optional.of(new Safety(1, SINCE, SINCE))))
                                .toList(),
                        List.of())),
                WELL);
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(10));
    }

    private List<String> told() {
        return taken.stream().map(a -> a.feed() + " " + a.state()).toList();
    }

    @Test
    void tellsWhatIsRaisedAndCleared() {
        watch(Optional.empty());
        figures = safety("central-pk");
        await().untilAsserted(() -> assertThat(told()).containsExactly("central-pk raised"));
        assertThat(watch.raised()).containsExactlyElementsOf(taken);
        assertThat(asked)
                .containsExactly(
                        "POST /alarms?to=x application/json " + taken.get(0).id() + " null");
        figures = NOTHING;
        await().untilAsserted(() -> assertThat(told()).containsExactly("central-pk raised", "central-pk cleared"));
        assertThat(watch.raised()).isEmpty();
        assertThat(taken.get(1).episode()).isEqualTo(taken.get(0).episode());
    }

    @Test
    void triesUntilTheReceiverTakesThemInTheirOrder() {
        status = 500;
        watch(Optional.empty());
        figures = safety("a", "b");
        await().until(() -> asked.size() >= 3);
        assertThat(watch.raised()).extracting(Alarm::feed).containsExactly("a", "b");
        figures = safety("a", "b", "c");
        await().until(() -> watch.raised().size() == 3);
        assertThat(taken).isEmpty();
        status = 204;
        await().untilAsserted(() -> assertThat(told()).containsExactly("a raised", "b raised", "c raised"));
    }

    @Test
    void aRedirectIsNotFollowedAndNotTaken() {
        status = 302;
        watch(Optional.empty());
        figures = safety("a");
        await().until(() -> asked.size() >= 2);
        status = 204;
        await().untilAsserted(() -> assertThat(told()).containsExactly("a raised"));
    }

    @Test
    void sendsTheTokenThatTheFileHasNow() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "first\n");
        watch(Optional.of(token));
        figures = safety("a");
        await().until(() -> taken.size() == 1);
        Files.writeString(token, "second");
        figures = safety("a", "b");
        await().until(() -> taken.size() == 2);
        assertThat(asked.get(0)).endsWith(" Bearer first");
        assertThat(asked.get(1)).endsWith(" Bearer second");
    }

    @Test
    void sendsNothingWithoutItsToken() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "two words\n");
        watch(Optional.of(token));
        figures = safety("a");
        await().until(() -> watch.raised().size() == 1);
        assertThat(asked).isEmpty();
        Files.writeString(token, "word\n");
        await().untilAsserted(() -> assertThat(told()).containsExactly("a raised"));
        assertThat(asked).hasSize(1);
    }

    @Test
    void looksAgainAfterAnIndexThatCouldNotBeRead() {
        broken = true;
        watch(Optional.empty());
        figures = safety("a");
        await().during(Duration.ofMillis(200)).until(() -> watch.raised().isEmpty());
        broken = false;
        await().untilAsserted(() -> assertThat(told()).containsExactly("a raised"));
    }

    @Test
    void aStartTellsTheSameEpisodeWithTheSameId() {
        figures = safety("a");
        watch(Optional.empty());
        await().until(() -> taken.size() == 1);
        watch.close();
        watch(Optional.empty());
        await().until(() -> taken.size() == 2);
        assertThat(taken.get(1).id()).isEqualTo(taken.get(0).id());
    }
}

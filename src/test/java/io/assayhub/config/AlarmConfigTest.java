package io.assayhub.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.config.AlarmConfig.Limit;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of {@code alarms} in {@code hub.yaml}. */
class AlarmConfigTest {
    @TempDir
    private Path folder;

    private final Problems problems = new Problems();

    private Optional<AlarmConfig> read(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("hub.yaml"), yaml);
        return HubConfig.read(file, folder, problems).alarms();
    }

    private List<String> problemsOf(String yaml) throws IOException {
        assertThat(read(yaml)).isPresent();
        return problems.list().stream().map(p -> p.path() + ": " + p.message()).toList();
    }

    @Test
    void nobodyIsToldUnlessConfigured() throws IOException {
        assertThat(read("instance: x")).isEmpty();
        assertThat(problems.list()).isEmpty();
    }

    @Test
    void pinsEveryDefault() throws IOException {
        assertThat(read("alarms: { webhook: 'https://example.org/hook?to=x' }"))
                .contains(new AlarmConfig(
                        URI.create("https://example.org/hook?to=x"),
                        Optional.empty(),
                        Duration.ofSeconds(15),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(5),
                        Optional.of(Duration.ofHours(4)),
                        Duration.ofDays(1),
                        new Limit<>(BigDecimal.valueOf(10), BigDecimal.valueOf(5)),
                        new Limit<>(100_000L, 10_000L),
                        new Limit<>(5_000L << 20, 10_000L << 20)));
        assertThat(problems.list()).isEmpty();
    }

    @Test
    void readsEveryKey() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "secret\n");
        assertThat(read("""
                        alarms:
                          webhook: http://127.0.0.1:9000/alarms
                          token-file: token
                          every: 1s
                          raise-after: 0s
                          clear-after: 10m
                          repeat: off
                          overdue-after: 36h
                          reject-share: { raise: 2.5%, clear: 1% }
                          index-lag: { raise: 1000, clear: 0 }
                          disk-free: { raise: 100, clear: 200 }
                        """))
                .contains(new AlarmConfig(
                        URI.create("http://127.0.0.1:9000/alarms"),
                        Optional.of(token),
                        Duration.ofSeconds(1),
                        Duration.ZERO,
                        Duration.ofMinutes(10),
                        Optional.empty(),
                        Duration.ofHours(36),
                        new Limit<>(new BigDecimal("2.5"), BigDecimal.ONE),
                        new Limit<>(1_000L, 0L),
                        new Limit<>(100L << 20, 200L << 20)));
        assertThat(problems.list()).isEmpty();
    }

    @Test
    void reportsMistakesWithTheirPlaces() throws IOException {
        assertThat(problemsOf("""
                        alarms:
                          token-file: nowhere
                          every: 0.5s
                          repeat: 10s
                          reject-share: { raise: 5%, clear: 10% }
                          index-lag: { raise: 10, clear: 11 }
                          disk-free: { raise: 10, clear: 9 }
                          raise: 1m
                        """))
                .contains(
                        "alarms: 'webhook' is missing",
                        "alarms.token-file: no file can be read there",
                        "alarms.every: has to be from 1s to 1h",
                        "alarms.repeat: has to be at least 1m, or 'off'",
                        "alarms.reject-share: has to be cleared at no more than it is raised at",
                        "alarms.index-lag: has to be cleared at no more than it is raised at",
                        "alarms.disk-free: has to be cleared at no less than it is raised at")
                .anySatisfy(problem -> assertThat(problem).startsWith("alarms.raise: is not known here"));
    }

    @Test
    void bothThresholdsAreNeeded() throws IOException {
        assertThat(problemsOf("alarms: { webhook: 'https://example.org/', index-lag: { raise: 7 } }"))
                .containsExactly("alarms.index-lag: 'clear' is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost/x", "http://127.0.0.1:1/", "http://[::1]:1/", "https://example.org"})
    void goesInClearToThisMachineAlone(String webhook) throws IOException {
        assertThat(problemsOf("alarms: { webhook: '" + webhook + "' }")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://example.org/", "http://127.0.0.1.example.org/", "http://10.0.0.1/"})
    void doesNotGoInClearBeyondThisMachine(String webhook) throws IOException {
        assertThat(problemsOf("alarms: { webhook: '" + webhook + "' }"))
                .containsExactly("alarms.webhook: beyond this machine alarms may not go in clear: https is needed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org",
                "ftp://example.org/",
                "https://a:b@example.org/",
                "https://x/#y",
                "https://",
                "a b"
            })
    void refusesWhatIsNoAddress(String webhook) throws IOException {
        assertThat(problemsOf("alarms: { webhook: '" + webhook + "' }"))
                .containsExactly(
                        "alarms.webhook: has to be an https URL, or an http one of this machine, without a user and a"
                                + " fragment");
    }

    @Test
    void everyKeyIsDocumented() throws IOException {
        String page = Files.readString(Path.of("docs/configuration.md"));
        assertThat(List.of(
                        "webhook",
                        "token-file",
                        "every",
                        "raise-after",
                        "clear-after",
                        "repeat",
                        "overdue-after",
                        "reject-share",
                        "index-lag",
                        "disk-free"))
                .allSatisfy(key -> assertThat(page).contains("| `alarms." + key + "` |"));
    }
}

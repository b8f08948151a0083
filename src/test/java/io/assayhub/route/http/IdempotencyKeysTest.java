package io.assayhub.route.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was answered is remembered over restarts, for a time and in a number that are bounded. */
class IdempotencyKeysTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir
    private Path folder;

    private IdempotencyKeys open(int most, Duration later) throws IOException {
        Clock clock = Clock.fixed(NOW.plus(later), ZoneOffset.UTC);
        return IdempotencyKeys.open(folder.resolve("http/keys"), Duration.ofHours(24), most, clock);
    }

    private static Reply reply(String body) {
        return new Reply(202, Reply.JSON, Map.of("Location", "/feeds/f/transfers/" + body), body.getBytes(UTF_8));
    }

    private static String answer(IdempotencyKeys keys, String key) {
        return keys.find(key)
                .map(kept -> kept.sha256() + " " + new String(kept.reply().body(), UTF_8) + " "
                        + kept.reply().headers().get("Location"))
                .orElse("none");
    }

    @Test
    void keepsAnAnswerOverARestart() throws IOException {
        try (IdempotencyKeys keys = open(10, Duration.ZERO)) {
            keys.keep("k", "s1", reply("one"));
            keys.keep("k", "s2", reply("two"));
            assertThat(answer(keys, "k")).isEqualTo("s1 one /feeds/f/transfers/one");
        }
        try (IdempotencyKeys keys = open(10, Duration.ofHours(23))) {
            assertThat(answer(keys, "k")).isEqualTo("s1 one /feeds/f/transfers/one");
            assertThat(answer(keys, "other")).isEqualTo("none");
        }
        try (IdempotencyKeys keys = open(10, Duration.ofHours(25))) {
            assertThat(answer(keys, "k")).isEqualTo("none");
        }
    }

    @Test
    void forgetsTheOldestBeyondItsNumberAndItsFileStaysBounded() throws IOException {
        try (IdempotencyKeys keys = open(5, Duration.ZERO)) {
            for (int i = 0; i < 100; i++) {
                keys.keep("k" + i, "s", reply("r" + i));
            }
            assertThat(answer(keys, "k94")).isEqualTo("none");
            assertThat(answer(keys, "k95")).isEqualTo("s r95 /feeds/f/transfers/r95");
            assertThat(Files.readAllLines(folder.resolve("http/keys"))).hasSizeLessThanOrEqualTo(10);
        }
        try (IdempotencyKeys keys = open(5, Duration.ZERO)) {
            assertThat(answer(keys, "k99")).isEqualTo("s r99 /feeds/f/transfers/r99");
        }
    }

    @Test
    void aLineThatWasCutOffIsPassedOver() throws IOException {
        try (IdempotencyKeys keys = open(5, Duration.ZERO)) {
            keys.keep("k", "s1", reply("one"));
        }
        Files.writeString(folder.resolve("http/keys"), "{\"key\":\"x\",\"sha", StandardOpenOption.APPEND);
        try (IdempotencyKeys keys = open(5, Duration.ZERO)) {
            assertThat(answer(keys, "k")).startsWith("s1 one");
            assertThat(answer(keys, "x")).isEqualTo("none");
        }
    }

    @Test
    void aKeyIsItsCallersAndItsFeeds() {
        Caller a = new Caller("a", Set.of());
        assertThat(Set.of(
                        IdempotencyKeys.of(a, "f", "k"),
                        IdempotencyKeys.of(a, "g", "k"),
                        IdempotencyKeys.of(new Caller("b", Set.of()), "f", "k")))
                .hasSize(3);
    }
}

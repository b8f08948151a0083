package io.assayhub.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.config.AccessConfig;
import io.assayhub.config.Role;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final Person PERSON = new Person("J. Doe", Set.of(Role.VIEWER));
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };
    private final Sessions sessions = new Sessions(
            new AccessConfig(true, List.of(), Duration.ofMinutes(30), Duration.ofHours(2)), clock, new SecureRandom());

    @Test
    void endsWhenNobodyDoesAnythingEvenIfAPageRefreshesItself() {
        String cookie = sessions.begin(PERSON);
        now = now.plus(Duration.ofMinutes(20));
        assertThat(sessions.person(cookie, false)).contains(PERSON);
        now = now.plus(Duration.ofMinutes(11));
        assertThat(sessions.person(cookie, true)).isEmpty();
    }

    @Test
    void goesOnWithUseUntilItsLongest() {
        String cookie = sessions.begin(PERSON);
        for (int i = 0; i < 6; i++) {
            now = now.plus(Duration.ofMinutes(20));
            assertThat(sessions.person(cookie, true)).contains(PERSON);
        }
        now = now.plus(Duration.ofMinutes(1));
        assertThat(sessions.person(cookie, true)).isEmpty();
    }

    @Test
    void isKnownByItsCookieAloneAndEndsWithTheLogout() {
        String cookie = sessions.begin(PERSON);
        assertThat(sessions.begin(PERSON)).isNotEqualTo(cookie);
        assertThat(sessions.person("another", true)).isEmpty();
        sessions.end(cookie);
        assertThat(sessions.person(cookie, true)).isEmpty();
    }
}

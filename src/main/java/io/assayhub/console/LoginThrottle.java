package io.assayhub.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Slows guessing down: from one address after some wrong passwords, for one name from anywhere after more of them. Each
 * further wrong one doubles the wait. What is not repeated is forgotten after an hour.
 */
final class LoginThrottle {
    private static final int MOST = 10_000;
    private static final int FREE_OF_ADDRESS = 5;

    /** More than one address may spend: nobody locks another out alone. */
    private static final int FREE_OF_NAME = 30;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    private static final Duration MEMORY = Duration.ofHours(1);

    private final Clock clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MOST;
        }
    };

    private record Failures(int count, Instant last, Instant until) {}

    LoginThrottle(Clock clock) {
        this.clock = clock;
    }

    /** How long one has to wait before a password is looked at; empty if not. */
    synchronized Optional<Duration> left(String address, String name) {
        Instant now = clock.instant();
        Duration wait = longer(left("address " + address, now), left(named(name), now));
        return wait.isZero() ? Optional.empty() : Optional.of(wait);
    }

    /** A wrong password. */
    synchronized void failed(String address, String name) {
        count("address " + address, FREE_OF_ADDRESS);
        count(named(name), FREE_OF_NAME);
    }

    /** The right password: the address starts afresh. */
    synchronized void passed(String address) {
        failures.remove("address " + address);
    }

    private void count(String key, int free) {
        Instant now = clock.instant();
        Failures before = failures.get(key);
        int count = before == null || now.isAfter(before.last.plus(MEMORY)) ? 1 : before.count + 1;
        Duration wait = Duration.ZERO;
        if (count >= free) {
            wait = FIRST_WAIT.multipliedBy(1L << Math.min(20, count - free));
        }
        failures.put(key, new Failures(count, now, now.plus(longer(Duration.ZERO, min(wait, LONGEST_WAIT)))));
    }

    private Duration left(String key, Instant now) {
        Failures known = failures.get(key);
        return known == null || !known.until.isAfter(now) ? Duration.ZERO : Duration.between(now, known.until);
    }

    private static String named(String name) {
        return "name " + name.toLowerCase(Locale.ROOT);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}

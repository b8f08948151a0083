package io.assayhub.console;

import io.assayhub.config.AccessConfig;
import io.assayhub.model.Hash128;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Those who are logged in, in memory: a restart logs everybody out. Keeps hashes of the cookies, not the cookies. */
final class Sessions {
    private static final int MOST = 10_000;
    private static final int BYTES = 32;

    private final Duration idle;
    private final Duration longest;
    private final Clock clock;
    private final SecureRandom random;

    /** By hash of the cookie; the one that was used longest ago comes first. */
    private final Map<String, Session> open = new LinkedHashMap<>(16, 0.75f, true);

    private record Session(Person person, Instant begun, Instant used) {}

    Sessions(AccessConfig access, Clock clock, SecureRandom random) {
        this.idle = access.idle();
        this.longest = access.longest();
        this.clock = clock;
        this.random = random;
    }

    /** Lets a person in; returns the cookie's value, which nobody else has had. */
    synchronized String begin(Person person) {
        Instant now = clock.instant();
        open.values().removeIf(session -> isOver(session, now));
        if (open.size() >= MOST) {
            open.remove(open.keySet().iterator().next());
        }
        String cookie = secret(random);
        open.put(hash(cookie), new Session(person, now, now));
        return cookie;
    }

    /**
     * Whose cookie this is.
     *
     * @param active whether this counts as use; what a page asks by itself does not
     */
    synchronized Optional<Person> person(String cookie, boolean active) {
        String key = hash(cookie);
        Session session = open.get(key);
        Instant now = clock.instant();
        if (session == null) {
            return Optional.empty();
        }
        if (isOver(session, now)) {
            open.remove(key);
            return Optional.empty();
        }
        if (active) {
            open.put(key, new Session(session.person, session.begun, now));
        }
        return Optional.of(session.person);
    }

    /** Lets nobody in with this cookie any more. */
    synchronized void end(String cookie) {
        open.remove(hash(cookie));
    }

    private boolean isOver(Session session, Instant now) {
        return now.isAfter(session.used.plus(idle)) || now.isAfter(session.begun.plus(longest));
    }

    /** A value that cannot be guessed. */
    static String secret(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String hash(String cookie) {
        return Base64.getEncoder().encodeToString(Hash128.sha256().digest(cookie.getBytes(StandardCharsets.UTF_8)));
    }
}

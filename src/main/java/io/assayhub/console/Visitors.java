package io.assayhub.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.config.AccessConfig;
import io.assayhub.config.AccessConfig.Account;
import io.assayhub.config.HttpConfig;
import io.assayhub.config.HttpConfig.Token;
import io.assayhub.config.PasswordHash;
import io.assayhub.config.Role;
import io.assayhub.model.Hash128;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/** Says who asks: by the cookie of a session, by a token, or, where there are no accounts, whoever is on this machine. */
final class Visitors {
    /** A password costs a tenth of a second of a core; guessing must not take them all. */
    private static final int AT_ONCE = 2;

    private static final int LONGEST = 512;

    /** The cookie with the name of {@link #rememberedName}. */
    static final String NAME = "assay_hub_name";

    private final AccessConfig access;
    private final List<Token> tokens;
    private final boolean secure;
    private final SecureRandom random;
    private final Sessions sessions;
    private final FormToken forms;
    private final LoginThrottle throttle;
    private final Semaphore hashing = new Semaphore(AT_ONCE);

    /** What a password is compared with where the name is nobody's, so that the time taken tells nothing. */
    private final PasswordHash nobody;

    Visitors(AccessConfig access, HttpConfig http, Clock clock, SecureRandom random) {
        this.access = access;
        this.tokens = http.tokens().stream().filter(t -> t.role().isPresent()).toList();
        this.secure = http.tls().isPresent();
        this.random = random;
        sessions = new Sessions(access, clock, random);
        forms = new FormToken(random);
        throttle = new LoginThrottle(clock);
        byte[] salt = new byte[PasswordHash.SALT];
        random.nextBytes(salt);
        nobody = PasswordHash.of(Sessions.secret(random).toCharArray(), salt);
    }

    /** What came of an attempt to log in. */
    sealed interface Login {
        /** Let in, with the cookie of a new session. */
        record Done(String cookie) implements Login {}

        /** Name or password is wrong; which of them is not said. */
        record Wrong() implements Login {}

        /** Too many attempts. */
        record Later(Duration left) implements Login {}
    }

    boolean isOpen() {
        return access.isOpen();
    }

    /**
     * Who asks.
     *
     * @param cookies by name
     * @param authorization the header, or null
     * @param active whether a person did something; a page that refreshes itself does not keep a session alive
     */
    Visit visit(Map<String, String> cookies, String authorization, boolean active) {
        if (authorization != null) {
            Optional<Visit> machine = machine(authorization);
            if (machine.isPresent()) {
                return machine.get();
            }
        }
        String cookie = cookies.getOrDefault(cookieName(), "");
        boolean fresh = !cookie.matches("[A-Za-z0-9_-]{43}");
        String known = fresh ? Sessions.secret(random) : cookie;
        if (access.isOpen()) {
            return new Visit(
                    new Person(cookies.getOrDefault(NAME, ""), EnumSet.allOf(Role.class)),
                    Visit.Kind.OPEN,
                    known,
                    fresh);
        }
        return (fresh ? Optional.<Person>empty() : sessions.person(known, active))
                .map(person -> new Visit(person, Visit.Kind.ACCOUNT, known, false))
                .orElseGet(() -> Visit.unknown(known, fresh));
    }

    private Optional<Visit> machine(String authorization) {
        if (authorization.length() > LONGEST || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return Optional.empty();
        }
        byte[] digest =
                Hash128.sha256().digest(authorization.substring(7).strip().getBytes(UTF_8));
        Token found = null;
        for (Token token : tokens) {
            found = MessageDigest.isEqual(digest, HexFormat.of().parseHex(token.sha256())) ? token : found;
        }
        return Optional.ofNullable(found)
                .map(token -> new Visit(
                        new Person(token.name(), Set.of(token.role().orElseThrow())), Visit.Kind.TOKEN, "", false));
    }

    /** Looks at name and password, unless there were too many wrong ones. */
    Login login(String address, String name, String password) {
        Optional<Duration> wait = throttle.left(address, name);
        if (wait.isPresent()) {
            return new Login.Later(wait.get());
        }
        Optional<Account> account =
                access.accounts().stream().filter(a -> a.name().equals(name)).findFirst();
        char[] typed = password.toCharArray();
        hashing.acquireUninterruptibly();
        boolean right;
        try {
            right = account.map(Account::password).orElse(nobody).matches(typed) && account.isPresent();
        } finally {
            hashing.release();
            Arrays.fill(typed, ' ');
        }
        if (!right) {
            throttle.failed(address, name);
            return new Login.Wrong();
        }
        throttle.passed(address);
        return new Login.Done(
                sessions.begin(new Person(name, account.orElseThrow().roles())));
    }

    void logout(Visit visit) {
        sessions.end(visit.cookie());
    }

    /** The hidden field of this browser's forms. */
    String formToken(Visit visit) {
        return visit.cookie().isEmpty() ? "" : forms.of(visit.cookie());
    }

    /** Whether a form may be acted on: it is of this browser, or a program that no page can send sent it. */
    boolean mayAct(Visit visit, String field) {
        return visit.kind() == Visit.Kind.TOKEN || forms.fits(field, visit.cookie());
    }

    /** The header that gives a browser its cookie. */
    String cookie(String value) {
        return setCookie(cookieName(), value, Optional.empty());
    }

    /** The header that remembers the name under which somebody decides where nobody logs in. */
    static String rememberedName(String name) {
        return NAME + "=" + URLEncoder.encode(name, UTF_8).replace("+", "%20")
                + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000";
    }

    /** The header that takes the cookie back. */
    String noCookie() {
        return setCookie(cookieName(), "", Optional.of(0));
    }

    private String cookieName() {
        return secure ? "__Host-assay_hub" : "assay_hub";
    }

    private String setCookie(String name, String value, Optional<Integer> age) {
        List<String> parts = new ArrayList<>(List.of(name + "=" + value, "Path=/", "HttpOnly", "SameSite=Strict"));
        if (secure) {
            parts.add("Secure");
        }
        age.ifPresent(seconds -> parts.add("Max-Age=" + seconds));
        return String.join("; ", parts);
    }
}

package io.assayhub.config;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who may open the pages of the console, and what they may do there.
 *
 * @param console whether there are pages
 * @param accounts those who may open them; empty on this machine's own address for everybody who is on the machine
 * @param idle after so long without a request one has to log in again
 * @param longest after so long one has to log in again in any case
 */
public record AccessConfig(boolean console, List<Account> accounts, Duration idle, Duration longest) {
    /** What holds where nothing is configured. */
    public static final AccessConfig DEFAULT =
            new AccessConfig(true, List.of(), Duration.ofMinutes(30), Duration.ofHours(12));

    public AccessConfig {
        accounts = List.copyOf(accounts);
    }

    /**
     * One person.
     *
     * @param name under which decisions are recorded
     * @param password as {@code ./hub password} prints it
     * @param roles at least one
     */
    public record Account(String name, PasswordHash password, Set<Role> roles) {
        public Account {
            roles = Set.copyOf(roles);
        }
    }

    /** Whether nobody has to log in. */
    public boolean isOpen() {
        return accounts.isEmpty();
    }

    /** Whether pages may be answered where this listens: beyond this machine, only to those who log in, and over TLS. */
    public boolean allows(HttpConfig http) {
        return !console || http.isLocal() || (!isOpen() && http.tls().isPresent());
    }

    /** Reads {@code access:}. */
    static AccessConfig read(YamlValue value) {
        Optional<YamlValue> session = value.get("session");
        AccessConfig config = new AccessConfig(
                value.get("console").flatMap(YamlValue::truth).orElse(DEFAULT.console),
                value.get("accounts").map(AccessConfig::accounts).orElse(List.of()),
                session.flatMap(s -> s.get("idle")).flatMap(AccessConfig::time).orElse(DEFAULT.idle),
                session.flatMap(s -> s.get("longest"))
                        .flatMap(AccessConfig::time)
                        .orElse(DEFAULT.longest));
        session.ifPresent(YamlValue::refuseOthers);
        value.refuseOthers();
        return config;
    }

    private static Optional<Duration> time(YamlValue value) {
        Optional<Duration> time = HubConfig.duration(value);
        if (time.filter(t -> t.compareTo(Duration.ofMinutes(1)) < 0 || t.compareTo(Duration.ofDays(1)) > 0)
                .isPresent()) {
            value.problem("has to be from 1m to 1d");
        }
        return time;
    }

    private static List<Account> accounts(YamlValue list) {
        Set<String> names = new HashSet<>();
        List<Account> accounts = list.items().stream()
                .flatMap(item -> account(item, names).stream())
                .toList();
        if (list.items().isEmpty()) {
            list.problem("has to name at least one account; without the key the console is open on this machine");
        }
        return accounts;
    }

    private static Optional<Account> account(YamlValue value, Set<String> names) {
        String name = value.require("name").map(YamlValue::text).orElse("");
        value.get("name").ifPresent(n -> {
            if (!name.matches("[\\p{L}\\p{N}][\\p{L}\\p{N} .'_@-]{0,63}") || name.equals("hub")) {
                n.problem("has to be a person's name: letters, digits, blanks and . ' _ @ -, and not 'hub'");
            } else if (!names.add(name.toLowerCase(Locale.ROOT))) {
                n.problem("is the name of another account");
            }
        });
        Optional<YamlValue> written = value.require("password");
        Optional<PasswordHash> password = written.flatMap(w -> PasswordHash.parse(w.text()));
        written.filter(w -> password.isEmpty()).ifPresent(w -> w.problem("has to be what ./hub password prints"));
        Set<Role> roles = new HashSet<>();
        value.require("roles").ifPresent(r -> {
            r.items().forEach(role -> role.choice(Role.byText()).ifPresent(roles::add));
            if (r.items().isEmpty()) {
                r.problem("has to name at least one of "
                        + String.join(", ", Role.byText().keySet()));
            }
        });
        value.refuseOthers();
        return password.map(hash -> new Account(name, hash, roles));
    }
}

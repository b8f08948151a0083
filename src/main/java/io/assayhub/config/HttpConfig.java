package io.assayhub.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The one HTTP server of the hub. On this machine's own address it is open to whoever is on the machine; anywhere else it
 * needs TLS, and tokens or certificates by which it knows its callers.
 *
 * @param host address to listen on
 * @param port to listen on; 0 for any free one
 * @param tls empty for plain HTTP, which is for this machine alone
 * @param tokens those who may call; empty if nobody has to say who it is, or a certificate says it
 * @param limits what one request, and all at once, may cost
 */
public record HttpConfig(String host, int port, Optional<MllpConfig.Tls> tls, List<Token> tokens, Limits limits) {
    /** What holds where nothing is configured. */
    public static final HttpConfig DEFAULT = new HttpConfig(
            "127.0.0.1",
            8080,
            Optional.empty(),
            List.of(),
            new Limits(512L << 20, 16, Duration.ofMinutes(10), Duration.ofSeconds(30), Duration.ofHours(24)));

    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost", "::1");

    /**
     * One who may call.
     *
     * @param name for logs
     * @param sha256 of the token, in hexadecimal digits
     * @param feeds that it may deliver to and see; empty for all
     * @param role what it may do in the console, if anything
     */
    public record Token(String name, String sha256, Set<String> feeds, Optional<Role> role) {
        public Token {
            feeds = Set.copyOf(feeds);
        }

        /** One that has no business in the console. */
        public Token(String name, String sha256, Set<String> feeds) {
            this(name, sha256, feeds, Optional.empty());
        }
    }

    /**
     * Bounds.
     *
     * @param body bytes of the largest body, as sent and unpacked
     * @param uploads bodies that are received or taken in at once
     * @param request how long the sending of one request may take
     * @param waiting the longest that an answer waits for a receipt
     * @param keys how long an idempotency key is remembered
     */
    public record Limits(long body, int uploads, Duration request, Duration waiting, Duration keys) {}

    public HttpConfig {
        tokens = List.copyOf(tokens);
    }

    /** Whether nobody but this machine reaches it. */
    public boolean isLocal() {
        return THIS_MACHINE.contains(host);
    }

    /** Whether a caller need not say who it is. */
    public boolean isOpen() {
        return tokens.isEmpty() && tls.flatMap(MllpConfig.Tls::clients).isEmpty();
    }

    /** Reads {@code http:}; empty if it is switched off. */
    static Optional<HttpConfig> read(YamlValue value, Path folder) {
        boolean enabled = value.get("enabled").flatMap(YamlValue::truth).orElse(true);
        HttpConfig config = new HttpConfig(
                value.get("host").map(YamlValue::text).orElse(DEFAULT.host),
                value.get("port")
                        .flatMap(v -> v.number(0, 65535))
                        .map(Long::intValue)
                        .orElse(DEFAULT.port),
                value.get("tls").map(v -> MllpConfig.tls(v, folder)),
                value.get("tokens").map(HttpConfig::tokens).orElse(List.of()),
                value.get("limits").map(HttpConfig::limits).orElse(DEFAULT.limits));
        if (!config.isLocal()) {
            if (config.tls.isEmpty()) {
                value.at("host")
                        .problem("beyond this machine results and tokens may not go in clear: tls is needed at "
                                + config.host);
            }
            if (config.isOpen()) {
                value.at("host")
                        .problem("whoever can reach " + config.host
                                + " could send results: beyond this machine tokens, or tls with 'clients', are needed");
            }
        }
        value.refuseOthers();
        return enabled ? Optional.of(config) : Optional.empty();
    }

    private static List<Token> tokens(YamlValue value) {
        Set<String> names = new HashSet<>();
        Set<String> hashes = new HashSet<>();
        return value.items().stream()
                .map(item -> {
                    Token token = token(item);
                    if (!names.add(token.name()) || !hashes.add(token.sha256())) {
                        item.problem("has the name or the sha256 of another token");
                    }
                    return token;
                })
                .toList();
    }

    private static Token token(YamlValue value) {
        String name = checked(value.require("name"), "[A-Za-z0-9._-]{1,64}", "letters, digits and . _ -");
        String sha256 = checked(
                value.require("sha256"), "[0-9a-fA-F]{64}", "the 64 hexadecimal digits that ./hub token prints");
        List<String> feeds = value.require("feeds").map(YamlValue::texts).orElse(List.of());
        value.get("feeds").filter(f -> feeds.isEmpty()).ifPresent(f -> f.problem("has to name feeds, or 'all'"));
        Optional<Role> role = value.get("role").flatMap(r -> r.choice(Role.byText()));
        value.refuseOthers();
        return new Token(
                name,
                sha256.toLowerCase(Locale.ROOT),
                feeds.equals(List.of("all")) ? Set.of() : new HashSet<>(feeds),
                role);
    }

    private static String checked(Optional<YamlValue> value, String pattern, String form) {
        String text = value.map(YamlValue::text).orElse("");
        value.filter(v -> !text.matches(pattern)).ifPresent(v -> v.problem("has to be " + form));
        return text;
    }

    private static Limits limits(YamlValue value) {
        Limits limits = new Limits(
                value.get("body")
                        .flatMap(v -> v.number(1, 65536))
                        .map(mebibytes -> mebibytes << 20)
                        .orElse(DEFAULT.limits.body),
                value.get("uploads")
                        .flatMap(v -> v.number(1, 256))
                        .map(Long::intValue)
                        .orElse(DEFAULT.limits.uploads),
                value.get("request").flatMap(HubConfig::duration).orElse(DEFAULT.limits.request),
                value.get("wait").flatMap(HubConfig::duration).orElse(DEFAULT.limits.waiting),
                value.get("keys").flatMap(HubConfig::duration).orElse(DEFAULT.limits.keys));
        value.refuseOthers();
        return limits;
    }
}

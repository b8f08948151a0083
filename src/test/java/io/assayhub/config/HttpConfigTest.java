package io.assayhub.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of {@code http} in {@code hub.yaml}. */
class HttpConfigTest {
    private static final String HASH = "0123456789abcdef".repeat(4);

    @TempDir
    private Path folder;

    private final Problems problems = new Problems();

    @BeforeEach
    void files() throws IOException {
        for (String name : List.of("hub.crt", "hub.key", "clients.crt")) {
            Files.createFile(folder.resolve(name));
        }
    }

    private Optional<HttpConfig> read(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("hub.yaml"), yaml);
        return HubConfig.read(file, folder, problems).http();
    }

    private List<String> problemsOf(String yaml) throws IOException {
        read(yaml);
        return problems.list().stream().map(p -> p.path() + ": " + p.message()).toList();
    }

    @Test
    void pinsEveryDefault() throws IOException {
        assertThat(read("instance: x"))
                .contains(new HttpConfig(
                        "127.0.0.1",
                        8080,
                        Optional.empty(),
                        List.of(),
                        new HttpConfig.Limits(
                                512L << 20, 16, Duration.ofMinutes(10), Duration.ofSeconds(30), Duration.ofHours(24))));
        assertThat(HttpConfig.DEFAULT.isOpen()).isTrue();
        assertThat(HttpConfig.DEFAULT.isLocal()).isTrue();
        assertThat(read("http: { enabled: false }")).isEmpty();
        assertThat(problems.list()).isEmpty();
    }

    @Test
    void readsEveryKey() throws IOException {
        assertThat(read("""
                        http:
                          host: 0.0.0.0
                          port: 8443
                          tls: { certificate: hub.crt, key: hub.key, clients: clients.crt }
                          tokens:
                            - { name: cro-a, sha256: %s, feeds: [bioanalysis-pk, central-pk] }
                            - { name: sponsor, sha256: %s, feeds: all, role: viewer }
                          limits: { body: 2, uploads: 3, request: 5m, wait: 10s, keys: 2d }
                        access: { console: false }
                        """.formatted(HASH, "F".repeat(64))))
                .contains(new HttpConfig(
                        "0.0.0.0",
                        8443,
                        Optional.of(new MllpConfig.Tls(
                                folder.resolve("hub.crt"),
                                folder.resolve("hub.key"),
                                Optional.of(folder.resolve("clients.crt")))),
                        List.of(
                                new HttpConfig.Token("cro-a", HASH, Set.of("bioanalysis-pk", "central-pk")),
                                new HttpConfig.Token("sponsor", "f".repeat(64), Set.of(), Optional.of(Role.VIEWER))),
                        new HttpConfig.Limits(
                                2 << 20, 3, Duration.ofMinutes(5), Duration.ofSeconds(10), Duration.ofDays(2))));
        assertThat(problems.list()).isEmpty();
    }

    @Test
    void beyondThisMachineItNeedsTlsAndCallersThatItKnows() throws IOException {
        assertThat(problemsOf("http: { host: 0.0.0.0 }"))
                .containsExactly(
                        "http.host: beyond this machine results and tokens may not go in clear: tls is needed at 0.0.0.0",
                        "http.host: whoever can reach 0.0.0.0 could send results: beyond this machine tokens, or tls with"
                                + " 'clients', are needed",
                        "http.host: whoever can reach 0.0.0.0 could open the console: beyond this machine it needs tls"
                                + " and access.accounts, or access.console: false");
    }

    @Test
    void tokensAloneOrTlsAloneDoNotDoBeyondThisMachine() throws IOException {
        assertThat(problemsOf(
                        "http: { host: 10.0.0.1, tokens: [{ name: a, sha256: %s, feeds: all }] }\naccess: { console: false }"
                                .formatted(HASH)))
                .singleElement()
                .asString()
                .contains("tls is needed");
        assertThat(
                        problemsOf(
                                "http: { host: 10.0.0.1, tls: { certificate: hub.crt, key: hub.key } }\naccess: { console: false }"))
                .last()
                .asString()
                .contains("tokens, or tls with 'clients'");
    }

    @Test
    void mutualTlsNeedsNoTokens() throws IOException {
        assertThat(
                        problemsOf(
                                "http: { host: 10.0.0.1, tls: { certificate: hub.crt, key: hub.key, clients: clients.crt } }\naccess: { console: false }"))
                .isEmpty();
    }

    @Test
    void reportsMistakesWithTheirPlaces() throws IOException {
        assertThat(problemsOf("""
                        http:
                          port: 70000
                          tokens:
                            - { name: "a b", sha256: abc, feeds: [] }
                            - { name: c, sha256: %s, feeds: all }
                            - { name: c, sha256: %s, feeds: all }
                          limits: { body: 0, uploads: 0, request: soon }
                          ports: 1
                        """.formatted(HASH, "a".repeat(64))))
                .containsExactlyInAnyOrder(
                        "http.port: has to be a whole number from 0 to 65535",
                        "http.tokens[0].name: has to be letters, digits and . _ -",
                        "http.tokens[0].sha256: has to be the 64 hexadecimal digits that ./hub token prints",
                        "http.tokens[0].feeds: has to name feeds, or 'all'",
                        "http.tokens[2]: has the name or the sha256 of another token",
                        "http.limits.body: has to be a whole number from 1 to 65536",
                        "http.limits.uploads: has to be a whole number from 1 to 256",
                        "http.limits.request: has to be a time such as 0.5s, 2s, 1m or 14d",
                        "http.ports: is not known here, did you mean 'port'?");
    }
}

package io.assayhub.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of {@code access} in {@code hub.yaml}. */
class AccessConfigTest {
    private static final PasswordHash HASH = PasswordHash.of("a long password".toCharArray(), new byte[16]);

    @TempDir
    private Path folder;

    private final Problems problems = new Problems();

    private AccessConfig read(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("hub.yaml"), yaml);
        return HubConfig.read(file, folder, problems).access();
    }

    private List<String> problemsOf(String yaml) throws IOException {
        read(yaml);
        return problems.list().stream().map(p -> p.path() + ": " + p.message()).toList();
    }

    @Test
    void pinsEveryDefault() throws IOException {
        assertThat(read("instance: x"))
                .isEqualTo(new AccessConfig(true, List.of(), Duration.ofMinutes(30), Duration.ofHours(12)));
        assertThat(AccessConfig.DEFAULT.isOpen()).isTrue();
        assertThat(problems.list()).isEmpty();
    }

    @Test
    void readsEveryKey() throws IOException {
        assertThat(read("""
                        access:
                          console: false
                          accounts:
                            - { name: J. Doe, password: '%s', roles: [operator, unblinded-viewer] }
                          session: { idle: 5m, longest: 1h }
                        """.formatted(HASH)))
                .isEqualTo(new AccessConfig(
                        false,
                        List.of(new AccessConfig.Account("J. Doe", HASH, Set.of(Role.OPERATOR, Role.UNBLINDED_VIEWER))),
                        Duration.ofMinutes(5),
                        Duration.ofHours(1)));
        assertThat(problems.list()).isEmpty();
    }

    @Test
    void reportsMistakesWithTheirPlaces() throws IOException {
        assertThat(problemsOf("""
                        access:
                          accounts:
                            - { name: hub, password: secret, roles: [root] }
                            - { name: J. Doe, password: '%s', roles: [] }
                            - { name: j. doe, password: '%s', roles: [viewer] }
                          session: { idle: 1s, ever: 1h }
                          open: true
                        """.formatted(HASH, HASH)))
                .contains(
                        "access.accounts[0].name: has to be a person's name: letters, digits, blanks and . ' _ @ -, and"
                                + " not 'hub'",
                        "access.accounts[0].password: has to be what ./hub password prints",
                        "access.accounts[1].roles: has to name at least one of administrator, operator,"
                                + " unblinded-viewer, viewer",
                        "access.accounts[2].name: is the name of another account",
                        "access.session.idle: has to be from 1m to 1d")
                .anySatisfy(problem -> assertThat(problem).startsWith("access.accounts[0].roles[0]:"))
                .anySatisfy(problem -> assertThat(problem).startsWith("access.session.ever:"))
                .anySatisfy(problem -> assertThat(problem).startsWith("access.open:"));
    }

    @Test
    void aWeakHashIsNoPassword() {
        String strong = HASH.toString();
        assertThat(PasswordHash.parse(strong)).contains(HASH);
        assertThat(PasswordHash.parse(strong.replace(":210000:", ":209999:"))).isEmpty();
        assertThat(PasswordHash.parse(strong.substring(0, strong.length() - 8))).isEmpty();
        assertThat(PasswordHash.parse("pbkdf2-sha512:210000:c2hvcnQ=:" + strong.substring(strong.lastIndexOf(':') + 1)))
                .isEmpty();
        assertThat(PasswordHash.parse("md5:x")).isEmpty();
    }

    @Test
    void knowsThePasswordThatItWasMadeOf() {
        assertThat(HASH.matches("a long password".toCharArray())).isTrue();
        assertThat(HASH.matches("a long passwort".toCharArray())).isFalse();
        assertThat(PasswordHash.of(
                        "a long password".toCharArray(), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, 6, 7}))
                .isNotEqualTo(HASH);
    }
}

package io.assayhub.route.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.config.HttpConfig;
import io.assayhub.config.HttpConfig.Token;
import io.assayhub.config.MllpConfig;
import io.assayhub.model.Hash128;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Callers are known by a token or a certificate, and use the feeds that are theirs. */
class AccessTest {
    private static final Token PK = new Token("cro-a", sha256("one"), Set.of("bioanalysis-pk"));
    private static final Token ALL = new Token("sponsor", sha256("two"), Set.of());

    private static String sha256(String token) {
        return HexFormat.of().formatHex(Hash128.sha256().digest(token.getBytes(UTF_8)));
    }

    private static Access access(List<Token> tokens, boolean certificates) {
        Optional<MllpConfig.Tls> tls = certificates
                ? Optional.of(new MllpConfig.Tls(Path.of("c"), Path.of("k"), Optional.of(Path.of("clients"))))
                : Optional.empty();
        return new Access(new HttpConfig("127.0.0.1", 0, tls, tokens, HttpConfig.DEFAULT.limits()));
    }

    private static String basic(String text) {
        return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    @Test
    void withoutTokensAndCertificatesAnybodyMayCall() {
        assertThat(access(List.of(), false).caller(null, null)).contains(Caller.LOCAL);
    }

    @Test
    void aTokenIsItsCallerForItsFeedsAlone() {
        Access access = access(List.of(PK, ALL), false);
        Caller caller = access.caller("Bearer one", null).orElseThrow();
        assertThat(caller.name()).isEqualTo("cro-a");
        assertThat(caller.mayUse("bioanalysis-pk")).isTrue();
        assertThat(caller.mayUse("immunology-ada")).isFalse();
        assertThat(access.caller("bearer  two ", null).orElseThrow().mayUse("immunology-ada"))
                .isTrue();
        assertThat(access.caller(basic("anybody:one"), null).orElseThrow().name())
                .isEqualTo("cro-a");
    }

    @Test
    void whatIsNoTokenIsNobody() {
        Access access = access(List.of(PK, ALL), true);
        assertThat(List.of(
                        "",
                        "Bearer",
                        "Bearer ",
                        "Bearer three",
                        "one",
                        "Bearer " + sha256("one"),
                        "Basic one",
                        "Basic ????",
                        basic("one:"),
                        "Digest one",
                        "Bearer " + "x".repeat(2000)))
                .allSatisfy(
                        sent -> assertThat(access.caller(sent, "CN=laboratory")).isEmpty());
        assertThat(access.caller(null, "CN=laboratory")).isEmpty();
    }

    @Test
    void withoutTokensTheCertificateIsTheCaller() {
        Access access = access(List.of(), true);
        assertThat(access.caller(null, "CN=laboratory")).contains(new Caller("CN=laboratory", Set.of()));
        assertThat(access.caller("Bearer one", null)).isEmpty();
    }
}

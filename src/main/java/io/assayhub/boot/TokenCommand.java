package io.assayhub.boot;

import io.assayhub.model.Hash128;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a token for somebody who calls the hub over HTTP; the hub keeps nothing but its hash. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = {
            "Make a token for a sender that delivers over HTTP.",
            "Prints the token, which is for the sender alone, and the line for hub.yaml."
        })
public final class TokenCommand implements Callable<Integer> {
    private static final int BYTES = 32;

    @Parameters(paramLabel = "NAME", description = "whose it is, as logs call it: letters, digits and . _ -")
    private String name;

    @Option(
            names = "--feed",
            paramLabel = "FEED",
            description = "a feed that it may deliver to; may be repeated (default: all)")
    private List<String> feeds = List.of("all");

    @Override
    public Integer call() {
        if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
            System.err.println("a token's name has to be letters, digits and . _ -");
            return 1;
        }
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String token = "assay_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        byte[] digest = Hash128.sha256().digest(token.getBytes(StandardCharsets.UTF_8));
        System.out.println("Token, for the sender alone; it cannot be shown again:");
        System.out.println("  " + token);
        System.out.println("Line for http.tokens in hub.yaml:");
        System.out.println("  - { name: " + name + ", sha256: " + HexFormat.of().formatHex(digest) + ", feeds: ["
                + String.join(", ", feeds) + "] }");
        return 0;
    }
}

package io.assayhub.route.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.config.HttpConfig;
import io.assayhub.config.HttpConfig.Token;
import io.assayhub.model.Hash128;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Knows callers by their tokens (RFC 6750; or as the password of RFC 7617, for browsers), else by the certificate that TLS
 * has checked. A token is 256 random bits, so one round of SHA-256 keeps it: there is nothing to guess from a dictionary.
 */
final class Access {
    private static final int LONGEST = 512;

    private final boolean open;
    private final Map<String, Token> tokens = new TreeMap<>();

    Access(HttpConfig config) {
        open = config.isOpen();
        config.tokens().forEach(token -> tokens.put(token.sha256(), token));
    }

    /**
     * The caller, or empty if it has to say who it is.
     *
     * @param authorization the header's value, or null
     * @param certificate the subject of the sender's certificate, or null
     */
    Optional<Caller> caller(String authorization, String certificate) {
        if (open) {
            return Optional.of(Caller.LOCAL);
        }
        if (tokens.isEmpty()) {
            return Optional.ofNullable(certificate).map(name -> new Caller(name, Set.of()));
        }
        return token(authorization).flatMap(this::known);
    }

    /** Compares with every token, however early one fits, so that the time taken tells nothing. */
    private Optional<Caller> known(String secret) {
        byte[] digest = Hash128.sha256().digest(secret.getBytes(UTF_8));
        Token found = null;
        for (Map.Entry<String, Token> token : tokens.entrySet()) {
            if (MessageDigest.isEqual(digest, HexFormat.of().parseHex(token.getKey()))) {
                found = token.getValue();
            }
        }
        return Optional.ofNullable(found).map(token -> new Caller(token.name(), token.feeds()));
    }

    private static Optional<String> token(String authorization) {
        if (authorization == null || authorization.length() > LONGEST) {
            return Optional.empty();
        }
        int space = authorization.indexOf(' ');
        String scheme = space < 0 ? "" : authorization.substring(0, space).toLowerCase(Locale.ROOT);
        String rest = authorization.substring(space + 1).strip();
        return switch (scheme) {
            case "bearer" -> Optional.of(rest);
            case "basic" -> password(rest);
            default -> Optional.empty();
        };
    }

    private static Optional<String> password(String credentials) {
        try {
            String pair = new String(Base64.getDecoder().decode(credentials), UTF_8);
            return Optional.of(pair.substring(pair.indexOf(':') + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // Not Base64: nobody's password.
        }
    }
}

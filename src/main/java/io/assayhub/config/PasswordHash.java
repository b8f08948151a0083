package io.assayhub.config;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password as the configuration keeps it: PBKDF2 with HMAC-SHA-512 (RFC 8018), {@code
 * pbkdf2-sha512:ITERATIONS:SALT:HASH}, both in Base64.
 */
public final class PasswordHash {
    /** Of new hashes; a hash with fewer is not taken. */
    public static final int ITERATIONS = 210_000;

    /** Bytes of a salt. */
    public static final int SALT = 16;

    /** The fewest characters of a password. */
    public static final int SHORTEST = 12;

    private static final int HASH = 64;
    private static final int MOST_ITERATIONS = 10_000_000;
    private static final String NAME = "pbkdf2-sha512";

    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(int iterations, byte[] salt, byte[] hash) {
        this.iterations = iterations;
        this.salt = salt;
        this.hash = hash;
    }

    /** The hash of a new password under a salt that no other has. */
    public static PasswordHash of(char[] password, byte[] salt) {
        return new PasswordHash(ITERATIONS, salt.clone(), derive(password, salt, ITERATIONS));
    }

    /** Reads what {@link #toString} wrote; empty if it is no such hash, or a weak one. */
    public static Optional<PasswordHash> parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 4 || !parts[0].equals(NAME) || !parts[1].matches("\\d{1,8}")) {
            return Optional.empty();
        }
        try {
            int iterations = Integer.parseInt(parts[1]);
            byte[] salt = Base64.getDecoder().decode(parts[2]);
            byte[] hash = Base64.getDecoder().decode(parts[3]);
            boolean strong = iterations >= ITERATIONS
                    && iterations <= MOST_ITERATIONS
                    && salt.length >= SALT
                    && hash.length == HASH;
            return strong ? Optional.of(new PasswordHash(iterations, salt, hash)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // Not Base64.
        }
    }

    /** Whether this is the password; takes as long for a wrong one. */
    public boolean matches(char[] password) {
        return MessageDigest.isEqual(hash, derive(password, salt, iterations));
    }

    private static byte[] derive(char[] password, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, HASH * 8);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has PBKDF2WithHmacSHA512", e);
        } finally {
            spec.clearPassword();
        }
    }

    @Override
    public String toString() {
        Base64.Encoder base64 = Base64.getEncoder();
        return NAME + ":" + iterations + ":" + base64.encodeToString(salt) + ":" + base64.encodeToString(hash);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PasswordHash that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }
}

package io.assayhub.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * 128 bits that stand for some content. Two of them are enough to tell a restated result from a changed one without
 * keeping the result.
 */
public record Hash128(long high, long low) {
    private static final char[] HEX = "0123456789abcdef".toCharArray();
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Hash128::sha256);

    /** The first 128 bits of the SHA-256 of these bytes (FIPS 180-4): for names that others may compute too. */
    public static Hash128 ofSha256(byte[] bytes, int offset, int length) {
        MessageDigest digest = SHA_256.get();
        digest.update(bytes, offset, length);
        return ofDigest(digest.digest());
    }

    /** The first 128 bits of the SHA-256 of this text in UTF-8. */
    public static Hash128 ofSha256(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ofSha256(bytes, 0, bytes.length);
    }

    /** The first 128 bits of a finished digest of at least 16 bytes. */
    public static Hash128 ofDigest(byte[] digest) {
        return new Hash128(longAt(digest, 0), longAt(digest, 8));
    }

    /** Reads 32 hexadecimal digits. */
    public static Hash128 parse(String hex) {
        if (!Names.isHex(hex, 32)) {
            throw new IllegalArgumentException("not 32 hexadecimal digits");
        }
        return new Hash128(longAt(hex, 0), longAt(hex, 16));
    }

    /** The value of 16 digits that were checked. */
    private static long longAt(String hex, int at) {
        long value = 0;
        for (int i = 0; i < 16; i++) {
            char c = hex.charAt(at + i);
            value = value << 4 | (c <= '9' ? c - '0' : c - 'a' + 10);
        }
        return value;
    }

    /** The 32 hexadecimal digits, most significant first. */
    public String hex() {
        char[] out = new char[32];
        for (int i = 0; i < 16; i++) {
            out[15 - i] = HEX[(int) (high >>> (4 * i)) & 15];
            out[31 - i] = HEX[(int) (low >>> (4 * i)) & 15];
        }
        return new String(out);
    }

    /** The SHA-256 digest of the platform, which every Java platform has to have. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    private static long longAt(byte[] bytes, int at) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | (bytes[at + i] & 0xff);
        }
        return value;
    }

    @Override
    public String toString() {
        return hex();
    }
}

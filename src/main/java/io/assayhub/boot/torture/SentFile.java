package io.assayhub.boot.torture;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * One delivery of a laboratory.
 *
 * @param name under which the hub knows it
 * @param wide whether every row has a long comment, so that the source takes several chunks
 */
record SentFile(SentForm form, String name, List<SentRow> rows, boolean wide) {
    SentFile {
        rows = List.copyOf(rows);
    }

    byte[] bytes() {
        return form.bytes(name, rows, wide);
    }

    /** The same rows under another name. */
    SentFile renamed(String other) {
        return new SentFile(form, other, rows, wide);
    }

    Delivered delivered() {
        byte[] bytes = bytes();
        return new Delivered(form.delivery(name, sha256(bytes)), sha256(bytes));
    }

    /** What tells one transfer from another under one mapping. */
    record Delivered(String name, String sha256) {}

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

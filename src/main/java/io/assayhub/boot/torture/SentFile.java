package io.assayhub.boot.torture;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * One delivery of a laboratory.
 *
 * @param wide whether every row has a long comment, so that the source takes several chunks
 */
record SentFile(String name, List<SentRow> rows, boolean wide) {
    private static final String HEADER = "Subject,Accession,Matrix,Draw Time,Concentration,Units,Comment\n";
    private static final String COMMENT = "no reason to repeat the analysis; ".repeat(60);

    SentFile {
        rows = List.copyOf(rows);
    }

    byte[] bytes() {
        StringBuilder out = new StringBuilder(HEADER);
        for (SentRow row : rows) {
            out.append(row.subject())
                    .append(',')
                    .append(row.accession())
                    .append(",Plasma,2006-05-01T08:45,")
                    .append(row.concentration())
                    .append(",ng/mL,")
                    .append(wide ? COMMENT : "")
                    .append('\n');
        }
        return out.toString().getBytes(US_ASCII);
    }

    /** The same bytes under another name. */
    SentFile renamed(String other) {
        return new SentFile(other, rows, wide);
    }

    Delivered delivered() {
        return new Delivered(name, sha256(bytes()));
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

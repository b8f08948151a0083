package io.assayhub.route;

import io.assayhub.model.Hash128;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;

/**
 * What a sender delivered.
 *
 * @param feed as the sender addressed it; need not be one that the hub knows
 * @param name the sender's own name for it
 * @param arrived first intake, rising from delivery to delivery of a feed, kept over further attempts
 * @param content its bytes
 */
public record Delivery(String feed, String name, Instant arrived, Content content) {
    /** A delivery that is safe on disk. */
    public Delivery(String feed, String name, Instant arrived, Path file) {
        this(feed, name, arrived, new Content.InFile(file));
    }

    /** Where a delivery lies that came as a file. */
    Path file() {
        if (content instanceof Content.InFile on) {
            return on.path();
        }
        throw new IllegalStateException("a message lies in no file");
    }

    /** SHA-256 of its bytes, in hexadecimal digits. */
    String sha256() throws IOException {
        MessageDigest digest = Hash128.sha256();
        try (InputStream in = new DigestInputStream(content.open(), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}

package io.assayhub.route;

import io.assayhub.model.Hash128;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A list of subjects or of specimens that was taken in, or refused; its file is not kept.
 *
 * @param receipt what became of it, to be laid where the file would lie
 */
record TakenList(Object receipt, boolean isRefused) {

    /** SHA-256 of a list's bytes, in hexadecimal. */
    static String sha256(Delivery delivery) throws IOException {
        MessageDigest digest = Hash128.sha256();
        try (InputStream in = new DigestInputStream(delivery.content().open(), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The sender's list of rejects without what the cells held; a file as soon as there is one. */
    static final class Rejects implements AutoCloseable {
        private final Path file;
        private OutputStream out;

        Rejects(Path file) {
            this.file = file;
        }

        void write(byte[] json) throws IOException {
            if (out == null) {
                out = new BufferedOutputStream(Files.newOutputStream(file));
            }
            out.write(json);
            out.write('\n');
        }

        @Override
        public void close() throws IOException {
            if (out != null) {
                out.close();
            }
        }
    }
}

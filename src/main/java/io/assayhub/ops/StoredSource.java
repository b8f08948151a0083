package io.assayhub.ops;

import io.assayhub.model.Hash128;
import io.assayhub.replay.StoredTransfers;
import io.assayhub.wire.Receipt;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.HexFormat;

/** A transfer's bytes as they came, from the source topic into a temporary file, compared with the receipt's hash. */
final class StoredSource implements StoredTransfers.Source {
    private final Path file;

    /** @throws OpsException if the topic does not hold the bytes that the receipt names */
    StoredSource(HubKafka kafka, Receipt receipt) throws IOException {
        file = Files.createTempFile("assay-hub-source", ".bin");
        try (DigestInputStream in = new DigestInputStream(new SourceBytes(kafka, receipt), Hash128.sha256());
                OutputStream out = Files.newOutputStream(file)) {
            in.transferTo(out);
            String found = HexFormat.of().formatHex(in.getMessageDigest().digest());
            if (!found.equals(receipt.manifest().sha256())) {
                throw new IOException("its bytes have another SHA-256 than the receipt");
            }
        } catch (IOException e) {
            close();
            throw new OpsException(
                    "The source of transfer " + receipt.transfer() + " is not complete: " + e.getMessage() + ".", e);
        }
    }

    Path file() {
        return file;
    }

    @Override
    public InputStream open() throws IOException {
        return Files.newInputStream(file);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}

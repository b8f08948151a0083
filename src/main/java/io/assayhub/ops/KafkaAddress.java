package io.assayhub.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Where a running hub's embedded broker answers: one line {@code host:port} in {@code DATA/kafka.address}, there from the
 * broker's start to its stop. After a kill it stays and names a port at which nothing answers.
 */
public final class KafkaAddress {
    private KafkaAddress() {}

    /** Says where the broker of this data folder answers. */
    public static void write(Path data, String bootstrapServers) throws IOException {
        Path part = Files.writeString(data.resolve("kafka.address.part"), bootstrapServers + "\n");
        Files.move(part, file(data), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Takes it back. */
    public static void delete(Path data) throws IOException {
        Files.deleteIfExists(file(data));
    }

    /** What a running hub has written, or empty when none has. */
    static Optional<String> read(Path data) {
        try {
            return Files.exists(file(data))
                    ? Optional.of(Files.readString(file(data)).strip())
                    : Optional.empty();
        } catch (IOException e) {
            throw new OpsException("The file " + file(data) + " cannot be read (" + e + ").", e);
        }
    }

    static Path file(Path data) {
        return data.resolve("kafka.address");
    }
}

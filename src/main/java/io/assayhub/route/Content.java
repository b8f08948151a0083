package io.assayhub.route;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bytes of a delivery, which can be read as often as needed. */
public sealed interface Content {
    /** A file on disk. */
    record InFile(Path path) implements Content {
        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(path);
        }

        @Override
        public long size() throws IOException {
            return Files.size(path);
        }
    }

    /** A message; its bytes must not be changed any more. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares messages, and a copy of each would be for nothing.
    record InMemory(byte[] bytes) implements Content {
        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public long size() {
            return bytes.length;
        }
    }

    /** Reads from the first byte; to be closed by the caller. */
    InputStream open() throws IOException;

    /** In bytes. */
    long size() throws IOException;
}

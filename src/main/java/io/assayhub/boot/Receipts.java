package io.assayhub.boot;

import io.assayhub.wire.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Receipt files, as they lie beside the senders' files. */
final class Receipts {
    private static final String ENDING = ".receipt.json";

    private Receipts() {}

    static boolean anyIn(Path folder) {
        return !in(folder).isEmpty();
    }

    /** The receipts in a folder, by file name; none if there is no such folder. */
    static List<Receipt> in(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(ENDING))
                    .sorted()
                    .map(Receipts::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Receipt read(Path file) {
        try {
            return Receipt.fromJson(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

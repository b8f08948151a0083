package io.assayhub.boot;

import io.assayhub.wire.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A file where the hub has put it at its end, and the receipt beside it. */
record Delivered(Path file, Receipt receipt) {
    private static final int STAMP = "20260301T101500123Z_".length();
    private static final String RECEIPT = ".receipt.json";

    /** Generous, because machines that test are busy; asked often, because nobody wants to wait. */
    static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
    }

    /** What lies in an end folder of a feed under the sender's name, whole with its receipt, oldest first. */
    static List<Delivered> in(Path folder, String name) {
        List<Delivered> all = new ArrayList<>();
        for (Path file : files(folder)) {
            String fileName = file.getFileName().toString();
            Path receipt = file.resolveSibling(fileName + RECEIPT);
            if (fileName.substring(Math.min(STAMP, fileName.length())).equals(name) && Files.exists(receipt)) {
                all.add(new Delivered(file, read(receipt)));
            }
        }
        all.sort(Comparator.comparing(d -> d.receipt.manifest().arrived()));
        return all;
    }

    /** Waits for as many deliveries under one name and returns them, oldest first. */
    static List<Delivered> await(Path folder, String name, int count) {
        await().until(() -> in(folder, name).size() >= count);
        return in(folder, name);
    }

    /** The files of a folder by name, none if there is no such folder. */
    static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The list of rejects beside the file. */
    Path rejects() {
        return file.resolveSibling(file.getFileName() + ".rejected.csv");
    }

    /** The moment in the file's stamp, as the file name writes it. */
    String stamp() {
        return file.getFileName().toString().substring(0, STAMP - 1);
    }

    private static Receipt read(Path receipt) {
        try {
            return Receipt.fromJson(Files.readAllBytes(receipt));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.assayhub.fhir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The Observations of all golden cases. */
final class ExpectedObservations {
    private static final Path CASES = Path.of("src/test/resources/cases");

    private ExpectedObservations() {}

    /** One expected Observation and where it stands. */
    record Expected(String place, String json) {}

    static List<Expected> all() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(CASES)) {
            files = found.filter(f -> f.endsWith("expected.ndjson")).sorted().toList();
        }
        List<Expected> all = new ArrayList<>();
        for (Path file : files) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                all.add(new Expected(CASES.relativize(file) + ":" + (i + 1), lines.get(i)));
            }
        }
        return all;
    }
}

package io.assayhub.fhir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The Observations of all golden cases, and of the tables that nobody had seen. */
final class ExpectedObservations {
    private static final Path RESOURCES = Path.of("src/test/resources");

    private ExpectedObservations() {}

    /** One expected Observation and where it stands. */
    record Expected(String place, String json) {}

    static List<Expected> all() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String kind : List.of("cases", "unseen")) {
            try (Stream<Path> found = Files.walk(RESOURCES.resolve(kind))) {
                found.filter(f -> f.endsWith("expected.ndjson")).sorted().forEach(files::add);
            }
        }
        List<Expected> all = new ArrayList<>();
        for (Path file : files) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                all.add(new Expected(RESOURCES.relativize(file) + ":" + (i + 1), lines.get(i)));
            }
        }
        return all;
    }
}

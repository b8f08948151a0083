package io.assayhub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Tables that look like none of the repository's own, with the feeds that were written for them from {@code draft} and the
 * documentation alone: {@code unseen/NAME}. {@code -Dcases.rewrite=true} writes what is expected, to be read before it is
 * kept.
 */
class UnseenTablesTest {
    private static final Path TABLES = Path.of("src/test/resources/unseen");

    @TestFactory
    Stream<DynamicTest> tables() throws IOException {
        try (Stream<Path> folders = Files.list(TABLES)) {
            return folders.sorted().toList().stream()
                    .map(folder -> DynamicTest.dynamicTest(
                            folder.getFileName().toString(), folder.toUri(), () -> run(folder)));
        }
    }

    private static void run(Path folder) throws IOException {
        String name = folder.getFileName().toString();
        CompiledFeed feed = TestMappings.feed(name, Files.readString(folder.resolve("feed.yaml")));
        GoldenCase golden = GoldenCase.run(feed, folder);
        if (Boolean.getBoolean("cases.rewrite")) {
            golden.write();
        }
        assertThat(golden.problems()).isEmpty();
        assertThat(golden.observations()).isNotEmpty();
    }
}

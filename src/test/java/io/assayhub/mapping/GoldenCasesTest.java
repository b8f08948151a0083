package io.assayhub.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every directory {@code cases/FEED/CASE} as {@code check} does. {@code -Dcases.rewrite=true} writes the files first, to
 * be read before they are kept.
 */
class GoldenCasesTest {
    private static final Path CASES = Path.of("src/test/resources/cases");
    private static final boolean REWRITE = Boolean.getBoolean("cases.rewrite");

    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        return GoldenCase.folders(CASES).stream()
                .map(folder -> DynamicTest.dynamicTest(
                        CASES.relativize(folder).toString(), folder.toUri(), () -> run(folder)));
    }

    @Test
    void everyFeedOfTheRepositoryHasCases() throws IOException {
        List<String> feeds = GoldenCase.folders(CASES).stream()
                .map(GoldenCase::feed)
                .distinct()
                .toList();
        assertThat(feeds).containsExactlyElementsOf(TestMappings.repository().feedNames());
    }

    private static void run(Path folder) throws IOException {
        GoldenCase golden = GoldenCase.run(TestMappings.feed(GoldenCase.feed(folder)), folder);
        if (REWRITE) {
            golden.write();
        }
        assertThat(golden.problems()).isEmpty();
    }
}

package io.assayhub.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.config.FeedConfig;
import io.assayhub.config.FeedConfigReader;
import io.assayhub.config.Form;
import io.assayhub.config.Problems;
import io.assayhub.model.Meaning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The guides to feed and Observation files say what the readers do. */
class DraftGuideTest {
    @Test
    void exampleFeedOfTheGuideIsAFeed() throws IOException {
        Matcher block = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/feeds.md")));
        assertThat(block.find()).isTrue();
        Problems problems = new Problems();
        Optional<FeedConfig> feed = FeedConfigReader.read(block.group(1), "feeds/my-lab.yaml", problems);
        assertThat(problems.list()).isEmpty();
        assertThat(feed)
                .get()
                .extracting(f -> ((Form.Csv) f.format().form()).skip())
                .isEqualTo(2);
    }

    @Test
    void guideNamesEveryMeaningAndWhetherItIdentifies() throws IOException {
        String guide = Files.readString(Path.of("docs/feeds.md"));
        for (Meaning meaning : Meaning.values()) {
            String name = "`" + meaning.text() + "`";
            String shortened = "`" + meaning.text().replaceFirst("^specimen", "") + "`";
            assertThat(guide.contains(name) || guide.contains(shortened))
                    .as(meaning.text())
                    .isTrue();
            assertThat(guide.contains(name + " ●")).as(meaning.text()).isEqualTo(meaning.identifies());
        }
    }

    @Test
    void guideNamesEveryHoleThatShippedFilesUse() throws IOException {
        String guide = Files.readString(Path.of("docs/observations.md"));
        Set<String> holes = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("fhir-mappings/observations"))) {
            for (Path file : files.toList()) {
                Pattern.compile("\\$([a-z][A-Za-z.-]*[A-Za-z])")
                        .matcher(String.join("\n", withoutComments(file)))
                        .results()
                        .forEach(m -> holes.add(m.group(1)));
            }
        }
        assertThat(holes).contains("id", "measurement", "specimen.collected");
        assertThat(holes).allSatisfy(hole -> assertThat(guide).contains("`$" + hole + "`"));
    }

    private static List<String> withoutComments(Path file) throws IOException {
        return Files.readAllLines(file).stream().filter(l -> !l.startsWith("#")).toList();
    }
}

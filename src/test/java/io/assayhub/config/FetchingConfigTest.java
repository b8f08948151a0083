package io.assayhub.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FetchingConfigTest {
    private static final String LEAST =
            "{ name: lab, instance: hub-1, host: sftp.lab.example, user: hub, key: key, known-hosts: known,"
                    + " folders: { pk: outgoing/pk/ } }";

    @TempDir
    private Path folder;

    private final Problems problems = new Problems();

    @BeforeEach
    void files() throws IOException {
        Files.writeString(folder.resolve("key"), "k");
        Files.writeString(folder.resolve("known"), "k");
    }

    private HubConfig read(String intake) throws IOException {
        Path file = folder.resolve("hub.yaml");
        Files.writeString(file, "intake:\n" + intake);
        return HubConfig.read(file, folder, problems);
    }

    @Test
    void aSourceHasUsefulDefaults() throws IOException {
        List<SftpConfig> sources = read("  sftp: [" + LEAST + "]\n").intake().sftp();
        assertThat(problems.list()).isEmpty();
        assertThat(sources)
                .containsExactly(new SftpConfig(
                        "lab",
                        "hub-1",
                        "sftp.lab.example",
                        22,
                        "hub",
                        new SftpConfig.Login.Key(folder.resolve("key")),
                        folder.resolve("known"),
                        Map.of("pk", "outgoing/pk"),
                        Optional.of("taken"),
                        Optional.empty(),
                        Duration.ofSeconds(30)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "key: key          | key: key, password-file: key | has to say either 'key' or 'password-file'",
                "key: key,         | ''                           | has to say either 'key' or 'password-file'",
                "key: key          | key: absent                  | no file can be read there",
                "outgoing/pk/      | /outgoing/pk                 | without a slash before it",
                "outgoing/pk/      | out$1                       | without a slash before it",
                "user: hub         | user: 'hub:secret@x'         | has to be a user's name",
                "known-hosts: known, | ''                         | 'known-hosts' is missing",
                "instance: hub-1,  | ''                           | 'instance' is missing",
                "user: hub         | user: hub, delete: true, taken: x | a file is deleted or moved, not both",
                "user: hub         | user: hub, password: x       | is not known here"
            })
    void everyMistakeIsToldWithItsPlace(String part, String other, String problem) throws IOException {
        assertThat(LEAST).contains(part);
        read("  sftp: [" + LEAST.replace(part, other == null ? "" : other) + "]\n");
        assertThat(problems.list()).map(Problem::toString).anyMatch(p -> p.contains(problem));
    }

    @Test
    void aTopicIsForOneFeed() throws IOException {
        HubConfig config = read("  kafka: [ { topic: gate.way, feed: a }, { topic: gate.way, feed: b } ]\n");
        assertThat(config.intake().kafka()).contains(new HubConfig.KafkaTopic("gate.way", "a"));
        assertThat(problems.list())
                .map(Problem::toString)
                .singleElement()
                .asString()
                .contains("for one feed");
    }
}

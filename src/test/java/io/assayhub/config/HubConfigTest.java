package io.assayhub.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of {@code hub.yaml}: every key, its default, its bounds, and what is said of a mistake. */
class HubConfigTest {
    private static final Path HOME = Path.of("/opt/hub");

    @TempDir
    private Path folder;

    private final Problems problems = new Problems();

    private HubConfig read(String yaml) throws IOException {
        Path file = folder.resolve("hub.yaml");
        Files.writeString(file, yaml);
        return HubConfig.read(file, HOME, problems);
    }

    private List<String> problemsOf(String yaml) throws IOException {
        read(yaml);
        return problems.list().stream()
                .map(p -> p.line() + " " + p.path() + ": " + p.message())
                .toList();
    }

    @Test
    void pinsEveryDefault() {
        assertThat(HubConfig.defaults(HOME))
                .isEqualTo(new HubConfig(
                        "hub-1",
                        HOME.resolve("var"),
                        HOME.resolve("fhir-mappings"),
                        HOME.resolve("routes"),
                        "https://assayhub.io/fhir",
                        new HubConfig.Kafka(Optional.empty(), 9092, Map.of()),
                        new HubConfig.Topics("assay", 6, 1),
                        new HubConfig.Intake(Duration.ofSeconds(1)),
                        new HubConfig.Ledger(1, 0, Duration.ofDays(14)),
                        Optional.of(HttpConfig.DEFAULT)));
    }

    @Test
    void readsEveryKey() throws IOException {
        HubConfig config = read("""
                instance: hub-7
                data: /data
                mappings: maps
                routes: ../routes
                fhir: { base: "https://example.org/fhir" }
                kafka:
                  bootstrap-servers: a:9092,b:9092
                  port: 9093
                  properties: { client.id: x, security.protocol: SSL }
                topics: { prefix: test.assay, partitions: 12, replication: 3 }
                intake: { quiet: 0.5s }
                ledger: { threads: 4, standbys: 1, hold-max-age: 36h }
                """);
        assertThat(problems.list()).isEmpty();
        assertThat(config)
                .isEqualTo(new HubConfig(
                        "hub-7",
                        Path.of("/data"),
                        folder.resolve("maps"),
                        folder.getParent().resolve("routes"),
                        "https://example.org/fhir",
                        new HubConfig.Kafka(
                                Optional.of("a:9092,b:9092"),
                                9093,
                                Map.of("client.id", "x", "security.protocol", "SSL")),
                        new HubConfig.Topics("test.assay", 12, 3),
                        new HubConfig.Intake(Duration.ofMillis(500)),
                        new HubConfig.Ledger(4, 1, Duration.ofHours(36)),
                        Optional.of(HttpConfig.DEFAULT)));
    }

    @Test
    void reportsAllProblemsAtOnceWithTheirPlaces() throws IOException {
        assertThat(problemsOf("""
                        instance: "a b"
                        kafka:
                          bootstrap-server: a:9092
                          port: 70000
                        topics:
                          partitions: 0
                          replication: many
                        intake: { quiet: soon }
                        fhir: { base: https://example.org/fhir/ }
                        ledgers: {}
                        """))
                .containsExactlyInAnyOrder(
                        "1 instance: has to be letters, digits and . _ -",
                        "3 kafka.bootstrap-server: is not known here, did you mean 'bootstrap-servers'?",
                        "4 kafka.port: has to be a whole number from 0 to 65535",
                        "6 topics.partitions: has to be a whole number from 1 to 1000",
                        "7 topics.replication: has to be a whole number from 1 to 10",
                        "8 intake.quiet: has to be a time such as 0.5s, 2s, 1m or 14d",
                        "9 fhir.base: has to be a URL without a slash at its end",
                        "10 ledgers: is not known here, did you mean 'ledger'?");
    }

    @Test
    void refusesWhatIsNotYaml() throws IOException {
        assertThat(problemsOf("topics: { prefix: assay\nledger: x\n"))
                .singleElement()
                .asString()
                .contains("is not YAML");
    }

    @Test
    void readsTheExampleThatIsDeployed() {
        HubConfig config = HubConfig.read(Path.of("deploy/hub.yaml"), HOME, problems);
        assertThat(problems.list()).isEmpty();
        assertThat(config.topics()).isEqualTo(new HubConfig.Topics("assay", 12, 3));
        assertThat(config.kafka().properties()).containsEntry("security.protocol", "SSL");
    }

    @Test
    void documentsEveryKey() throws IOException {
        String page = Files.readString(Path.of("docs/configuration.md"));
        assertThat(List.of(
                        "instance",
                        "data",
                        "mappings",
                        "routes",
                        "fhir.base",
                        "kafka.bootstrap-servers",
                        "kafka.port",
                        "kafka.properties",
                        "topics.prefix",
                        "topics.partitions",
                        "topics.replication",
                        "intake.quiet",
                        "ledger.threads",
                        "ledger.standbys"))
                .allSatisfy(key -> assertThat(page).contains("| `" + key + "` |"));
    }
}

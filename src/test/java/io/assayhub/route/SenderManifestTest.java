package io.assayhub.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.mapping.MappingCatalog;
import io.assayhub.mapping.TestMappings;
import io.assayhub.model.Hash128;
import io.assayhub.wire.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A delivery waits for the sender's manifest, and nothing of it is published that differs from what that states. */
class SenderManifestTest {
    private static final String FEED = """
            feed: lab
            version: 1
            format: { csv: { end-at: End } }
            environment: { expect: PROD }
            transfer:
              kind: incremental
              manifest: { file: '{name}.manifest.csv', delimiter: ";", name: File, bytes: Size, sha256: Hash, rows: Records, environment: Env }
            zone: Europe/Paris
            constants: { study: P003, analyte: IMP321, specimen.type: plasma }
            identity: [study, subject, specimen.accession]
            columns:
              Subject: { to: subject }
              Sample:  { to: specimen.accession }
              Result:  { to: measurement, unit: ng/mL }
            results: [ { observation: pk-concentration } ]
            """;

    private static final String ROWS = """
            Subject,Sample,Result
            P003-01-0001,A,1
            P003-01-0001,B,2
            End
            """;

    private static final String HASH =
            HexFormat.of().formatHex(Hash128.sha256().digest(ROWS.getBytes(StandardCharsets.UTF_8)));

    private static final String HEADER = "File;Size;Hash;Records;Env\n";

    @TempDir
    private Path root;

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(Cluster.empty(), true, null, new ByteArraySerializer(), new ByteArraySerializer());

    private MappingCatalog catalog;
    private DropFolders folders;
    private ManifestFiles manifests;

    @BeforeEach
    void prepare() throws IOException {
        catalog = TestMappings.withFeed("lab", FEED);
        folders = new DropFolders(root, Clock.fixed(Instant.parse("2026-03-01T10:00:00Z"), ZoneOffset.UTC));
        folders.prepare(List.of("lab", "other"));
        manifests = new ManifestFiles(catalog, folders);
    }

    @Test
    void takesADeliveryThatIsWhatItsManifestStates() throws Exception {
        Manifest taken = take(
                "other.csv;1;00;1;PROD\na.csv;" + ROWS.length() + ";" + HASH.toUpperCase(Locale.ROOT) + ";2;Prod\n");
        assertThat(taken.refusal()).isNull();
        assertThat(taken.rows()).isEqualTo(3);
        assertThat(taken.excluded()).containsEntry("below-the-table", 1L);
        assertThat(producer.history()).anyMatch(r -> r.topic().equals("t.source"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "none",
            value = {
                "a.csv;1;HASH;2;PROD        | AH-0120",
                "a.csv;SIZE;00;2;PROD       | AH-0120",
                "a.csv;SIZE;HASH;3;PROD     | AH-0108",
                "a.csv;SIZE;HASH;;PROD      | AH-0108",
                "a.csv;SIZE;HASH;2;TEST     | AH-0113",
                "a.csv;SIZE;HASH;2;         | AH-0114",
                "b.csv;SIZE;HASH;2;PROD     | AH-0119",
                "a.csv;SIZE;HASH;2          | AH-0119",
                "``                         | AH-0119",
                "none                       | AH-0119"
            })
    void refusesWhatDiffersAndPublishesNothingOfIt(String row, String code) throws Exception {
        Manifest taken = take(
                row == null ? null : row.replace("SIZE", "" + ROWS.length()).replace("HASH", HASH) + "\n");
        assertThat(taken.refusal().code()).isEqualTo(code);
        assertThat(producer.history()).noneMatch(r -> r.topic().equals("t.source"));
    }

    @Test
    void refusesAManifestThatStatesADeliveryTwice() throws Exception {
        String row = "a.csv;" + ROWS.length() + ";" + HASH + ";2;PROD\n";
        assertThat(take(row + row).refusal().code()).isEqualTo("AH-0119");
    }

    @Test
    void letsADeliveryWaitUntilItsManifestLiesBesideIt() throws IOException {
        Path delivery = Files.writeString(folders.inbox().resolve("lab/a.csv"), ROWS);
        Path stamped = Files.writeString(folders.inbox().resolve("lab/20260301T100000000Z_b.csv"), ROWS);
        Path elsewhere = Files.writeString(folders.inbox().resolve("other/a.csv"), ROWS);
        assertThat(manifests.isReady(delivery)).isFalse();
        assertThat(manifests.isReady(stamped)).isFalse();
        assertThat(manifests.isReady(elsewhere)).isTrue();
        Path manifest = Files.writeString(folders.inbox().resolve("lab/a.csv.manifest.csv"), HEADER);
        Files.writeString(folders.inbox().resolve("lab/b.csv.manifest.csv"), HEADER);
        assertThat(manifests.isReady(delivery)).isTrue();
        assertThat(manifests.isReady(stamped)).isTrue();
        assertThat(manifests.isReady(manifest)).as("it is no delivery").isFalse();
    }

    @Test
    void laysTheManifestBesideTheDeliveryUnderItsStamp() throws IOException {
        Path manifest = Files.writeString(folders.inbox().resolve("lab/a.csv.manifest.csv"), HEADER);
        Delivery delivery = folders.claim(Files.writeString(folders.inbox().resolve("lab/a.csv"), ROWS));
        assertThat(manifests.of(delivery)).contains(manifest);
        folders.finish(delivery, true);
        folders.finishBeside(delivery, manifest, true);
        folders.finishBeside(delivery, manifest, true);
        assertThat(root.resolve("refused/lab/20260301T100000000Z_a.csv")).exists();
        assertThat(root.resolve("refused/lab/20260301T100000000Z_a.csv.manifest.csv"))
                .hasContent(HEADER);
        assertThat(folders.inbox().resolve("lab")).isEmptyDirectory();
    }

    private Manifest take(String rows) throws IOException, IntakeException {
        Files.writeString(folders.inbox().resolve("lab/a.csv"), ROWS);
        if (rows != null) {
            Files.writeString(folders.inbox().resolve("lab/a.csv.manifest.csv"), HEADER + rows);
        }
        Delivery delivery = folders.claim(folders.inbox().resolve("lab/a.csv"));
        return new Intake(catalog, producer, "t", 3)
                .take(delivery, manifests.of(delivery), rejected -> {})
                .manifest();
    }
}

package io.assayhub.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.mapping.MappingCatalog;
import io.assayhub.mapping.TestMappings;
import io.assayhub.model.HoldReason;
import io.assayhub.wire.Flag;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.NormalisedRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a feed states for the ledger travels with its results and end markers. */
class IntakeAgreementTest {
    private static final String FEED = """
            feed: lab
            version: 1
            format: { csv: { skip: 1 } }
            transfer: TRANSFER
            zone: Europe/Paris
            constants: { study: P003, analyte: IMP321, specimen.type: plasma }
            identity: [study, subject, specimen.accession]
            columns:
              Subject: { to: subject }
              Sample:  { to: specimen.accession }
              Drawn:   { to: specimen.collected }
              Result:  { to: measurement, unit: ng/mL }
            results: [ { observation: pk-concentration } ]
            """;

    private static final String ROWS = """
            Env,PROD
            Subject,Sample,Drawn,Result
            P003-01-0001,A,2006-03-01,1
            P003-01-0001,B,2006-03-26T02:30,2
            """;

    @TempDir
    private Path folder;

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(Cluster.empty(), true, null, new ByteArraySerializer(), new ByteArraySerializer());

    private Manifest take(String feed, String name, String rows) throws IOException, IntakeException {
        MappingCatalog catalog = TestMappings.withFeed("lab", feed);
        Path file = folder.resolve("claimed.csv");
        Files.writeString(file, rows);
        return new Intake(catalog, producer, "t", 3)
                .take(new Delivery("lab", name, Instant.parse("2026-03-01T10:00:00.123Z"), file), rejected -> {})
                .manifest();
    }

    private List<NormalisedRecord.Result> results() {
        return producer.history().stream()
                .filter(r -> r.topic().equals("t.normalised"))
                .map(r -> NormalisedRecord.decode(r.headers(), r.value()))
                .filter(NormalisedRecord.Result.class::isInstance)
                .map(NormalisedRecord.Result.class::cast)
                .toList();
    }

    @Test
    void sendsLimitsSequenceAndKindInTheManifestAndFlagsWithEachResult() throws Exception {
        String feed = FEED.replace(
                        "TRANSFER",
                        "{ kind: cumulative, order: { file-name: 'PK_(?<order>\\d+).csv', consecutive: true },"
                                + " stop-if: { corrected: 5%, missing: 0.5% } }")
                + "blinded: true\ncorrections-without-original: accept\n";
        Manifest manifest = take(feed, "PK_0042.csv", ROWS);
        assertThat(manifest.refusal()).isNull();
        assertThat(manifest.sequence()).isEqualTo(42);
        assertThat(manifest.order() >> 32).isEqualTo(42);
        assertThat(manifest.cumulative()).isTrue();
        assertThat(manifest.limits())
                .isEqualTo(Map.of("corrected", new BigDecimal("5"), "missing", new BigDecimal("0.5")));
        assertThat(manifest.partitions()).containsOnlyKeys(0, 1, 2);
        assertThat(results())
                .extracting(NormalisedRecord.Result::flags)
                .containsExactly(
                        Set.of(Flag.GATED, Flag.BLINDED, Flag.ORPHANS), Set.of(Flag.GATED, Flag.BLINDED, Flag.ORPHANS));
        assertThat(results()).extracting(r -> r.facts().hold()).containsExactly(null, HoldReason.AMBIGUOUS_TIME);
    }

    @Test
    void sendsNoneOfItForAFeedThatStatesNothing() throws Exception {
        String feed = FEED.replace("TRANSFER", "{ kind: incremental, order: { file-name: '(?<order>.+).csv' } }");
        Manifest manifest = take(feed, "2006-06-30.csv", ROWS);
        assertThat(manifest.order() >> 32).isEqualTo(20060630);
        assertThat(manifest.sequence()).as("a date leaves gaps that are none").isNull();
        assertThat(manifest.cumulative()).isFalse();
        assertThat(manifest.limits()).isEmpty();
        assertThat(results()).hasSize(2).allSatisfy(r -> assertThat(r.flags()).isEmpty());
    }

    @Test
    void takesARefusedTransferForNeitherCumulativeNorLimited() throws Exception {
        String feed = FEED.replace("TRANSFER", "{ kind: cumulative, stop-if: { missing: 1% } }");
        Manifest manifest = take(feed, "x.csv", "Env,PROD\nSubject,Sample,Drawn\n");
        assertThat(manifest.refusal().code()).isEqualTo("AH-0105");
        assertThat(manifest.cumulative()).isFalse();
        assertThat(manifest.limits()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PROD_1.csv, PROD, ",
        "prod_1.csv, Prod, ",
        "TEST_1.csv, PROD, AH-0113",
        "PROD_1.csv, TEST, AH-0113",
        "UAT_1.csv,  PROD, AH-0113",
        "1.csv,      PROD, AH-0114",
        "PROD_1.csv, '',   AH-0114"
    })
    void refusesATransferForAnotherEnvironment(String name, String line, String code) throws Exception {
        String feed = FEED.replace("TRANSFER", "{ kind: incremental }")
                + "environment: { expect: PROD, file-name: '(?<env>[A-Za-z]+)_.*', preamble: 'Env,(?<env>[A-Za-z]+)' }\n";
        Manifest manifest = take(feed, name, ROWS.replace("Env,PROD", "Env," + line));
        assertThat(manifest.refusal() == null ? null : manifest.refusal().code())
                .isEqualTo(code);
        assertThat(results()).hasSize(code == null ? 2 : 0);
    }
}

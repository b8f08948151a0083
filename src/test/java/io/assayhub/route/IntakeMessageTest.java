package io.assayhub.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.mapping.TestMappings;
import io.assayhub.model.ResultStatus;
import io.assayhub.model.TransferId;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.NormalisedRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HL7 v2 messages as deliveries: their order, environment and receipt. */
class IntakeMessageTest {
    private static final Instant ARRIVED = Instant.parse("2026-03-01T10:00:00.123Z");
    private static final String MESSAGE = String.join(
            "\r",
            "MSH|^~\\&|LIS|LAB|HUB|SPONSOR|AT||ORU^R01|M1|P|2.5.1",
            "PID|1||P003-01-0001^^^P003^SUBJ||Decoy^Marie",
            "OBR|1||R1",
            "OBX|1|NM|IMP321||12.40|ng/mL|||||F",
            "OBX|2|NM|IMP321||1~2|ng/mL|||||F",
            "OBX|3|NM|IMP321||7|ng/mL|||||P",
            "SPM|1|S1||PLAS",
            "CTI|P003");

    @TempDir
    private Path folder;

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(Cluster.empty(), true, null, new ByteArraySerializer(), new ByteArraySerializer());

    private Intake intake() {
        return new Intake(TestMappings.repository(), producer, "t", 3);
    }

    private Delivery delivery(String message) throws IOException {
        Path file = folder.resolve("message.hl7");
        Files.writeString(file, message);
        return new Delivery("bioanalysis-hl7", "M1", ARRIVED, file);
    }

    private Manifest take(String message) throws IOException, IntakeException {
        return intake().take(delivery(message), rejected -> {}).manifest();
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
    void ordersAMessageByTheMomentInMsh7() throws Exception {
        long made = Instant.parse("2006-03-14T09:15:00Z").getEpochSecond();
        Manifest manifest = take(MESSAGE.replace("AT", "20060314101500+0100"));
        assertThat(manifest.refusal()).isNull();
        assertThat(manifest.order()).isEqualTo(SourceOrder.stated(made, ARRIVED));
        assertThat(results()).extracting(NormalisedRecord.Result::order).containsOnly(manifest.order());
        assertThat(manifest.rows()).isEqualTo(3);
        assertThat(manifest.refused()).isEqualTo(1);
        assertThat(manifest.entries()).isEqualTo(2);
        assertThat(results())
                .extracting(r -> r.facts().status())
                .containsExactly(ResultStatus.FINAL, ResultStatus.PRELIMINARY);
    }

    @ParameterizedTest
    @CsvSource({
        "20060314101500.5, 2006-03-14T09:15:00Z",
        "200603141015,     2006-03-14T09:15:00Z",
        "20060701,         2006-06-30T22:00:00Z",
        "20060326023000,   2006-03-26T01:30:00Z",
        "20060314101500-0500, 2006-03-14T15:15:00Z",
    })
    void readsItInTheFeedsZoneWhereItHasNoOffset(String sent, String instant) throws Exception {
        assertThat(take(MESSAGE.replace("AT", sent)).order())
                .isEqualTo(SourceOrder.stated(Instant.parse(instant).getEpochSecond(), ARRIVED));
    }

    @ParameterizedTest
    @CsvSource({
        "'', P, AH-0111",
        "today, P, AH-0111",
        "2006, P, AH-0111",
        "20060314, T, AH-0113",
        "20060314, '', AH-0114"
    })
    void refusesAMessageThatDoesNotSayWhenAndForWhichEnvironmentItIs(String at, String environment, String code)
            throws Exception {
        Manifest manifest = take(MESSAGE.replace("AT", at).replace("|P|2.5.1", "|" + environment + "|2.5.1"));
        assertThat(manifest.refusal().code()).isEqualTo(code);
        assertThat(results()).isEmpty();
    }

    @Test
    void keepsTheOriginalsOrderWhenItIsReplayed() throws Exception {
        TransferId original = new TransferId("0".repeat(32));
        Manifest manifest = intake().replay(delivery(MESSAGE.replace("AT", "20060314")), original, 42, rejected -> {})
                .manifest();
        assertThat(manifest.order()).isEqualTo(42);
        assertThat(results()).extracting(NormalisedRecord.Result::order).containsOnly(42L);
    }
}

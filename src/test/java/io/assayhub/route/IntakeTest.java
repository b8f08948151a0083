package io.assayhub.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assayhub.config.Problems;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.mapping.Namespaces;
import io.assayhub.wire.HeaderName;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.NormalisedRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What intake sends and in which order, and that nothing closes a transfer that was not sent as a whole. */
class IntakeTest {
    private static final int PARTITIONS = 3;
    private static final String HEADER =
            "STUDYID,USUBJID,PCTESTCD,PCTEST,PCSPEC,PCDTC,PCORRES,PCORRESU,VISITNUM,PCTPT\n";
    private static MappingCatalog catalog;

    @TempDir
    private Path folder;

    private final MockProducer<byte[], byte[]> producer = producer(true);

    @BeforeAll
    static void load() {
        Problems problems = new Problems();
        catalog = MappingCatalog.load(Path.of("fhir-mappings"), Namespaces.of(Namespaces.DEFAULT_BASE), problems);
        problems.throwIfAny();
    }

    private static MockProducer<byte[], byte[]> producer(boolean acknowledging) {
        return new MockProducer<>(
                Cluster.empty(), acknowledging, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Delivery delivery(int rows, int badRow) throws IOException {
        StringBuilder table = new StringBuilder(HEADER);
        for (int row = 1; row <= rows; row++) {
            String value = row == badRow ? "12;5" : row + ".50";
            table.append("S1,S1-")
                    .append(row)
                    .append(",X,X,PLASMA,2020-01-01,")
                    .append(value)
                    .append(",ng/mL,1,PRE\n");
        }
        Path file = folder.resolve("claimed.csv");
        Files.writeString(file, table.toString());
        return new Delivery("sdtm-pc", "results.csv", Instant.parse("2026-03-01T10:00:00.123Z"), file);
    }

    private final AnswerCounts answers = new AnswerCounts();

    private Intake intake(MockProducer<byte[], byte[]> through) {
        return new Intake(catalog, through, "t", PARTITIONS).watched(Transport.HTTP, answers);
    }

    private List<NormalisedRecord> normalised() {
        return producer.history().stream()
                .filter(r -> r.topic().equals("t.normalised"))
                .map(r -> NormalisedRecord.decode(r.headers(), r.value()))
                .toList();
    }

    @Test
    void numbersTheRecordsOfEachPartitionAndClosesEachWithTheManifest() throws Exception {
        Taken taken = intake(producer).take(delivery(50, 0), rejected -> {});

        TreeMap<Integer, Long> last = new TreeMap<>();
        for (ProducerRecord<byte[], byte[]> record : producer.history()) {
            if (record.topic().equals("t.normalised")) {
                NormalisedRecord normalised = NormalisedRecord.decode(record.headers(), record.value());
                assertThat(normalised.transfer()).isEqualTo(taken.transfer());
                assertThat(normalised.seq()).isEqualTo(last.merge(record.partition(), 1L, Long::sum));
            }
        }
        last.replaceAll((partition, seq) -> seq - 1);
        assertThat(taken.manifest().partitions()).isEqualTo(last).hasSize(PARTITIONS);
        assertThat(taken.manifest().normalised()).isEqualTo(50);
        List<NormalisedRecord> all = normalised();
        assertThat(all.subList(50, 53))
                .allSatisfy(end ->
                        assertThat(((NormalisedRecord.End) end).manifest()).isEqualTo(taken.manifest()));
    }

    @Test
    void storesTheSourceAsReceived() throws Exception {
        Delivery delivery = delivery(50, 0);
        intake(producer).take(delivery, rejected -> {});
        ProducerRecord<byte[], byte[]> chunk = producer.history().stream()
                .filter(r -> r.topic().equals("t.source"))
                .reduce((a, b) -> {
                    throw new AssertionError("one chunk is enough");
                })
                .orElseThrow();
        assertThat(chunk.value()).isEqualTo(delivery.content().open().readAllBytes());
        assertThat(new String(chunk.headers().lastHeader(HeaderName.SEQ).value(), UTF_8))
                .isEqualTo("1");
    }

    @Test
    void sendsTheSameRecordsAgainOnASecondAttempt() throws Exception {
        Delivery delivery = delivery(30, 3);
        Taken first = intake(producer).take(delivery, rejected -> {});
        List<ProducerRecord<byte[], byte[]>> sent = List.copyOf(producer.history());
        producer.clear();
        assertThat(intake(producer).take(delivery, rejected -> {})).isEqualTo(first);
        assertThat(producer.history()).usingRecursiveComparison().isEqualTo(sent);
    }

    @Test
    void keepsCellsOutOfTheRejectedTopic() throws Exception {
        intake(producer).take(delivery(30, 3), rejected -> {});
        assertThat(producer.history())
                .filteredOn(r -> r.topic().equals("t.rejected"))
                .singleElement()
                .satisfies(r -> {
                    assertThat(new String(r.key(), UTF_8)).endsWith("/3/pk-concentration");
                    assertThat(new String(r.value(), UTF_8))
                            .contains("\"code\":\"AH-0304\"", "\"line\":4", "\"column\":\"PCORRES\"")
                            .doesNotContain("12;5", "S1-3");
                });
    }

    @Test
    void doesNotCloseATransferWhoseFileChangedMeanwhile() throws Exception {
        Delivery delivery = delivery(5_000, 3);
        assertThatThrownBy(() -> intake(producer)
                        .take(
                                delivery,
                                rejected -> Files.writeString(
                                        delivery.file(),
                                        "S1,S1-LATE,X,X,PLASMA,2020-01-01,1.0,ng/mL,1,PRE\n",
                                        StandardOpenOption.APPEND)))
                .isInstanceOf(IntakeException.class)
                .hasMessage("the delivery changed while it was taken");
        assertThat(normalised()).noneMatch(NormalisedRecord.End.class::isInstance);
    }

    @Test
    void doesNotCloseATransferOfWhichARecordWasNotAcknowledged() throws Exception {
        MockProducer<byte[], byte[]> failing =
                new MockProducer<>(Cluster.empty(), true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public synchronized java.util.concurrent.Future<org.apache.kafka.clients.producer.RecordMetadata>
                            send(
                                    ProducerRecord<byte[], byte[]> record,
                                    org.apache.kafka.clients.producer.Callback callback) {
                        if (history().size() == 10) {
                            callback.onCompletion(null, new TimeoutException("expired"));
                        }
                        return super.send(record, callback);
                    }
                };
        Delivery delivery = delivery(50, 0);
        assertThatThrownBy(() -> intake(failing).take(delivery, rejected -> {}))
                .isInstanceOf(IntakeException.class)
                .hasCauseInstanceOf(TimeoutException.class);
        assertThat(answers.count(Transport.HTTP, AnswerCounts.Answer.UNAVAILABLE))
                .isEqualTo(1);
        assertThat(answers.count(Transport.HTTP, AnswerCounts.Answer.ACCEPTED)).isZero();
        assertThat(failing.history())
                .filteredOn(r -> r.topic().equals("t.normalised"))
                .map(r -> NormalisedRecord.decode(r.headers(), r.value()))
                .noneMatch(NormalisedRecord.End.class::isInstance);
    }

    @Test
    void closesARefusedTransferWithTheReasonAlone() throws Exception {
        Delivery delivery = delivery(3, 2);
        Manifest manifest = intake(producer).take(delivery, rejected -> {}).manifest();
        assertThat(manifest.refusal().code()).isEqualTo("AH-0109");
        assertThat(producer.history())
                .singleElement()
                .satisfies(r -> assertThat(
                                NormalisedRecord.decode(r.headers(), r.value()).seq())
                        .isEqualTo(1));
    }
}

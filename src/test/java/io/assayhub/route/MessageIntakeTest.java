package io.assayhub.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.config.Problems;
import io.assayhub.mapping.MappingCatalog;
import io.assayhub.mapping.Namespaces;
import io.assayhub.model.ErrorCode;
import io.assayhub.model.Rejected;
import io.assayhub.wire.NormalisedRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A message is acknowledged when Kafka has acknowledged all of it, and nobody waits in between. */
class MessageIntakeTest {
    private static final String TABLE = """
            STUDYID,USUBJID,PCTESTCD,PCTEST,PCSPEC,PCDTC,PCORRES,PCORRESU,VISITNUM,PCTPT
            S1,S1-1,X,X,PLASMA,2020-01-01,1.5,ng/mL,1,PRE
            S1,S1-2,X,X,PLASMA,2020-01-01,12;5,ng/mL,1,PRE
            """;

    private static MappingCatalog catalog;

    @TempDir
    private Path folder;

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(Cluster.empty(), false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final List<Rejected> rejected = new ArrayList<>();
    private final AnswerCounts answers = new AnswerCounts();

    @BeforeAll
    static void load() {
        Problems problems = new Problems();
        catalog = MappingCatalog.load(Path.of("fhir-mappings"), Namespaces.of(Namespaces.DEFAULT_BASE), problems);
        problems.throwIfAny();
    }

    private CompletableFuture<Taken> take(byte[] bytes) {
        return new MessageIntake(catalog, producer, "t", 3, Runnable::run)
                .watched(Transport.ASTM, answers)
                .take(message(bytes), rejected::add);
    }

    private static Delivery message(byte[] bytes) {
        return new Delivery("sdtm-pc", "MSG-1", Instant.parse("2026-03-01T10:00:00.123Z"), new Content.InMemory(bytes));
    }

    private long ends() {
        return producer.history().stream()
                .filter(r -> r.topic().equals("t.normalised"))
                .filter(r -> NormalisedRecord.decode(r.headers(), r.value()) instanceof NormalisedRecord.End)
                .count();
    }

    /** Its share of rejects refuses the transfer of a feed that accepts whole ones: so of a message with one row. */
    private static byte[] good() {
        return TABLE.substring(0, TABLE.lastIndexOf("S1,S1-2")).getBytes(UTF_8);
    }

    @Test
    void completesOnlyWhenTheEndMarkersAreAcknowledgedToo() {
        CompletableFuture<Taken> taken = take(good());
        assertThat(producer.history()).extracting(r -> r.topic()).containsExactly("t.normalised", "t.source");
        assertThat(taken).isNotDone();
        producer.completeNext();
        assertThat(ends()).isZero();
        producer.completeNext();
        assertThat(ends()).as("one for each partition of a cumulative feed").isEqualTo(3);
        assertThat(taken).isNotDone();
        producer.completeNext();
        producer.completeNext();
        assertThat(taken).isNotDone();
        producer.completeNext();
        assertThat(taken).isCompleted();
        assertThat(taken.join().manifest().entries()).isEqualTo(1);
        assertThat(answered()).isEqualTo("1 accepted, 0 refused, 0 unavailable");
    }

    private String answered() {
        return Arrays.stream(AnswerCounts.Answer.values())
                .map(answer -> answers.count(Transport.ASTM, answer) + " " + answer.word())
                .collect(Collectors.joining(", "));
    }

    @Test
    void sendsWhatIntakeSendsForTheSameBytesInAFile() throws Exception {
        Path file = folder.resolve("message");
        Files.write(file, good());
        MockProducer<byte[], byte[]> files =
                new MockProducer<>(Cluster.empty(), true, null, new ByteArraySerializer(), new ByteArraySerializer());
        Taken expected = new Intake(catalog, files, "t", 3)
                .take(new Delivery("sdtm-pc", "MSG-1", message(good()).arrived(), file), rejected::add);
        CompletableFuture<Taken> taken = take(good());
        while (producer.completeNext()) {
            assertThat(taken.isCompletedExceptionally()).isFalse();
        }
        assertThat(taken.join()).isEqualTo(expected);
        assertThat(producer.history()).usingRecursiveComparison().isEqualTo(files.history());
    }

    @Test
    void failsWhenARecordIsNotAcknowledgedAndSendsNoEndMarker() {
        CompletableFuture<Taken> taken = take(good());
        producer.errorNext(new TimeoutException("no leader"));
        producer.completeNext();
        assertThat(taken).isCompletedExceptionally();
        assertThat(ends()).isZero();
        assertThat(answered()).isEqualTo("0 accepted, 0 refused, 1 unavailable");
    }

    @Test
    void failsWhenAnEndMarkerIsNotAcknowledged() {
        CompletableFuture<Taken> taken = take(good());
        producer.completeNext();
        producer.completeNext();
        producer.completeNext();
        producer.errorNext(new TimeoutException("no leader"));
        producer.completeNext();
        assertThat(taken).isCompletedExceptionally();
    }

    @Test
    void failsWhenTheProducerTakesNothingMore() {
        producer.sendException = new IllegalStateException("closed");
        assertThat(take(good())).isCompletedExceptionally();
    }

    @Test
    void tellsTheSenderWhyAMessageIsRefusedAndPublishesItsReceiptAlone() {
        CompletableFuture<Taken> taken = take(TABLE.getBytes(UTF_8));
        assertThat(producer.history()).extracting(r -> r.topic()).containsExactly("t.normalised");
        assertThat(ends()).isEqualTo(1);
        producer.completeNext();
        assertThat(taken.join().manifest().refusal().code()).isEqualTo("AH-0109");
        assertThat(answered()).isEqualTo("0 accepted, 1 refused, 0 unavailable");
        assertThat(rejected)
                .extracting(Rejected::code)
                .containsExactly(ErrorCode.TOO_MANY_REJECTED, ErrorCode.UNKNOWN_TOKEN);
    }
}

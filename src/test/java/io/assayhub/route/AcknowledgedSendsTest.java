package io.assayhub.route;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AcknowledgedSendsTest {
    private static final int MANY = 5_000;

    @Test
    void everyRecordIsSentInOrderBeforeAwaitReturns() throws IntakeException {
        MockProducer<byte[], byte[]> producer = producer(true);
        try (AcknowledgedSends sends = new AcknowledgedSends(producer)) {
            for (int i = 0; i < MANY; i++) {
                sends.send(record(i));
            }
            sends.await();
            assertThat(sent(producer)).isEqualTo(numbers(0, MANY));
            sends.send(record(MANY));
            sends.await();
            assertThat(sent(producer)).isEqualTo(numbers(0, MANY + 1));
        }
    }

    @Test
    void recordThatIsNotAcknowledgedEndsTheAttempt() throws IntakeException {
        MockProducer<byte[], byte[]> producer = producer(false);
        try (AcknowledgedSends sends = new AcknowledgedSends(producer)) {
            for (int i = 0; i < 64; i++) {
                sends.send(record(i));
            }
            Awaitility.await()
                    .untilAsserted(() -> assertThat(producer.history()).hasSize(64));
            TimeoutException late = new TimeoutException("late");
            assertThat(producer.errorNext(late)).isTrue();
            assertThatThrownBy(() -> sends.send(record(64)))
                    .isInstanceOf(IntakeException.class)
                    .hasCause(late);
            assertThatThrownBy(sends::await).isInstanceOf(IntakeException.class).hasCause(late);
            assertThat(sent(producer)).isEqualTo(numbers(0, 64));
        }
    }

    @Test
    void nothingIsSentBehindARecordThatTheProducerDoesNotTake() {
        MockProducer<byte[], byte[]> producer = producer(true);
        RecordTooLargeException refusal = new RecordTooLargeException("too large");
        producer.sendException = refusal;
        try (AcknowledgedSends sends = new AcknowledgedSends(producer)) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < MANY; i++) {
                            sends.send(record(i));
                        }
                        sends.await();
                    })
                    .isInstanceOf(IntakeException.class)
                    .hasCause(refusal);
            assertThat(producer.history()).isEmpty();
        }
    }

    @Test
    void nothingIsSentAfterClose() throws IntakeException {
        MockProducer<byte[], byte[]> producer = producer(true);
        AcknowledgedSends sends = new AcknowledgedSends(producer);
        for (int i = 0; i < MANY; i++) {
            sends.send(record(i));
        }
        sends.close();
        List<Integer> sent = sent(producer);
        assertThat(sent).isEqualTo(numbers(0, sent.size()));
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("intake-send"));
    }

    private static MockProducer<byte[], byte[]> producer(boolean acknowledges) {
        return new MockProducer<>(acknowledges, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static ProducerRecord<byte[], byte[]> record(int number) {
        return new ProducerRecord<>("topic", 0, null, Integer.toString(number).getBytes(US_ASCII));
    }

    private static List<Integer> sent(MockProducer<byte[], byte[]> producer) {
        return producer.history().stream()
                .map(record -> Integer.valueOf(new String(record.value(), US_ASCII)))
                .toList();
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }
}

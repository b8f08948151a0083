package io.assayhub.boot.bench;

import io.assayhub.mapping.MappingCatalog;
import io.assayhub.model.Rejected;
import io.assayhub.model.TransferId;
import io.assayhub.route.Delivery;
import io.assayhub.route.Intake;
import io.assayhub.route.IntakeException;
import io.assayhub.route.Taken;
import io.assayhub.wire.HeaderName;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Into the broker with acks=all: the hub's intake, and a bare producer with the records that intake sent. */
public final class IntakeSteps {
    /** Of the records that the bare producer sends over and over: enough of them not to lie in the processor's caches. */
    private static final int SAMPLE_BYTES = 24 << 20;

    private final MappingCatalog catalog;
    private final BenchKafka kafka;
    private final Clock clock;

    public IntakeSteps(MappingCatalog catalog, BenchKafka kafka, Clock clock) {
        this.catalog = catalog;
        this.kafka = kafka;
        this.clock = clock;
    }

    /** A transfer that intake has handed over, and how long that took. */
    public record TakenIn(TransferId transfer, double seconds) {}

    /** Takes a file in under a prefix whose topics are there; every row has to become a result. */
    public TakenIn take(String prefix, String name, Path file, long rows) throws IOException {
        Intake intake = new Intake(catalog, kafka.producer(), prefix, kafka.partitions());
        Delivery delivery = new Delivery("sdtm-pc", name, clock.instant(), file);
        long began = System.nanoTime();
        Taken taken;
        try {
            taken = intake.take(delivery, IntakeSteps::refuse);
        } catch (IntakeException e) {
            throw new IOException(e);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        if (taken.manifest().normalised() != rows) {
            throw new IOException("intake made " + taken.manifest().normalised() + " results of " + rows + " rows");
        }
        return new TakenIn(taken.transfer(), seconds);
    }

    private static void refuse(Rejected rejected) throws IOException {
        throw ReadSteps.unexpected(rejected);
    }

    /** Results that intake sent under a prefix, in the order of their rows, as records to send elsewhere. */
    public List<ProducerRecord<byte[], byte[]>> sample(String from, String to) {
        List<ProducerRecord<byte[], byte[]>> sample = new ArrayList<>();
        long[] left = new long[kafka.partitions()];
        java.util.Arrays.fill(left, SAMPLE_BYTES / kafka.partitions());
        String topic = Topic.NORMALISED.name(to);
        try (CommittedRecords records = new CommittedRecords(kafka.properties(), Topic.NORMALISED.name(from))) {
            records.readTo(records.ends(), record -> {
                if (text(record, HeaderName.KIND).equals("result") && left[record.partition()] > 0) {
                    left[record.partition()] -= record.value().length + 1000;
                    sample.add(new ProducerRecord<>(
                            topic, record.partition(), null, record.key(), record.value(), record.headers()));
                }
                return java.util.Arrays.stream(left).anyMatch(bytes -> bytes > 0);
            });
        }
        sample.sort(Comparator.comparingLong(IntakeSteps::row));
        return sample;
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String header) {
        return new String(record.headers().lastHeader(header).value(), StandardCharsets.US_ASCII);
    }

    private static long row(ProducerRecord<byte[], byte[]> record) {
        String entry = new String(record.headers().lastHeader(HeaderName.ENTRY).value(), StandardCharsets.US_ASCII);
        return Long.parseLong(entry, 0, entry.indexOf('/'), 10);
    }

    /** Sends so many records, the sample over and over, and waits until all are acknowledged; returns the seconds. */
    public double bare(List<ProducerRecord<byte[], byte[]>> sample, long rows) throws IOException {
        Producer<byte[], byte[]> producer = kafka.producer();
        Exception[] failure = new Exception[1];
        long began = System.nanoTime();
        for (long row = 0; row < rows; row++) {
            var unused = producer.send(sample.get((int) (row % sample.size())), (metadata, exception) -> {
                if (exception != null) {
                    failure[0] = exception;
                }
            });
        }
        producer.flush();
        double seconds = (System.nanoTime() - began) / 1e9;
        if (failure[0] != null) {
            throw new IOException(failure[0]);
        }
        return seconds;
    }
}

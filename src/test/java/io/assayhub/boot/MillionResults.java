package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.wire.AuditRecord;
import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.Counts;
import io.assayhub.wire.HeaderName;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.RejectedRecord;
import io.assayhub.wire.SpecimenRecord;
import io.assayhub.wire.SpecimenRecord.Listing;
import io.assayhub.wire.SubjectRecord;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * What the topics of a hub hold after a million results of the last day: 500 of each subject, a hundredth corrected twice,
 * 50 in each transfer; 100,000 rejects, a quarter of them of one transfer; 100,000 results that wait; 20,000 decisions. A
 * tenth is of a blinded feed.
 */
final class MillionResults {
    static final String STUDY = "PILOT7";
    static final String BLINDED = "sdtm-is";
    static final int SIDE = 100_000;

    /** The accession of what is sent last, to a partition that has everything before it. */
    static final String LAST = "WAIT-LAST";

    private static final int PER_TRANSFER = 50;
    private static final int PER_SUBJECT = 500;
    private static final int ACTIONS = 20_000;
    private static final List<String> FEEDS = List.of(
            "sdtm-pc",
            "bioanalysis-pk",
            "central-pk",
            "cytometry-cd8",
            "dataset-json",
            "elispot-aid",
            "hl7v2-oru",
            "immunology-ada",
            "pk-runs",
            BLINDED);

    private final KafkaAccess kafka;
    private final int results;
    private final long began;
    private final String observation;
    private final String holes;

    /** @param results at least 50,000, in whole thousands */
    MillionResults(KafkaAccess kafka, int results, Clock clock) throws IOException {
        this.kafka = kafka;
        this.results = results;
        this.began = clock.millis() - 4_000L * transfers();
        this.observation = Files.readAllLines(
                        Path.of("src/test/resources/cases/sdtm-pc/plain-and-limits/expected.ndjson"))
                .get(0);
        this.holes = observation
                .replaceAll("\"id\":\"[0-9a-f]{32}\"", "\"id\":\"@ID@\"")
                .replaceAll("07-001-\\d{4}", "@SUBJECT@")
                .replaceFirst(
                        "\"contained\":\\[\\{", "\"contained\":[{\"accessionIdentifier\":{\"value\":\"@ACCESSION@\"},")
                .replaceFirst("\"effectiveDateTime\":\"[^\"]*\"", "\"effectiveDateTime\":\"@TIME@\"")
                .replaceFirst("\"valueDuration\":\\{\"value\":2", "\"valueDuration\":{\"value\":@HOURS@")
                .replaceFirst("(\"valueQuantity\":\\{\"value\":)[0-9.]+(?!.*\"valueQuantity\")", "$1@VALUE@");
    }

    int results() {
        return results;
    }

    int transfers() {
        return results / PER_TRANSFER;
    }

    int subjects() {
        return results / PER_SUBJECT;
    }

    String subject(int number) {
        return String.format(Locale.ROOT, "07-%03d-%04d", number % subjects() / 100, number % subjects());
    }

    /** When a transfer arrived, in milliseconds. */
    long at(int transfer) {
        return began + transfer * 4_000L;
    }

    String hold(int number) {
        return HeldRecord.holdKey(id(results + number), 1);
    }

    static String feed(int transfer) {
        return FEEDS.get(transfer % FEEDS.size());
    }

    static String transferId(int number) {
        return String.format(Locale.ROOT, "%032x", number * 2_654_435_761L);
    }

    static String id(int number) {
        return String.format(Locale.ROOT, "%016x%016x", number * 0x9E3779B97F4A7C15L, number);
    }

    static String holdCode(int number) {
        return "AH-050" + (1 + number % 5);
    }

    /** Sends everything; returns when the broker has it. */
    void send() {
        try (Producer<byte[], byte[]> producer = kafka.bulkProducer()) {
            for (int i = 0; i < subjects(); i++) {
                SubjectRecord subject = SubjectRecord.open(STUDY, subject(i));
                send(producer, Topic.SUBJECTS, subject.key().text(), subject.toJson(), began);
            }
            for (int i = 0; i < transfers(); i++) {
                receipt(producer, i);
            }
            for (int i = 0; i < results; i++) {
                version(producer, i, 1);
                if (i % 100 == 0) {
                    version(producer, i, 2);
                    version(producer, i, 3);
                }
            }
            for (int i = 0; i < SIDE; i++) {
                reject(producer, i);
                held(producer, i, "WAIT-" + i);
                specimen(producer, i);
            }
            Listing listing = new Listing("edc", "Expected specimens", "expected.csv", began, SIDE, 0);
            send(producer, Topic.SPECIMENS, listing.list(), listing.toJson(), began);
            for (int i = 0; i < ACTIONS; i++) {
                action(producer, i);
            }
            producer.flush();
            held(producer, SIDE, LAST);
        }
    }

    private static void send(
            Producer<byte[], byte[]> producer, Topic topic, String key, byte[] value, long at, String... headers) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic.name("assay"), null, at, key.getBytes(UTF_8), value);
        for (int i = 0; i < headers.length; i += 2) {
            record.headers().add(headers[i], headers[i + 1].getBytes(UTF_8));
        }
        Future<RecordMetadata> unused =
                producer.send(record); // What fails is missing in the index, which is waited for.
    }

    private void version(Producer<byte[], byte[]> producer, int i, int version) {
        int transfer = i / PER_TRANSFER;
        String subject = subject(i);
        String made = holes.replace("@ID@", id(i))
                .replace("@SUBJECT@", subject)
                .replace("@ACCESSION@", "ACC-" + i)
                .replace("@TIME@", Instant.ofEpochMilli(at(i / subjects() * 4)).toString())
                .replace("@HOURS@", Integer.toString(i / subjects()))
                .replace("@VALUE@", Double.toString((i % 1000 + version) / 10.0));
        String bundle = "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{\"resource\":" + made
                + "},{\"resource\":{\"resourceType\":\"Provenance\",\"agent\":[{\"type\":{\"coding\":[{\"code\":"
                + "\"assembler\"}]},\"who\":{\"display\":\"Assay Hub\"}}]}}]}";
        send(
                producer,
                Topic.AUDIT,
                STUDY + "/" + subject,
                bundle.getBytes(UTF_8),
                at(transfer) + version,
                HeaderName.KIND,
                AuditRecord.VERSION,
                HeaderName.ID,
                id(i),
                HeaderName.VERSION,
                Integer.toString(version),
                HeaderName.STATUS,
                version == 1 ? "final" : "corrected",
                HeaderName.OUTCOME,
                version == 1 ? "new" : "corrected",
                HeaderName.TOPICS,
                "pk,observations",
                HeaderName.FEED,
                feed(transfer),
                HeaderName.TRANSFER,
                transferId(transfer),
                HeaderName.ENTRY,
                i % PER_TRANSFER + "/pk-concentration");
    }

    private void receipt(Producer<byte[], byte[]> producer, int i) {
        String arrived = Instant.ofEpochMilli(at(i)).toString();
        Counts counts = new Counts(PER_TRANSFER, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        Manifest manifest = new Manifest(
                feed(i),
                "plate-" + i + ".csv",
                transferId(i) + transferId(i),
                4_000,
                "s1",
                1,
                null,
                false,
                Map.of(),
                i % 100 == 99 ? transferId(i - 10) : null,
                arrived,
                null,
                PER_TRANSFER + 1L,
                null,
                Map.of("QC", 1L),
                0,
                PER_TRANSFER,
                PER_TRANSFER,
                0,
                Map.of());
        Receipt.State state = i % 5_000 == 1 ? Receipt.State.STOPPED : Receipt.State.CLOSED;
        Receipt.Verdict verdict = state == Receipt.State.STOPPED
                ? new Receipt.Verdict(Receipt.Verdict.Decision.STOPPED, List.of("corrected 98.2 % > 5 %"))
                : null;
        Receipt receipt = new Receipt(transferId(i), 1, state, true, arrived, manifest, counts, 0, verdict);
        send(producer, Topic.RECEIPTS, receipt.transfer(), receipt.toJson(), at(i) + 300);
    }

    private void reject(Producer<byte[], byte[]> producer, int i) {
        int transfer = i % 4 == 0 ? 1 : i % transfers();
        RejectedRecord rejected = new RejectedRecord(
                transferId(transfer), feed(transfer), "AH-03" + (10 + i % 20), i, i + 1, "C", null, "no number", "ask");
        send(producer, Topic.REJECTED, transferId(transfer) + "/" + i, rejected.toJson(), at(transfer));
    }

    private void held(Producer<byte[], byte[]> producer, int i, String accession) {
        int transfer = i * 7 % transfers();
        HeldRecord held = new HeldRecord(
                hold(i),
                holdCode(i),
                "subject-unknown",
                Instant.ofEpochMilli(at(transfer)).toString(),
                i % 50 == 0,
                i % 500 == 0,
                STUDY,
                subject(i),
                id(results + i),
                transferId(transfer),
                feed(transfer),
                "1/pk-concentration",
                accession,
                "final",
                null,
                "the subject is not registered",
                observation);
        send(producer, Topic.HELD, held.key(), held.toJson(), at(transfer));
    }

    /** Every tenth result is expected; of these some are not reported, wait, or are not done. */
    private void specimen(Producer<byte[], byte[]> producer, int i) {
        int result = Math.min(i * 10, results - 1);
        String accession = i % 20 == 1 ? "LOST-" + i : i % 20 == 2 ? "WAIT-" + i : "ACC-" + result;
        SpecimenRecord specimen = new SpecimenRecord(
                "edc",
                STUDY,
                subject(i % 20 == 2 ? i : result),
                visit(i),
                result / subjects() + " h",
                "Plasma",
                null,
                i % 20 == 3 ? null : accession,
                i % 20 == 3 ? SpecimenRecord.Status.NOT_DONE : SpecimenRecord.Status.COLLECTED,
                null,
                Instant.ofEpochMilli(at(i / 5)).toString());
        send(producer, Topic.SPECIMENS, specimen.key(), specimen.toJson(), began);
    }

    static String visit(int number) {
        return "VISIT " + number % 25;
    }

    private void action(Producer<byte[], byte[]> producer, int i) {
        int transfer = i % transfers();
        CommandRecord command = new CommandRecord(
                id(i),
                CommandRecord.Action.DISMISS,
                "O. Perator",
                "asked the laboratory",
                Instant.ofEpochMilli(at(transfer)).toString(),
                hold(SIDE + i),
                id(results + SIDE + i),
                transferId(transfer),
                feed(transfer),
                STUDY,
                subject(i),
                null,
                null);
        send(
                producer,
                Topic.AUDIT,
                STUDY + "/" + subject(i),
                command.toJson(),
                at(transfer),
                HeaderName.KIND,
                AuditRecord.ACTION);
    }
}

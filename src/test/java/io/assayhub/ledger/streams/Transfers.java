package io.assayhub.ledger.streams;

import io.assayhub.model.FeedName;
import io.assayhub.model.Hash128;
import io.assayhub.model.ObservationId;
import io.assayhub.model.ResultStatus;
import io.assayhub.model.SnapshotId;
import io.assayhub.model.StudyId;
import io.assayhub.model.SubjectId;
import io.assayhub.model.TransferId;
import io.assayhub.wire.Holes;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.NormalisedRecord;
import io.assayhub.wire.ResultFacts;
import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.test.TestRecord;

/** Records of transfers as intake writes them, small enough to read whole. */
final class Transfers {
    static final SubjectKey SUBJECT = new SubjectKey(new StudyId("P003"), new SubjectId("01-0007"));
    static final SnapshotId SNAPSHOT = new SnapshotId(hash("snapshot").hex());
    static final String TRACE_PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private Transfers() {}

    static Hash128 hash(String text) {
        return Hash128.ofSha256(text);
    }

    static TransferId transfer(String name) {
        return new TransferId(hash(name).hex());
    }

    static ObservationId id(String sample) {
        return ObservationId.of(SUBJECT.study(), SUBJECT.subject(), hash(sample));
    }

    /** A final result with this value; source and content follow from it. */
    static NormalisedRecord.Result result(String transfer, long seq, long order, String sample, String value) {
        return result(transfer, seq, order, sample, value, value, ResultStatus.FINAL, List.of(Topic.PK));
    }

    static NormalisedRecord.Result result(
            String transfer,
            long seq,
            long order,
            String sample,
            String source,
            String value,
            ResultStatus status,
            List<Topic> topics) {
        String head = "{\"resourceType\":\"Observation\",\"id\":\"" + id(sample) + "\",\"meta\":{\"versionId\":\"";
        String afterVersion = "\",\"lastUpdated\":\"";
        String afterUpdated = "\"},\"status\":\"";
        String afterStatus = "\",\"subject\":";
        String tail = ",\"valueString\":\"" + value + "\"}";
        int version = head.length();
        int updated = version + afterVersion.length();
        int statusAt = updated + afterUpdated.length();
        int subject = statusAt + afterStatus.length();
        Holes holes = new Holes(List.of(
                new Holes.Place(Holes.Name.VERSION, version),
                new Holes.Place(Holes.Name.LAST_UPDATED, updated),
                new Holes.Place(Holes.Name.STATUS, statusAt),
                new Holes.Place(Holes.Name.SUBJECT, subject)));
        return new NormalisedRecord.Result(
                transfer(transfer),
                seq,
                seq + "/pk-concentration",
                new FeedName("bioanalysis-pk"),
                SNAPSHOT,
                order,
                Set.of(),
                TRACE_PARENT,
                new ResultFacts(
                        id(sample),
                        hash(sample),
                        hash("source " + source),
                        hash("content " + value + status.code()),
                        status,
                        topics,
                        holes,
                        new ResultFacts.Span(0, 0),
                        null,
                        null,
                        null),
                (head + afterVersion + afterUpdated + afterStatus + tail).getBytes(StandardCharsets.UTF_8));
    }

    /** The Observation that {@link #result} becomes when published. */
    static String observation(String sample, int version, String updated, String status, String value) {
        return "{\"resourceType\":\"Observation\",\"id\":\"" + id(sample) + "\",\"meta\":{\"versionId\":\"" + version
                + "\",\"lastUpdated\":\"" + updated + "\"},\"status\":\"" + status
                + "\",\"subject\":{\"type\":\"Patient\",\"identifier\":{\"system\":"
                + "\"https://hub.example/fhir/sid/P003/subject\",\"value\":\"01-0007\"}}"
                + ",\"valueString\":\"" + value + "\"}";
    }

    /** A manifest in which every row became one result and nothing was excluded, refused or rejected. */
    static Manifest manifest(String transfer, Map<Integer, Long> partitions) {
        long rows = partitions.values().stream().mapToLong(Long::longValue).sum();
        return manifest(transfer, rows, partitions, null);
    }

    static Manifest manifest(String transfer, long rows, Map<Integer, Long> partitions, Manifest.Refusal refusal) {
        return new Manifest(
                "bioanalysis-pk",
                transfer + ".csv",
                "0".repeat(64),
                1234,
                SNAPSHOT.value(),
                1,
                null,
                false,
                Map.of(),
                null,
                "2026-01-02T03:04:05.006Z",
                refusal,
                rows,
                null,
                Map.of(),
                refusal == null ? 0 : rows,
                refusal == null ? rows : 0,
                refusal == null ? rows : 0,
                0,
                partitions);
    }

    static NormalisedRecord.End end(String transfer, long results) {
        return new NormalisedRecord.End(transfer(transfer), results + 1, manifest(transfer, Map.of(0, results)));
    }

    static TestRecord<byte[], byte[]> record(NormalisedRecord normalised) {
        if (normalised instanceof NormalisedRecord.Result result) {
            return new TestRecord<>(SUBJECT.bytes(), result.observation(), NormalisedRecord.headers(result));
        }
        NormalisedRecord.End end = (NormalisedRecord.End) normalised;
        return new TestRecord<>(SUBJECT.bytes(), end.manifest().toJson(), NormalisedRecord.headers(end));
    }
}

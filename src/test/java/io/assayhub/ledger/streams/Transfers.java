package io.assayhub.ledger.streams;

import io.assayhub.model.Hash128;
import io.assayhub.model.ObservationId;
import io.assayhub.model.ResultStatus;
import io.assayhub.model.SnapshotId;
import io.assayhub.model.StudyId;
import io.assayhub.model.SubjectId;
import io.assayhub.model.TransferId;
import io.assayhub.wire.Manifest;
import io.assayhub.wire.NormalisedRecord;
import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.SubjectRecord;
import io.assayhub.wire.Topic;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
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
        return new Sample(transfer, seq, order, sample, value)
                .source(source)
                .status(status)
                .to(topics.toArray(new Topic[0]))
                .result();
    }

    static SubjectKey subject(String number) {
        return new SubjectKey(new StudyId("P003"), new SubjectId(number));
    }

    /** A registration that takes every result. */
    static SubjectRecord registered(String number) {
        return registered(number, SubjectRecord.Accepts.ALL, null, 1);
    }

    static SubjectRecord registered(String number, SubjectRecord.Accepts accepts, String until, long asOf) {
        return new SubjectRecord(
                "P003", number, null, number, "on-study", accepts, until, null, null, null, null, asOf);
    }

    /** The Observation that {@link #result} becomes when published. */
    static String observation(String sample, int version, String updated, String status, String value) {
        return observation(SUBJECT, sample, version, updated, status, value);
    }

    static String observation(
            SubjectKey subject, String sample, int version, String updated, String status, String value) {
        return head(subject, sample, version, updated) + ",\"status\":\"" + status + "\",\"code\":" + Sample.CODE
                + ",\"subject\":" + reference(subject) + ",\"valueString\":\"" + value + "\"}";
    }

    /** The entered-in-error version that a command makes. */
    static String withdrawal(SubjectKey subject, String sample, int version, String updated) {
        return head(subject, sample, version, updated)
                + ",\"identifier\":[{\"system\":\"https://hub.example/fhir/sid/observation\",\"value\":\""
                + ObservationId.of(subject.study(), subject.subject(), hash(sample))
                + "\"}],\"status\":\"entered-in-error\",\"code\":" + Sample.CODE + ",\"subject\":"
                + reference(subject) + "}";
    }

    private static String head(SubjectKey subject, String sample, int version, String updated) {
        return "{\"resourceType\":\"Observation\",\"id\":\""
                + ObservationId.of(subject.study(), subject.subject(), hash(sample))
                + "\",\"meta\":{\"versionId\":\"" + version + "\",\"lastUpdated\":\"" + updated + "\"}";
    }

    private static String reference(SubjectKey subject) {
        String id = hash("subject\u001f" + subject.text()).hex();
        String identifier = "\"identifier\":{\"system\":\"https://hub.example/fhir/sid/P003/subject\",\"value\":\""
                + subject.subject() + "\"}}";
        return "{\"extension\":[{\"url\":\"https://hub.example/fhir/StructureDefinition/research-subject\","
                + "\"valueReference\":{\"reference\":\"ResearchSubject/" + id + "\",\"type\":\"ResearchSubject\","
                + identifier + "}],\"reference\":\"Patient/" + id + "\",\"type\":\"Patient\"," + identifier;
    }

    /** A manifest of a feed that sends everything each time, with limits if any are given. */
    static Manifest cumulative(String transfer, long order, long results, Map<String, BigDecimal> limits) {
        return shaped(transfer, order, null, true, limits, Map.of(0, results));
    }

    /** A manifest of one transfer of a numbered sequence. */
    static Manifest numbered(String transfer, long sequence, long results) {
        return shaped(transfer, sequence, sequence, false, Map.of(), Map.of(0, results));
    }

    static Manifest shaped(
            String transfer,
            long order,
            Long sequence,
            boolean cumulative,
            Map<String, BigDecimal> limits,
            Map<Integer, Long> partitions) {
        Manifest plain = manifest(transfer, partitions);
        return new Manifest(
                plain.feed(),
                plain.delivery(),
                plain.sha256(),
                plain.bytes(),
                plain.snapshot(),
                order,
                sequence,
                cumulative,
                limits,
                null,
                plain.arrived(),
                null,
                plain.rows(),
                null,
                plain.excluded(),
                plain.refused(),
                plain.read(),
                plain.entries(),
                plain.rejected(),
                partitions);
    }

    static NormalisedRecord.End end(String transfer, Manifest manifest) {
        long results = manifest.partitions().get(0);
        return new NormalisedRecord.End(transfer(transfer), results + 1, manifest);
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

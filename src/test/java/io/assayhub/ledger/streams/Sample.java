package io.assayhub.ledger.streams;

import io.assayhub.model.FeedName;
import io.assayhub.model.HoldReason;
import io.assayhub.model.ObservationId;
import io.assayhub.model.ResultStatus;
import io.assayhub.model.StudyId;
import io.assayhub.model.SubjectId;
import io.assayhub.wire.Flag;
import io.assayhub.wire.Holes;
import io.assayhub.wire.NormalisedRecord;
import io.assayhub.wire.ResultFacts;
import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.Topic;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.test.TestRecord;

/** One result of a transfer as intake writes it; each step returns the sample itself. */
final class Sample {
    static final String CODE = "{\"text\":\"IMP321\"}";

    private final String transfer;
    private final long seq;
    private final long order;
    private final String sample;
    private final String value;
    private String source;
    private SubjectKey subject = Transfers.SUBJECT;
    private ResultStatus status = ResultStatus.FINAL;
    private List<Topic> topics = List.of(Topic.PK);
    private final Set<Flag> flags = EnumSet.noneOf(Flag.class);
    private String accession;
    private String collected;
    private HoldReason hold;
    private String feed = "bioanalysis-pk";

    /** @param sample what tells it apart among its subject's results */
    Sample(String transfer, long seq, long order, String sample, String value) {
        this.transfer = transfer;
        this.seq = seq;
        this.order = order;
        this.sample = sample;
        this.value = value;
        source = value;
    }

    Sample source(String text) {
        source = text;
        return this;
    }

    Sample of(String number) {
        subject = Transfers.subject(number);
        return this;
    }

    Sample status(ResultStatus stated) {
        status = stated;
        return this;
    }

    Sample to(Topic... where) {
        topics = List.of(where);
        return this;
    }

    Sample with(Flag flag) {
        flags.add(flag);
        return this;
    }

    Sample accession(String number) {
        accession = number;
        return this;
    }

    Sample collected(String dateTime) {
        collected = dateTime;
        return this;
    }

    Sample hold(HoldReason reason) {
        hold = reason;
        return this;
    }

    Sample feed(String name) {
        feed = name;
        return this;
    }

    ObservationId id() {
        return ObservationId.of(subject.study(), subject.subject(), Transfers.hash(sample));
    }

    NormalisedRecord.Result result() {
        String head = "{\"resourceType\":\"Observation\",\"id\":\"";
        String afterId = "\",\"meta\":{\"versionId\":\"";
        String afterVersion = "\",\"lastUpdated\":\"";
        String afterUpdated = "\"},\"status\":\"";
        String afterStatus = "\",\"code\":";
        String afterCode = ",\"subject\":";
        String tail = ",\"valueString\":\"" + value + "\"}";
        int id = head.length();
        int version = id + afterId.length();
        int updated = version + afterVersion.length();
        int statusAt = updated + afterUpdated.length();
        int code = statusAt + afterStatus.length();
        int subjectAt = code + CODE.length() + afterCode.length();
        Holes holes = new Holes(List.of(
                new Holes.Place(Holes.Name.ID, id),
                new Holes.Place(Holes.Name.VERSION, version),
                new Holes.Place(Holes.Name.LAST_UPDATED, updated),
                new Holes.Place(Holes.Name.STATUS, statusAt),
                new Holes.Place(Holes.Name.SUBJECT, subjectAt)));
        String observation = head + afterId + afterVersion + afterUpdated + afterStatus + CODE + afterCode + tail;
        return new NormalisedRecord.Result(
                Transfers.transfer(transfer),
                seq,
                seq + "/pk-concentration",
                new FeedName(feed),
                Transfers.SNAPSHOT,
                order,
                flags,
                Transfers.TRACE_PARENT,
                new ResultFacts(
                        id(),
                        Transfers.hash(sample),
                        Transfers.hash("source " + source),
                        Transfers.hash("content " + value + status.code()),
                        status,
                        topics,
                        holes,
                        new ResultFacts.Span(code, code + CODE.length()),
                        accession,
                        collected,
                        hold),
                observation.getBytes(StandardCharsets.UTF_8));
    }

    TestRecord<byte[], byte[]> record() {
        NormalisedRecord.Result result = result();
        return new TestRecord<>(subject.bytes(), result.observation(), NormalisedRecord.headers(result));
    }

    static SubjectKey key(String number) {
        return new SubjectKey(new StudyId("P003"), new SubjectId(number));
    }
}

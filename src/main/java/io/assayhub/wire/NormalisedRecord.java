package io.assayhub.wire;

import io.assayhub.model.FeedName;
import io.assayhub.model.Hash128;
import io.assayhub.model.ObservationId;
import io.assayhub.model.ResultStatus;
import io.assayhub.model.SnapshotId;
import io.assayhub.model.TransferId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** What {@link Topic#NORMALISED} carries: the results of a transfer, numbered per partition, and its end marker. */
public sealed interface NormalisedRecord {
    /** The transfer this record belongs to. */
    TransferId transfer();

    /** 1, 2, 3, … among the records of this transfer in this partition. */
    long seq();

    /**
     * One result: an Observation with holes, keyed by {@link SubjectKey}.
     *
     * @param observation FHIR R4 JSON in UTF-8, complete but for {@code holes}
     * @param order higher is newer among versions of one result
     * @param sourceHash over the verbatim fields that the mapping reads
     * @param contentHash over the Observation without holes, numbers in one spelling, and the status the source gave
     * @param status the status that the source gave the result
     * @param topics where it goes, never empty, consumer topics only
     */
    record Result(
            TransferId transfer,
            long seq,
            String entry,
            FeedName feed,
            SnapshotId snapshot,
            ObservationId id,
            long order,
            Hash128 sourceHash,
            Hash128 contentHash,
            ResultStatus status,
            List<Topic> topics,
            Holes holes,
            String traceParent,
            byte[] observation)
            implements NormalisedRecord {}

    /** The end of a transfer in one partition; {@code seq} is one more than its last result's here. */
    record End(TransferId transfer, long seq, Manifest manifest) implements NormalisedRecord {}

    /** The headers of a result or an end marker, as {@link #decode} reads them. */
    static Headers headers(NormalisedRecord.Result result) {
        return new ResultHeaders(result.transfer, result.feed, result.snapshot, result.order, result.traceParent)
                .of(new ResultHeaders.Of(
                        result.seq,
                        result.entry,
                        result.id,
                        result.sourceHash,
                        result.contentHash,
                        result.status,
                        result.topics,
                        result.holes));
    }

    /** The headers of an end marker; its value is {@link Manifest#toJson()}. */
    static Headers headers(NormalisedRecord.End end) {
        RecordHeaders headers = new RecordHeaders();
        add(headers, HeaderName.KIND, "end");
        add(headers, HeaderName.TRANSFER, end.transfer.value());
        add(headers, HeaderName.SEQ, Long.toString(end.seq));
        return headers;
    }

    /**
     * Reads a record of the topic.
     *
     * @throws IllegalArgumentException if headers are missing or malformed: the record was not written by a hub
     */
    static NormalisedRecord decode(Headers headers, byte[] value) {
        TransferId transfer = new TransferId(text(headers, HeaderName.TRANSFER));
        long seq = Long.parseLong(text(headers, HeaderName.SEQ));
        String kind = text(headers, HeaderName.KIND);
        if (kind.equals("end")) {
            return new End(transfer, seq, Manifest.fromJson(value));
        }
        if (!kind.equals("result")) {
            throw new IllegalArgumentException("header " + HeaderName.KIND + " is neither result nor end");
        }
        List<Topic> topics = new ArrayList<>(2);
        for (String suffix : Arrays.asList(text(headers, HeaderName.TOPICS).split(","))) {
            topics.add(Topic.ofSuffix(suffix)
                    .filter(Topic::isConsumerTopic)
                    .orElseThrow(() -> new IllegalArgumentException("no consumer topic has this name")));
        }
        return new Result(
                transfer,
                seq,
                text(headers, HeaderName.ENTRY),
                new FeedName(text(headers, HeaderName.FEED)),
                new SnapshotId(text(headers, HeaderName.SNAPSHOT)),
                new ObservationId(text(headers, HeaderName.ID)),
                Long.parseLong(text(headers, HeaderName.ORDER)),
                Hash128.parse(text(headers, HeaderName.SOURCE_HASH)),
                Hash128.parse(text(headers, HeaderName.CONTENT_HASH)),
                ResultStatus.of(text(headers, HeaderName.STATUS))
                        .orElseThrow(() -> new IllegalArgumentException("no such status")),
                List.copyOf(topics),
                Holes.parse(text(headers, HeaderName.HOLES)),
                text(headers, HeaderName.TRACE_PARENT),
                value);
    }

    private static void add(RecordHeaders headers, String name, String value) {
        headers.add(new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        if (header == null || header.value() == null) {
            throw new IllegalArgumentException("header " + name + " is missing");
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}

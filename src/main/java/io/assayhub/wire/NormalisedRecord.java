package io.assayhub.wire;

import io.assayhub.model.FeedName;
import io.assayhub.model.Hash128;
import io.assayhub.model.HoldReason;
import io.assayhub.model.ObservationId;
import io.assayhub.model.ResultStatus;
import io.assayhub.model.SnapshotId;
import io.assayhub.model.TransferId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
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
     * @param order higher is newer among versions of one result
     * @param observation FHIR R4 JSON in UTF-8, complete but for {@link ResultFacts#holes}
     */
    record Result(
            TransferId transfer,
            long seq,
            String entry,
            FeedName feed,
            SnapshotId snapshot,
            long order,
            Set<Flag> flags,
            String traceParent,
            ResultFacts facts,
            byte[] observation)
            implements NormalisedRecord {
        public Result {
            flags = Set.copyOf(flags);
        }

        /** The same result as of a newer transfer that carried it too. */
        public Result withOrder(long newer) {
            return new Result(transfer, seq, entry, feed, snapshot, newer, flags, traceParent, facts, observation);
        }
    }

    /**
     * A result whose subject is known under another number, sent on by the ledger to that subject's partition.
     *
     * @param from partition that it came from
     * @param seq 1, 2, 3, … among the results of this transfer moved from there to here
     * @param result under the number that the sender used, with the seq it had there
     */
    record Moved(int from, long seq, Result result) implements NormalisedRecord {
        @Override
        public TransferId transfer() {
            return result.transfer;
        }
    }

    /** The end of a transfer in one partition; {@code seq} is one more than its last result's here. */
    record End(TransferId transfer, long seq, Manifest manifest) implements NormalisedRecord {}

    /** The headers of a result, as {@link #decode} reads them. */
    static Headers headers(NormalisedRecord.Result result) {
        return new ResultHeaders(
                        result.transfer, result.feed, result.snapshot, result.order, result.flags, result.traceParent)
                .of(result.seq, result.entry, result.facts);
    }

    /** The headers of a moved result; its value is the result's own. */
    static Headers headers(NormalisedRecord.Moved moved) {
        Headers headers = headers(moved.result);
        headers.remove(HeaderName.KIND);
        headers.remove(HeaderName.SEQ);
        add(headers, HeaderName.KIND, "moved");
        add(headers, HeaderName.SEQ, Long.toString(moved.seq));
        add(headers, HeaderName.FROM, moved.from + "/" + moved.result.seq);
        return headers;
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
        HeaderReader fields = new HeaderReader(headers);
        String kind = fields.text(HeaderName.KIND);
        TransferId transfer = new TransferId(fields.text(HeaderName.TRANSFER));
        long seq = Long.parseLong(fields.text(HeaderName.SEQ));
        return switch (kind) {
            case "end" -> new End(transfer, seq, Manifest.fromJson(value));
            case "result" -> result(transfer, seq, fields, value);
            case "moved" -> {
                String from = fields.text(HeaderName.FROM);
                int slash = from.indexOf('/');
                yield new Moved(
                        Integer.parseInt(from.substring(0, slash)),
                        seq,
                        result(transfer, Long.parseLong(from.substring(slash + 1)), fields, value));
            }
            default -> throw new IllegalArgumentException("header " + HeaderName.KIND + " is not result, moved or end");
        };
    }

    private static Result result(TransferId transfer, long seq, HeaderReader fields, byte[] value) {
        List<Topic> topics = new ArrayList<>(2);
        for (String suffix : Arrays.asList(fields.text(HeaderName.TOPICS).split(","))) {
            topics.add(Topic.ofSuffix(suffix)
                    .filter(Topic::isConsumerTopic)
                    .orElseThrow(() -> new IllegalArgumentException("no consumer topic has this name")));
        }
        String hold = fields.optional(HeaderName.HOLD);
        String flags = fields.optional(HeaderName.FLAGS);
        return new Result(
                transfer,
                seq,
                fields.text(HeaderName.ENTRY),
                new FeedName(fields.text(HeaderName.FEED)),
                new SnapshotId(fields.text(HeaderName.SNAPSHOT)),
                Long.parseLong(fields.text(HeaderName.ORDER)),
                flags == null ? Set.of() : Flag.parse(flags),
                fields.text(HeaderName.TRACE_PARENT),
                new ResultFacts(
                        new ObservationId(fields.text(HeaderName.ID)),
                        Hash128.parse(fields.text(HeaderName.IDENTITY)),
                        Hash128.parse(fields.text(HeaderName.SOURCE_HASH)),
                        Hash128.parse(fields.text(HeaderName.CONTENT_HASH)),
                        ResultStatus.of(fields.text(HeaderName.STATUS))
                                .orElseThrow(() -> new IllegalArgumentException("no such status")),
                        List.copyOf(topics),
                        Holes.parse(fields.text(HeaderName.HOLES)),
                        ResultFacts.Span.parse(fields.text(HeaderName.CODE)),
                        fields.optional(HeaderName.ACCESSION),
                        fields.optional(HeaderName.COLLECTED),
                        hold == null
                                ? null
                                : HoldReason.of(hold)
                                        .orElseThrow(() -> new IllegalArgumentException("no such reason to hold"))),
                value);
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8)));
    }
}

package io.assayhub.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.model.FeedName;
import io.assayhub.model.Hash128;
import io.assayhub.model.ObservationId;
import io.assayhub.model.ResultStatus;
import io.assayhub.model.SnapshotId;
import io.assayhub.model.TransferId;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Writes the headers of one transfer's results, as {@link NormalisedRecord#decode} reads them. What all of them share is
 * encoded once. For one thread.
 */
public final class ResultHeaders {
    private static final Header KIND = header(HeaderName.KIND, "result");

    private final Header transfer;
    private final Header feed;
    private final Header snapshot;
    private final Header order;
    private final Header trace;
    private ResultStatus lastStatus;
    private Header status;
    private List<Topic> lastTopics;
    private Header topics;

    /** What differs from result to result; see {@link NormalisedRecord.Result}. */
    public record Of(
            long seq,
            String entry,
            ObservationId id,
            Hash128 sourceHash,
            Hash128 contentHash,
            ResultStatus status,
            List<Topic> topics,
            Holes holes) {}

    public ResultHeaders(TransferId transfer, FeedName feed, SnapshotId snapshot, long order, String traceParent) {
        this.transfer = header(HeaderName.TRANSFER, transfer.value());
        this.feed = header(HeaderName.FEED, feed.value());
        this.snapshot = header(HeaderName.SNAPSHOT, snapshot.value());
        this.order = header(HeaderName.ORDER, Long.toString(order));
        this.trace = header(HeaderName.TRACE_PARENT, traceParent);
    }

    /** The headers of one result, in one order for all. */
    public Headers of(Of result) {
        return new RecordHeaders(new Header[] {
            KIND,
            transfer,
            header(HeaderName.SEQ, Long.toString(result.seq)),
            header(HeaderName.ENTRY, result.entry),
            feed,
            snapshot,
            header(HeaderName.ID, result.id.value()),
            order,
            header(HeaderName.SOURCE_HASH, result.sourceHash.hex()),
            header(HeaderName.CONTENT_HASH, result.contentHash.hex()),
            status(result.status),
            topics(result.topics),
            header(HeaderName.HOLES, result.holes.header()),
            trace
        });
    }

    private Header status(ResultStatus of) {
        if (of != lastStatus) {
            status = header(HeaderName.STATUS, of.code());
            lastStatus = of;
        }
        return status;
    }

    private Header topics(List<Topic> of) {
        if (!of.equals(lastTopics)) {
            topics = header(HeaderName.TOPICS, of.stream().map(Topic::suffix).collect(Collectors.joining(",")));
            lastTopics = of;
        }
        return topics;
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }
}

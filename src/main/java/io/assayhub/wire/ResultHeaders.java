package io.assayhub.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.model.FeedName;
import io.assayhub.model.ResultStatus;
import io.assayhub.model.SnapshotId;
import io.assayhub.model.TransferId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
    /** Null if there are none. */
    private final Header flags;

    private final Header trace;
    private ResultStatus lastStatus;
    private Header status;
    private List<Topic> lastTopics;
    private Header topics;

    public ResultHeaders(
            TransferId transfer, FeedName feed, SnapshotId snapshot, long order, Set<Flag> flags, String traceParent) {
        this.transfer = header(HeaderName.TRANSFER, transfer.value());
        this.feed = header(HeaderName.FEED, feed.value());
        this.snapshot = header(HeaderName.SNAPSHOT, snapshot.value());
        this.order = header(HeaderName.ORDER, Long.toString(order));
        this.flags = flags.isEmpty() ? null : header(HeaderName.FLAGS, Flag.header(flags));
        this.trace = header(HeaderName.TRACE_PARENT, traceParent);
    }

    /** The headers of one result, in one order for all. */
    public Headers of(long seq, String entry, ResultFacts facts) {
        List<Header> headers = new ArrayList<>(19);
        headers.add(KIND);
        headers.add(transfer);
        headers.add(header(HeaderName.SEQ, Long.toString(seq)));
        headers.add(header(HeaderName.ENTRY, entry));
        headers.add(feed);
        headers.add(snapshot);
        headers.add(header(HeaderName.ID, facts.id().value()));
        headers.add(header(HeaderName.IDENTITY, facts.identity().hex()));
        headers.add(order);
        headers.add(header(HeaderName.SOURCE_HASH, facts.sourceHash().hex()));
        headers.add(header(HeaderName.CONTENT_HASH, facts.contentHash().hex()));
        headers.add(status(facts.status()));
        headers.add(topics(facts.topics()));
        headers.add(header(HeaderName.HOLES, facts.holes().header()));
        headers.add(header(HeaderName.CODE, facts.code().header()));
        addIfAny(headers, HeaderName.ACCESSION, facts.accession());
        addIfAny(headers, HeaderName.COLLECTED, facts.collected());
        addIfAny(
                headers,
                HeaderName.HOLD,
                facts.hold() == null ? null : facts.hold().text());
        if (flags != null) {
            headers.add(flags);
        }
        headers.add(trace);
        return new RecordHeaders(headers);
    }

    private static void addIfAny(List<Header> headers, String name, String value) {
        if (value != null) {
            headers.add(header(name, value));
        }
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

package io.assayhub.ledger;

import io.assayhub.model.Hash128;
import io.assayhub.model.ResultStatus;
import io.assayhub.model.TransferId;
import java.nio.ByteBuffer;

/**
 * What the ledger remembers of one result: 66 bytes and no body. Small, because all of it is restored after a crash.
 *
 * @param version of the Observation published last, from 1
 * @param order of the newest transfer that carried the result
 * @param source verbatim fields as that transfer had them
 * @param content of the version published last
 * @param status of the version published last
 * @param topics every topic that ever got a version, for each later version goes there too
 * @param transfer the newest that carried the result
 */
public record ResultState(
        int version,
        long order,
        Hash128 source,
        Hash128 content,
        ResultStatus status,
        TopicSet topics,
        TransferId transfer) {
    private static final byte FORMAT = 1;
    private static final int LENGTH = 2 + 2 * Integer.BYTES + Long.BYTES + 3 * 2 * Long.BYTES;

    /** The state after the first version of a result. */
    static ResultState first(Arrival arrival) {
        return new ResultState(
                1,
                arrival.order(),
                arrival.source(),
                arrival.content(),
                arrival.status(),
                arrival.topics(),
                arrival.transfer());
    }

    /** The state after the next version, with this status. */
    ResultState next(Arrival arrival, ResultStatus published) {
        return new ResultState(
                version + 1,
                arrival.order(),
                arrival.source(),
                arrival.content(),
                published,
                topics.union(arrival.topics()),
                arrival.transfer());
    }

    /** The state after a newer transfer carried the result without need of a new version. */
    ResultState seenAgain(Arrival arrival) {
        return new ResultState(version, arrival.order(), arrival.source(), content, status, topics, arrival.transfer());
    }

    /** The stored form: a format byte, then fields of fixed width, big-endian. */
    public byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(LENGTH);
        out.put(FORMAT).put(statusCode(status)).putInt(topics.bits()).putInt(version);
        out.putLong(order);
        put(out, source);
        put(out, content);
        put(out, Hash128.parse(transfer.value()));
        return out.array();
    }

    /**
     * Reads what {@link #encode()} wrote.
     *
     * @throws IllegalArgumentException if the bytes have another length or a format that this hub does not know
     */
    public static ResultState decode(byte[] stored) {
        if (stored.length != LENGTH || stored[0] != FORMAT) {
            throw new IllegalArgumentException("not the stored state of a result");
        }
        ByteBuffer in = ByteBuffer.wrap(stored, 1, LENGTH - 1);
        ResultStatus status = statusOf(in.get());
        TopicSet topics = new TopicSet(in.getInt());
        int version = in.getInt();
        long order = in.getLong();
        Hash128 source = hash(in);
        Hash128 content = hash(in);
        return new ResultState(version, order, source, content, status, topics, new TransferId(hash(in).hex()));
    }

    private static void put(ByteBuffer out, Hash128 hash) {
        out.putLong(hash.high()).putLong(hash.low());
    }

    private static Hash128 hash(ByteBuffer in) {
        long high = in.getLong();
        return new Hash128(high, in.getLong());
    }

    /** Written out, so that the enum's order stays free. */
    private static byte statusCode(ResultStatus status) {
        return switch (status) {
            case REGISTERED -> 0;
            case PRELIMINARY -> 1;
            case FINAL -> 2;
            case AMENDED -> 3;
            case CORRECTED -> 4;
            case CANCELLED -> 5;
            case ENTERED_IN_ERROR -> 6;
            case UNKNOWN -> 7;
        };
    }

    private static ResultStatus statusOf(byte code) {
        for (ResultStatus status : ResultStatus.values()) {
            if (statusCode(status) == code) {
                return status;
            }
        }
        throw new IllegalArgumentException("a stored status that this hub does not know");
    }
}

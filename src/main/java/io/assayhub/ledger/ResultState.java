package io.assayhub.ledger;

import io.assayhub.model.Hash128;
import io.assayhub.model.ResultStatus;
import io.assayhub.model.TransferId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What the ledger remembers of one result: about 130 bytes and no body. Small, because all of it is restored after a crash.
 *
 * @param version of the Observation published last, from 1; 0 when results of this id wait and none went out
 * @param order of the newest transfer whose result stands or was found unchanged
 * @param carried order of the newest transfer that had the result at all, whatever became of it, or whose lack of it was
 *     raised
 * @param source verbatim fields as the transfer of {@code order} had them
 * @param content of the version published last
 * @param status of the version published last
 * @param topics every topic that ever got a version, for each later version goes there too
 * @param transfer the one of {@code order}
 * @param feed hash of the feed that carried it last
 * @param code hash of Observation.code
 * @param subject {@code study/subject}
 * @param holds number of the hold made last, 0 if there was none
 * @param waiting how many of them are not yet ended
 * @param marks what people and scans have noted
 * @param snoozedUntil when it may be raised as missing again, in milliseconds since 1970
 */
public record ResultState(
        int version,
        long order,
        long carried,
        Hash128 source,
        Hash128 content,
        ResultStatus status,
        TopicSet topics,
        TransferId transfer,
        long feed,
        long code,
        String subject,
        int holds,
        int waiting,
        Set<Mark> marks,
        long snoozedUntil) {
    private static final byte FORMAT = 2;
    private static final int FIXED = 4 + 4 * Integer.BYTES + 5 * Long.BYTES + 3 * 2 * Long.BYTES;
    private static final Hash128 NONE = new Hash128(0, 0);

    /** A note on a result. */
    public enum Mark {
        /** It is missing in a cumulative transfer, and that has been raised. */
        MISSING(1),
        /** A person said that it stays though it is missing. */
        KEPT(2),
        /** Its accession has turned up under another subject, so that its absence is no news. */
        MOVING(4),
        /** Its accession is known under another subject though it went out, and that has been raised. */
        CONTESTED(8);

        private final int bit;

        Mark(int bit) {
            this.bit = bit;
        }
    }

    public ResultState {
        marks = marks.isEmpty() ? Set.of() : Set.copyOf(marks);
    }

    /** Whether a version ever went out. */
    public boolean isPublished() {
        return version > 0;
    }

    /** The state of a result of which nothing went out yet. */
    public static ResultState unpublished(Arrival arrival) {
        return new ResultState(
                0,
                Long.MIN_VALUE,
                arrival.order(),
                NONE,
                NONE,
                ResultStatus.UNKNOWN,
                new TopicSet(0),
                arrival.transfer(),
                arrival.feed(),
                arrival.code(),
                arrival.subject(),
                0,
                0,
                Set.of(),
                0);
    }

    /** The state after the first version of a result. */
    static ResultState first(Optional<ResultState> unpublished, Arrival arrival) {
        return unpublished.orElseGet(() -> unpublished(arrival)).next(arrival, arrival.status());
    }

    /** The state after the next version, with this status. */
    ResultState next(Arrival arrival, ResultStatus published) {
        return changed(next -> {
            next.version++;
            next.order = Math.max(order, arrival.order());
            next.source = arrival.source();
            next.content = arrival.content();
            next.status = published;
            next.topics = topics.union(arrival.topics());
            next.transfer = arrival.transfer();
            next.code = arrival.code();
            next.carriedBy(arrival);
        });
    }

    /** The state after a newer transfer carried the result without need of a new version. */
    ResultState seenAgain(Arrival arrival) {
        return changed(next -> {
            next.order = arrival.order();
            next.source = arrival.source();
            next.transfer = arrival.transfer();
            next.carriedBy(arrival);
        });
    }

    /** The state after it was raised that a transfer lacks the result: one that is older than that says nothing new. */
    public ResultState lackedBy(long order) {
        return changed(next -> next.carried = Math.max(carried, order));
    }

    /** The state after a transfer had the result, whatever became of it: it is not missing there. */
    public ResultState carriedBy(Arrival arrival) {
        return carried >= arrival.order() ? this : changed(next -> next.carriedBy(arrival));
    }

    /**
     * The state after a person, or another subject's confirmed claim, has withdrawn the result. Source and content stay, so
     * that a sender who repeats the result does not bring it back.
     */
    public ResultState withdrawn() {
        return changed(next -> {
            next.version++;
            next.status = ResultStatus.ENTERED_IN_ERROR;
            next.marks = Set.of();
            next.snoozedUntil = 0;
        });
    }

    /** The state with one more hold, which takes the next number. */
    public ResultState held() {
        return changed(next -> {
            next.holds++;
            next.waiting++;
        });
    }

    /** The state after a hold has ended. */
    public ResultState holdEnded() {
        return changed(next -> next.waiting--);
    }

    /** This state with the holds of what is stored by now: deciding about one hold may have ended others. */
    public ResultState withHoldsOf(Optional<ResultState> stored) {
        return stored.map(s -> changed(next -> {
                    next.holds = s.holds;
                    next.waiting = s.waiting;
                }))
                .orElse(this);
    }

    /** The state with these topics. */
    public ResultState withTopics(TopicSet others) {
        return changed(next -> next.topics = others);
    }

    /** The state with a mark set or taken back. */
    public ResultState marked(Mark mark, boolean set) {
        Set<Mark> after = marks.isEmpty() ? EnumSet.noneOf(Mark.class) : EnumSet.copyOf(marks);
        return (set ? after.add(mark) : after.remove(mark)) ? changed(next -> next.marks = after) : this;
    }

    /** The state with a time before which it is not raised as missing. */
    public ResultState snoozed(long until) {
        return changed(next -> next.snoozedUntil = until);
    }

    private ResultState changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.state();
    }

    /** A state while it is being changed. */
    private static final class Draft {
        private int version;
        private long order;
        private long carried;
        private Hash128 source;
        private Hash128 content;
        private ResultStatus status;
        private TopicSet topics;
        private TransferId transfer;
        private long feed;
        private long code;
        private final String subject;
        private int holds;
        private int waiting;
        private Set<Mark> marks;
        private long snoozedUntil;

        private Draft(ResultState from) {
            version = from.version;
            order = from.order;
            carried = from.carried;
            source = from.source;
            content = from.content;
            status = from.status;
            topics = from.topics;
            transfer = from.transfer;
            feed = from.feed;
            code = from.code;
            subject = from.subject;
            holds = from.holds;
            waiting = from.waiting;
            marks = from.marks;
            snoozedUntil = from.snoozedUntil;
        }

        /** A result that came back is not missing, and nothing that was decided about its absence stands. */
        private void carriedBy(Arrival arrival) {
            if (arrival.order() < carried) {
                return;
            }
            carried = arrival.order();
            feed = arrival.feed();
            snoozedUntil = 0;
            if (!marks.isEmpty()) {
                Set<Mark> left = EnumSet.copyOf(marks);
                left.removeAll(Set.of(Mark.MISSING, Mark.KEPT, Mark.MOVING));
                marks = left;
            }
        }

        private ResultState state() {
            return new ResultState(
                    version,
                    order,
                    carried,
                    source,
                    content,
                    status,
                    topics,
                    transfer,
                    feed,
                    code,
                    subject,
                    holds,
                    waiting,
                    marks,
                    snoozedUntil);
        }
    }

    /** Whether a cumulative transfer of its feed, with this order, lacks it and nobody knows yet. */
    public boolean isNewlyMissing(long feedHash, long transferOrder, long now) {
        return isMissing(feedHash, transferOrder)
                && !marks.contains(Mark.MISSING)
                && !marks.contains(Mark.KEPT)
                && !marks.contains(Mark.MOVING)
                && snoozedUntil <= now;
    }

    private boolean isMissing(long feedHash, long transferOrder) {
        return belongsTo(feedHash) && carried < transferOrder;
    }

    /** Whether it stands and its feed is this one. */
    public boolean belongsTo(long feedHash) {
        return feed == feedHash && isPublished() && status != ResultStatus.ENTERED_IN_ERROR;
    }

    /** The stored form: a format byte, fields of fixed width, big-endian, and the subject in ASCII. */
    public byte[] encode() {
        byte[] name = subject.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer out = ByteBuffer.allocate(FIXED + name.length);
        int bits = marks.stream().mapToInt(m -> m.bit).sum();
        out.put(FORMAT).put(statusCode(status)).put((byte) bits).put((byte) name.length);
        out.putInt(topics.bits()).putInt(version).putInt(holds).putInt(waiting);
        out.putLong(order).putLong(carried).putLong(feed).putLong(code).putLong(snoozedUntil);
        put(out, source);
        put(out, content);
        put(out, Hash128.parse(transfer.value()));
        out.put(name);
        return out.array();
    }

    /**
     * Reads what {@link #encode()} wrote.
     *
     * @throws IllegalArgumentException if the bytes have another length or a format that this hub does not know
     */
    public static ResultState decode(byte[] stored) {
        if (stored.length < FIXED || stored[0] != FORMAT || stored.length != FIXED + (stored[3] & 0xff)) {
            throw new IllegalArgumentException("not the stored state of a result");
        }
        ByteBuffer in = ByteBuffer.wrap(stored, 1, stored.length - 1);
        ResultStatus status = statusOf(in.get());
        Set<Mark> marks = marksOf(in.get());
        byte[] name = new byte[in.get() & 0xff];
        TopicSet topics = new TopicSet(in.getInt());
        int version = in.getInt();
        int holds = in.getInt();
        int waiting = in.getInt();
        long order = in.getLong();
        long carried = in.getLong();
        long feed = in.getLong();
        long code = in.getLong();
        long snoozed = in.getLong();
        Hash128 source = hash(in);
        Hash128 content = hash(in);
        TransferId transfer = new TransferId(hash(in).hex());
        in.get(name);
        return new ResultState(
                version,
                order,
                carried,
                source,
                content,
                status,
                topics,
                transfer,
                feed,
                code,
                new String(name, StandardCharsets.US_ASCII),
                holds,
                waiting,
                marks,
                snoozed);
    }

    private static Set<Mark> marksOf(byte bits) {
        if (bits == 0) {
            return Set.of();
        }
        Set<Mark> marks = EnumSet.noneOf(Mark.class);
        for (Mark mark : Mark.values()) {
            if ((bits & mark.bit) != 0) {
                marks.add(mark);
            }
        }
        return marks;
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

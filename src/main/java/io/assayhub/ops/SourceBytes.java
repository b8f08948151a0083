package io.assayhub.ops;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.assayhub.wire.HeaderName;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.Topic;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The bytes of a transfer as they came, put together again from {@link Topic#SOURCE}, one chunk in memory. Chunks carry
 * their number; an attempt that was cut short and one that came after it have written the same ones, so the number wanted
 * next is taken and every other passed over.
 */
final class SourceBytes extends InputStream {
    /** By how much the clocks of broker and hub may differ. */
    static final Duration CLOCKS = Duration.ofMinutes(1);

    private final HubKafka kafka;
    private final String transfer;
    private final int partition;
    private final long length;
    private HubKafka.Cursor cursor;
    private boolean fromBeginning;
    private long wanted = 1;
    private long taken;
    private byte[] chunk = {};
    private int at;

    /** Opens a transfer's source; its bytes are looked for from about its arrival on, then from the topic's beginning. */
    SourceBytes(HubKafka kafka, Receipt receipt) {
        this.kafka = kafka;
        this.transfer = receipt.transfer();
        this.length = receipt.manifest().bytes();
        this.partition = SubjectKey.partition(transfer.getBytes(US_ASCII), kafka.partitions(Topic.SOURCE));
        this.cursor = kafka.cursor(
                Topic.SOURCE, partition, Instant.parse(receipt.firstArrived()).minus(CLOCKS));
    }

    /** @throws EOFException if the topic does not hold all the bytes that the receipt names */
    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
        if (at == chunk.length && !next()) {
            return -1;
        }
        int part = Math.min(count, chunk.length - at);
        System.arraycopy(chunk, at, into, offset, part);
        at += part;
        return part;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    private boolean next() throws EOFException {
        while (taken < length) {
            ConsumerRecord<byte[], byte[]> message = cursor.next();
            if (message == null) {
                if (fromBeginning) {
                    throw new EOFException(
                            "the source topic holds " + taken + " of " + length + " bytes of transfer " + transfer);
                }
                fromBeginning = true;
                cursor = kafka.cursor(Topic.SOURCE, partition, Instant.EPOCH);
            } else if (HubKafka.key(message).equals(transfer)
                    && Long.parseLong(HubKafka.header(message, HeaderName.SEQ)) == wanted) {
                wanted++;
                chunk = message.value();
                at = 0;
                taken += chunk.length;
                if (chunk.length > 0) {
                    return true;
                }
            }
        }
        return false;
    }
}

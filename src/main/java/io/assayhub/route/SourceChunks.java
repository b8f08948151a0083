package io.assayhub.route;

import io.assayhub.model.TransferId;
import io.assayhub.wire.HeaderName;
import io.assayhub.wire.Topic;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Reads a source on its way to the parser and sends its bytes to {@link Topic#SOURCE} in chunks. Chunks carry their
 * number; a chunk that is sent again by a later attempt is the same.
 */
final class SourceChunks extends FilterInputStream {
    static final int CHUNK = 512 * 1024;

    private final String topic;
    private final byte[] key;
    private final TransferId transfer;
    private final Sends sends;
    private final byte[] chunk = new byte[CHUNK];
    private int filled;
    private long number;

    SourceChunks(InputStream in, String prefix, TransferId transfer, Sends sends) {
        super(in);
        this.topic = Topic.SOURCE.name(prefix);
        this.transfer = transfer;
        this.key = transfer.value().getBytes(StandardCharsets.US_ASCII);
        this.sends = sends;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = super.read(into, offset, length);
        for (int taken = 0; taken < count; ) {
            int part = Math.min(count - taken, CHUNK - filled);
            System.arraycopy(into, offset + taken, chunk, filled, part);
            filled += part;
            taken += part;
            if (filled == CHUNK) {
                send();
            }
        }
        return count;
    }

    /** Sends what is left, after the source was read to its end. */
    void finish() throws IOException {
        byte[] rest = new byte[1 << 16];
        while (read(rest, 0, rest.length) >= 0) {
            // Reading sends; a parser may stop before the last byte.
        }
        if (filled > 0) {
            send();
        }
    }

    private void send() throws IOException {
        number++;
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key, Arrays.copyOf(chunk, filled));
        record.headers().add(HeaderName.TRANSFER, transfer.value().getBytes(StandardCharsets.US_ASCII));
        record.headers().add(HeaderName.SEQ, Long.toString(number).getBytes(StandardCharsets.US_ASCII));
        filled = 0;
        try {
            sends.send(record);
        } catch (IntakeException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}

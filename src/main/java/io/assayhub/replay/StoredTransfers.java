package io.assayhub.replay;

import io.assayhub.mapping.TransferJudge;
import io.assayhub.wire.Receipt;
import java.io.IOException;
import java.io.InputStream;

/** The stored transfers of one hub, and the intake that takes them again. For one thread. */
public interface StoredTransfers extends AutoCloseable {
    /** A transfer's bytes as they came, compared with the receipt's hash; closed when no longer needed. */
    interface Source extends TransferJudge.Source, AutoCloseable {
        @Override
        void close() throws IOException;
    }

    /**
     * Reads a transfer's bytes into a file.
     *
     * @throws IOException if Kafka does not hold the bytes that the receipt names
     */
    Source open(Receipt original) throws IOException;

    /**
     * A transfer's bytes as they came, for whoever wants the first of them: read from Kafka as they are asked for, so not
     * compared with the receipt's hash. Of those that were opened only the latest may be read.
     *
     * @return gives an {@link IOException} where Kafka does not hold the bytes that the receipt names
     */
    InputStream stream(Receipt original);

    /**
     * Records who approved a replay and why, then takes the bytes in again with today's mapping; returns when Kafka has
     * acknowledged all of it. What became of its entries is in the replay's receipt.
     *
     * @param source from {@link #open}
     * @throws IOException if it cannot be handed over; the same replay may be asked for again
     */
    Replayer.Replayed replay(Receipt original, Source source, String by, String why) throws IOException;

    @Override
    void close();
}

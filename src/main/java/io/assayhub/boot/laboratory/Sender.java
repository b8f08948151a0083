package io.assayhub.boot.laboratory;

import java.io.IOException;

/** A laboratory's way to the hub. Used by one thread. */
public interface Sender extends AutoCloseable {
    /**
     * Sends a delivery and waits for the hub's answer.
     *
     * @param name under which it is sent, where the transport has names
     * @return whether the sender may forget it; if not, or if this throws, it is to be sent again as it is
     */
    boolean send(String name, byte[] bytes) throws IOException, InterruptedException;

    @Override
    void close();
}

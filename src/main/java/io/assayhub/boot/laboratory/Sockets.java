package io.assayhub.boot.laboratory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;

/** What the senders over TCP share. */
final class Sockets {
    private Sockets() {}

    static void close(Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

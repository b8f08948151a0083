package io.assayhub.boot;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * The two listening sockets of the embedded broker, bound to 127.0.0.1 before Kafka starts and then handed to it.
 *
 * <p>Binding first has three effects: a port in use is found before Kafka has started anything, a free port cannot be
 * taken by someone else between choosing and using it, and no setting can make Kafka listen on another address.
 */
final class EmbeddedBrokerSockets implements ServerSocketFactory, AutoCloseable {
    static final String HOST = "127.0.0.1";

    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int BACKLOG = 50;

    private final ServerSocketChannel clients;
    private final ServerSocketChannel controller;

    private EmbeddedBrokerSockets(ServerSocketChannel clients, ServerSocketChannel controller) {
        this.clients = clients;
        this.controller = controller;
    }

    /**
     * Binds the clients' socket to {@code port} (0: the last one if it is free, or else any) and the controller's to a
     * free port. A broker that comes back after a kill is looked for, by itself too, where it was before.
     *
     * @param last port of the folder's last broker, 0 if there was none
     * @throws EmbeddedBrokerException if the port cannot be bound
     */
    static EmbeddedBrokerSockets bind(int port, int last) {
        ServerSocketChannel clients = port == 0 && last != 0 ? bindIfFree(last) : bindLoopback(port);
        try {
            return new EmbeddedBrokerSockets(clients, bindLoopback(0));
        } catch (EmbeddedBrokerException e) {
            closeAfter(clients, e);
            throw e;
        }
    }

    int clientsPort() {
        return clients.socket().getLocalPort();
    }

    int controllerPort() {
        return controller.socket().getLocalPort();
    }

    /** 127.0.0.1 and the controller's port, resolved. */
    InetSocketAddress controllerAddress() {
        return new InetSocketAddress(controller.socket().getInetAddress(), controllerPort());
    }

    @Override
    public ServerSocketChannel openServerSocket(
            String listenerName, InetSocketAddress address, int backlog, int receiveBufferSize) throws IOException {
        if (address.getPort() == clientsPort()) {
            return clients;
        }
        if (address.getPort() == controllerPort()) {
            return controller;
        }
        throw new IOException("No socket was bound for the listener " + listenerName + " at " + address);
    }

    /** Closes both sockets; does nothing to a socket that Kafka has closed already. */
    @Override
    public void close() throws IOException {
        try {
            clients.close();
        } finally {
            controller.close();
        }
    }

    private static ServerSocketChannel bindIfFree(int port) {
        try {
            return bindLoopback(port);
        } catch (EmbeddedBrokerException e) {
            // Somebody else has it by now.
            return bindLoopback(0);
        }
    }

    private static ServerSocketChannel bindLoopback(int port) {
        ServerSocketChannel channel = null;
        try {
            channel = ServerSocketChannel.open();
            channel.configureBlocking(false);
            channel.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), BACKLOG);
            return channel;
        } catch (IOException e) {
            EmbeddedBrokerException failure = new EmbeddedBrokerException(
                    "The embedded broker cannot listen on " + HOST + ":" + port + " (" + e.getMessage()
                            + "). Stop what uses the port, or choose another (0 takes a free one).",
                    e);
            closeAfter(channel, failure);
            throw failure;
        }
    }

    private static void closeAfter(ServerSocketChannel channel, EmbeddedBrokerException failure) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
    }
}

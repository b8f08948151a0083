package io.assayhub.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EmbeddedBrokerSocketsTest {
    private static final int CONNECT_MILLIS = 2000;

    @Test
    void takesConnectionsOn127001AndOnNoOtherAddressOfTheMachine() throws IOException {
        try (EmbeddedBrokerSockets sockets = EmbeddedBrokerSockets.bind(0, 0)) {
            for (int port : new int[] {sockets.clientsPort(), sockets.controllerPort()}) {
                assertThat(connect(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port))
                        .isTrue();
                for (InetAddress other : otherAddresses()) {
                    assertThat(connect(other, port)).as("%s:%s", other, port).isFalse();
                }
            }
        }
    }

    @Test
    void namesThePortThatIsInUse() throws IOException {
        try (EmbeddedBrokerSockets first = EmbeddedBrokerSockets.bind(0, 0)) {
            assertThatThrownBy(() -> EmbeddedBrokerSockets.bind(first.clientsPort(), 0))
                    .isInstanceOf(EmbeddedBrokerException.class)
                    .hasMessageContaining("127.0.0.1:" + first.clientsPort())
                    .hasMessageContaining("Stop what uses the port, or choose another");
        }
    }

    @Test
    void handsOutOnlyTheSocketsItBound() throws IOException {
        try (EmbeddedBrokerSockets sockets = EmbeddedBrokerSockets.bind(0, 0)) {
            assertThat(sockets.openServerSocket("CONTROLLER", sockets.controllerAddress(), 1, 1)
                            .socket()
                            .getLocalPort())
                    .isEqualTo(sockets.controllerPort());
            assertThatThrownBy(() -> sockets.openServerSocket("OTHER", new InetSocketAddress(1), 1, 1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("OTHER");
        }
    }

    /** 127.0.0.2 is refused by a socket bound to 127.0.0.1 and taken by one bound to every address. */
    private static List<InetAddress> otherAddresses() throws IOException {
        Stream<InetAddress> secondLoopback = System.getProperty("os.name").equals("Linux")
                ? Stream.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}))
                : Stream.empty();
        Stream<InetAddress> network = NetworkInterface.networkInterfaces()
                .filter(EmbeddedBrokerSocketsTest::isUp)
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress());
        return Stream.concat(secondLoopback, network).toList();
    }

    private static boolean isUp(NetworkInterface network) {
        try {
            return network.isUp();
        } catch (SocketException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean connect(InetAddress address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
            return true;
        } catch (ConnectException e) {
            return false;
        }
    }

    @Test
    void takesTheLastPortAgainIfItIsFree() throws IOException {
        int last;
        try (EmbeddedBrokerSockets first = EmbeddedBrokerSockets.bind(0, 0)) {
            last = first.clientsPort();
            try (EmbeddedBrokerSockets second = EmbeddedBrokerSockets.bind(0, last)) {
                assertThat(second.clientsPort()).isNotEqualTo(last);
            }
        }
        try (EmbeddedBrokerSockets again = EmbeddedBrokerSockets.bind(0, last)) {
            assertThat(again.clientsPort()).isEqualTo(last);
        }
    }
}

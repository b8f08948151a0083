package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.config.AstmConfig;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Messages of analysers over TCP, by plain sockets that do what LIS01-A2 says. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class AstmIT {
    private static final int ACK = 0x06;
    private static final int NAK = 0x15;

    @TempDir
    static Path folder;

    private static TestHub hub;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        AstmConfig astm =
                new AstmConfig("127.0.0.1", port, "astm-lis2", 1 << 20, Duration.ofSeconds(30), Optional.empty());
        hub = TestHub.start(TestHub.listening(folder.resolve("data"), astm), Clock.systemUTC());
        hub.register("P003", List.of("P003-01-0001"));
    }

    @AfterAll
    static void stop() {
        if (hub != null) {
            hub.close();
        }
    }

    private static List<String> message(String accession, String value) {
        return List.of(
                "H|\\^&|||analyser|||||||P|LIS2-A2|20060314101500\r",
                "P|1|P003-01-0001|||DECOY^Dupont||19510417|F\r",
                "O|1|" + accession + "||^^^CRP\r",
                "R|1|^^^CRP|" + value + "|mg/L||||F\r",
                "L|1|N\r");
    }

    private static byte[] frame(int number, String text) {
        String body = number + text + "\u0003";
        int sum = 0;
        for (byte b : body.getBytes(ISO_8859_1)) {
            sum += b & 0xff;
        }
        return ("\u0002" + body + String.format(Locale.ROOT, "%02X", sum & 0xff) + "\r\n").getBytes(ISO_8859_1);
    }

    /** A sender's connection. */
    private static final class Sender implements AutoCloseable {
        private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);

        private Sender() throws IOException {
            socket.setSoTimeout(30_000);
        }

        private int send(byte... bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            return socket.getInputStream().read();
        }

        private void whole(List<String> records) throws IOException {
            assertThat(send((byte) 0x05)).isEqualTo(ACK);
            for (int i = 0; i < records.size(); i++) {
                assertThat(send(frame((i + 1) % 8, records.get(i)))).isEqualTo(ACK);
            }
            socket.getOutputStream().write(0x04);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static List<String> published(String accessions) {
        return hub.published(Topic.OBSERVATIONS, "P003").stream()
                .map(TestHub.Published::sample)
                .filter(sample -> sample.contains(" " + accessions))
                .toList();
    }

    @Test
    void takesAMessageOnceHoweverOftenItComes() throws Exception {
        try (Sender sender = new Sender()) {
            sender.whole(message("ONCE-A", "1.5"));
            sender.whole(message("ONCE-A", "1.5"));
            sender.whole(message("ONCE-B", "2.5"));
        }
        Delivered.await()
                .untilAsserted(() -> assertThat(published("ONCE-"))
                        .containsExactlyInAnyOrder(
                                "P003-01-0001 ONCE-A 1.5 mg/L final", "P003-01-0001 ONCE-B 2.5 mg/L final"));
    }

    @Test
    void takesDamagedFramesWhenTheyComeAgainAndNothingOfAMessageThatIsCutOff() throws Exception {
        try (Sender sender = new Sender()) {
            assertThat(sender.send((byte) 0x05)).isEqualTo(ACK);
            assertThat(sender.send(
                            frame(1, String.join("", message("CUT-A", "1.5").subList(0, 4)))))
                    .isEqualTo(ACK);
        }
        try (Sender sender = new Sender()) {
            byte[] damaged = frame(1, String.join("", message("BAD-A", "3.5")));
            damaged[40] ^= 1;
            assertThat(sender.send((byte) 0x05)).isEqualTo(ACK);
            assertThat(sender.send(damaged)).isEqualTo(NAK);
            damaged[40] ^= 1;
            assertThat(sender.send(damaged)).isEqualTo(ACK);
            assertThat(sender.send(damaged)).as("repeated").isEqualTo(ACK);
        }
        Delivered.await()
                .untilAsserted(
                        () -> assertThat(published("BAD-")).containsExactly("P003-01-0001 BAD-A 3.5 mg/L final"));
        assertThat(published("CUT-")).isEmpty();
    }

    @Test
    void acknowledgesWhatIsRefusedSoThatItIsNotSentForEver() throws Exception {
        try (Sender sender = new Sender()) {
            sender.whole(List.of("H|\\^&\r", "Q|1|^S1\r", "L|1\r"));
            sender.whole(message("AFTER-A", "4.5"));
        }
        Delivered.await().untilAsserted(() -> assertThat(published("AFTER-")).hasSize(1));
    }

    @Test
    void takesEveryMessageOfManyConnectionsOnce() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(40);
        try {
            List<Callable<Boolean>> work = IntStream.range(0, 40)
                    .mapToObj(c -> (Callable<Boolean>) () -> {
                        try (Sender sender = new Sender()) {
                            for (int i = 0; i < 5; i++) {
                                sender.whole(message("MANY-" + c + "-" + i, "5.5"));
                            }
                        }
                        return true;
                    })
                    .toList();
            for (Future<Boolean> done : senders.invokeAll(work)) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            senders.shutdownNow();
        }
        Delivered.await()
                .untilAsserted(() -> assertThat(published("MANY-")).hasSize(200).doesNotHaveDuplicates());
    }
}

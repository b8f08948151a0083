package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HapiContext;
import ca.uhn.hl7v2.app.Connection;
import ca.uhn.hl7v2.model.Message;
import ca.uhn.hl7v2.util.Terser;
import io.assayhub.boot.TestHub.Published;
import io.assayhub.config.MllpConfig;
import io.assayhub.route.tcp.TestKeys;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** HL7 v2 over TLS and MLLP, by the clients of others and by plain sockets. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class MllpIT {
    @TempDir
    static Path folder;

    private static TestHub hub;
    private static int port;
    private static SSLContext known;
    private static SSLContext unknown;

    @BeforeAll
    static void start() throws Exception {
        TestKeys server = TestKeys.make(folder, "hub");
        TestKeys client = TestKeys.make(folder, "laboratory");
        TestKeys stranger = TestKeys.make(folder, "stranger");
        known = server.trustedBy(client);
        unknown = server.trustedBy(stranger);
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        MllpConfig mllp = new MllpConfig(
                "127.0.0.1",
                port,
                "bioanalysis-hl7",
                12 << 20,
                Optional.of(new MllpConfig.Tls(server.certificate(), server.key(), Optional.of(client.certificate()))));
        hub = TestHub.start(TestHub.listening(folder.resolve("data"), mllp), Clock.systemUTC());
        hub.register("P003", List.of("P003-01-0001"));
    }

    @AfterAll
    static void stop() {
        if (hub != null) {
            hub.close();
        }
    }

    private static String message(String id, String accession, String value) {
        return String.join(
                "\r",
                "MSH|^~\\&|LIS|LAB|HUB|SPONSOR|20060314101500+0100||ORU^R01^ORU_R01|" + id + "|P|2.5.1",
                "PID|1||P003-01-0001^^^P003^SUBJ||DECOY^Dupont||19510417|F",
                "OBR|1||R1|PK^PK panel^L",
                "OBX|1|NM|IMP321^^L||" + value + "|ng/mL|||||F",
                "SPM|1|" + accession + "||PLAS",
                "CTI|P003|1^Injection 1|2H^2 h",
                "");
    }

    private static String frame(String message) {
        return "\u000b" + message + "\u001c\r";
    }

    /** A sender's connection, on which bytes are written and whole answers are read. */
    private static final class Sender implements AutoCloseable {
        private final Socket socket;

        private Sender(SSLContext context) throws IOException {
            socket = context.getSocketFactory().createSocket("127.0.0.1", port);
            socket.setSoTimeout(30_000);
        }

        private void write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
        }

        /** {@code CODE|ID} of the next answer. */
        private String answer() throws IOException {
            String all = whole();
            String msa = all.substring(all.indexOf("\rMSA|") + 5);
            return msa.substring(0, msa.indexOf('\r'));
        }

        private String whole() throws IOException {
            StringBuilder text = new StringBuilder();
            for (int b = socket.getInputStream().read();
                    b != 0x1c;
                    b = socket.getInputStream().read()) {
                assertThat(b).as("the connection ended").isNotNegative();
                text.append((char) b);
            }
            assertThat(socket.getInputStream().read()).isEqualTo('\r');
            return text.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static List<String> published(String accessions) {
        return hub.published(Topic.PK, "P003").stream()
                .map(Published::sample)
                .filter(sample -> sample.contains(" " + accessions))
                .toList();
    }

    @Test
    void answersAnotherMakersClientWhenTheResultIsStored() throws Exception {
        try (HapiContext hapi = new DefaultHapiContext()) {
            hapi.setSocketFactory(new ca.uhn.hl7v2.util.StandardSocketFactory() {
                @Override
                public Socket createTlsSocket() throws IOException {
                    return known.getSocketFactory().createSocket();
                }
            });
            Connection connection = hapi.newClient("127.0.0.1", port, true);
            Message sent = hapi.getPipeParser().parse(message("HAPI-1", "HAPI-A", "12.40"));
            Terser answer = new Terser(connection.getInitiator().sendAndReceive(sent));
            assertThat(answer.get("/MSA-1")).isEqualTo("AA");
            assertThat(answer.get("/MSA-2")).isEqualTo("HAPI-1");
            assertThat(answer.get("/MSH-9-1")).isEqualTo("ACK");
            connection.close();
        }
        Delivered.await()
                .untilAsserted(
                        () -> assertThat(published("HAPI-A")).containsExactly("P003-01-0001 HAPI-A 12.40 ng/mL final"));
    }

    @Test
    void takesFiveMessagesInOneWriteAndAnswersThemInOrder() throws Exception {
        StringBuilder all = new StringBuilder("noise");
        List<String> expected = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            all.append(frame(message("PIPE-" + i, "PIPE-A" + i, "1." + i)));
            expected.add("AA|PIPE-" + i);
        }
        List<String> answers = new ArrayList<>();
        try (Sender sender = new Sender(known)) {
            sender.write(all.toString());
            for (int i = 0; i < 5; i++) {
                answers.add(sender.answer());
            }
        }
        assertThat(answers).isEqualTo(expected);
        Delivered.await().untilAsserted(() -> assertThat(published("PIPE-A")).hasSize(5));
    }

    @Test
    void takesEveryMessageOfManyConnectionsOnce() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(40);
        try {
            List<Callable<List<String>>> work = IntStream.range(0, 40)
                    .mapToObj(c -> (Callable<List<String>>) () -> conversation(c))
                    .toList();
            for (Future<List<String>> answers : senders.invokeAll(work)) {
                assertThat(answers.get()).hasSize(10).allMatch(a -> a.startsWith("AA|"));
            }
        } finally {
            senders.shutdownNow();
        }
        Delivered.await()
                .untilAsserted(() -> assertThat(published("MANY-")).hasSize(400).doesNotHaveDuplicates());
    }

    private static List<String> conversation(int number) throws IOException {
        List<String> answers = new ArrayList<>();
        try (Sender sender = new Sender(known)) {
            for (int i = 0; i < 10; i++) {
                String id = number + "-" + i;
                String frame = frame(message("M" + id, "MANY-" + id, "5.0"));
                sender.write(frame.substring(0, 30));
                sender.write(frame.substring(30));
                answers.add(sender.answer());
            }
        }
        return answers;
    }

    @Test
    void takesNothingOfAMessageThatIsCutOffAndAllOfItWhenItIsSentAgain() throws Exception {
        String whole = frame(message("CUT-1", "CUT-A", "3.5"));
        try (Sender sender = new Sender(known)) {
            sender.write(whole.substring(0, whole.length() - 20));
        }
        for (int i = 0; i < 2; i++) {
            try (Sender sender = new Sender(known)) {
                sender.write(whole);
                assertThat(sender.answer()).isEqualTo("AA|CUT-1");
            }
        }
        try (Sender sender = new Sender(known)) {
            sender.write(frame(message("CUT-2", "CUT-B", "3.6")));
            assertThat(sender.answer()).isEqualTo("AA|CUT-2");
        }
        Delivered.await()
                .untilAsserted(() -> assertThat(published("CUT-"))
                        .containsExactlyInAnyOrder(
                                "P003-01-0001 CUT-A 3.5 ng/mL final", "P003-01-0001 CUT-B 3.6 ng/mL final"));
    }

    @Test
    void saysWhatHasToBeMendedAndNothingOfTheContent() throws Exception {
        try (Sender sender = new Sender(known)) {
            sender.write(frame(message("BAD-1", "BAD-A", "twelve")));
            String answer = sender.whole();
            assertThat(answer)
                    .contains("\rMSA|AR|BAD-1\r")
                    .contains("ERR||OBX^1^5|")
                    .contains("|AH-03");
            assertThat(answer).doesNotContain("twelve", "Dupont", "P003-01-0001", "Exception", "io.assayhub");
            sender.write(frame(message("BAD-2", "BAD-B", "1").replace("ORU^R01^ORU_R01", "ADT^A01^ADT_A01")));
            assertThat(sender.answer()).isEqualTo("AR|BAD-2");
            sender.write(frame(message("GOOD-3", "BAD-C", "1")));
            assertThat(sender.answer()).as("the connection goes on").isEqualTo("AA|GOOD-3");
        }
    }

    @Test
    void takesAMessageOfTenMegabytes() throws Exception {
        String note = "NTE|1||" + "x".repeat(900) + "\r";
        String large = message("LARGE-1", "LARGE-A", "2.5").replace("SPM|1|", note.repeat(11_000) + "SPM|1|");
        assertThat(large.length()).isGreaterThan(9_900_000);
        try (Sender sender = new Sender(known)) {
            sender.write(frame(large));
            assertThat(sender.answer()).endsWith("|LARGE-1");
            sender.write(frame("MSH|" + "y".repeat(13 << 20)));
            assertThat(sender.answer()).startsWith("AR|");
        }
    }

    @Test
    void turnsAwayWhoHasNoCertificateThatIsKnown() {
        assertThatThrownBy(() -> {
                    try (Sender sender = new Sender(unknown)) {
                        sender.write(frame(message("STRANGER", "S-A", "1")));
                        sender.answer();
                    }
                })
                .isInstanceOf(IOException.class);
        assertThat(published("S-A")).isEmpty();
    }
}

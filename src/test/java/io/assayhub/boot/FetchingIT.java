package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.assayhub.boot.TestHub.Published;
import io.assayhub.config.HubConfig;
import io.assayhub.config.SftpConfig;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the hub fetches itself: files of laboratories' SFTP servers (Apache MINA) and records of their topics. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FetchingIT {
    private static final String FEED = "sdtm-pc";

    @TempDir
    static Path folder;

    private static final AtomicInteger CUTS = new AtomicInteger();
    private static SshServer server;
    private static TestHub hub;

    @BeforeAll
    static void start() throws Exception {
        KeyPair host = keys();
        KeyPair user = keys();
        KeyPair stranger = keys();
        for (String name : List.of("outgoing/ana", "receipts", "strange", "locked")) {
            Files.createDirectories(folder.resolve("lab").resolve(name));
        }
        server = laboratory(host, user);
        Path key = folder.resolve("key");
        try (var out = Files.newOutputStream(key)) {
            new OpenSSHKeyPairResourceWriter().writePrivateKey(user, "hub", null, out);
        }
        Path known = knownHosts("known_hosts", host);
        Path others = knownHosts("others", stranger);
        Path password = Files.writeString(folder.resolve("password"), "p#ss & w+rd?%41\n");
        HubConfig ordinary = TestHub.embedded(folder.resolve("data"));
        HubConfig config = new HubConfig(
                ordinary.instance(),
                ordinary.data(),
                ordinary.mappings(),
                ordinary.routes(),
                ordinary.fhirBase(),
                ordinary.kafka(),
                ordinary.topics(),
                new HubConfig.Intake(
                        TestHub.QUIET,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(
                                source(
                                        "lab",
                                        new SftpConfig.Login.Key(key),
                                        known,
                                        "outgoing/ana",
                                        Optional.of("receipts")),
                                source("other", new SftpConfig.Login.Key(key), others, "strange", Optional.empty()),
                                source(
                                        "locked",
                                        new SftpConfig.Login.Password(password),
                                        known,
                                        "locked",
                                        Optional.empty())),
                        List.of(new HubConfig.KafkaTopic("gateway", "bioanalysis-hl7"))),
                ordinary.ledger());
        hub = TestHub.start(config, Clock.systemUTC());
        hub.register("P003", List.of("P003-01-0001"));
    }

    @AfterAll
    static void stop() throws IOException {
        if (hub != null) {
            hub.close();
        }
        server.stop(true);
    }

    private static KeyPair keys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(3072);
        return generator.generateKeyPair();
    }

    /** A laboratory's server, which cuts its connection in the middle of a file as often as {@link #CUTS} says. */
    private static SshServer laboratory(KeyPair host, KeyPair user) throws IOException {
        SshServer ssh = SshServer.setUpDefaultServer();
        ssh.setHost("127.0.0.1");
        ssh.setPort(0);
        ssh.setKeyPairProvider(KeyPairProvider.wrap(host));
        ssh.setPublickeyAuthenticator((name, key, session) -> KeyUtils.compareKeys(key, user.getPublic()));
        ssh.setPasswordAuthenticator((name, password, session) -> password.equals("p#ss & w+rd?%41"));
        ssh.setFileSystemFactory(new VirtualFileSystemFactory(folder.resolve("lab")));
        SftpSubsystemFactory sftp = new SftpSubsystemFactory();
        sftp.addSftpEventListener(new SftpEventListener() {
            @Override
            public void reading(
                    ServerSession session,
                    String handle,
                    FileHandle file,
                    long offset,
                    byte[] data,
                    int dataOffset,
                    int dataLength)
                    throws IOException {
                if (offset > 0 && CUTS.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    session.close(true);
                    throw new IOException("cut off");
                }
            }
        });
        ssh.setSubsystemFactories(List.of(sftp));
        ssh.start();
        return ssh;
    }

    private static Path knownHosts(String name, KeyPair host) throws IOException {
        String key = AuthorizedKeyEntry.toString(host.getPublic());
        return Files.writeString(folder.resolve(name), "[127.0.0.1]:" + server.getPort() + " " + key + "\n");
    }

    private static SftpConfig source(
            String name, SftpConfig.Login login, Path known, String from, Optional<String> receipts) {
        return new SftpConfig(
                name,
                "hub-1",
                "127.0.0.1",
                server.getPort(),
                "hub",
                login,
                known,
                Map.of(FEED, from),
                Optional.of("taken"),
                receipts,
                Duration.ofMillis(100));
    }

    private static Path remote(String path) {
        return folder.resolve("lab").resolve(path);
    }

    /** Offers a file as most programs do: grown under its own name. */
    private static void offer(String path, byte[] bytes) throws IOException {
        Files.write(remote(path), bytes);
    }

    private static byte[] table(String subject, int rows) {
        PcTable table = new PcTable().rows("SFTP", subject, rows);
        hub.register(table);
        return table.bytes();
    }

    private static List<String> names(String path) {
        return Delivered.files(remote(path)).stream()
                .map(f -> f.getFileName().toString())
                .toList();
    }

    @Test
    void fetchesAFileAndLaysItsReceiptIntoTheSendersFolder() throws IOException {
        byte[] bytes = table("SFTP-1", 3);
        byte[] broken =
                new String(bytes, UTF_8).replace("T2,2006", "T2,gestern").getBytes(UTF_8);
        offer("outgoing/ana/run 1.csv", broken);
        Delivered.await()
                .untilAsserted(() -> assertThat(names("receipts"))
                        .filteredOn(name -> name.contains("run 1.csv"))
                        .map(name -> name.substring("20260301T101500123Z".length()))
                        .containsExactly("_run 1.csv.receipt.json", "_run 1.csv.rejected.csv"));
        assertThat(names("outgoing/ana")).doesNotContain("run 1.csv");
        assertThat(names("outgoing/ana/taken")).anyMatch(name -> name.matches("\\d{8}T\\d{9}Z_run 1\\.csv"));
        Path file = Delivered.files(remote("receipts")).stream()
                .filter(f -> f.toString().endsWith("run 1.csv.receipt.json"))
                .findFirst()
                .orElseThrow();
        Receipt receipt = Receipt.fromJson(Files.readAllBytes(file));
        // More than the feed allows of a whole transfer.
        assertThat(receipt.state()).isEqualTo(Receipt.State.REFUSED);
        assertThat(receipt.manifest().rejected()).isEqualTo(1);
        assertThat(Files.readString(
                        file.resolveSibling(file.getFileName().toString().replace(".receipt.json", ".rejected.csv"))))
                .contains("gestern");
    }

    @Test
    void takesAFileOnceWhoseCopyWasCutOff() throws IOException {
        byte[] bytes = table("SFTP-2", 2000);
        CUTS.set(2);
        offer("outgoing/ana/cut.csv", bytes);
        Delivered delivered = Delivered.await(hub.done(FEED), "cut.csv", 1).get(0);
        assertThat(CUTS.get()).isZero();
        assertThat(Files.readAllBytes(delivered.file())).isEqualTo(bytes);
        Delivered.await().untilAsserted(() -> assertThat(names("outgoing/ana")).doesNotContain("cut.csv"));
        assertThat(Delivered.in(hub.done(FEED), "cut.csv")).hasSize(1);
        Delivered.await()
                .untilAsserted(() -> assertThat(names("receipts"))
                        .filteredOn(name -> name.contains("_cut.csv"))
                        .singleElement()
                        .asString()
                        .endsWith("_cut.csv.receipt.json"));
    }

    @Test
    void waitsForAFileThatGrowsAndLeavesTemporaryAndMisleadingNames() throws Exception {
        byte[] bytes = table("SFTP-3", 40);
        for (String name :
                List.of("a.csv.part", ".hidden.csv", "b.TMP", "20260301T101500123Z_forged.csv", "c\\d.csv")) {
            offer("outgoing/ana/" + name, bytes);
        }
        Path growing = remote("outgoing/ana/growing.csv");
        for (int i = 1; i <= 8; i++) {
            Files.write(growing, Arrays.copyOf(bytes, bytes.length * i / 8));
            int now = i;
            Delivered.await()
                    .pollDelay(Duration.ofMillis(120))
                    .until(() -> Files.size(growing) == bytes.length * now / 8);
        }
        Delivered delivered = Delivered.await(hub.done(FEED), "growing.csv", 1).get(0);
        assertThat(Files.readAllBytes(delivered.file())).isEqualTo(bytes);
        assertThat(names("outgoing/ana"))
                .contains("a.csv.part", ".hidden.csv", "b.TMP", "20260301T101500123Z_forged.csv", "c\\d.csv");
    }

    @Test
    void fetchesNothingFromAServerWithAnotherKeyAndLogsInWithAPasswordWhereAgreed() throws IOException {
        byte[] bytes = table("SFTP-4", 2);
        offer("strange/no.csv", bytes);
        offer("locked/yes.csv", bytes);
        Delivered.await(hub.done(FEED), "yes.csv", 1);
        Delivered.await().untilAsserted(() -> assertThat(names("locked")).isEmpty());
        assertThat(names("strange")).containsExactly("no.csv");
    }

    @Test
    void takesEachRecordOfATopicAsADelivery() throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> gateway = gateway()) {
            for (int i = 1; i <= 300; i++) {
                sent.add(gateway.send(
                        new ProducerRecord<>("gateway", i % 3, null, message("T" + i, "TOPIC-" + i, i + ".50"))));
            }
            sent.add(gateway.send(new ProducerRecord<>("gateway", 0, null, "no message at all".getBytes(UTF_8))));
            sent.add(gateway.send(new ProducerRecord<>("gateway", 0, null, null)));
            sent.add(gateway.send(new ProducerRecord<>("gateway", 0, null, message("T301", "TOPIC-301", "301.50"))));
        }
        for (Future<RecordMetadata> record : sent) {
            assertThat(record.get().hasOffset()).isTrue();
        }
        Delivered.await().untilAsserted(() -> {
            Collection<String> samples = hub.published(Topic.PK, "P003").stream()
                    .map(Published::sample)
                    .filter(sample -> sample.contains(" TOPIC-"))
                    .toList();
            assertThat(samples)
                    .hasSize(301)
                    .doesNotHaveDuplicates()
                    .contains("P003-01-0001 TOPIC-1 1.50 ng/mL final", "P003-01-0001 TOPIC-301 301.50 ng/mL final");
        });
        Delivered.await().untilAsserted(() -> {
            Map<String, Receipt.State> ended = new HashMap<>();
            hub.records(Topic.RECEIPTS).forEach(record -> {
                Receipt receipt = Receipt.fromJson(record.value());
                if (receipt.manifest().delivery().startsWith("gateway/")) {
                    ended.put(receipt.manifest().delivery(), receipt.state());
                }
            });
            assertThat(ended).hasSize(303);
            assertThat(ended.values())
                    .containsOnly(Receipt.State.CLOSED, Receipt.State.REFUSED)
                    .filteredOn(Receipt.State.REFUSED::equals)
                    .hasSize(2);
        });
    }

    private static KafkaProducer<byte[], byte[]> gateway() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", hub.hub().bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static byte[] message(String id, String accession, String value) {
        return String.join(
                        "\r",
                        "MSH|^~\\&|GATE|LAB|HUB|SPONSOR|20060314101500+0100||ORU^R01^ORU_R01|" + id + "|P|2.5.1",
                        "PID|1||P003-01-0001^^^P003^SUBJ||DECOY^Dupont||19510417|F",
                        "OBR|1||R1|PK^PK panel^L",
                        "OBX|1|NM|IMP321^^L||" + value + "|ng/mL|||||F",
                        "SPM|1|" + accession + "||PLAS",
                        "CTI|P003|1^Injection 1|2H^2 h",
                        "")
                .getBytes(UTF_8);
    }
}

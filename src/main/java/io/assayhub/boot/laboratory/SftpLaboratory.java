package io.assayhub.boot.laboratory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/**
 * A laboratory with an SFTP server of its own (Apache MINA), from which the hub fetches and where it lays receipts. What the
 * hub needs to log in is written into a folder.
 */
public final class SftpLaboratory implements Sender {
    /** Where files are offered. */
    public static final String OUTGOING = "outgoing";

    /** Where receipts come. */
    public static final String RECEIPTS = "receipts";

    private static final int BITS = 256;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final SshServer server;
    private final Path files;
    private final Path key;
    private final Path knownHosts;

    private SftpLaboratory(SshServer server, Path files, Path key, Path knownHosts) {
        this.server = server;
        this.files = files;
        this.key = key;
        this.knownHosts = knownHosts;
    }

    /** Starts a server on any free port. */
    public static SftpLaboratory start(Path folder) throws IOException {
        Path files = Files.createDirectories(folder.resolve("files"));
        Files.createDirectories(files.resolve(OUTGOING));
        Files.createDirectories(files.resolve(RECEIPTS));
        KeyPair host = keys();
        KeyPair user = keys();
        SshServer server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(KeyPairProvider.wrap(host));
        server.setPublickeyAuthenticator((name, offered, session) -> KeyUtils.compareKeys(offered, user.getPublic()));
        server.setFileSystemFactory(new VirtualFileSystemFactory(files));
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        server.start();
        Path key = folder.resolve("key");
        try (var out = Files.newOutputStream(key)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(user, "hub", null, out);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        Path known = Files.writeString(
                folder.resolve("known_hosts"),
                "[127.0.0.1]:" + server.getPort() + " " + PublicKeyEntry.toString(host.getPublic()) + "\n");
        return new SftpLaboratory(server, files, key, known);
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(BITS);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has elliptic curves", e);
        }
    }

    /** The lines of {@code hub.yaml} below {@code intake} that fetch from here for one feed. */
    public List<String> configuration(String instance, String feed, String poll) {
        return List.of(
                "  sftp:",
                "    - name: laboratory",
                "      instance: " + instance,
                "      host: 127.0.0.1",
                "      port: " + server.getPort(),
                "      user: hub",
                "      key: " + key,
                "      known-hosts: " + knownHosts,
                "      folders: { " + feed + ": " + OUTGOING + " }",
                "      receipts: " + RECEIPTS,
                "      poll: " + poll);
    }

    /** Whether the hub has laid the receipt of a file here. */
    public boolean hasReceiptOf(String name) {
        try (Stream<Path> receipts = Files.list(files.resolve(RECEIPTS))) {
            return receipts.anyMatch(f -> f.getFileName().toString().endsWith("_" + name + ".receipt.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Offers a file, whole, and waits until the hub has moved it aside. */
    @Override
    public boolean send(String name, byte[] bytes) throws IOException, InterruptedException {
        Path file = files.resolve(OUTGOING).resolve(name);
        if (!Files.exists(file)) {
            Path part = Files.write(file.resolveSibling(name + ".part"), bytes);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        }
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (Files.exists(file)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return true;
    }

    @Override
    public void close() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

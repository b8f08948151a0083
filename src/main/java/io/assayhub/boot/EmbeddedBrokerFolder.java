package io.assayhub.boot;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * The data folder of the embedded broker, held by one broker at a time.
 *
 * <p>Kafka itself locks the folder only after it has opened the metadata log in it, so a second process would already
 * have written there. This lock is taken before anything else. It is a lock of the operating system: it ends with its
 * process, whichever way that process dies, and the file that stays behind means nothing.
 */
final class EmbeddedBrokerFolder implements AutoCloseable {
    private static final String LOCK_FILE = "hub.lock";
    private static final String PORT_FILE = "hub.port";

    /**
     * Folders held by this JVM. Asked before the lock file is touched, because on Linux closing any second handle of a
     * locked file gives the lock up.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lockFile;

    private EmbeddedBrokerFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /**
     * Creates the folder if needed and holds it until {@link #close()}.
     *
     * @throws EmbeddedBrokerException if it cannot be written or another broker holds it
     */
    static EmbeddedBrokerFolder hold(Path folder) {
        if (folder.toString().contains(",")) {
            throw new EmbeddedBrokerException("Kafka cannot keep its data in " + folder
                    + ": it takes the comma for a separator. Choose a folder without a comma in its path.");
        }
        Path path;
        try {
            path = Files.createDirectories(folder).toRealPath();
        } catch (IOException e) {
            throw notWritable(folder, e);
        }
        if (!HELD_HERE.add(path)) {
            throw inUse(path);
        }
        try {
            return new EmbeddedBrokerFolder(path, lock(path));
        } catch (RuntimeException e) {
            HELD_HERE.remove(path);
            throw e;
        }
    }

    Path path() {
        return path;
    }

    /**
     * Writes Kafka's {@code meta.properties} with a new cluster id, unless an earlier start has done so. Kafka writes
     * that file last, so a format that was cut short is simply done again.
     *
     * @throws EmbeddedBrokerException if the folder cannot be written
     */
    void formatIfNew(int nodeId, String controllerListener) {
        if (Files.exists(path.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
            return;
        }
        PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Formatter formatter = new Formatter()
                .setPrintStream(silent)
                .setNodeId(nodeId)
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName(controllerListener)
                .addDirectory(path.toString())
                .setMetadataLogDirectory(path.toString());
        try {
            formatter.run();
        } catch (Exception e) {
            throw notWritable(path, e);
        }
    }

    /** The port that the last broker of this folder had, 0 if none is known. */
    int lastPort() {
        try {
            Path file = path.resolve(PORT_FILE);
            String text = Files.exists(file) ? Files.readString(file).strip() : "";
            return text.matches("\\d{1,5}") ? Math.min(Integer.parseInt(text), 65_535) : 0;
        } catch (IOException e) {
            throw notWritable(path, e);
        }
    }

    /** Keeps the port for {@link #lastPort()}. */
    void rememberPort(int port) {
        try {
            Files.writeString(path.resolve(PORT_FILE), Integer.toString(port));
        } catch (IOException e) {
            throw notWritable(path, e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            lockFile.close();
        } finally {
            HELD_HERE.remove(path);
        }
    }

    private static FileChannel lock(Path path) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(path.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw inUse(path);
            }
            return channel;
        } catch (IOException e) {
            throw notWritable(path, closeAfter(channel, e));
        }
    }

    private static IOException closeAfter(FileChannel channel, IOException failure) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
        return failure;
    }

    private static EmbeddedBrokerException inUse(Path path) {
        return new EmbeddedBrokerException("The embedded broker's folder " + path
                + " is in use by another hub. Stop that one, or give this one a folder of its own.");
    }

    private static EmbeddedBrokerException notWritable(Path path, Exception cause) {
        return new EmbeddedBrokerException(
                "The embedded broker cannot write to its folder " + path + " (" + cause
                        + "). Check that it is a folder, its permissions and the free space, or choose another.",
                cause);
    }
}

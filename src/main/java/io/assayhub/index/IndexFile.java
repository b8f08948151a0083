package io.assayhub.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.jdbc4.JDBC4Connection;

/** The file with its connections: one that writes, and some that read while it does. */
final class IndexFile implements AutoCloseable {
    /** Of the file's schema; another one means that it is filled again. */
    static final String VERSION = "7";

    private static final int READERS = 4;
    private static final int READER_CACHE_KIB = 8 * 1024;

    /** Ids are hashes: what is written lies all over the file. */
    private static final int WRITER_CACHE_KIB = 96 * 1024;

    /** Pages that are written one after the other before they are put in their places. */
    private static final int PAGES_IN_LOG = 25_000;

    /** How long who reads waits for a connection; there is none while the index is closed or could not be made. */
    private static final int PATIENCE_SECONDS = 5;

    private final Path file;
    private final ReadWriteLock exists = new ReentrantReadWriteLock();
    private final BlockingQueue<Connection> readers = new ArrayBlockingQueue<>(READERS);
    private Connection writer;
    private volatile SQLException damage;

    /** Work with a connection. */
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private IndexFile(Path file) {
        this.file = file;
    }

    /** Opens the file of a folder; one that cannot be used, or has another schema, is made anew. */
    static IndexFile open(Path folder) throws IOException {
        Files.createDirectories(folder);
        IndexFile index = new IndexFile(folder.resolve("index.sqlite"));
        try {
            index.connect();
            if (!VERSION.equals(index.meta("version"))) {
                index.recreate();
            }
        } catch (SQLException e) {
            index.recreate();
        }
        return index;
    }

    /** Whether the file cannot be read as it stands, so that only a new one helps. */
    static boolean isDamaged(SQLException e) {
        return e instanceof SQLiteException sqlite
                && (sqlite.getResultCode() == SQLiteErrorCode.SQLITE_NOTADB
                        || sqlite.getResultCode().name().startsWith("SQLITE_CORRUPT"));
    }

    /** Whether a row was refused for what it lacks; the file and its transaction are as before. */
    static boolean isRefusal(SQLException e) {
        return e instanceof SQLiteException sqlite
                && sqlite.getResultCode().name().startsWith("SQLITE_CONSTRAINT");
    }

    /** Deletes everything and begins with an empty index; waits for whoever reads. */
    void recreate() throws IOException {
        exists.writeLock().lock();
        try {
            disconnect();
            damage = null;
            for (String part : List.of("", "-wal", "-shm", "-journal")) {
                Files.deleteIfExists(file.resolveSibling(file.getFileName() + part));
            }
            connect();
            try (Statement statement = writer.createStatement()) {
                for (String each : schema()) {
                    statement.execute(each);
                }
                statement.execute("INSERT INTO meta VALUES ('version', '" + VERSION + "')");
            }
            writer.commit();
        } catch (SQLException e) {
            disconnect(); // What is half made would be taken for an index.
            throw new IOException("the index " + file + " cannot be made", e);
        } finally {
            exists.writeLock().unlock();
        }
    }

    /** Whether there is an index; not so after it could not be made anew, as on a full disk. */
    boolean isOpen() {
        return writer != null;
    }

    /** Throws what kept somebody from reading, if it was the file. */
    void throwIfDamaged() throws SQLException {
        SQLException found = damage;
        if (found != null) {
            throw found;
        }
    }

    private static List<String> schema() throws IOException {
        try (InputStream in = IndexFile.class.getResourceAsStream("schema.sql")) {
            if (in == null) {
                throw new IOException("the index has no schema");
            }
            String text = new String(in.readAllBytes(), UTF_8).replaceAll("(?m)^--.*$", "");
            List<String> statements = new ArrayList<>();
            for (String each : text.split(";", -1)) {
                if (!each.isBlank()) {
                    statements.add(each.strip().replace(" |", ";"));
                }
            }
            return statements;
        }
    }

    private void connect() throws SQLException {
        writer = connection(false);
        for (int i = 0; i < READERS; i++) {
            readers.add(connection(true));
        }
    }

    private Connection connection(boolean readOnly) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // A power cut may cost the last moments, which are read again.
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setCacheSize(-(readOnly ? READER_CACHE_KIB : WRITER_CACHE_KIB));
        config.setBusyTimeout(10_000);
        config.setReadOnly(readOnly);
        Properties properties = config.toProperties();
        JDBC4Connection connection = new JDBC4Connection("jdbc:sqlite:" + file, file.toString(), properties);
        if (!readOnly) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA wal_autocheckpoint = " + PAGES_IN_LOG);
            }
        }
        connection.setAutoCommit(readOnly);
        return connection;
    }

    /** Writes in one transaction; nothing is written if this throws. For one thread. */
    void write(Work<Void> work) throws SQLException {
        try {
            work.with(writer);
            writer.commit();
        } catch (SQLException | RuntimeException e) {
            writer.rollback();
            throw e;
        }
    }

    /** Reads what was written last; waits for a free connection. */
    <T> T read(Work<T> work) {
        exists.readLock().lock();
        try {
            Connection connection = readers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (connection == null) {
                throw new UncheckedIOException(new IOException("the index cannot be read: no connection is free"));
            }
            try {
                return work.with(connection);
            } finally {
                readers.add(connection);
            }
        } catch (SQLException e) {
            if (isDamaged(e)) {
                damage = e;
            }
            throw new UncheckedIOException(new IOException("the index cannot be read", e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while the index was waited for"));
        } finally {
            exists.readLock().unlock();
        }
    }

    /** A remembered value, or null. For the thread that writes. */
    String meta(String key) throws SQLException {
        try (var statement = writer.prepareStatement("SELECT value FROM meta WHERE key = ?")) {
            statement.setString(1, key);
            try (ResultSet found = statement.executeQuery()) {
                return found.next() ? found.getString(1) : null;
            }
        }
    }

    private void disconnect() {
        List<Connection> all = new ArrayList<>();
        readers.drainTo(all);
        if (writer != null) {
            all.add(writer);
        }
        for (Connection connection : all) {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new UncheckedIOException(new IOException("the index cannot be closed", e));
            }
        }
        writer = null;
    }

    @Override
    public void close() {
        exists.writeLock().lock();
        try {
            disconnect();
        } finally {
            exists.writeLock().unlock();
        }
    }
}

package io.assayhub.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** The statements by which records are written, each compiled once. For one thread and one connection. */
final class Statements implements AutoCloseable {
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    Statements(Connection connection) {
        this.connection = connection;
    }

    void run(String sql, Object... arguments) throws SQLException {
        statement(sql, arguments).executeUpdate();
    }

    /** The first row's number, or 0. */
    long number(String sql, Object... arguments) throws SQLException {
        try (ResultSet found = statement(sql, arguments).executeQuery()) {
            return found.next() ? found.getLong(1) : 0;
        }
    }

    /** The first row's text, or null. */
    String text(String sql, Object... arguments) throws SQLException {
        try (ResultSet found = statement(sql, arguments).executeQuery()) {
            return found.next() ? found.getString(1) : null;
        }
    }

    /** Counts one more of a minute. */
    void pace(long at, String feed, int bucket) throws SQLException {
        run(
                "INSERT INTO pace VALUES (?, ?, ?, 1) ON CONFLICT (minute, feed, bucket) DO UPDATE SET count = count + 1",
                Pace.minute(at),
                feed,
                bucket);
    }

    private PreparedStatement statement(String sql, Object... arguments) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
        return statement;
    }

    /** The text of a record's header, or null. */
    static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
        statements.clear();
    }
}

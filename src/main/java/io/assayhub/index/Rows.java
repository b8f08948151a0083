package io.assayhub.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads rows of the index: single ones, lists, and lists in pages of a stable order. */
final class Rows {
    private final IndexFile file;

    Rows(IndexFile file) {
        this.file = file;
    }

    /** Makes an object of the row in hand. */
    interface Reader<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** Conditions that have to hold together, with what their question marks stand for. */
    static final class Where {
        private final StringBuilder sql = new StringBuilder("1");
        private final List<Object> arguments = new ArrayList<>();

        Where and(String condition, Object... values) {
            sql.append(" AND ").append(condition);
            arguments.addAll(Arrays.asList(values));
            return this;
        }

        /** The condition if there is a value, else nothing. */
        Where andIf(String condition, Optional<?> value) {
            value.ifPresent(v -> and(condition, v));
            return this;
        }

        @Override
        public String toString() {
            return sql.toString();
        }
    }

    <T> List<T> list(Reader<T> reader, String sql, Object... arguments) {
        return file.read(connection -> list(connection, reader, sql, arguments));
    }

    <T> Optional<T> one(Reader<T> reader, String sql, Object... arguments) {
        return list(reader, sql, arguments).stream().findFirst();
    }

    long number(String sql, Object... arguments) {
        return one(row -> row.getLong(1), sql, arguments).orElse(0L);
    }

    private static <T> List<T> list(Connection connection, Reader<T> reader, String sql, Object... arguments)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                List<T> rows = new ArrayList<>();
                while (row.next()) {
                    rows.add(reader.of(row));
                }
                return rows;
            }
        }
    }

    /**
     * A page of a list, by a time and a key, so that its place is found by an index however far down it is.
     *
     * @param select up to and with the table's name
     * @param time the column of the time, newest first if {@code descending}
     * @param after the former page's {@link Page#next()}; a text that is none begins at the beginning
     * @param placeOf the place of a row: its time and its key
     */
    <T> Page<T> page(
            Reader<T> reader,
            String select,
            Where where,
            String time,
            String key,
            boolean descending,
            Optional<String> after,
            Function<T, Place> placeOf) {
        Where all = new Where().and(where.toString(), where.arguments.toArray());
        after.flatMap(Place::parse)
                .ifPresent(place -> all.and(
                        "(" + time + ", " + key + ") " + (descending ? "<" : ">") + " (?, ?)",
                        place.time(),
                        place.key()));
        String order = descending ? " DESC" : "";
        String sql = select + " WHERE " + all + " ORDER BY " + time + order + ", " + key + order + " LIMIT "
                + (Page.SIZE + 1);
        List<T> rows = list(reader, sql, all.arguments.toArray());
        boolean more = rows.size() > Page.SIZE;
        List<T> shown = more ? rows.subList(0, Page.SIZE) : rows;
        return new Page<>(
                shown,
                more ? Optional.of(placeOf.apply(shown.get(Page.SIZE - 1)).cursor()) : Optional.empty());
    }

    /** Where a row stands in its list. */
    record Place(long time, String key) {
        String cursor() {
            return Base64.getUrlEncoder().withoutPadding().encodeToString((time + " " + key).getBytes(UTF_8));
        }

        static Optional<Place> parse(String cursor) {
            try {
                String text = new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
                int space = text.indexOf(' ');
                return Optional.of(new Place(Long.parseLong(text.substring(0, space)), text.substring(space + 1)));
            } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
                return Optional.empty(); // Not one of ours.
            }
        }
    }

    /** A number that may be missing. */
    static Long nullableLong(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    /** A number that may be missing. */
    static Double nullableDouble(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }
}

package io.assayhub.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.assayhub.wire.Json;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Prints items as they come: NDJSON with every field, or a table with the columns named. The table's widths are those of
 * its first {@value #LOOK_AHEAD} items, so that a long list needs no memory.
 */
final class Listing implements AutoCloseable {
    private static final int LOOK_AHEAD = 200;

    /** Fields in the order of the item. */
    private static final ObjectWriter WRITER =
            Json.mapper().writer().without(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private final PrintStream out;
    private final boolean json;
    private final List<String> columns;
    private final List<List<String>> ahead = new ArrayList<>();
    private int[] widths;
    private long items;

    /** @param columns the table's columns: names of fields */
    Listing(PrintStream out, boolean json, String... columns) {
        this.out = out;
        this.json = json;
        this.columns = List.of(columns);
    }

    /** Fields in the order given, absent ones left out: name, value, name, value. */
    static Map<String, Object> item(Object... namesAndValues) {
        Map<String, Object> item = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                item.put((String) namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return item;
    }

    void add(Map<String, Object> item) {
        items++;
        if (json) {
            out.println(line(item));
            return;
        }
        List<String> row = new ArrayList<>();
        for (String column : columns) {
            row.add(printable(String.valueOf(item.getOrDefault(column, ""))));
        }
        if (widths != null) {
            print(row);
            return;
        }
        ahead.add(row);
        if (ahead.size() == LOOK_AHEAD) {
            flush();
        }
    }

    /** A sentence for people; nothing between NDJSON lines. */
    void say(String sentence) {
        if (!json) {
            flush();
            out.println(sentence);
        }
    }

    long items() {
        return items;
    }

    @Override
    public void close() {
        flush();
        out.flush();
    }

    private void flush() {
        if (widths != null || ahead.isEmpty()) {
            return;
        }
        widths = new int[columns.size()];
        ahead.add(0, columns);
        for (List<String> row : ahead) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        ahead.forEach(this::print);
        ahead.clear();
    }

    private void print(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(row.get(i));
            if (i < widths.length - 1) {
                line.append(" ".repeat(Math.max(0, widths[i] - row.get(i).length()) + 2));
            }
        }
        out.println(line.toString().stripTrailing());
    }

    private static String line(Map<String, Object> item) {
        try {
            return WRITER.writeValueAsString(item);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an item cannot be written as JSON", e);
        }
    }

    /** Text from outside must not command the terminal. */
    static String printable(String text) {
        StringBuilder clean = null;
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i)) && text.charAt(i) != '\t') {
                clean = clean == null ? new StringBuilder(text) : clean;
                clean.setCharAt(i, '\ufffd');
            }
        }
        return clean == null ? text : clean.toString();
    }
}

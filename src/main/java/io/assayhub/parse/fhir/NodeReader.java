package io.assayhub.parse.fhir;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.assayhub.parse.RefusedRow.Reason;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads one JSON value of a stream to its end, and keeps it if it is not larger than any resource of results. */
final class NodeReader {
    /** Characters of a value that is kept, field names and a fixed share for each part included. */
    static final int MOST = 4 << 20;

    private static final int PART = 16;

    /** Narrative for people, and documents: no place is in them. */
    private static final Set<String> PASSED_OVER = Set.of("div", "data");

    private static final class Open {
        private final Map<String, Node> fields;
        private final List<Node> items;
        private String name;

        private Open(boolean object) {
            fields = object ? new LinkedHashMap<>() : null;
            items = object ? null : new ArrayList<>();
        }

        private Node node() {
            return fields == null ? new Node.Items(items) : new Node.Fields(fields);
        }
    }

    private final Deque<Open> open = new ArrayDeque<>();
    private Node read;
    private Reason wrong;
    private long size;

    /**
     * Reads the value whose first token is the parser's current one; afterwards its last one is.
     *
     * @return null where it is JSON's null, or is not kept, see {@link #wrong}
     */
    Node read(JsonParser json) throws IOException {
        open.clear();
        read = null;
        wrong = null;
        size = 0;
        int depth = 0;
        JsonToken token = json.currentToken();
        while (token != null) {
            switch (token) {
                case START_OBJECT, START_ARRAY -> {
                    depth++;
                    begin(token == JsonToken.START_OBJECT);
                }
                case END_OBJECT, END_ARRAY -> {
                    depth--;
                    end();
                }
                case FIELD_NAME -> {
                    String name = json.currentName();
                    if (PASSED_OVER.contains(name)) {
                        json.nextToken();
                        json.skipChildren();
                    } else {
                        field(name);
                    }
                }
                case VALUE_NULL -> {
                    // As absent as a field that is not there.
                }
                default -> {
                    if (wrong == null) {
                        text(json.getText());
                    }
                }
            }
            if (depth == 0) {
                break;
            }
            token = json.nextToken();
        }
        return wrong == null ? read : null;
    }

    /** Why the last value is not kept, or null. */
    Reason wrong() {
        return wrong;
    }

    private void begin(boolean object) {
        if (takes(PART)) {
            open.push(new Open(object));
        }
    }

    private void end() {
        if (wrong == null) {
            add(open.pop().node());
        }
    }

    private void field(String name) {
        if (takes(PART + name.length())) {
            Open in = open.peek();
            if (in.fields.containsKey(name)) {
                wrong = Reason.SEVERAL_VALUES;
            }
            in.name = name;
        }
    }

    private void text(String text) {
        if (!takes(PART + text.length())) {
            return;
        }
        if (!isUnicode(text)) {
            wrong = Reason.BAD_ENCODING;
            return;
        }
        add(new Node.Text(text));
    }

    private void add(Node node) {
        Open in = open.peek();
        if (in == null) {
            read = node;
        } else if (in.fields == null) {
            in.items.add(node);
        } else {
            in.fields.put(in.name, node);
        }
    }

    private boolean takes(int more) {
        size += more;
        if (wrong == null && size > MOST) {
            wrong = Reason.ROW_TOO_LONG;
            open.clear();
        }
        return wrong == null;
    }

    /** JSON can name half a character, which is none. */
    private static boolean isUnicode(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}

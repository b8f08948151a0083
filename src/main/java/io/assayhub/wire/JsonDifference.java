package io.assayhub.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** In which elements two JSON values differ; members by name, items of lists by their place, numbers by their digits. */
public final class JsonDifference {
    private static final String NONE = "(none)";

    private JsonDifference() {}

    /**
     * One element that differs.
     *
     * @param path such as {@code code.coding[1].code}
     * @param old its JSON, or {@code (none)}
     * @param fresh likewise
     */
    public record Change(String path, String old, String fresh) {
        @Override
        public String toString() {
            return path + ": " + old + " → " + fresh;
        }
    }

    /** Every difference, in order of the paths. */
    public static List<Change> between(JsonNode old, JsonNode fresh) {
        List<Change> changes = new ArrayList<>();
        walk("", old, fresh, changes);
        return changes;
    }

    private static void walk(String path, JsonNode old, JsonNode fresh, List<Change> changes) {
        if (are(old.isObject(), old, fresh.isObject(), fresh)) {
            Set<String> names = new TreeSet<>();
            old.fieldNames().forEachRemaining(names::add);
            fresh.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                walk(path.isEmpty() ? name : path + "." + name, old.path(name), fresh.path(name), changes);
            }
        } else if (are(old.isArray(), old, fresh.isArray(), fresh)) {
            for (int i = 0; i < Math.max(old.size(), fresh.size()); i++) {
                walk(path + "[" + i + "]", old.path(i), fresh.path(i), changes);
            }
        } else if (!text(old).equals(text(fresh))) {
            changes.add(new Change(path, text(old), text(fresh)));
        }
    }

    /** Both are, or one is and the other is not there: then each of its elements is new or gone. */
    private static boolean are(boolean isOld, JsonNode old, boolean isFresh, JsonNode fresh) {
        return (isOld || old.isMissingNode()) && (isFresh || fresh.isMissingNode()) && (isOld || isFresh);
    }

    private static String text(JsonNode node) {
        return node.isMissingNode() ? NONE : new String(Json.bytes(node), StandardCharsets.UTF_8);
    }
}

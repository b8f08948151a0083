package io.assayhub.ops;

import com.fasterxml.jackson.databind.JsonNode;
import io.assayhub.wire.Json;
import io.assayhub.wire.JsonDifference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What another mapping makes of the same sources: counts, which elements change and how often, and examples. */
final class MappingDifference {
    private static final int PATHS = 500;

    /** How two readings of one entry differ. */
    enum Kind {
        /** The Observation's content changes. */
        CHANGED("changed"),
        /** Another id: consumers get a new result beside the one they have. */
        IDENTITY("another id"),
        /** Read now and not by the other mapping. */
        GONE("no longer read"),
        /** Read by the other mapping alone. */
        ADDED("read only then"),
        /** Rejected both times, for another reason. */
        REJECTED("rejected otherwise");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /**
     * One entry that differs.
     *
     * @param id as it is now, or null
     * @param changes a line for each element: path, old and new value; or what rejects it
     */
    record Example(Kind kind, String transfer, String entry, String id, List<String> changes) {}

    private final int most;
    private final List<Example> examples = new ArrayList<>();
    private final Map<String, Long> paths = new TreeMap<>();
    private final Map<Kind, Long> counts = new HashMap<>();
    private long same;

    /** @param most how many examples are kept */
    MappingDifference(int most) {
        this.most = most;
    }

    /** Compares two readings of one source. */
    void compare(String transfer, EntryStream now, EntryStream then) throws IOException {
        while (true) {
            long row = Math.min(now.row(), then.row());
            if (row == Long.MAX_VALUE) {
                return;
            }
            compareRow(transfer, now.take(row), then.take(row));
        }
    }

    private void compareRow(String transfer, List<EntryStream.Read> now, List<EntryStream.Read> then) {
        Map<String, EntryStream.Read> left = new LinkedHashMap<>();
        then.forEach(read -> left.put(read.address(), read));
        Map<String, EntryStream.Read> byId = new HashMap<>();
        then.stream().filter(r -> r.id() != null).forEach(r -> byId.put(r.id(), r));
        for (EntryStream.Read old : now) {
            EntryStream.Read partner = old.id() == null ? null : byId.get(old.id());
            partner = partner != null ? partner : left.get(old.address());
            if (partner != null) {
                left.remove(partner.address());
            }
            compare(transfer, old, partner);
        }
        left.values().forEach(read -> compare(transfer, null, read));
    }

    private void compare(String transfer, EntryStream.Read old, EntryStream.Read fresh) {
        boolean read = old != null && old.id() != null;
        boolean readThen = fresh != null && fresh.id() != null;
        if (!read && !readThen) {
            String before = old == null ? "" : old.code();
            String after = fresh == null ? "" : fresh.code();
            if (before.equals(after)) {
                same++;
            } else {
                note(Kind.REJECTED, transfer, old == null ? fresh : old, List.of(before + " → " + after));
            }
        } else if (!readThen) {
            note(Kind.GONE, transfer, old, fresh == null ? List.of() : List.of("rejected " + fresh.code()));
        } else if (!read) {
            note(Kind.ADDED, transfer, fresh, old == null ? List.of() : List.of("was rejected " + old.code()));
        } else if (!old.id().equals(fresh.id())) {
            note(Kind.IDENTITY, transfer, old, List.of("id: " + old.id() + " → " + fresh.id()));
        } else if (old.content().equals(fresh.content())) {
            same++;
        } else {
            List<JsonDifference.Change> changes = JsonDifference.between(tree(old), tree(fresh));
            Set<String> changed =
                    changes.stream().map(JsonDifference.Change::path).collect(Collectors.toCollection(TreeSet::new));
            changed.forEach(path -> {
                if (paths.size() < PATHS || paths.containsKey(path)) {
                    paths.merge(path, 1L, Long::sum);
                }
            });
            note(
                    Kind.CHANGED,
                    transfer,
                    old,
                    changes.stream().map(JsonDifference.Change::toString).toList());
        }
    }

    private void note(Kind kind, String transfer, EntryStream.Read read, List<String> changes) {
        counts.merge(kind, 1L, Long::sum);
        if (examples.size() < most) {
            examples.add(new Example(kind, transfer, read.address(), read.id(), changes));
        }
    }

    private static JsonNode tree(EntryStream.Read read) {
        return Json.read(read.observation(), JsonNode.class);
    }

    long same() {
        return same;
    }

    long of(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** Whether anything differs. */
    boolean isAny() {
        return !counts.isEmpty();
    }

    /** Element → in how many Observations it changes. */
    Map<String, Long> paths() {
        return paths;
    }

    List<Example> examples() {
        return examples;
    }
}

package io.assayhub.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A value in a YAML 1.2 file that knows its file, line and path, so that a problem can name its place. Reading never
 * throws for what a person wrote: it adds a problem and goes on.
 */
public final class YamlValue {
    private final String file;
    private final String path;
    private final int line;
    private final Node node;
    private final Problems problems;
    private final Set<String> asked = new LinkedHashSet<>();

    private YamlValue(String file, String path, int line, Node node, Problems problems) {
        this.file = file;
        this.path = path;
        this.line = line;
        this.node = node;
        this.problems = problems;
    }

    /** Reads a file; if it cannot be read or is no YAML mapping, that is a problem and the result is empty. */
    public static Optional<YamlValue> ofFile(Path file, String shownAs, Problems problems) {
        try {
            return ofText(Files.readString(file, StandardCharsets.UTF_8), shownAs, problems);
        } catch (IOException e) {
            problems.add(shownAs, 0, "", "cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Reads YAML text that is a mapping; anything else is a problem and the result is empty. */
    public static Optional<YamlValue> ofText(String text, String shownAs, Problems problems) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(shownAs)
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(50)
                .build();
        try {
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty() || !(root.get() instanceof MappingNode)) {
                problems.add(shownAs, 1, "", "is not a YAML mapping");
                return Optional.empty();
            }
            YamlValue value = new YamlValue(shownAs, "", lineOf(root.get()), root.get(), problems);
            boolean sound = value.isFinite(root.get(), Collections.newSetFromMap(new IdentityHashMap<>()))
                    && value.hasNoDuplicateKeys(root.get(), "");
            return sound ? Optional.of(value) : Optional.empty();
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(m -> m.getLine() + 1).orElse(0);
            problems.add(shownAs, line, "", "is not YAML: " + e.getProblem() + quotes(e.getProblem()));
        } catch (YamlEngineException e) {
            problems.add(shownAs, 0, "", "is not YAML");
        }
        return Optional.empty();
    }

    /** What is mostly behind it. */
    private static String quotes(String problem) {
        return problem.contains("expected") ? "; a text with { } [ ] : or # in it may need quotes" : "";
    }

    /** An anchor may be used again, but not within itself. */
    private boolean isFinite(Node at, Set<Node> above) {
        if (!above.add(at)) {
            problems.add(file, lineOf(at), "", "is not YAML: an anchor holds itself");
            return false;
        }
        boolean good = true;
        if (at instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                good = good && isFinite(tuple.getKeyNode(), above) && isFinite(tuple.getValueNode(), above);
            }
        } else if (at instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                good = good && isFinite(item, above);
            }
        }
        above.remove(at);
        return good;
    }

    private boolean hasNoDuplicateKeys(Node at, String where) {
        boolean good = true;
        if (at instanceof MappingNode mapping) {
            Set<String> seen = new LinkedHashSet<>();
            for (NodeTuple tuple : mapping.getValue()) {
                String key = keyOf(tuple);
                String below = where.isEmpty() ? key : where + "." + key;
                if (!seen.add(key)) {
                    problems.add(file, lineOf(tuple.getKeyNode()), below, "stands twice");
                    good = false;
                }
                good &= hasNoDuplicateKeys(tuple.getValueNode(), below);
            }
        } else if (at instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                good &= hasNoDuplicateKeys(item, where);
            }
        }
        return good;
    }

    public String file() {
        return file;
    }

    public String path() {
        return path;
    }

    /** Whether the file has the name that goes with what it defines. */
    boolean isNamed(String name) {
        return file.substring(file.lastIndexOf('/') + 1).equals(name + ".yaml");
    }

    /** 1-based; of a value under a key that of the key, so that what spans lines is found at its name. */
    public int line() {
        return line;
    }

    private static int lineOf(Node node) {
        return node.getStartMark().map(m -> m.getLine() + 1).orElse(0);
    }

    public boolean isMap() {
        return node instanceof MappingNode;
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    public boolean isScalar() {
        return node instanceof ScalarNode;
    }

    /** Whether this is a scalar written without quotes, so that it may stand for a number or a truth value. */
    public boolean isPlain() {
        return node instanceof ScalarNode scalar && scalar.getScalarStyle() == ScalarStyle.PLAIN;
    }

    /** The value under a key of this mapping, if it is there. Keys asked for are known: see {@link #refuseOthers}. */
    public Optional<YamlValue> get(String key) {
        asked.add(key);
        return Optional.ofNullable(entries().get(key));
    }

    /** Whether this mapping has a key that is {@code true}. */
    boolean holds(String key) {
        YamlValue value = isMap() ? entries().get(key) : null;
        return value != null && value.isScalar() && value.text().equals("true");
    }

    /** Whether this is a mapping that has a key. */
    public boolean has(String key) {
        return isMap() && entries().containsKey(key);
    }

    /** Like {@link #get}, and a problem if the key is missing. */
    public Optional<YamlValue> require(String key) {
        Optional<YamlValue> value = get(key);
        if (value.isEmpty() && isMap()) {
            problems.add(this, "'" + key + "' is missing");
        }
        return value;
    }

    /** The value at the end of this path of keys and 0-based numbers of items, or the last one before it that exists. */
    public YamlValue at(String... steps) {
        YamlValue value = this;
        for (String step : steps) {
            YamlValue next = null;
            if (value.isMap()) {
                next = value.entries().get(step);
            } else if (value.isList() && step.matches("\\d{1,6}")) {
                List<YamlValue> items = value.items();
                next = Integer.parseInt(step) < items.size() ? items.get(Integer.parseInt(step)) : null;
            }
            if (next == null) {
                return value;
            }
            value = next;
        }
        return value;
    }

    /** Makes a problem of every key that nobody has asked for. */
    public void refuseOthers() {
        entries().forEach((key, value) -> {
            if (!asked.contains(key)) {
                String hint = Spelling.hint(key, asked);
                problems.add(value, "is not known here" + (hint.isEmpty() ? knownKeys() : hint));
            }
        });
    }

    private String knownKeys() {
        return "; known: " + String.join(", ", asked);
    }

    /** The entries of this mapping in order of the file; anything but a mapping is a problem and has none. */
    public Map<String, YamlValue> entries() {
        if (!(node instanceof MappingNode mapping)) {
            problems.add(this, "has to be a mapping");
            return Map.of();
        }
        Map<String, YamlValue> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = keyOf(tuple);
            String below = path.isEmpty() ? key : path + "." + key;
            entries.put(key, new YamlValue(file, below, lineOf(tuple.getKeyNode()), tuple.getValueNode(), problems));
        }
        return entries;
    }

    /** The items of this list; a single scalar counts as a list of one. */
    public List<YamlValue> items() {
        if (node instanceof ScalarNode) {
            return List.of(this);
        }
        if (!(node instanceof SequenceNode sequence)) {
            problems.add(this, "has to be a list");
            return List.of();
        }
        List<YamlValue> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(new YamlValue(file, path + "[" + items.size() + "]", lineOf(item), item, problems));
        }
        return items;
    }

    /** The text of this scalar; anything else is a problem and reads as empty text. */
    public String text() {
        if (!(node instanceof ScalarNode scalar)) {
            problems.add(this, "has to be a single value");
            return "";
        }
        return scalar.getValue();
    }

    /** The texts of this list of scalars. */
    public List<String> texts() {
        return items().stream().map(YamlValue::text).toList();
    }

    /** One of a closed list of names, or empty and a problem that says which they are. */
    public <T> Optional<T> choice(Map<String, T> choices) {
        T chosen = choices.get(text());
        if (chosen == null) {
            problems.add(
                    this,
                    "'" + text() + "' is not one of " + listed(choices.keySet())
                            + Spelling.hint(text(), choices.keySet()));
        }
        return Optional.ofNullable(chosen);
    }

    /** Sorted; in quotes what could be taken for the commas between. */
    private static String listed(Set<String> names) {
        return new TreeSet<>(names)
                .stream().map(n -> n.matches("\\W+") ? "'" + n + "'" : n).collect(Collectors.joining(", "));
    }

    /** A whole number within bounds, or empty and a problem. */
    public Optional<Long> number(long least, long most) {
        String text = text();
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return Optional.of(value);
            }
        } catch (NumberFormatException e) {
            // The problem below says it.
        }
        problems.add(this, "has to be a whole number from " + least + " to " + most);
        return Optional.empty();
    }

    /** {@code true} or {@code false}, or empty and a problem. */
    public Optional<Boolean> truth() {
        return choice(Map.of("true", true, "false", false));
    }

    /** Records a problem at this place. */
    public void problem(String message) {
        problems.add(this, message);
    }

    private static String keyOf(NodeTuple tuple) {
        return tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "?";
    }
}

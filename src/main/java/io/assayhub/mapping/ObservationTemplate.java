package io.assayhub.mapping;

import io.assayhub.config.Spelling;
import io.assayhub.config.YamlValue;
import io.assayhub.fhir.UcumUnits;
import io.assayhub.model.AssayResult;
import io.assayhub.model.Meaning;
import io.assayhub.wire.Json;
import io.assayhub.wire.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An Observation file compiled into a writer of bytes. Constants are encoded once; a hole that has nothing leaves out its
 * element; an object whose holes are all empty is left out with its constants, so that no half extension, coding or
 * identifier remains.
 */
final class ObservationTemplate {
    /** Holes without which a published Observation could not be versioned, tied or found. */
    private static final List<String> INDISPENSABLE =
            List.of("id", "version", "lastUpdated", "status", "subject", "measurement");

    private static final byte[] NOTHING = {};

    private final String name;
    private final List<Topic> topics;
    private final List<Topic> topicsOfConcern;
    private final SafetyRules safety;
    private final HoleWriter.Writer root;

    private ObservationTemplate(String name, List<Topic> topics, SafetyRules safety, HoleWriter.Writer root) {
        this.name = name;
        this.topics = List.copyOf(topics);
        List<Topic> more = new ArrayList<>(topics);
        more.add(Topic.SAFETY);
        this.topicsOfConcern = List.copyOf(more);
        this.safety = safety;
        this.root = root;
    }

    String name() {
        return name;
    }

    /** Where every result of this Observation goes. */
    List<Topic> topics() {
        return topics;
    }

    /** Where this result goes: to {@link Topic#SAFETY} too if a safety rule of the file matches it. */
    List<Topic> topics(AssayResult result) {
        return safety.match(result) ? topicsOfConcern : topics;
    }

    /** Writes the Observation of a result; the buffer must have been started. */
    void write(AssayResult result, ObservationBuffer out) {
        root.write(result, out);
    }

    /** The same Observation for results that have these meanings only. */
    ObservationTemplate with(Predicate<Meaning> delivered) {
        return root instanceof Composite composite
                ? new ObservationTemplate(name, topics, safety, composite.with(delivered))
                : this;
    }

    /** The Observation of this file, or empty if a problem was added. */
    static Optional<ObservationTemplate> compile(
            YamlValue file, Namespaces namespaces, HoleWriter holes, UcumUnits ucum) {
        String name = file.require("observation").map(YamlValue::text).orElse("");
        List<Topic> topics = topics(file);
        SafetyRules safety = SafetyRules.read(file.get("safety"), ucum);
        Optional<YamlValue> resource = file.require("resource");
        file.get("title");
        file.refuseOthers();
        if (resource.isEmpty()) {
            return Optional.empty();
        }
        Compiler compiler = new Compiler(namespaces, holes);
        Node root = compiler.resource(resource.get());
        for (String hole : INDISPENSABLE) {
            if (!compiler.used.contains(hole)) {
                resource.get().problem("the hole $" + hole + " is missing");
            }
        }
        // A root without a hole is a problem that was just added.
        HoleWriter.Writer writer = root instanceof Part part ? part.value : (r, out) -> false;
        return Optional.of(new ObservationTemplate(name, topics, safety, writer));
    }

    private static List<Topic> topics(YamlValue file) {
        List<Topic> topics = new ArrayList<>();
        List<String> choices = Topic.consumerTopics().stream()
                .filter(t -> t != Topic.SAFETY)
                .map(Topic::suffix)
                .toList();
        for (YamlValue item : file.require("topics").map(YamlValue::items).orElse(List.of())) {
            Optional<Topic> topic = Topic.ofSuffix(item.text()).filter(Topic::isConsumerTopic);
            if (topic.isEmpty()) {
                item.problem("'" + item.text() + "' is not a consumer topic" + Spelling.hint(item.text(), choices));
            } else if (topic.get() == Topic.SAFETY) {
                item.problem("which results go to safety is said by rules under 'safety'");
            } else {
                topics.add(topic.get());
            }
        }
        if (topics.isEmpty()) {
            file.get("topics")
                    .filter(list -> list.items().isEmpty())
                    .ifPresent(list -> list.problem("has to name at least one consumer topic"));
        }
        return topics;
    }

    /** A piece of the Observation at compile time: what is known of it, and who writes the rest. */
    private sealed interface Node {}

    private record Constant(byte[] json) implements Node {}

    /**
     * A value that may turn out empty, with what stands before it: its comma, and its name if it is a member.
     *
     * @param needs the meaning without which it is always empty, or null
     */
    private record Part(byte[] opening, HoleWriter.Writer value, Meaning needs) implements Node {}

    /**
     * Members or items, each with a leading comma; the first comma becomes the opening bracket. A part is an opening and
     * the writer of its value, null for a constant. Kept flat, for this loop runs through every piece of every Observation.
     */
    private static final class Composite implements HoleWriter.Writer {
        private final byte open;
        private final byte close;
        private final List<Node> parts;
        private final byte[][] openings;
        private final HoleWriter.Writer[] values;

        private Composite(byte open, byte close, List<Node> parts) {
            this.open = open;
            this.close = close;
            this.parts = List.copyOf(parts);
            openings = new byte[parts.size()][];
            values = new HoleWriter.Writer[parts.size()];
            for (int i = 0; i < openings.length; i++) {
                Node node = parts.get(i);
                if (node instanceof Part part) {
                    openings[i] = part.opening;
                    values[i] = part.value;
                } else if (node instanceof Constant constant) {
                    openings[i] = constant.json;
                }
            }
        }

        /** The same without the parts that would always be empty; without any part if nothing could fill it. */
        private Composite with(Predicate<Meaning> delivered) {
            List<Node> left = new ArrayList<>();
            boolean fillable = false;
            for (Node node : parts) {
                if (!(node instanceof Part part)) {
                    left.add(node);
                } else if (part.value instanceof Composite inner) {
                    Composite rest = inner.with(delivered);
                    if (!rest.parts.isEmpty()) {
                        left.add(new Part(part.opening, rest, null));
                        fillable = true;
                    }
                } else if (part.value instanceof CodeWriter code && code.value instanceof Composite inner) {
                    left.add(new Part(part.opening, new CodeWriter(inner.with(delivered)), null));
                    fillable = true;
                } else if (part.needs == null || delivered.test(part.needs)) {
                    left.add(part);
                    fillable = true;
                }
            }
            return new Composite(open, close, fillable ? left : List.of());
        }

        @Override
        public boolean write(AssayResult result, ObservationBuffer out) {
            int before = out.length();
            boolean filled = false;
            for (int i = 0; i < openings.length; i++) {
                int start = out.length();
                out.raw(openings[i]);
                HoleWriter.Writer value = values[i];
                if (value != null) {
                    if (value.write(result, out)) {
                        filled = true;
                    } else {
                        out.rewind(start);
                    }
                }
            }
            if (!filled) {
                out.rewind(before);
                return false;
            }
            out.put(before, open);
            out.raw(close);
            return true;
        }
    }

    /** Writes Observation.code, and notes where it stands: an entered-in-error version without a body repeats it. */
    private record CodeWriter(HoleWriter.Writer value) implements HoleWriter.Writer {
        @Override
        public boolean write(AssayResult result, ObservationBuffer out) {
            int from = out.length();
            boolean filled = value.write(result, out);
            out.code(from, out.length());
            return filled;
        }
    }

    private static final class Compiler {
        private final Namespaces namespaces;
        private final HoleWriter holes;
        private final List<String> used = new ArrayList<>();

        private Compiler(Namespaces namespaces, HoleWriter holes) {
            this.namespaces = namespaces;
            this.holes = holes;
        }

        /** The Observation as a whole, whose code is written by itself. */
        private Node resource(YamlValue value) {
            List<Node> parts = new ArrayList<>();
            for (Map.Entry<String, YamlValue> entry : value.entries().entrySet()) {
                Node member = member(entry.getKey(), entry.getValue());
                parts.add(entry.getKey().equals("code") ? noted(member) : member);
            }
            if (!value.entries().containsKey("code")) {
                value.problem("'code' is missing");
            }
            return composite('{', '}', parts, value);
        }

        private static Node noted(Node code) {
            int name = ",\"code\":".length();
            if (code instanceof Part part) {
                return new Part(part.opening(), new CodeWriter(part.value()), null);
            }
            byte[] json = ((Constant) code).json();
            byte[] value = Arrays.copyOfRange(json, name, json.length);
            HoleWriter.Writer writer = (r, out) -> {
                out.raw(value);
                return true;
            };
            return new Part(Arrays.copyOf(json, name), new CodeWriter(writer), null);
        }

        private Node compile(YamlValue value) {
            if (value.isMap()) {
                List<Node> parts = new ArrayList<>();
                for (Map.Entry<String, YamlValue> entry : value.entries().entrySet()) {
                    parts.add(member(entry.getKey(), entry.getValue()));
                }
                return composite('{', '}', parts, value);
            }
            if (value.isList()) {
                List<Node> parts = new ArrayList<>();
                for (YamlValue item : value.items()) {
                    parts.add(prefixed(",", compile(item)));
                }
                return composite('[', ']', parts, value);
            }
            return scalar(value);
        }

        private Node member(String name, YamlValue value) {
            if (name.endsWith("[x]")) {
                String hole = value.text();
                Optional<HoleWriter.ChoiceWriter> choice =
                        hole.startsWith("$") ? holes.choice(hole.substring(1)) : Optional.empty();
                if (choice.isEmpty()) {
                    value.problem("only $measurement and $specimen.collected may fill an element of a chosen type");
                    return new Constant(new byte[0]);
                }
                if (name.equals("value[x]") != hole.equals("$measurement")) {
                    value.problem("$measurement fills value[x], $specimen.collected every other");
                    return new Constant(new byte[0]);
                }
                used.add(hole.substring(1));
                byte[] choiceName = utf8(name);
                HoleWriter.ChoiceWriter writer = choice.get();
                return new Part(NOTHING, (r, out) -> writer.write(choiceName, r, out), null);
            }
            String opening = "," + Json.mapper().valueToTree(name) + ":";
            return prefixed(opening, compile(value));
        }

        private Node scalar(YamlValue value) {
            String text = value.text();
            if (text.startsWith("$")) {
                String hole = text.substring(1);
                Optional<HoleWriter.Writer> writer = holes.writer(hole);
                if (writer.isEmpty()) {
                    value.problem("nothing fills the hole " + text
                            + (holes.choice(hole).isPresent() ? ": it needs an element named …[x]" : holes.hint(hole)));
                    return new Constant(new byte[0]);
                }
                used.add(hole);
                return new Part(NOTHING, writer.get(), HoleWriter.needs(hole).orElse(null));
            }
            boolean literal = value.isPlain() && text.matches("true|false|-?(0|[1-9]\\d*)(\\.\\d+)?");
            return new Constant(utf8(
                    literal
                            ? text
                            : Json.mapper().valueToTree(namespaces.expand(text)).toString()));
        }

        private static Node composite(char open, char close, List<Node> parts, YamlValue value) {
            List<Node> merged = new ArrayList<>();
            for (Node part : parts) {
                int last = merged.size() - 1;
                if (part instanceof Constant right && last >= 0 && merged.get(last) instanceof Constant left) {
                    merged.set(last, prefixed(new String(left.json(), StandardCharsets.UTF_8), right));
                } else {
                    merged.add(part);
                }
            }
            if (merged.isEmpty()) {
                value.problem("is empty");
                return new Constant(utf8(open + "" + close));
            }
            if (merged.size() == 1 && merged.get(0) instanceof Constant only) {
                byte[] json = only.json().clone();
                if (json.length > 0) {
                    json[0] = (byte) open;
                }
                return prefixed("", new Constant(utf8(new String(json, StandardCharsets.UTF_8) + close)));
            }
            return new Part(NOTHING, new Composite((byte) open, (byte) close, merged), null);
        }

        private static Node prefixed(String prefix, Node node) {
            return node instanceof Part part
                    ? new Part(
                            utf8(prefix + new String(part.opening(), StandardCharsets.UTF_8)),
                            part.value(),
                            part.needs())
                    : prefixed(prefix, (Constant) node);
        }

        private static Constant prefixed(String prefix, Constant constant) {
            return new Constant(utf8(prefix + new String(constant.json(), StandardCharsets.UTF_8)));
        }

        private static byte[] utf8(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}

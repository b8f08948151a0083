package io.assayhub.mapping;

import io.assayhub.config.Spelling;
import io.assayhub.config.YamlValue;
import io.assayhub.fhir.UcumUnits;
import io.assayhub.model.AssayResult;
import io.assayhub.model.Meaning;
import io.assayhub.wire.Topic;
import java.util.ArrayList;
import java.util.List;
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

    private final String name;
    private final List<Topic> topics;
    private final List<Topic> topicsOfConcern;
    private final SafetyRules safety;
    private final Optional<String> unit;
    private final HoleWriter.Writer root;

    private ObservationTemplate(
            String name, List<Topic> topics, SafetyRules safety, Optional<String> unit, HoleWriter.Writer root) {
        this.name = name;
        this.topics = List.copyOf(topics);
        List<Topic> more = new ArrayList<>(topics);
        more.add(Topic.SAFETY);
        this.topicsOfConcern = List.copyOf(more);
        this.safety = safety;
        this.unit = unit;
        this.root = root;
    }

    String name() {
        return name;
    }

    /** Which of its results concern safety. */
    SafetyRules safety() {
        return safety;
    }

    /** A UCUM unit with which that of a number has to be comparable; empty if the analyte alone decides. */
    Optional<String> unit() {
        return unit;
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
                ? new ObservationTemplate(name, topics, safety, unit, composite.with(delivered))
                : this;
    }

    /** The Observation of this file, or empty if a problem was added. */
    static Optional<ObservationTemplate> compile(
            YamlValue file, Namespaces namespaces, HoleWriter holes, UcumUnits ucum) {
        String name = file.require("observation").map(YamlValue::text).orElse("");
        List<Topic> topics = topics(file);
        SafetyRules safety = SafetyRules.read(file.get("safety"), ucum);
        Optional<String> unit = file.get("unit").flatMap(at -> unit(at, ucum));
        Optional<YamlValue> resource = file.require("resource");
        file.get("title");
        file.refuseOthers();
        if (resource.isEmpty()) {
            return Optional.empty();
        }
        TemplateCompiler compiler = new TemplateCompiler(namespaces, holes, ucum);
        Node root = compiler.resource(resource.get());
        for (String hole : INDISPENSABLE) {
            if (!compiler.used().contains(hole)) {
                resource.get().problem("the hole $" + hole + " is missing");
            }
        }
        // A root without a hole is a problem that was just added.
        HoleWriter.Writer writer = root instanceof Part part ? part.value : (r, out) -> false;
        return Optional.of(new ObservationTemplate(name, topics, safety, unit, writer));
    }

    private static Optional<String> unit(YamlValue at, UcumUnits ucum) {
        if (ucum.isUnit(at.text())) {
            return Optional.of(at.text());
        }
        at.problem("'" + at.text() + "' is not UCUM" + ucum.hint(at.text()));
        return Optional.empty();
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
    sealed interface Node {}

    record Constant(byte[] json) implements Node {}

    /**
     * A value that may turn out empty, with what stands before it: its comma, and its name if it is a member.
     *
     * @param needs the meaning without which it is always empty, or null
     */
    record Part(byte[] opening, HoleWriter.Writer value, Meaning needs) implements Node {}

    /**
     * Members or items, each with a leading comma; the first comma becomes the opening bracket. A part is an opening and
     * the writer of its value, null for a constant. Kept flat, for this loop runs through every piece of every Observation.
     */
    static final class Composite implements HoleWriter.Writer {
        private final byte open;
        private final byte close;
        private final List<Node> parts;
        private final byte[][] openings;
        private final HoleWriter.Writer[] values;
        /** What the ledger fills is never empty, though a preview shows nothing of it. */
        private final boolean ledgers;

        Composite(byte open, byte close, List<Node> parts) {
            this.open = open;
            this.close = close;
            this.parts = List.copyOf(parts);
            openings = new byte[parts.size()][];
            values = new HoleWriter.Writer[parts.size()];
            ledgers =
                    parts.stream().anyMatch(n -> n instanceof Part part && part.value instanceof HoleWriter.LedgerHole);
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
            if (!filled && !(ledgers && out.length() > before)) {
                out.rewind(before);
                return false;
            }
            out.put(before, open);
            out.raw(close);
            return true;
        }
    }

    /** Writes Observation.code, and notes where it stands: an entered-in-error version without a body repeats it. */
    record CodeWriter(HoleWriter.Writer value) implements HoleWriter.Writer {
        @Override
        public boolean write(AssayResult result, ObservationBuffer out) {
            int from = out.length();
            boolean filled = value.write(result, out);
            out.code(from, out.length());
            return filled;
        }
    }
}

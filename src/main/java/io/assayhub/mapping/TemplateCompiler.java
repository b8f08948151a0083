package io.assayhub.mapping;

import io.assayhub.config.YamlValue;
import io.assayhub.fhir.UcumUnits;
import io.assayhub.mapping.ObservationTemplate.CodeWriter;
import io.assayhub.mapping.ObservationTemplate.Composite;
import io.assayhub.mapping.ObservationTemplate.Constant;
import io.assayhub.mapping.ObservationTemplate.Node;
import io.assayhub.mapping.ObservationTemplate.Part;
import io.assayhub.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compiles the resource of an Observation file into the pieces that its template writes one after the other. */
final class TemplateCompiler {
    private static final byte[] NOTHING = {};

    private final Namespaces namespaces;
    private final HoleWriter holes;
    private final UcumUnits ucum;
    private final List<String> used = new ArrayList<>();

    TemplateCompiler(Namespaces namespaces, HoleWriter holes, UcumUnits ucum) {
        this.namespaces = namespaces;
        this.holes = holes;
        this.ucum = ucum;
    }

    /** The names of all holes that were met. */
    List<String> used() {
        return used;
    }

    /** The Observation as a whole, whose code is written by itself. */
    Node resource(YamlValue value) {
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
            checkUnit(value.entries());
            List<Node> parts = new ArrayList<>();
            for (Map.Entry<String, YamlValue> entry : value.entries().entrySet()) {
                parts.add(member(entry.getKey(), entry.getValue()));
            }
            return composite('{', '}', parts, value);
        }
        if (value.isList()) {
            List<Node> parts = new ArrayList<>();
            for (YamlValue item : value.items()) {
                parts.add(listHole(item).orElseGet(() -> prefixed(",", compile(item))));
            }
            return composite('[', ']', parts, value);
        }
        return scalar(value);
    }

    /** A unit that the file itself states. */
    private void checkUnit(Map<String, YamlValue> entries) {
        YamlValue system = entries.get("system");
        YamlValue code = entries.get("code");
        if (system != null && code != null && system.isScalar() && code.isScalar()) {
            boolean isUcum = namespaces.expand(system.text()).equals(namespaces.expand("{ucum}"));
            if (isUcum && !code.text().startsWith("$") && !ucum.isUnit(code.text())) {
                code.problem("'" + code.text() + "' is not UCUM" + ucum.hint(code.text()));
            }
        }
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

    /** A hole that stands for any number of items, each of which brings its comma. */
    private Optional<Node> listHole(YamlValue value) {
        if (value.isMap() || value.isList() || !value.text().startsWith("$")) {
            return Optional.empty();
        }
        String hole = value.text().substring(1);
        return holes.list(hole).map(writer -> {
            used.add(hole);
            return new Part(NOTHING, writer, HoleWriter.needs(hole).orElse(null));
        });
    }

    private Node scalar(YamlValue value) {
        String text = value.text();
        if (text.startsWith("$")) {
            Optional<Node> items = listHole(value);
            if (items.isPresent()) {
                return composite('[', ']', List.of(items.get()), value);
            }
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
                        utf8(prefix + new String(part.opening(), StandardCharsets.UTF_8)), part.value(), part.needs())
                : prefixed(prefix, (Constant) node);
    }

    private static Constant prefixed(String prefix, Constant constant) {
        return new Constant(utf8(prefix + new String(constant.json(), StandardCharsets.UTF_8)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

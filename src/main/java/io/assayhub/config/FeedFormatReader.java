package io.assayhub.config;

import io.assayhub.config.FeedConfig.Environment;
import io.assayhub.config.FeedConfig.Format;
import io.assayhub.config.FeedConfig.Preamble;
import io.assayhub.config.FeedConfig.Wrapped;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** Reads what a feed file says of the table: its dialect, the lines above its header, and what stands in them. */
final class FeedFormatReader {
    private static final int DEFAULT_MAX_ROW = 64 * 1024;

    /** The title of the grids that say what was in the wells. */
    private static final Pattern PLATE_MAP = Pattern.compile("(?i)(plate )?(layout|map)\\b.*");

    /**
     * How the keys of a form are read.
     *
     * @param charset the one of sources that say none; empty if the form itself settles it
     */
    private record FormReader(Optional<Charset> charset, Function<YamlValue, Form> form) {}

    /** Forms by the key that names them, in the order of the documentation. */
    private static final Map<String, FormReader> FORMS = forms();

    private FeedFormatReader() {}

    private static Map<String, FormReader> forms() {
        Map<String, FormReader> forms = new LinkedHashMap<>();
        forms.put("csv", new FormReader(Optional.of(StandardCharsets.UTF_8), FeedFormatReader::csv));
        forms.put("hl7v2", new FormReader(Optional.of(StandardCharsets.US_ASCII), at -> new Form.Hl7v2()));
        forms.put("astm", new FormReader(Optional.of(StandardCharsets.US_ASCII), at -> new Form.Astm()));
        forms.put("fhir", new FormReader(Optional.empty(), at -> new Form.Fhir()));
        forms.put("flowjo", new FormReader(Optional.of(StandardCharsets.UTF_8), FeedFormatReader::flowJo));
        forms.put("elispot", new FormReader(Optional.of(StandardCharsets.UTF_8), FeedFormatReader::eliSpot));
        forms.put("cdisc-lab", new FormReader(Optional.of(StandardCharsets.US_ASCII), FeedFormatReader::cdiscLab));
        forms.put("dataset-json", new FormReader(Optional.empty(), at -> new Form.DatasetJson()));
        forms.put("xpt", new FormReader(Optional.of(StandardCharsets.US_ASCII), at -> new Form.Xpt()));
        forms.put("xlsx", new FormReader(Optional.empty(), FeedFormatReader::xlsx));
        return forms;
    }

    static Format format(YamlValue root) {
        Format fallback = new Format(
                new Form.Csv(',', DEFAULT_MAX_ROW, 0, Optional.empty(), Optional.empty()),
                StandardCharsets.UTF_8,
                '.',
                Set.of());
        return root.require("format").flatMap(FeedFormatReader::read).orElse(fallback);
    }

    private static Optional<Format> read(YamlValue format) {
        Set<Wrapped> wrapped = wrapped(format);
        List<String> named = FORMS.keySet().stream()
                .filter(name -> format.get(name).isPresent())
                .toList();
        if (named.size() > 1) {
            format.problem("a source has one form, not several");
        } else if (named.isEmpty()) {
            format.problem("has to name its form: " + String.join(", ", FORMS.keySet()));
        }
        format.refuseOthers();
        if (named.isEmpty()) {
            return Optional.empty();
        }
        String name = named.get(named.size() - 1);
        return format.get(name).map(at -> {
            FormReader reader = FORMS.get(name);
            Format read = new Format(
                    reader.form().apply(at),
                    reader.charset()
                            .map(usual -> at.get("charset")
                                    .flatMap(FeedFormatReader::charset)
                                    .orElse(usual))
                            .orElse(StandardCharsets.UTF_8),
                    at.get("decimal")
                            .flatMap(v -> v.choice(Map.of(".", '.', ",", ',')))
                            .orElse('.'),
                    wrapped);
            at.refuseOthers();
            return read;
        });
    }

    private static Form csv(YamlValue at) {
        Optional<YamlValue> header = at.get("header-row");
        Optional<Long> headerLine = header.filter(FeedFormatReader::isNumber).flatMap(v -> v.number(1, 1001));
        if (headerLine.isPresent() && at.get("skip").isPresent()) {
            at.at("skip").problem("the line of the header is given by 'header-row' already");
        }
        return new Form.Csv(
                at.get("delimiter").flatMap(FeedFormatReader::delimiter).orElse(','),
                at.get("max-row")
                        .flatMap(v -> v.number(1024, 1024 * 1024))
                        .map(Long::intValue)
                        .orElse(DEFAULT_MAX_ROW),
                at.get("skip")
                        .flatMap(v -> v.number(0, 1000))
                        .or(() -> headerLine.map(line -> line - 1))
                        .map(Long::intValue)
                        .orElse(0),
                header.filter(v -> !isNumber(v)).flatMap(FeedFormatReader::headerRow),
                at.get("end-at").flatMap(FeedFormatReader::expression));
    }

    private static Form flowJo(YamlValue at) {
        return new Form.FlowJo(
                at.get("delimiter").flatMap(FeedFormatReader::delimiter).orElse(','),
                at.get("end-at").flatMap(FeedFormatReader::expression));
    }

    private static Form cdiscLab(YamlValue at) {
        List<String> fields = new ArrayList<>();
        at.require("fields").ifPresent(v -> v.items().forEach(item -> fields.add(item.text())));
        if (at.has("fields")
                && (fields.isEmpty() || fields.size() != Set.copyOf(fields).size())) {
            at.at("fields").problem("has to name each field of a line once, in their order");
        }
        return new Form.CdiscLab(List.copyOf(fields));
    }

    private static Form eliSpot(YamlValue at) {
        List<String> fields = new ArrayList<>();
        at.require("map-fields").ifPresent(v -> v.items().forEach(item -> fields.add(item.text())));
        if (at.has("map-fields")
                && (!fields.contains("Stimulus")
                        || fields.size() != Set.copyOf(fields).size())) {
            at.at("map-fields").problem("has to name each part of a map's cell once, 'Stimulus' among them");
        }
        Optional<String> cells =
                at.get("cells-per-well").flatMap(v -> v.number(1, 100_000_000)).map(String::valueOf);
        if (cells.isPresent() == fields.contains("Cells per Well")) {
            at.problem("has to say 'cells-per-well', or have 'Cells per Well' among its map-fields, and not both");
        }
        Map<String, Pattern> lines = new LinkedHashMap<>();
        at.get("lines")
                .ifPresent(v -> v.entries()
                        .forEach((name, line) -> pattern(line, "value").ifPresent(p -> lines.put(name, p))));
        return new Form.EliSpot(
                at.get("delimiter").flatMap(FeedFormatReader::delimiter).orElse(','),
                List.copyOf(fields),
                at.get("plate").flatMap(v -> pattern(v, "plate")),
                at.get("counts").flatMap(FeedFormatReader::expression),
                at.get("map").flatMap(FeedFormatReader::expression).orElse(PLATE_MAP),
                words(at, "background", Set.of("medium")),
                words(at, "off-scale", Set.of("tntc")),
                cells,
                at.get("wells")
                        .flatMap(v -> v.number(1, 96))
                        .map(Long::intValue)
                        .orElse(3),
                Collections.unmodifiableMap(lines));
    }

    /** In small letters. */
    private static Set<String> words(YamlValue at, String key, Set<String> usual) {
        return at.get(key)
                .map(v -> v.items().stream()
                        .map(item -> item.text().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet()))
                .orElse(usual);
    }

    private static Form xlsx(YamlValue at) {
        Optional<YamlValue> header = at.get("header-row");
        Optional<Long> headerLine = header.filter(FeedFormatReader::isNumber).flatMap(v -> v.number(1, 1001));
        if (headerLine.isPresent() && at.get("skip").isPresent()) {
            at.at("skip").problem("the row of the header is given by 'header-row' already");
        }
        return new Form.Xlsx(
                at.get("sheet").map(YamlValue::text),
                at.get("skip")
                        .flatMap(v -> v.number(0, 1000))
                        .or(() -> headerLine.map(line -> line - 1))
                        .map(Long::intValue)
                        .orElse(0),
                header.filter(v -> !isNumber(v)).flatMap(FeedFormatReader::headerRow),
                at.get("end-at").flatMap(FeedFormatReader::expression));
    }

    private static Set<Wrapped> wrapped(YamlValue format) {
        Set<Wrapped> wrapped = EnumSet.noneOf(Wrapped.class);
        format.get("wrapped")
                .ifPresent(v -> v.items()
                        .forEach(item -> item.choice(Map.of(
                                        "gzip",
                                        Wrapped.GZIP,
                                        "zip",
                                        Wrapped.ZIP,
                                        "zip-of-several",
                                        Wrapped.ZIP_OF_SEVERAL))
                                .ifPresent(wrapped::add)));
        return Set.copyOf(wrapped);
    }

    private static boolean isNumber(YamlValue value) {
        return value.isScalar() && value.text().matches("\\d+");
    }

    private static Optional<Pattern> headerRow(YamlValue value) {
        if (value.isList()) {
            value.problem("has to be one line: a header of several rows is not read, let the sender join them");
            return Optional.empty();
        }
        return expression(value);
    }

    static Optional<Charset> charset(YamlValue value) {
        Map<String, Charset> known = new LinkedHashMap<>();
        known.put("UTF-8", StandardCharsets.UTF_8);
        known.put("US-ASCII", StandardCharsets.US_ASCII);
        known.put("ISO-8859-1", StandardCharsets.ISO_8859_1);
        known.put("windows-1252", Charset.forName("windows-1252"));
        return value.choice(known);
    }

    static Optional<Character> delimiter(YamlValue value) {
        String text = value.text().equals("tab") ? "\t" : value.text();
        if (text.length() == 1 && text.charAt(0) < 0x80 && "\"\n\r\0".indexOf(text.charAt(0)) < 0) {
            return Optional.of(text.charAt(0));
        }
        value.problem("has to be one ASCII character or 'tab'");
        return Optional.empty();
    }

    static Optional<Preamble> preamble(YamlValue value) {
        Optional<Preamble> preamble =
                value.require("count").flatMap(v -> pattern(v, "count")).map(Preamble::new);
        value.refuseOthers();
        return preamble;
    }

    /** @param inManifest whether the sender's manifest states it */
    static Environment environment(YamlValue value, boolean inManifest) {
        String expected = value.require("expect").map(YamlValue::text).orElse("");
        if (value.get("expect").isPresent() && expected.isBlank()) {
            value.at("expect").problem("has to be the word that a transfer for this hub carries");
        }
        Environment environment = new Environment(
                expected,
                value.get("file-name").flatMap(v -> pattern(v, "env")),
                value.get("preamble").flatMap(v -> pattern(v, "env")),
                value.get("field").map(YamlValue::text));
        boolean nowhere = value.get("file-name").isEmpty()
                && value.get("preamble").isEmpty()
                && value.get("field").isEmpty();
        if (nowhere && !inManifest) {
            value.problem("has to say where a transfer names it: 'file-name', 'preamble', 'field' or several of them");
        }
        value.refuseOthers();
        return environment;
    }

    /** A regular expression with this named group. */
    static Optional<Pattern> pattern(YamlValue value, String group) {
        Optional<Pattern> pattern = expression(value);
        if (pattern.isPresent() && !value.text().contains("(?<" + group + ">")) {
            value.problem("the pattern has no group (?<" + group + ">…)");
            return Optional.empty();
        }
        return pattern;
    }

    static Optional<Pattern> expression(YamlValue value) {
        try {
            return Optional.of(Pattern.compile(value.text()));
        } catch (PatternSyntaxException e) {
            value.problem("is not a regular expression: " + e.getDescription());
            return Optional.empty();
        }
    }
}

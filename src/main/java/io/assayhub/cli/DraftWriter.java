package io.assayhub.cli;

import io.assayhub.cli.DraftFeed.Guess;
import io.assayhub.config.FeedConfig.Column;
import io.assayhub.config.FeedConfig.Exclusion;
import io.assayhub.config.FeedConfig.ResultRule;
import io.assayhub.model.Meaning;
import io.assayhub.model.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes a guessed feed as the text of a feed file, each guess with a comment that says why. */
final class DraftWriter {
    private static final Pattern PLAIN = Pattern.compile("\\p{L}(?:[\\p{L}\\p{N}_./+ -]*[\\p{L}\\p{N}_.+-])?");
    private static final int COMMENT_COLUMN = 60;

    private final DraftFeed feed;
    private final StringBuilder out = new StringBuilder();

    private DraftWriter(DraftFeed feed) {
        this.feed = feed;
    }

    static String write(DraftFeed feed) {
        return new DraftWriter(feed).text();
    }

    private String text() {
        DraftTable table = feed.table();
        String name = feed.name().value();
        line("# yaml-language-server: $schema=../schema/feed.schema.json");
        line("# A draft, made from the first " + table.rows().size() + " rows of a table"
                + (table.whole() ? " (all of them)." : "."));
        line("# Nothing here is agreed: confirm each line marked 'guess:' with the sender, then delete its mark.");
        line("# Save it as fhir-mappings/feeds/" + name + ".yaml and run: ./hub try --feed " + name + " FILE");
        feed.lacks().forEach(lack -> line("# MISSING: " + oneLine(lack)));
        line("feed: " + yaml(name));
        line("version: 1");
        guess("title: " + yaml(name), "the file's name; say whose table this is");
        format(table);
        feed.count().ifPresent(c -> guess("preamble: { count: '" + c.value().replace("'", "''") + "' }", c.why()));
        line("transfer:");
        guess("  kind: incremental", "one file cannot show it; cumulative if each repeats all results so far");
        guess("  order: arrival", "or { file-name: '…(?<order>\\d+)…' } if the names are numbered or dated");
        guess("  reject-limit: 5%", "a transfer with more rejects is refused as a whole");
        guess("zone: unknown", "where the clocks of local times stood, such as Europe/Paris; a table does not say");
        constants();
        if (!feed.missing().isEmpty()) {
            guess("missing: " + list(feed.missing()), "these texts stand for empty cells");
        }
        guess(
                "identity: "
                        + list(feed.identity().value().stream()
                                .map(Meaning::text)
                                .toList()),
                feed.identity().why());
        if (!feed.columns().isEmpty()) {
            line("columns:");
            feed.columns().forEach(c -> guess("  " + yaml(c.value().header()) + ": " + column(c.value()), c.why()));
        }
        feed.ignoreUnknown().ifPresent(why -> guess("unknown-columns: ignore", why));
        if (!feed.ignored().isEmpty()) {
            line("ignore-columns:");
            feed.ignored().forEach((header, why) -> guess("  - " + yaml(header), why));
        }
        feed.unscaled().ifPresent(why -> guess("limits: unscaled", why));
        exclusions();
        tokens();
        units();
        results();
        return out.toString();
    }

    private void format(DraftTable table) {
        List<String> parts = new ArrayList<>();
        parts.add("charset: " + table.charset().name());
        parts.add("delimiter: " + (table.delimiter() == '\t' ? "tab" : "\"" + table.delimiter() + "\""));
        parts.add("decimal: \"" + feed.decimal().value() + "\"");
        if (!table.preamble().isEmpty()) {
            parts.add("skip: " + table.preamble().size());
        }
        String wrapped = table.wrapped()
                .map(w -> ", wrapped: " + w.name().toLowerCase(Locale.ROOT))
                .orElse("");
        String charset = table.mark()
                ? "its byte order mark"
                : table.charset().name().equals("UTF-8")
                        ? "every byte looked at is valid UTF-8"
                        : "some bytes are not valid UTF-8";
        guess(
                "format: { csv: { " + String.join(", ", parts) + " }" + wrapped + " }",
                charset + "; " + feed.decimal().why());
    }

    private void constants() {
        if (!feed.constants().isEmpty()) {
            line("constants:");
            feed.constants()
                    .forEach(
                            (meaning, value) -> guess("  " + meaning.text() + ": " + yaml(value.value()), value.why()));
        }
    }

    private void exclusions() {
        if (!feed.exclusions().isEmpty()) {
            line("exclude:");
            for (Guess<Exclusion> guess : feed.exclusions()) {
                Exclusion rule = guess.value();
                guess("  - { when: " + when(rule.when().cells()) + ", reason: " + rule.reason() + " }", guess.why());
            }
        }
    }

    private void tokens() {
        if (!feed.tokens().isEmpty()) {
            line("tokens:");
            feed.tokens()
                    .forEach((kind, words) -> guess(
                            "  " + kind + ": " + list(words),
                            words.stream().anyMatch("nd"::equalsIgnoreCase)
                                    ? "ND is read as not done; if it means not detected, move it to below-limit"
                                    : "what these words usually mean"));
        }
        if (!feed.undecided().isEmpty()) {
            line("# guess: none for these result words, which are rejected until they stand under tokens: "
                    + oneLine(String.join(", ", feed.undecided())));
        }
    }

    private void units() {
        if (!feed.units().isEmpty()) {
            guess("units: " + map(feed.units()), "the same units in UCUM");
        }
        if (!feed.undecidedUnits().isEmpty()) {
            line("# guess: none for these units, whose results are rejected until they stand under units: "
                    + oneLine(feed.undecidedUnits().stream()
                            .map(DraftWriter::quoted)
                            .collect(Collectors.joining(", "))));
        }
    }

    private void results() {
        if (!feed.results().isEmpty()) {
            line("results:");
        }
        for (Guess<ResultRule> guess : feed.results()) {
            ResultRule rule = guess.value();
            guess("  - observation: " + rule.observation(), guess.why());
            if (rule.name() != null) {
                line("    name: " + yaml(rule.name()));
            }
            if (!rule.when().cells().isEmpty()) {
                line("    when: " + when(rule.when().cells()));
            }
            if (!rule.measurements().isEmpty()) {
                line("    measurement: "
                        + list(rule.measurements().stream()
                                .sorted()
                                .map(Measurement.Kind::text)
                                .toList()));
            }
            if (!rule.constants().isEmpty()) {
                line("    constants: { "
                        + rule.constants().entrySet().stream()
                                .map(e -> e.getKey().text() + ": " + yaml(e.getValue()))
                                .collect(Collectors.joining(", "))
                        + " }");
            }
            if (!rule.columns().isEmpty()) {
                line("    columns:");
                rule.columns().forEach(c -> line("      " + yaml(c.header()) + ": " + column(c)));
            }
        }
    }

    private static String column(Column column) {
        List<String> parts = new ArrayList<>();
        parts.add("to: " + column.to().text());
        switch (column.presence()) {
            case REQUIRED -> parts.add("required: true");
            case OPTIONAL -> parts.add("optional: true");
            case PRESENT -> {
                // The default.
            }
        }
        add(parts, "unit-from", column.unitFrom());
        add(parts, "unit", column.unit());
        add(parts, "format", column.format());
        if (column.other() == Column.Other.KEEP) {
            parts.add("other: keep");
        }
        add(parts, "system", column.system());
        if (!column.values().isEmpty()) {
            parts.add("values: " + map(column.values()));
        }
        return "{ " + String.join(", ", parts) + " }";
    }

    private static void add(List<String> parts, String key, String value) {
        if (value != null) {
            parts.add(key + ": " + yaml(value));
        }
    }

    private static String when(Map<String, Set<String>> cells) {
        return cells.entrySet().stream()
                .map(e -> yaml(e.getKey()) + ": " + list(List.copyOf(new TreeSet<>(e.getValue()))))
                .collect(Collectors.joining(", ", "{ ", " }"));
    }

    private static String map(Map<String, String> map) {
        return map.entrySet().stream()
                .map(e -> yaml(e.getKey()) + ": " + yaml(e.getValue()))
                .collect(Collectors.joining(", ", "{ ", " }"));
    }

    private static String list(List<String> items) {
        return items.stream().map(DraftWriter::yaml).collect(Collectors.joining(", ", "[", "]"));
    }

    private void guess(String text, String why) {
        StringBuilder line = new StringBuilder(text);
        while (line.length() < COMMENT_COLUMN) {
            line.append(' ');
        }
        line(line + "  # guess: " + oneLine(why));
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    /** Text that may stand in a YAML flow as it is, or in double quotes. */
    private static String yaml(String text) {
        return PLAIN.matcher(text).matches() ? text : quoted(text);
    }

    /** In double quotes, with everything that YAML does not print escaped. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean printable = (c >= ' ' && c < 0x7f) || (c >= 0xa0 && c < 0xd800) || (c >= 0xf900 && c < 0xfffe);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (printable && c != '\u2028' && c != '\u2029' && c != '\ufeff') {
                quoted.append(c);
            } else {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return quoted.append('"').toString();
    }

    /** For a comment: one line, whatever a header holds. */
    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .forEach(c -> line.appendCodePoint(
                        Character.isISOControl(c) || (c >= 0xd800 && c < 0xe000) || c == 0x2028 || c == 0x2029
                                ? ' '
                                : c));
        return line.toString();
    }
}

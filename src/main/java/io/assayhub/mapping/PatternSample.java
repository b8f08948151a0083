package io.assayhub.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes up a text that a regular expression matches: the first alternative, each repetition once or else as seldom as it may
 * be, of each class of characters one. What it makes is tried on the expression itself, so that it is
 * right or empty; look-around, back references and possessive repetitions are what it does not make.
 */
final class PatternSample {
    private static final String CHARACTERS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_./:;,#+*%()[]<>=@!?&' \"";

    private final String pattern;
    private final int variant;
    private final UnaryOperator<String> groups;
    /** Whether what may be left out is there once. */
    private final boolean once;

    private int at;

    private PatternSample(String pattern, int variant, UnaryOperator<String> groups, boolean once) {
        this.pattern = pattern;
        this.variant = variant;
        this.groups = groups;
        this.once = once;
    }

    /**
     * A text that the whole expression matches, if one is found.
     *
     * @param variant which character of a class is taken, so that another number gives another text
     * @param groups text for a named group, or null to make one up
     */
    static Optional<String> of(Pattern pattern, int variant, UnaryOperator<String> groups) {
        return Stream.of(true, false)
                .map(once -> new PatternSample(pattern.pattern(), variant, groups, once))
                .map(PatternSample::text)
                .filter(text -> pattern.matcher(text).matches())
                .findFirst();
    }

    private String text() {
        String text = alternatives();
        return more() ? "" : text;
    }

    private boolean more() {
        return at < pattern.length();
    }

    private String alternatives() {
        String first = sequence();
        while (more() && pattern.charAt(at) == '|') {
            at++;
            sequence();
        }
        return first;
    }

    private String sequence() {
        StringBuilder text = new StringBuilder();
        while (more() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
            String piece = piece();
            text.append(piece.repeat(times()));
        }
        return text.toString();
    }

    private int times() {
        if (!more()) {
            return 1;
        }
        int times = 1;
        char c = pattern.charAt(at);
        if (c == '{') {
            int end = pattern.indexOf('}', at);
            String least = pattern.substring(at + 1, end).replaceFirst(",.*", "");
            times = Integer.parseInt(least);
            times = times == 0 && once ? 1 : times;
            at = end + 1;
        } else if (c == '*' || c == '+' || c == '?') {
            times = c == '+' || once ? 1 : 0;
            at++;
        } else {
            return 1;
        }
        if (more() && (pattern.charAt(at) == '?' || pattern.charAt(at) == '+')) {
            at++;
        }
        return times;
    }

    private String piece() {
        char c = pattern.charAt(at++);
        return switch (c) {
            case '(' -> group();
            case '[' -> of(characterClass());
            case '\\' -> escape();
            case '.' -> of("[^\"]");
            case '^', '$' -> "";
            default -> String.valueOf(c);
        };
    }

    private String group() {
        String name = null;
        if (pattern.startsWith("?<", at)) {
            int end = pattern.indexOf('>', at);
            name = pattern.substring(at + 2, end);
            at = end + 1;
        } else if (pattern.startsWith("?", at)) {
            while (more() && pattern.charAt(at) != ':' && pattern.charAt(at) != ')') {
                at++;
            }
            if (more() && pattern.charAt(at) == ':') {
                at++;
            }
        }
        String text = alternatives();
        if (more()) {
            at++;
        }
        String given = name == null ? null : groups.apply(name);
        return given == null ? text : given;
    }

    private String characterClass() {
        int start = at - 1;
        int depth = 1;
        while (more() && depth > 0) {
            char c = pattern.charAt(at++);
            if (c == '\\') {
                at++;
            } else if (c == '[') {
                depth++;
            } else if (c == ']') {
                depth--;
            }
        }
        return pattern.substring(start, Math.min(at, pattern.length()));
    }

    private String escape() {
        if (!more()) {
            return "";
        }
        char c = pattern.charAt(at++);
        if (c == 'Q') {
            int end = pattern.indexOf("\\E", at);
            String quoted = pattern.substring(at, end < 0 ? pattern.length() : end);
            at = end < 0 ? pattern.length() : end + 2;
            return quoted;
        }
        if (c == 't') {
            return "\t";
        }
        if (c == 'b' || c == 'B' || c == 'A' || c == 'z' || c == 'Z') {
            return "";
        }
        if ((c == 'p' || c == 'P') && more() && pattern.charAt(at) == '{') {
            int end = pattern.indexOf('}', at) + 1;
            String property = "\\" + c + pattern.substring(at, end);
            at = end;
            return of(property);
        }
        return Character.isLetter(c) ? of("\\" + c) : String.valueOf(c);
    }

    /** One character of a class. */
    private String of(String characterClass) {
        Pattern one = Pattern.compile(characterClass);
        List<String> fitting = new ArrayList<>();
        for (int i = 0; i < CHARACTERS.length(); i++) {
            String character = CHARACTERS.substring(i, i + 1);
            if (one.matcher(character).matches()) {
                fitting.add(character);
            }
        }
        return fitting.isEmpty() ? "" : fitting.get(variant % fitting.size());
    }
}

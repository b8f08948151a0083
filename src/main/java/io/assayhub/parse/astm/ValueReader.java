package io.assayhub.parse.astm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.assayhub.parse.RefusedRow.Reason;
import io.assayhub.parse.astm.AstmPath.Which;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.List;

/** Takes the value of a place out of a record: repetition, component, escapes undone, in the charset of the feed. */
final class ValueReader {
    /** What a place holds: its text, or why it cannot be read. */
    record Value(String text, Reason wrong) {
        static final Value EMPTY = new Value("", null);
    }

    private final Charset charset;
    private Delimiters delimiters;

    ValueReader(Charset charset) {
        this.charset = charset;
    }

    void of(Delimiters declared) {
        delimiters = declared;
    }

    /** @param fields of the record, each byte a character, the record's letter first */
    Value read(String[] fields, AstmPath path) {
        if (path.field() > fields.length) {
            return Value.EMPTY;
        }
        List<String> meant = new ArrayList<>();
        for (String repetition : split(fields[path.field() - 1], delimiters.repetition())) {
            boolean one = !(path.which() instanceof Which.With with)
                    || component(repetition, with.component()).equals(with.text());
            if (one && !repetition.isEmpty()) {
                meant.add(repetition);
            }
        }
        if (meant.size() > 1 && !(path.which() instanceof Which.All)) {
            return new Value(null, Reason.SEVERAL_VALUES);
        }
        List<String> texts = new ArrayList<>();
        for (String repetition : meant) {
            Value value = value(repetition, path);
            if (value.wrong() != null) {
                return value;
            }
            if (!value.text().isBlank()) {
                texts.add(value.text());
            }
        }
        String text = String.join(", ", texts);
        return path.isValue() ? new Value(offScale(fields, text), null) : new Value(text, null);
    }

    private Value value(String repetition, AstmPath path) {
        if (path.component() > 0 || !path.isValue()) {
            return text(component(repetition, Math.max(1, path.component())));
        }
        String only = "";
        for (String component : split(repetition, delimiters.component())) {
            if (!component.isBlank() && !only.isEmpty()) {
                // Such as a code and a number: which of them is the result only the sender knows.
                return new Value(null, Reason.SEVERAL_VALUES);
            }
            only = component.isBlank() ? only : component;
        }
        return text(only);
    }

    /** A number that R-7 flags as off the instrument's scale is its end: {@code <} or {@code >} stands with the flag alone. */
    private String offScale(String[] fields, String text) {
        if (fields.length < 7
                || text.isEmpty()
                || !Character.isDigit(text.strip().charAt(0))) {
            return text;
        }
        List<String> flags = split(fields[6], delimiters.repetition());
        boolean below = flags.contains("<");
        return below == flags.contains(">") ? text : (below ? "<" : ">") + text.strip();
    }

    private String component(String text, int number) {
        List<String> components = split(text, delimiters.component());
        return number <= components.size() ? components.get(number - 1) : "";
    }

    static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + 1;
        }
        parts.add(text.substring(from));
        return parts;
    }

    private Value text(String raw) {
        try {
            byte[] bytes = unescaped(raw);
            return new Value(
                    charset.newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(bytes))
                            .toString(),
                    null);
        } catch (CharacterCodingException e) {
            return new Value(null, Reason.BAD_ENCODING);
        }
    }

    /** What is no escape that is known stays as it stands (LIS2-A2, 5.4.4). */
    private byte[] unescaped(String raw) {
        byte[] bytes = raw.getBytes(ISO_8859_1);
        if (raw.indexOf(delimiters.escape()) < 0) {
            return bytes;
        }
        ByteArrayOutputStream plain = new ByteArrayOutputStream(bytes.length);
        for (int at = 0; at < bytes.length; at++) {
            int end = raw.charAt(at) == delimiters.escape() ? raw.indexOf(delimiters.escape(), at + 1) : -1;
            if (end > 0 && escaped(raw.substring(at + 1, end), plain)) {
                at = end;
            } else {
                plain.write(bytes[at]);
            }
        }
        return plain.toByteArray();
    }

    private boolean escaped(String command, ByteArrayOutputStream plain) {
        switch (command) {
            case "F" -> plain.write(delimiters.field());
            case "S" -> plain.write(delimiters.component());
            case "R" -> plain.write(delimiters.repetition());
            case "E" -> plain.write(delimiters.escape());
            case "H", "N" -> {
                // Highlighting has no text of its own.
            }
            default -> {
                if (!command.matches("[XH](?:[0-9A-Fa-f]{2})+")) {
                    return false;
                }
                for (int i = 1; i < command.length(); i += 2) {
                    plain.write(Integer.parseInt(command, i, i + 2, 16));
                }
            }
        }
        return true;
    }
}

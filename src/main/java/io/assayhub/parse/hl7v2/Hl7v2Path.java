package io.assayhub.parse.hl7v2;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One place in a message: {@code SEG-FIELD[WHICH].COMPONENT.SUBCOMPONENT}, of which only segment and field are needed. A
 * column is one place, or several with {@code or} between them, of which the first that is not empty is taken.
 *
 * @param which of a field's repetitions; the only one if it says nothing
 * @param component 1-based, or 0: the first, of {@code OBX-5} the value as OBX-2 says, of {@code NTE-3} all of it
 * @param subcomponent 1-based
 */
record Hl7v2Path(Hl7v2Segment segment, int field, Which which, int component, int subcomponent) {
    private static final String OR = " or ";

    private static final Pattern FORM = Pattern.compile("([A-Z][A-Z0-9]{2})-([1-9]\\d?)"
            + "(?:\\[(?:(\\*)|([1-9]\\d?)(?:\\.([1-9]\\d?))?=([^\\]\\s]+))\\])?"
            + "(?:\\.([1-9]\\d?)(?:\\.([1-9]\\d?))?)?");

    /** Columns are asked for with every message, and there are as many as feeds name. */
    private static final ConcurrentMap<String, Optional<List<Hl7v2Path>>> KNOWN = new ConcurrentHashMap<>();

    private static final int MOST_KNOWN = 10_000;

    /** Which repetition of a field is meant. */
    sealed interface Which {
        /** The only one: a field that repeats cannot be read. */
        record Only() implements Which {}

        /** All of them, with a comma and a blank between. */
        record All() implements Which {}

        /** The only one of which a component is this text, as it stands in the message. */
        record With(int component, int subcomponent, byte[] text) implements Which {}
    }

    /** The places of a column; empty if its header names none that may be read. */
    static Optional<List<Hl7v2Path>> ofColumn(String header) {
        Optional<List<Hl7v2Path>> known = KNOWN.get(header);
        if (known == null) {
            known = parsed(header);
            if (KNOWN.size() < MOST_KNOWN) {
                KNOWN.put(header, known);
            }
        }
        return known;
    }

    private static Optional<List<Hl7v2Path>> parsed(String header) {
        List<Hl7v2Path> paths = new ArrayList<>();
        for (String text : header.split(OR, -1)) {
            Matcher form = FORM.matcher(text.strip());
            Optional<Hl7v2Segment> segment = form.matches() ? Hl7v2Segment.of(form.group(1)) : Optional.empty();
            if (segment.isEmpty() || !segment.get().allows(Integer.parseInt(form.group(2)))) {
                return Optional.empty();
            }
            paths.add(new Hl7v2Path(
                    segment.get(),
                    Integer.parseInt(form.group(2)),
                    which(form),
                    number(form.group(7), 0),
                    number(form.group(8), 1)));
        }
        return Optional.of(List.copyOf(paths));
    }

    private static Which which(Matcher form) {
        if (form.group(3) != null) {
            return new Which.All();
        }
        return form.group(4) == null
                ? new Which.Only()
                : new Which.With(
                        number(form.group(4), 1),
                        number(form.group(5), 1),
                        form.group(6).getBytes(UTF_8));
    }

    private static int number(String digits, int otherwise) {
        return digits == null ? otherwise : Integer.parseInt(digits);
    }

    /** Why a column cannot be read from a message, or empty. */
    static Optional<String> problem(String header) {
        for (String part : header.split(OR, -1)) {
            String text = part.strip();
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                return Optional.of(
                        "'" + text + "' is no place in a message: it has to be like OBR-4.1 or PID-3[5=SUBJ].1");
            }
            Optional<Hl7v2Segment> segment = Hl7v2Segment.of(form.group(1));
            if (segment.isEmpty() || !segment.get().allows(Integer.parseInt(form.group(2)))) {
                return Optional.of("'" + form.group(1) + "-" + form.group(2)
                        + "' is not read: it may identify a person, or says nothing of a result");
            }
        }
        return Optional.empty();
    }

    /** Whether it is {@code OBX-5} as OBX-2 says. */
    boolean isValue() {
        return segment == Hl7v2Segment.OBX && field == 5 && component == 0;
    }
}

package io.assayhub.parse.astm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One place in a message: {@code RECORD-FIELD[WHICH].COMPONENT}, of which only record and field are needed. A column is one
 * place, or several with {@code or} between them, of which the first that is not empty is taken.
 *
 * @param which of a field's repetitions; the only one if it says nothing
 * @param component 1-based, or 0 where none is named: the first, of {@code R-4} the only one that is not empty
 */
record AstmPath(RecordType type, int field, Which which, int component) {
    private static final String OR = " or ";

    private static final Pattern FORM =
            Pattern.compile("([A-Z])-([1-9]\\d?)(?:\\[(?:(\\*)|([1-9]\\d?)=([^\\]\\s]+))\\])?(?:\\.([1-9]\\d?))?");

    /** Which repetition of a field is meant. */
    sealed interface Which {
        /** The only one: a field that repeats cannot be read. */
        record Only() implements Which {}

        /** All of them, with a comma and a blank between. */
        record All() implements Which {}

        /** The only one of which a component is this text, as it stands in the message. */
        record With(int component, String text) implements Which {}
    }

    /** The places of a column; empty if its header names none that may be read. */
    static Optional<List<AstmPath>> ofColumn(String header) {
        if (problem(header).isPresent()) {
            return Optional.empty();
        }
        List<AstmPath> paths = new ArrayList<>();
        for (String text : header.split(OR, -1)) {
            Matcher form = FORM.matcher(text.strip());
            if (form.matches()) {
                paths.add(new AstmPath(
                        RecordType.of(form.group(1)).orElseThrow(),
                        Integer.parseInt(form.group(2)),
                        which(form),
                        form.group(6) == null ? 0 : Integer.parseInt(form.group(6))));
            }
        }
        return Optional.of(List.copyOf(paths));
    }

    private static Which which(Matcher form) {
        if (form.group(3) != null) {
            return new Which.All();
        }
        return form.group(4) == null
                ? new Which.Only()
                : new Which.With(Integer.parseInt(form.group(4)), form.group(5));
    }

    /** Why a column cannot be read from a message, or empty. */
    static Optional<String> problem(String header) {
        for (String part : header.split(OR, -1)) {
            String text = part.strip();
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                return Optional.of("'" + text + "' is no place in a message: it has to be like R-3.4 or O-16[*].1");
            }
            Optional<RecordType> type = RecordType.of(form.group(1));
            if (type.isEmpty() || !type.get().allows(Integer.parseInt(form.group(2)))) {
                return Optional.of("'" + form.group(1) + "-" + form.group(2)
                        + "' is not read: it may identify a person, or says nothing of a result");
            }
        }
        return Optional.empty();
    }

    /** Whether it is the value of a result. */
    boolean isValue() {
        return type == RecordType.R && field == 4;
    }
}

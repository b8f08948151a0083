package io.assayhub.parse.hl7v2;

import io.assayhub.parse.RefusedRow.Reason;
import io.assayhub.parse.hl7v2.Hl7v2Path.Which;

/** Takes the value of a place out of a segment: repetition, component, subcomponent; of OBX-5 what OBX-2 says it is. */
final class FieldReader {
    private static final byte[] BETWEEN = {',', ' '};

    /** What a value of a type consists of. */
    private enum ValueType {
        /** Text without parts: NM, ST, and what has no type. */
        PLAIN,
        /** Text whose repetitions are its lines: TX, FT. */
        LINES,
        /** Comparator, number, separator, number: SN. */
        STRUCTURED,
        /** Code, text: CE, CWE, CNE, CF, IS, ID. */
        CODED,
        /** Digits of a date and time: DT, TS, DTM. */
        MOMENT,
        /** Digits of a time: TM. */
        TIME
    }

    private final TextReader text = new TextReader();
    private Delimiters delimiters;
    private byte[] bytes;

    void of(Delimiters declared, java.nio.charset.Charset charset) {
        delimiters = declared;
        text.of(declared, charset);
    }

    /** Appends a place's value and ends it, also when something is wrong with it; says what, or null. */
    Reason read(SegmentReader segment, Hl7v2Path path, Values out) {
        bytes = segment.bytes();
        int number = path.segment() == Hl7v2Segment.MSH ? path.field() - 1 : path.field();
        int from = segment.from(number);
        int to = segment.to(number);
        Reason wrong = isEmpty(from, to) ? null : field(segment, path, from, to, out);
        if (wrong != null) {
            out.drop();
        }
        out.end();
        return wrong;
    }

    private Reason field(SegmentReader segment, Hl7v2Path path, int from, int to, Values out) {
        if (path.segment() == Hl7v2Segment.NTE) {
            return lines(from, to, out);
        }
        ValueType type = ValueType.PLAIN;
        if (path.segment() == Hl7v2Segment.OBX && path.field() == 5) {
            type = type(segment);
            if (type == null) {
                return Reason.OTHER_VALUE_TYPE;
            }
            if (type == ValueType.LINES && path.component() == 0) {
                return lines(from, to, out);
            }
        }
        Which which = path.which();
        int repetition = delimiters.repetition();
        int taken = -1;
        int takenEnd = -1;
        for (int at = from; at <= to; ) {
            int end = find(repetition, at, to);
            boolean meant = !isEmpty(at, end) && (!(which instanceof Which.With with) || has(with, at, end));
            if (meant && which instanceof Which.All) {
                if (out.isBegun()) {
                    out.append(BETWEEN, 0, BETWEEN.length);
                }
                Reason wrong = value(path, type, at, end, out);
                if (wrong != null) {
                    return wrong;
                }
            } else if (meant) {
                if (taken >= 0) {
                    return Reason.SEVERAL_VALUES;
                }
                taken = at;
                takenEnd = end;
            }
            at = end + 1;
        }
        return taken < 0 ? null : value(path, type, taken, takenEnd, out);
    }

    private boolean has(Which.With with, int from, int to) {
        int start = part(delimiters.component(), from, to, with.component());
        int end = find(delimiters.component(), start, to);
        start = part(delimiters.subcomponent(), start, end, with.subcomponent());
        end = find(delimiters.subcomponent(), start, end);
        return java.util.Arrays.equals(bytes, start, end, with.text(), 0, with.text().length);
    }

    /** All repetitions as lines of one text. */
    private Reason lines(int from, int to, Values out) {
        for (int at = from; at <= to; ) {
            int end = find(delimiters.repetition(), at, to);
            if (at > from) {
                out.append((byte) '\n');
            }
            Reason wrong = isEmpty(at, end) ? null : text.append(bytes, at, end, out);
            if (wrong != null) {
                return wrong;
            }
            at = end + 1;
        }
        return null;
    }

    private Reason value(Hl7v2Path path, ValueType type, int from, int to, Values out) {
        if (!path.isValue()) {
            return component(Math.max(1, path.component()), path.subcomponent(), from, to, out);
        }
        return switch (type) {
            case PLAIN, LINES -> text.append(bytes, from, to, out);
            case MOMENT -> moment("yyyy-MM-ddTHH:mm:ss", from, to, out);
            case TIME -> moment("HH:mm:ss", from, to, out);
            case CODED -> coded(from, to, out);
            case STRUCTURED -> structured(from, to, out);
        };
    }

    private Reason component(int number, int subcomponent, int from, int to, Values out) {
        int start = part(delimiters.component(), from, to, number);
        int end = find(delimiters.component(), start, to);
        start = part(delimiters.subcomponent(), start, end, subcomponent);
        end = find(delimiters.subcomponent(), start, end);
        return isEmpty(start, end) ? null : text.append(bytes, start, end, out);
    }

    /**
     * The code, or where there is none its text, or the sender's own wording of a CWE. A code of digits, such as one of
     * SNOMED CT, is never taken, because it would be read as a number.
     */
    private Reason coded(int from, int to, Values out) {
        boolean digits = looksLikeNumber(from, find(delimiters.component(), from, to));
        Reason wrong = digits ? null : component(1, 1, from, to, out);
        if (wrong == null && !out.isBegun()) {
            wrong = component(2, 1, from, to, out);
        }
        if (wrong == null && !out.isBegun()) {
            wrong = component(9, 1, from, to, out);
        }
        return wrong == null && digits && !out.isBegun() ? Reason.OTHER_VALUE_TYPE : wrong;
    }

    private boolean looksLikeNumber(int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] > '9' || bytes[i] < '+') {
                return false;
            }
        }
        return to > from;
    }

    /** As ISO 8601 has it, so that it is not read as a number; what is none stays as it stands. */
    private Reason moment(String form, int from, int to, Values out) {
        int end = find(delimiters.component(), from, to);
        int digits = from;
        while (digits < end && bytes[digits] >= '0' && bytes[digits] <= '9') {
            digits++;
        }
        int at = from;
        for (int i = 0; i < form.length() && at < digits; i++) {
            if (Character.isLetter(form.charAt(i)) && form.charAt(i) != 'T') {
                out.append(bytes[at++]);
            } else {
                out.append((byte) form.charAt(i));
            }
        }
        boolean offset = end - digits == 5 && (bytes[digits] == '+' || bytes[digits] == '-');
        for (int i = digits + 1; i < end && offset; i++) {
            offset = bytes[i] >= '0' && bytes[i] <= '9';
        }
        if (!offset) {
            return text.append(bytes, at, end, out);
        }
        out.append(bytes, digits, digits + 3);
        out.append((byte) ':');
        out.append(bytes, digits + 3, end);
        return null;
    }

    /** {@code <^0.5} is {@code <0.5}, {@code ^1^:^128} is {@code 1:128}; the sign for equal is left out. */
    private Reason structured(int from, int to, Values out) {
        int start = from;
        int end = find(delimiters.component(), start, to);
        boolean equal = end - start == 1 && bytes[start] == '=';
        Reason wrong = equal ? null : component(1, 1, from, to, out);
        for (int part = 2; part <= 4 && wrong == null; part++) {
            wrong = component(part, 1, from, to, out);
        }
        return wrong;
    }

    private static ValueType type(SegmentReader segment) {
        byte[] bytes = segment.bytes();
        int packed = 0;
        int from = segment.from(2);
        int to = segment.to(2);
        while (to > from && bytes[to - 1] == ' ') {
            to--;
        }
        if (to - from > 3) {
            return null;
        }
        for (int i = from; i < to; i++) {
            packed = (packed << 8) | (bytes[i] & 0xff);
        }
        return switch (packed) {
            case 0, ('N' << 8) | 'M', ('S' << 8) | 'T' -> ValueType.PLAIN;
            case ('T' << 8) | 'X', ('F' << 8) | 'T' -> ValueType.LINES;
            case ('S' << 8) | 'N' -> ValueType.STRUCTURED;
            case ('C' << 8) | 'E', ('C' << 8) | 'F', ('I' << 8) | 'S', ('I' << 8) | 'D' -> ValueType.CODED;
            case ('C' << 16) | ('W' << 8) | 'E', ('C' << 16) | ('N' << 8) | 'E' -> ValueType.CODED;
            case ('D' << 8) | 'T', ('T' << 8) | 'S', ('D' << 16) | ('T' << 8) | 'M' -> ValueType.MOMENT;
            case ('T' << 8) | 'M' -> ValueType.TIME;
            default -> null;
        };
    }

    /** Where the part with this 1-based number begins, or {@code to} if there are fewer. */
    private int part(int separator, int from, int to, int number) {
        int at = from;
        for (int i = 1; i < number; i++) {
            int end = find(separator, at, to);
            if (end == to) {
                return to;
            }
            at = end + 1;
        }
        return at;
    }

    private int find(int separator, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != separator) {
            at++;
        }
        return at;
    }

    /** Nothing at all, or the two quotes with which a sender says so. */
    private boolean isEmpty(int from, int to) {
        return from >= to || (to - from == 2 && bytes[from] == '"' && bytes[from + 1] == '"');
    }
}

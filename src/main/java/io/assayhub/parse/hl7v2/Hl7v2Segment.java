package io.assayhub.parse.hl7v2;

import java.util.Optional;

/**
 * The segments that a column can be of, each with the fields that may be named. The list is closed: what names or describes
 * a person, or is a person's free text about one, is not in it.
 */
enum Hl7v2Segment {
    MSH("3 4 5 6 7 9 10 11 12 18 21"),
    PID("3"),
    ORC("1 2 3 4 5 9"),
    OBR("1 2 3 4 6 7 8 9 11 14 15 18 19 20 21 22 24 25 26 27 29 30 36 37 44 45"),
    CTI("1 2 3"),
    SPM("1 2 3 4 5 6 7 8 9 11 12 13 15 16 17 18 20 21 22 24 25 26 27 30 31"),
    SAC("2 3 4 6 7 8"),
    OBX("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 17 18 19 20 21 22 23 33"),
    NTE("3");

    private final long allowed;

    Hl7v2Segment(String fields) {
        long bits = 0;
        for (String field : fields.split(" ", -1)) {
            bits |= 1L << Integer.parseInt(field);
        }
        allowed = bits;
    }

    static Optional<Hl7v2Segment> of(String name) {
        for (Hl7v2Segment segment : values()) {
            if (segment.name().equals(name)) {
                return Optional.of(segment);
            }
        }
        return Optional.empty();
    }

    /** Whether a feed may read the field. */
    boolean allows(int field) {
        return field > 0 && field < Long.SIZE && (allowed & (1L << field)) != 0;
    }
}

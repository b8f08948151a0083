package io.assayhub.parse.astm;

import java.util.Optional;

/**
 * The records that a column can be of, each with the fields that may be named, counted as the standard does: the record's
 * letter is field 1. The list is closed: what names or describes a person, or is a person's free text, is not in it.
 */
enum RecordType {
    H("3 5 7 10 12 13 14"),
    P("3 4 5"),
    O("2 3 4 5 6 7 8 9 10 12 13 15 16 19 20 21 22 23 25 26"),
    R("2 3 4 5 6 7 8 9 10 12 13 14");

    private final long allowed;

    RecordType(String fields) {
        long bits = 0;
        for (String field : fields.split(" ", -1)) {
            bits |= 1L << Integer.parseInt(field);
        }
        allowed = bits;
    }

    static Optional<RecordType> of(String letter) {
        for (RecordType type : values()) {
            if (type.name().equals(letter)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Whether a feed may read the field. */
    boolean allows(int field) {
        return field > 0 && field < Long.SIZE && (allowed & (1L << field)) != 0;
    }
}

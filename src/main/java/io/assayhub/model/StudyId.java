package io.assayhub.model;

/** The sponsor's code of a study, such as {@code P003}: a token of at most 64 letters, digits and {@code . _ : -}. */
public record StudyId(String value) {
    public StudyId {
        if (!Names.isToken(value, 64)) {
            throw new IllegalArgumentException("not a valid StudyId");
        }
    }

    /** Whether the constructor would accept this text. */
    public static boolean isValid(String value) {
        return Names.isToken(value, 64);
    }

    @Override
    public String toString() {
        return value;
    }
}

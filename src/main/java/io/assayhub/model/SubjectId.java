package io.assayhub.model;

/** A subject's number in its one canonical form within a study: a token of at most 64 letters, digits and {@code . _ : -}. */
public record SubjectId(String value) {
    public SubjectId {
        if (!Names.isToken(value, 64)) {
            throw new IllegalArgumentException("not a valid SubjectId");
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

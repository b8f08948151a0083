package io.assayhub.model;

/** The name of a feed, also the name of its drop folder: a token of at most 64 letters, digits and {@code . _ : -}. */
public record FeedName(String value) {
    public FeedName {
        if (!Names.isToken(value, 64)) {
            throw new IllegalArgumentException("not a valid FeedName");
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

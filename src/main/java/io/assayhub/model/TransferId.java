package io.assayhub.model;

/** The name of one delivery under one mapping snapshot: 128 bits of its hash, as 32 hexadecimal digits. */
public record TransferId(String value) {
    public TransferId {
        if (!Names.isHex(value, 32)) {
            throw new IllegalArgumentException("not a valid TransferId");
        }
    }

    /** Whether the constructor would accept this text. */
    public static boolean isValid(String value) {
        return Names.isHex(value, 32);
    }

    @Override
    public String toString() {
        return value;
    }
}

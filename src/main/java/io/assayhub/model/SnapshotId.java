package io.assayhub.model;

/** The name of one state of feeds, mappings and terminology: 128 bits of their hash, as 32 hexadecimal digits. */
public record SnapshotId(String value) {
    public SnapshotId {
        if (!Names.isHex(value, 32)) {
            throw new IllegalArgumentException("not a valid SnapshotId");
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

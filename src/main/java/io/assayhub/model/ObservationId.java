package io.assayhub.model;

/** The logical id of an Observation: 128 bits of the hash of its identity, as 32 hexadecimal digits. */
public record ObservationId(String value) {
    public ObservationId {
        if (!Names.isHex(value, 32)) {
            throw new IllegalArgumentException("not a valid ObservationId");
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

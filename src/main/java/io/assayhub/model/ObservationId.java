package io.assayhub.model;

/** The logical id of an Observation: 128 bits of the hash of its identity, as 32 hexadecimal digits. */
public record ObservationId(String value) {
    public ObservationId {
        if (!Names.isHex(value, 32)) {
            throw new IllegalArgumentException("not a valid ObservationId");
        }
    }

    /**
     * The id of a subject's result.
     *
     * @param identity over what tells the result apart among those of any one subject
     */
    public static ObservationId of(StudyId study, SubjectId subject, Hash128 identity) {
        return new ObservationId(
                Hash128.ofSha256(study.value() + '\u001f' + subject.value() + '\u001f' + identity.hex())
                        .hex());
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

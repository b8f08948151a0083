package io.assayhub.model;

import java.util.Optional;

/** Observation.status of FHIR R4, in the order of its value set. */
public enum ResultStatus {
    REGISTERED("registered"),
    PRELIMINARY("preliminary"),
    FINAL("final"),
    AMENDED("amended"),
    CORRECTED("corrected"),
    CANCELLED("cancelled"),
    ENTERED_IN_ERROR("entered-in-error"),
    UNKNOWN("unknown");

    private final String code;

    ResultStatus(String code) {
        this.code = code;
    }

    /** The code as it stands in an Observation. */
    public String code() {
        return code;
    }

    /** The status with this code, if there is one. */
    public static Optional<ResultStatus> of(String code) {
        for (ResultStatus status : values()) {
            if (status.code.equals(code)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }
}

package io.assayhub.mapping;

import io.assayhub.fhir.UcumUnits;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether the unit of a number is one of what was measured: comparable with the unit that the analyte's code has in the
 * terminology, and with the one that the Observation file names. Where neither says anything, every unit is.
 */
final class UnitRule {
    private static final String ANALYTES = "analyte";

    private final Terminology terminology;
    private final UcumUnits ucum;
    private final Optional<String> ofObservation;

    /** Of the last question: mostly the next one's. */
    private String analyte;

    private String unit;
    private boolean fits = true;

    UnitRule(Terminology terminology, UcumUnits ucum, Optional<String> ofObservation) {
        this.terminology = terminology;
        this.ucum = ucum;
        this.ofObservation = ofObservation;
    }

    /** @param code of the analyte, or null */
    boolean fits(String code, String sent) {
        if (!sent.equals(unit) || !Objects.equals(code, analyte)) {
            analyte = code;
            unit = sent;
            Optional<String> ofAnalyte = code == null ? Optional.empty() : terminology.unit(ANALYTES, code);
            fits = comparable(ofAnalyte, sent) && comparable(ofObservation, sent);
        }
        return fits;
    }

    private boolean comparable(Optional<String> expected, String sent) {
        return expected.isEmpty() || ucum.isComparable(expected.get(), sent);
    }
}

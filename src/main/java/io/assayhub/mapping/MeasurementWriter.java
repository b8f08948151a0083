package io.assayhub.mapping;

import io.assayhub.model.Measurement;
import io.assayhub.model.Measurement.AboveLimit;
import io.assayhub.model.Measurement.Absent;
import io.assayhub.model.Measurement.BelowLimit;
import io.assayhub.model.Measurement.Coded;
import io.assayhub.model.Measurement.Qualitative;
import io.assayhub.model.Measurement.Quantity;
import io.assayhub.model.Measurement.Text;
import io.assayhub.model.Measurement.TooNumerous;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/**
 * Writes a measurement as FHIR R4 has it: value[x], interpretation and dataAbsentReason. Below a known limit is a
 * Quantity with a comparator; below an unknown one is a code with the laboratory's wording; neither is ever zero or absent.
 */
final class MeasurementWriter {
    private static final String INTERPRETATION = "v3-ObservationInterpretation";

    private final byte[] below;
    private final byte[] above;
    private final byte[] tooNumerous;
    private final byte[] belowInterpretation;
    private final byte[] aboveInterpretation;
    private final byte[] tooNumerousInterpretation;
    private final Map<Qualitative, byte[]> coded = new EnumMap<>(Qualitative.class);
    private final Map<Qualitative, byte[]> codedInterpretation = new EnumMap<>(Qualitative.class);
    private final Map<Measurement.AbsentReason, byte[]> absent = new EnumMap<>(Measurement.AbsentReason.class);
    private final byte[] ucum;

    MeasurementWriter(Namespaces namespaces) {
        String flags = namespaces.expand("{base}/CodeSystem/result");
        String interpretation = namespaces.expand("{hl7}/" + INTERPRETATION);
        String blq = coding(flags, "BLQ", "Below the limit of quantification");
        String alq = coding(flags, "ALQ", "Above the limit of quantification");
        below = bytes(",\"valueCodeableConcept\":{\"coding\":[" + blq + "],\"text\":");
        above = bytes(",\"valueCodeableConcept\":{\"coding\":[" + alq + "],\"text\":");
        String tntc = coding(flags, "TNTC", "Too numerous to count");
        tooNumerous = bytes(",\"valueCodeableConcept\":{\"coding\":[" + tntc + "],\"text\":");
        String low = coding(interpretation, "<", "Off scale low");
        String high = coding(interpretation, ">", "Off scale high");
        belowInterpretation = bytes(",{\"coding\":[" + low + "," + blq + "]}");
        aboveInterpretation = bytes(",{\"coding\":[" + high + "," + alq + "]}");
        tooNumerousInterpretation = bytes(",{\"coding\":[" + high + "," + tntc + "]}");
        for (Qualitative code : Qualitative.values()) {
            String local = coding(flags, code.code(), code.display());
            String snomed = coding(namespaces.expand("{sct}"), code.snomed(), null);
            coded.put(code, bytes(",\"valueCodeableConcept\":{\"coding\":[" + local + "," + snomed + "],\"text\":"));
            codedInterpretation.put(
                    code, bytes(",{\"coding\":[" + coding(interpretation, code.code(), code.display()) + "]"));
        }
        for (Measurement.AbsentReason reason : Measurement.AbsentReason.values()) {
            absent.put(
                    reason,
                    bytes("{\"coding\":["
                            + coding(namespaces.expand("{hl7}/data-absent-reason"), reason.code(), reason.display())
                            + "]"));
        }
        ucum = bytes("\"system\":\"" + namespaces.expand("{ucum}") + "\",\"code\":");
    }

    /** The member {@code ,"value…":…}; false if there is no value. */
    boolean value(Measurement measurement, String verbatim, ObservationBuffer out) {
        if (measurement instanceof Quantity quantity) {
            out.raw(VALUE_QUANTITY);
            quantity(quantity, null, out);
        } else if (measurement instanceof BelowLimit limit) {
            limit(limit.limit(), LESS, below, verbatim, out);
        } else if (measurement instanceof AboveLimit limit) {
            limit(limit.limit(), GREATER, above, verbatim, out);
        } else if (measurement instanceof TooNumerous limit) {
            limit(limit.limit(), GREATER, tooNumerous, verbatim, out);
        } else if (measurement instanceof Coded code) {
            out.raw(coded.get(code.code()));
            out.string(code.text());
            out.raw((byte) '}');
        } else if (measurement instanceof Text text) {
            out.raw(VALUE_STRING);
            out.string(text.text());
        } else {
            return false;
        }
        return true;
    }

    private void limit(Quantity limit, byte[] comparator, byte[] withoutLimit, String verbatim, ObservationBuffer out) {
        if (limit != null) {
            out.raw(VALUE_QUANTITY);
            quantity(limit, comparator, out);
        } else {
            out.raw(withoutLimit);
            out.string(verbatim);
            out.raw((byte) '}');
        }
    }

    /** A Quantity with its unit in UCUM. */
    void quantity(Quantity quantity, byte[] comparator, ObservationBuffer out) {
        out.raw(OPEN_VALUE);
        out.number(quantity.value());
        out.raw((byte) ',');
        if (comparator != null) {
            out.raw(comparator);
        }
        out.raw(UNIT);
        out.string(quantity.unit());
        out.raw((byte) ',');
        out.raw(ucum);
        out.string(quantity.unit());
        out.raw((byte) '}');
    }

    /** An item of an array of CodeableConcept, with its comma; false if the measurement says nothing of its own. */
    boolean interpretation(Measurement measurement, ObservationBuffer out) {
        if (measurement instanceof BelowLimit) {
            out.raw(belowInterpretation);
        } else if (measurement instanceof AboveLimit) {
            out.raw(aboveInterpretation);
        } else if (measurement instanceof TooNumerous) {
            out.raw(tooNumerousInterpretation);
        } else if (measurement instanceof Coded code) {
            out.raw(codedInterpretation.get(code.code()));
            out.raw((byte) '}');
        } else {
            return false;
        }
        return true;
    }

    /** An item of an array of CodeableConcept, with its comma: the outcome in the laboratory's words. */
    void outcome(Coded outcome, ObservationBuffer out) {
        out.raw(codedInterpretation.get(outcome.code()));
        out.raw(TEXT);
        out.string(outcome.text());
        out.raw((byte) '}');
    }

    /** A CodeableConcept; false if there is a value, or a result that is only awaited. */
    boolean absent(Measurement measurement, ObservationBuffer out) {
        if (!(measurement instanceof Absent reason) || reason.reason() == Measurement.AbsentReason.PENDING) {
            return false;
        }
        out.raw(absent.get(reason.reason()));
        if (reason.text() != null) {
            out.raw(TEXT);
            out.string(reason.text());
        }
        out.raw((byte) '}');
        return true;
    }

    private static final byte[] VALUE_QUANTITY = bytes(",\"valueQuantity\":");
    private static final byte[] VALUE_STRING = bytes(",\"valueString\":");
    private static final byte[] OPEN_VALUE = bytes("{\"value\":");
    private static final byte[] UNIT = bytes("\"unit\":");
    private static final byte[] TEXT = bytes(",\"text\":");
    private static final byte[] LESS = bytes("\"comparator\":\"<\",");
    private static final byte[] GREATER = bytes("\"comparator\":\">\",");

    static String coding(String system, String code, String display) {
        return "{\"system\":\"" + system + "\",\"code\":\"" + code + "\""
                + (display == null ? "" : ",\"display\":\"" + display + "\"") + "}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package io.assayhub.mapping;

import io.assayhub.model.AssayResult;
import io.assayhub.model.Measurement;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes the measurements that a result was computed from, each as a component of its own (FHIR R4
 * Observation.component): its name as sent, its value or why there is none, and what lies beyond a limit.
 */
final class ReplicateWriter implements HoleWriter.Writer {
    private static final byte[] CLOSE = "}".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ABSENT = ",\"dataAbsentReason\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] INTERPRETATION = ",\"interpretation\":".getBytes(StandardCharsets.US_ASCII);

    private final MeasurementWriter measurements;
    private final byte[] open;

    ReplicateWriter(Namespaces namespaces, MeasurementWriter measurements) {
        this.measurements = measurements;
        String coding =
                MeasurementWriter.coding(namespaces.expand("{base}/CodeSystem/component"), "replicate", "Replicate");
        open = (",{\"code\":{\"coding\":[" + coding + "],\"text\":").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean write(AssayResult result, ObservationBuffer out) {
        List<AssayResult.Replicate> replicates = result.wells().replicates();
        for (int i = 0; i < replicates.size(); i++) {
            AssayResult.Replicate replicate = replicates.get(i);
            out.raw(open);
            out.string(replicate.name());
            out.raw(CLOSE);
            measurements.value(replicate.measurement(), replicate.sent(), out);
            reason(replicate.measurement(), out);
            interpretation(replicate.measurement(), out);
            out.raw(CLOSE);
        }
        return !replicates.isEmpty();
    }

    private void reason(Measurement measurement, ObservationBuffer out) {
        int before = out.length();
        out.raw(ABSENT);
        if (!measurements.absent(measurement, out)) {
            out.rewind(before);
        }
    }

    private void interpretation(Measurement measurement, ObservationBuffer out) {
        int before = out.length();
        out.raw(INTERPRETATION);
        int list = out.length();
        if (measurements.interpretation(measurement, out)) {
            out.put(list, (byte) '[');
            out.raw((byte) ']');
        } else {
            out.rewind(before);
        }
    }
}

package io.assayhub.mapping;

import io.assayhub.model.AssayResult;
import io.assayhub.model.Hash128;
import io.assayhub.model.Measurement;

/** What the results of one transfer conclude about each tier of each sample. Used by one thread. */
final class SampleTiers {
    private static final byte SEPARATOR = 0x1f;
    private static final int POSITIVE = 1;
    private static final int NOT_POSITIVE = 2;
    private static final int UNKNOWN = 4;

    /** What is known of one tier of a sample. */
    enum Finding {
        /** One of its results at least is positive. */
        POSITIVE,
        /** None is. */
        NOT_POSITIVE,
        /** There is a number, and nobody says what it means. */
        UNKNOWN,
        /** The transfer has no such result. */
        ABSENT
    }

    private final HashMarks marks = new HashMarks();
    private final Utf8Text scratch = new Utf8Text();

    /** Takes a result note of; one without tier or accession says nothing. */
    void add(AssayResult result) {
        if (result.assay().tier() == null || result.specimen().accession() == null) {
            return;
        }
        Hash128 key = key(result, result.assay().analyte(), result.assay().tier());
        marks.put(key, (byte) (marks.get(key) | conclusion(result)));
    }

    boolean tooMany() {
        return marks.tooMany();
    }

    /** What is known of the tier that a result follows. */
    Finding before(AssayResult result) {
        AssayResult.TierBefore before = result.assay().before();
        int found = marks.get(key(result, before.analyte(), before.tier()));
        if (found == 0) {
            return Finding.ABSENT;
        }
        if ((found & POSITIVE) != 0) {
            return Finding.POSITIVE;
        }
        return (found & UNKNOWN) != 0 ? Finding.UNKNOWN : Finding.NOT_POSITIVE;
    }

    private static int conclusion(AssayResult result) {
        Measurement.Coded coded = result.conclusion();
        if (coded != null) {
            return coded.code() == Measurement.Qualitative.POSITIVE ? POSITIVE : NOT_POSITIVE;
        }
        return result.measurement() instanceof Measurement.Absent ? NOT_POSITIVE : UNKNOWN;
    }

    private Hash128 key(AssayResult result, String analyte, String tier) {
        scratch.clear();
        scratch.add(result.study().value());
        scratch.add(SEPARATOR);
        scratch.add(result.specimen().accession());
        scratch.add(SEPARATOR);
        scratch.add(analyte == null ? "" : analyte);
        scratch.add(SEPARATOR);
        scratch.add(tier);
        return scratch.sha256();
    }
}

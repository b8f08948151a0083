package io.assayhub.wire;

import io.assayhub.model.Hash128;
import io.assayhub.model.HoldReason;
import io.assayhub.model.ObservationId;
import io.assayhub.model.ResultStatus;
import java.util.List;

/**
 * What the ledger has to know of a result without reading its Observation.
 *
 * @param id {@link ObservationId#of} study, subject as sent, and identity
 * @param identity what tells the result apart among those of its subject
 * @param sourceHash over the verbatim fields that the mapping reads
 * @param contentHash over the Observation without holes, numbers in one spelling, and the status the source gave
 * @param status the status that the source gave the result
 * @param topics where it goes, never empty, consumer topics only; {@link Topic#SAFETY} among them when the mapping's
 *     safety rule applies
 * @param code where the JSON of Observation.code stands in the bytes
 * @param accession of its specimen, or null
 * @param collected when the sample was collected or its collection began, as a FHIR dateTime, or null
 * @param hold why the mapping wants it held, or null
 */
public record ResultFacts(
        ObservationId id,
        Hash128 identity,
        Hash128 sourceHash,
        Hash128 contentHash,
        ResultStatus status,
        List<Topic> topics,
        Holes holes,
        Span code,
        String accession,
        String collected,
        HoldReason hold) {
    /** Bytes {@code from} (inclusive) to {@code to} (exclusive) of the Observation. */
    public record Span(int from, int to) {
        public Span {
            if (from < 0 || to < from) {
                throw new IllegalArgumentException("not a span of bytes");
            }
        }

        /** Reads the form of the header {@link HeaderName#CODE}. */
        public static Span parse(String header) {
            int dash = header.indexOf('-');
            return new Span(
                    Integer.parseInt(header, 0, dash, 10), Integer.parseInt(header, dash + 1, header.length(), 10));
        }

        /** The header's form. */
        public String header() {
            return from + "-" + to;
        }
    }
}

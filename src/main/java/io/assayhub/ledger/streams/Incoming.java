package io.assayhub.ledger.streams;

import io.assayhub.wire.NormalisedRecord;
import io.assayhub.wire.SubjectKey;
import org.apache.kafka.streams.processor.api.Record;

/** A record of the normalised topic that the ledger can work with. */
sealed interface Incoming {
    /** A result and the subject that its key names. */
    record Result(NormalisedRecord.Result result, SubjectKey subject) implements Incoming {}

    /** A result from another partition, and the subject that its number stands for. */
    record Moved(NormalisedRecord.Moved moved, SubjectKey subject) implements Incoming {}

    /** An end marker; its key only chose the partition. */
    record End(NormalisedRecord.End end) implements Incoming {}

    /**
     * Reads key, headers and value.
     *
     * @throws RuntimeException if a hub cannot have written this record
     */
    static Incoming read(Record<byte[], byte[]> record) {
        NormalisedRecord normalised = NormalisedRecord.decode(record.headers(), record.value());
        if (normalised.seq() < 1) {
            throw new IllegalArgumentException("seq begins at 1");
        }
        if (normalised instanceof NormalisedRecord.End end) {
            if (end.manifest() == null) {
                throw new IllegalArgumentException("an end marker without manifest");
            }
            return new End(end);
        }
        if (record.key() == null || record.value() == null) {
            throw new IllegalArgumentException("a result without key or value");
        }
        SubjectKey subject = SubjectKey.parse(record.key());
        if (normalised instanceof NormalisedRecord.Moved moved) {
            check(moved.result());
            return new Moved(moved, subject);
        }
        NormalisedRecord.Result result = (NormalisedRecord.Result) normalised;
        check(result);
        return new Result(result, subject);
    }

    private static void check(NormalisedRecord.Result result) {
        if (result.observation().length > PublicationRules.MAX_OBSERVATION_BYTES) {
            throw new IllegalArgumentException("an Observation too large to publish");
        }
        if (result.facts().code().to() > result.observation().length) {
            throw new IllegalArgumentException("a code outside the Observation");
        }
    }
}

package io.assayhub.ledger.streams;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.assayhub.ledger.TransferAccount;
import io.assayhub.wire.Counts;
import io.assayhub.wire.Json;
import io.assayhub.wire.Manifest;

/** What partitions of the ledger tell each other, on {@link io.assayhub.wire.Topic#CLEARING}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ClearingMessage.Report.class, name = "report"),
    @JsonSubTypes.Type(value = ClearingMessage.Claim.class, name = "claim"),
    @JsonSubTypes.Type(value = ClearingMessage.Answer.class, name = "answer"),
    @JsonSubTypes.Type(value = ClearingMessage.Sequence.class, name = "sequence")
})
sealed interface ClearingMessage {
    /**
     * How the results of a transfer stand in one partition, keyed by transfer. Absolute: it replaces an earlier report of
     * the same label.
     *
     * @param label the partition, or {@code from>to} for results moved there
     * @param revision of two reports the higher is the later
     * @param moved results that went on to another partition and are counted there
     * @param tentative how those would count that only wait for the verdict or for an earlier result
     * @param awaiting results that wait for the verdict
     * @param claims accessions asked after
     * @param moving results here that the transfer has under another subject
     * @param manifest with the report of an end marker; else null
     */
    record Report(
            String label,
            long revision,
            Counts counts,
            long moved,
            Counts tentative,
            long awaiting,
            TransferAccount.Gate gate,
            boolean sealed,
            boolean scanned,
            long missing,
            long known,
            long claims,
            long moving,
            Manifest manifest)
            implements ClearingMessage {
        boolean isOfMoved() {
            return label.indexOf('>') > 0;
        }

        int partition() {
            return Integer.parseInt(label.substring(label.indexOf('>') + 1));
        }

        Report without(Manifest carried) {
            return carried == null
                    ? this
                    : new Report(
                            label, revision, counts, moved, tentative, awaiting, gate, sealed, scanned, missing, known,
                            claims, moving, null);
        }
    }

    /**
     * A new result has this accession: whose is it? Keyed by study/accession.
     *
     * @param what asks after it, takes it over after a person's decision, or gives it back
     * @param subject canonical number
     * @param identity of the result among those of its subject
     * @param gated whether the transfer's verdict waits for the answer
     */
    record Claim(
            What what, String study, String accession, String subject, String identity, String transfer, boolean gated)
            implements ClearingMessage {
        /** What is done with an accession. */
        enum What {
            ASK,
            TAKE_OVER,
            GIVE_BACK
        }
    }

    /**
     * How many claims of a transfer the guard of one partition has answered, keyed by transfer. Absolute.
     *
     * @param found how many of them were known under another subject
     */
    record Answer(int partition, long answered, long found) implements ClearingMessage {}

    /** A transfer of a feed is complete, keyed by feed. */
    record Sequence(String feed, long number, String transfer) implements ClearingMessage {}

    default byte[] toJson() {
        return Json.bytes(this);
    }

    static ClearingMessage fromJson(byte[] json) {
        return Json.read(json, ClearingMessage.class);
    }
}

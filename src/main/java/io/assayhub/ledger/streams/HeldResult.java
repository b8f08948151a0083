package io.assayhub.ledger.streams;

import io.assayhub.ledger.Outcome;
import io.assayhub.ledger.Waiting;
import io.assayhub.model.HoldReason;
import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.Json;
import io.assayhub.wire.NormalisedRecord;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.Headers;

/**
 * A result that waits, with its body: the only ones that the ledger keeps bodies of.
 *
 * @param meta what the ledger knows of its waiting
 * @param result as it arrived
 */
record HeldResult(Meta meta, NormalisedRecord.Result result) {
    /**
     * What the ledger knows of a held result.
     *
     * @param number of the hold among those of its id, from 1
     * @param arrival number of the hold among those of the partition: the order in which results are released
     * @param reason why it waits, in {@link HoldReason}'s word
     * @param waived reasons that a person decided not to hold it for
     * @param changedFrom subject under which its accession is known already, or null
     * @param decision the command that waived a reason last, or null
     * @param since when it began to wait, in milliseconds since 1970
     * @param overdue whether it has waited too long and that has been raised
     * @param tentative how it would count, as far as its transfer's account says so, or null
     * @param from partition that it was moved from, or null
     * @param order of the newest transfer that carried it
     */
    record Meta(
            int number,
            long arrival,
            String reason,
            List<String> waived,
            String changedFrom,
            CommandRecord decision,
            long since,
            boolean overdue,
            Outcome tentative,
            Integer from,
            long order) {

        HoldReason holdReason() {
            return HoldReason.of(reason).orElse(HoldReason.UNEXPECTED);
        }

        Set<HoldReason> waivedReasons() {
            Set<HoldReason> reasons = EnumSet.noneOf(HoldReason.class);
            waived.forEach(text -> HoldReason.of(text).ifPresent(reasons::add));
            return reasons;
        }

        Meta because(HoldReason other, Outcome wouldBe) {
            return new Meta(
                    number, arrival, other.text(), waived, changedFrom, decision, since, overdue, wouldBe, from, order);
        }

        Meta changedFrom(String subject) {
            return new Meta(number, arrival, reason, waived, subject, decision, since, overdue, tentative, from, order);
        }

        Meta waive(CommandRecord by) {
            Set<HoldReason> more = waivedReasons();
            more.add(holdReason());
            List<String> texts = more.stream().map(HoldReason::text).toList();
            return new Meta(number, arrival, reason, texts, changedFrom, by, since, overdue, tentative, from, order);
        }

        Meta isOverdue() {
            return new Meta(
                    number, arrival, reason, waived, changedFrom, decision, since, true, tentative, from, order);
        }

        Meta carriedAgain(long newer) {
            return new Meta(
                    number, arrival, reason, waived, changedFrom, decision, since, overdue, tentative, from, newer);
        }
    }

    HeldResult with(Meta other) {
        return new HeldResult(other, result);
    }

    Waiting waiting() {
        return new Waiting(
                meta.number,
                meta.holdReason(),
                meta.order,
                result.facts().sourceHash(),
                result.facts().contentHash());
    }

    byte[] encode() {
        byte[] json = Json.bytes(meta);
        Headers headers = NormalisedRecord.headers(result);
        ByteBuffer out = ByteBuffer.allocate(
                Integer.BYTES + json.length + StoredHeaders.length(headers) + result.observation().length);
        out.putInt(json.length).put(json);
        StoredHeaders.write(headers, out);
        return out.put(result.observation()).array();
    }

    static HeldResult decode(byte[] stored) {
        ByteBuffer in = ByteBuffer.wrap(stored);
        Meta meta = Json.read(StoredHeaders.bytes(in), Meta.class);
        Headers headers = StoredHeaders.read(in);
        byte[] observation = StoredHeaders.rest(in);
        return new HeldResult(meta, (NormalisedRecord.Result) NormalisedRecord.decode(headers, observation));
    }
}

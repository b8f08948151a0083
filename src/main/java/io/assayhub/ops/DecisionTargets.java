package io.assayhub.ops;

import io.assayhub.command.DecisionRules.Target;
import io.assayhub.model.ObservationId;
import io.assayhub.model.TransferId;
import io.assayhub.wire.AuditRecord;
import io.assayhub.wire.CommandRecord.Action;
import io.assayhub.wire.HeaderName;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.Topic;
import java.util.List;
import java.util.Optional;

/** Finds what a person's words name, and the study/subject that its command belongs to. */
final class DecisionTargets {
    private final HubKafka kafka;

    DecisionTargets(HubKafka kafka) {
        this.kafka = kafka;
    }

    /** All results of a transfer that wait. */
    Target transfer(String transfer) {
        if (!TransferId.isValid(transfer)) {
            throw new OpsException(
                    "'" + transfer + "' is not a transfer: it has 32 hexadecimal digits, as in a receipt.");
        }
        boolean[] known = new boolean[1];
        kafka.read(Topic.RECEIPTS, message -> {
            known[0] |= HubKafka.key(message).equals(transfer);
            return !known[0];
        });
        if (!known[0]) {
            throw new OpsException("No receipt is known of transfer " + transfer + ".");
        }
        return new Target(null, null, transfer, null, null, null);
    }

    /** A feed that is unblinded. */
    Target feed(String feed) {
        return new Target(null, null, null, feed, null, null);
    }

    /** What waits under a key ({@code ID/N}, {@code missing/ID}, {@code moved/ID}) or about an Observation id. */
    Target waiting(String named, Action action) {
        HeldIndex held = HeldIndex.read(kafka);
        if (named.startsWith("gap/")) {
            throw new OpsException("A gap in a feed's sequence closes when the transfer comes; there is nothing to "
                    + action.text() + ".");
        }
        if (!ObservationId.isValid(named)) {
            return of(held.get(named)
                    .orElseThrow(() -> new OpsException("Nothing waits under " + Listing.printable(named)
                            + ": it has ended, or the key is not one that ./hub holds shows.")));
        }
        List<HeldRecord> about = held.of(named);
        if (about.isEmpty()) {
            throw new OpsException("Nothing waits of Observation " + named + ".");
        }
        if (about.size() > 1) {
            throw new OpsException("Several things wait of Observation " + named + ". Name one of: "
                    + String.join(", ", about.stream().map(HeldRecord::key).toList()) + ".");
        }
        return of(about.get(0));
    }

    /** A published Observation, or one about which a matter is raised. */
    Target observation(String id) {
        String bare = id.startsWith("missing/") || id.startsWith("moved/") ? id.substring(id.indexOf('/') + 1) : id;
        if (!ObservationId.isValid(bare)) {
            throw new OpsException(
                    "'" + Listing.printable(id) + "' is not an Observation id: it has 32 hexadecimal digits.");
        }
        SubjectKey[] key = new SubjectKey[1];
        kafka.read(Topic.AUDIT, message -> {
            if (AuditRecord.VERSION.equals(HubKafka.header(message, HeaderName.KIND))
                    && bare.equals(HubKafka.header(message, HeaderName.ID))) {
                key[0] = SubjectKey.parse(message.key());
            }
            return true;
        });
        return Optional.ofNullable(key[0])
                .map(k -> new Target(
                        null, bare, null, null, k.study().value(), k.subject().value()))
                .orElseThrow(() -> new OpsException("No version of Observation " + bare + " has been published."));
    }

    private static Target of(HeldRecord held) {
        return held.isHeldResult()
                ? new Target(held.key(), null, null, null, held.study(), held.subject())
                : new Target(null, held.observation(), null, null, held.study(), held.subject());
    }
}

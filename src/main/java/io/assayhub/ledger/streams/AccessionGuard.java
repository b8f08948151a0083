package io.assayhub.ledger.streams;

import io.assayhub.ledger.streams.ClearingMessage.Claim;
import io.assayhub.model.Hash128;
import io.assayhub.model.ObservationId;
import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.Json;
import io.assayhub.wire.SubjectKey;
import java.util.List;
import java.util.Optional;

/** Knows whose each accession is, and notices when a new result says otherwise. Pure. */
final class AccessionGuard {
    private AccessionGuard() {}

    /**
     * Who has an accession.
     *
     * @param subject canonical number
     * @param results how many results of that subject have asked for it
     */
    record Owner(String subject, long results) {
        byte[] toJson() {
            return Json.bytes(this);
        }

        static Owner fromJson(byte[] json) {
            return Json.read(json, Owner.class);
        }
    }

    /**
     * What a claim comes to.
     *
     * @param owner to store; empty to forget the accession
     * @param findings commands to the subjects concerned: the new one, and the one that has it
     */
    record Ruling(Optional<Owner> owner, List<CommandRecord> findings) {
        Ruling {
            findings = List.copyOf(findings);
        }
    }

    static Ruling rule(Optional<Owner> owner, Claim claim, long now) {
        return switch (claim.what()) {
            case ASK -> ask(owner, claim, now);
            case TAKE_OVER -> new Ruling(Optional.of(new Owner(claim.subject(), 1)), List.of());
            case GIVE_BACK -> new Ruling(owner.flatMap(o -> less(o, claim)), List.of());
        };
    }

    private static Ruling ask(Optional<Owner> owner, Claim claim, long now) {
        if (owner.isEmpty()) {
            return new Ruling(Optional.of(new Owner(claim.subject(), 1)), List.of());
        }
        Owner known = owner.get();
        if (known.subject().equals(claim.subject())) {
            return new Ruling(Optional.of(new Owner(known.subject(), known.results() + 1)), List.of());
        }
        SubjectKey asking = SubjectKey.parse(claim.study() + "/" + claim.subject());
        SubjectKey before = SubjectKey.parse(claim.study() + "/" + known.subject());
        Hash128 identity = Hash128.parse(claim.identity());
        ObservationId here = ObservationId.of(asking.study(), asking.subject(), identity);
        ObservationId there = ObservationId.of(before.study(), before.subject(), identity);
        CommandRecord.Finding finding = new CommandRecord.Finding(known.subject(), there.value(), claim.accession());
        return new Ruling(
                owner,
                List.of(
                        Commands.found("changed/" + here + "/" + claim.transfer(), asking, here, finding, now),
                        Commands.moving(before, there, here, claim.transfer(), now)));
    }

    private static Optional<Owner> less(Owner owner, Claim claim) {
        if (!owner.subject().equals(claim.subject())) {
            return Optional.of(owner);
        }
        return owner.results() > 1 ? Optional.of(new Owner(owner.subject(), owner.results() - 1)) : Optional.empty();
    }
}

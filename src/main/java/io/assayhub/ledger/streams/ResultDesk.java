package io.assayhub.ledger.streams;

import io.assayhub.ledger.Arrival;
import io.assayhub.ledger.Circumstances;
import io.assayhub.ledger.Decision;
import io.assayhub.ledger.LedgerRules;
import io.assayhub.ledger.Outcome;
import io.assayhub.ledger.ResultState;
import io.assayhub.ledger.TopicSet;
import io.assayhub.ledger.TransferAccount;
import io.assayhub.model.HoldReason;
import io.assayhub.model.ObservationId;
import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.Flag;
import io.assayhub.wire.NormalisedRecord;
import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.SubjectRecord;
import io.assayhub.wire.Topic;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides about results, those that arrive and those that wait, and does what was decided: stores, publishes, holds, ends,
 * counts. All that can go wrong with one result goes wrong before anything of it is stored or forwarded; it is then held.
 */
final class ResultDesk {
    private static final Logger LOG = LoggerFactory.getLogger(ResultDesk.class);

    private final LedgerStores stores;
    private final Forwarding forwarding;
    private final Versions versions;
    private final Waitings waitings;
    private final ProcessingContext context;
    private final LastHashes hashes = new LastHashes();

    ResultDesk(
            LedgerStores stores,
            Forwarding forwarding,
            Versions versions,
            Waitings waitings,
            ProcessingContext context) {
        this.stores = stores;
        this.forwarding = forwarding;
        this.versions = versions;
        this.waitings = waitings;
        this.context = context;
    }

    /** A result in hand. */
    private record InHand(
            ObservationId id,
            SubjectKey subject,
            Optional<SubjectRecord> registered,
            NormalisedRecord.Result result,
            Arrival arrival,
            Integer from,
            Optional<ResultState> former) {}

    /**
     * Takes a result that is due.
     *
     * @param subject of this partition; for a moved result the one that its number stands for
     * @param from the partition it was moved from, or null
     */
    void take(NormalisedRecord.Result result, SubjectKey subject, Integer from) {
        ObservationId id = from == null
                ? result.facts().id()
                : ObservationId.of(
                        subject.study(), subject.subject(), result.facts().identity());
        InHand hand = inHand(result, id, subject, from, result.order());
        Bytes accountKey = Accounts.key(result.transfer(), from);
        TransferAccount account = stores.accounts().get(accountKey);
        boolean gated = result.flags().contains(Flag.GATED);
        if (gated && account.gate() == TransferAccount.Gate.NONE) {
            account = account.gate(TransferAccount.Gate.PENDING, forwarding.now());
        }
        Optional<SubjectKey> redirect = redirect(hand);
        if (redirect.isPresent()) {
            move(hand, redirect.get());
            stores.accounts().put(accountKey, account.counted(Outcome.MOVED, forwarding.now()));
            return;
        }
        Judged judged = judge(hand, account, null, List.of());
        if (hand.former.isEmpty() && result.facts().accession() != null && asks(judged.decision)) {
            claim(hand, gated);
            account = account.claimed();
        }
        account = account.counted(judged.outcome(), forwarding.now());
        if (judged.decision instanceof Decision.Hold hold) {
            HeldResult held = waitings.hold(id, subject, hand.arrival, hand.former, result, from, hold);
            account = waitings.plusTentative(account, held);
            stores.accounts().put(accountKey, account);
        } else {
            stores.accounts().put(accountKey, account);
            apply(hand, judged, null);
        }
    }

    /** Looks again at everything that waits under an id; what no longer has to wait goes its way, in order. */
    void reconsider(ObservationId id) {
        for (HeldResult held : stores.holds().of(id)) {
            reconsider(id, held);
        }
    }

    private void reconsider(ObservationId id, HeldResult held) {
        SubjectKey subject = SubjectKey.parse(stores.result(id).orElseThrow().subject());
        InHand hand = inHand(
                held.result(), id, subject, held.meta().from(), held.meta().order());
        Optional<SubjectKey> redirect = redirect(hand);
        if (redirect.isPresent()) {
            move(hand, redirect.get());
            waitings.end(id, subject, held, Outcome.MOVED, null);
            // Else its sample would seem to change its subject when it asks again under the number that this one stands
            // for.
            waitings.giveBack(id, subject, held);
            return;
        }
        Bytes accountKey = Accounts.key(held.result().transfer(), held.meta().from());
        TransferAccount account = stores.accounts().get(accountKey);
        List<HeldResult> before = stores.holds().of(id).stream()
                .filter(other -> other.meta().number() < held.meta().number())
                .toList();
        Judged judged = judge(hand, account, held.meta(), before);
        if (judged.decision instanceof Decision.Hold hold) {
            waitings.change(id, subject, held, hold);
            return;
        }
        waitings.end(id, subject, held, judged.outcome(), held.meta().decision());
        apply(hand, judged, held.meta());
    }

    /** @param observation what goes out, null when nothing does */
    private record Judged(Decision decision, Outcome outcome, byte[] observation) {}

    private Judged judge(InHand hand, TransferAccount account, HeldResult.Meta waits, List<HeldResult> earlier) {
        List<HeldResult> before = waits != null ? earlier : stores.holdsIfAny(hand.id, hand.former);
        Circumstances around = new Circumstances(
                Standings.of(hand.registered, hand.result.facts().collected()),
                hand.result.flags().contains(Flag.GATED) && account.gate() == TransferAccount.Gate.PENDING,
                waits != null && waits.changedFrom() != null,
                waits == null ? Set.of() : waits.waivedReasons(),
                before.stream().map(HeldResult::waiting).toList());
        try {
            Decision decision = LedgerRules.decide(hand.former, hand.arrival, around);
            if (decision instanceof Decision.Publish publish) {
                if (account.gate() == TransferAccount.Gate.DISMISSED) {
                    return new Judged(decision, Outcome.DISMISSED, null);
                }
                return new Judged(
                        decision,
                        publish.outcome(),
                        versions.observation(hand.result, hand.id, publish.next(), hand.subject));
            }
            return new Judged(decision, decision.outcome(), null);
        } catch (RuntimeException e) {
            RecordLog.unreadable(LOG, context, e)
                    .addKeyValue("transfer", hand.result.transfer())
                    .log("A result is held: the hub met an error of its own");
            return new Judged(new Decision.Hold(HoldReason.UNEXPECTED, Optional.empty()), Outcome.HELD, null);
        }
    }

    private void apply(InHand hand, Judged judged, HeldResult.Meta waited) {
        Decision decision = judged.decision;
        if (judged.outcome == Outcome.DISMISSED) {
            if (waited == null) {
                waitings.auditDismissedUnheld(hand.id, hand.subject, hand.result);
            }
            return;
        }
        if (decision instanceof Decision.Publish publish) {
            waitings.endMatters(hand.id, hand.former, publish.next());
            stores.putResult(hand.id, publish.next().withHoldsOf(stores.result(hand.id)));
            for (int number : publish.superseded()) {
                stores.holds()
                        .get(hand.id, number)
                        .ifPresent(held -> waitings.end(hand.id, hand.subject, held, Outcome.SUPERSEDED, null));
            }
            TopicSet published = hand.former.map(ResultState::topics).orElse(new TopicSet(0));
            versions.publish(
                    hand.result, hand.id, publish.outcome(), judged.observation, hand.subject, published, waited);
        } else if (decision instanceof Decision.Unchanged unchanged) {
            unchanged.stored().ifPresent(next -> {
                waitings.endMatters(hand.id, hand.former, next);
                stores.putResult(hand.id, next.withHoldsOf(stores.result(hand.id)));
            });
        } else if (decision instanceof Decision.Absorbed absorbed && absorbed.newer()) {
            waitings.carriedAgain(hand.id, hand.subject, hand.arrival, absorbed.number());
        }
    }

    private InHand inHand(
            NormalisedRecord.Result result, ObservationId id, SubjectKey subject, Integer from, long order) {
        return new InHand(
                id,
                subject,
                stores.reference().subject(subject),
                result,
                PublicationRules.arrival(result, subject, order, hashes.feed(result), hashes.code(result)),
                from,
                stores.result(id));
    }

    /** The subject that this number stands for, unless its result went out under the number itself. */
    private static Optional<SubjectKey> redirect(InHand hand) {
        boolean published = hand.former.filter(ResultState::isPublished).isPresent();
        return hand.from != null || published ? Optional.empty() : Standings.redirect(hand.registered);
    }

    private void move(InHand hand, SubjectKey to) {
        int target = SubjectKey.partition(to.bytes(), stores.partitions());
        long seq = stores.reference()
                .next(StoreKeys.of('v', StoreKeys.transfer(hand.result.transfer()), StoreKeys.number(target)));
        NormalisedRecord.Moved moved =
                new NormalisedRecord.Moved(forwarding.partition(), seq, hand.result.withOrder(hand.arrival.order()));
        forwarding.to(Topic.NORMALISED, target, to.bytes(), hand.result.observation(), NormalisedRecord.headers(moved));
    }

    /** Only a result that is new asks whose accession it has. */
    private static boolean asks(Decision decision) {
        return decision instanceof Decision.Publish || decision instanceof Decision.Hold;
    }

    private void claim(InHand hand, boolean gated) {
        forwarding.clearing(
                hand.subject.study().value() + "/" + hand.result.facts().accession(),
                new ClearingMessage.Claim(
                        ClearingMessage.Claim.What.ASK,
                        hand.subject.study().value(),
                        hand.result.facts().accession(),
                        hand.subject.subject().value(),
                        hand.result.facts().identity().hex(),
                        hand.result.transfer().value(),
                        gated));
    }

    /** Ends a held result by a person's or the gate's decision, and lets go what waited behind it. */
    void dismiss(ObservationId id, HeldResult held, CommandRecord command) {
        SubjectKey subject = SubjectKey.parse(stores.result(id).orElseThrow().subject());
        waitings.end(id, subject, held, Outcome.DISMISSED, command);
        waitings.giveBack(id, subject, held);
        reconsider(id);
    }
}

package io.assayhub.ledger.streams;

import io.assayhub.ledger.Arrival;
import io.assayhub.ledger.Decision;
import io.assayhub.ledger.Outcome;
import io.assayhub.ledger.ResultState;
import io.assayhub.ledger.ResultState.Mark;
import io.assayhub.ledger.TransferAccount;
import io.assayhub.model.ErrorCode;
import io.assayhub.model.HoldReason;
import io.assayhub.model.ObservationId;
import io.assayhub.wire.AuditRecord;
import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.HeldRecord;
import io.assayhub.wire.NormalisedRecord;
import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.Topic;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What waits: held results, and matters raised for a person. Keeps stores, accounts and the operators' topic in step. */
final class Waitings {
    private static final Logger LOG = LoggerFactory.getLogger(Waitings.class);
    private static final Bytes ARRIVALS = StoreKeys.of('n');

    private final LedgerStores stores;
    private final Forwarding forwarding;
    private final PublicationRules publications;

    Waitings(LedgerStores stores, Forwarding forwarding, PublicationRules publications) {
        this.stores = stores;
        this.forwarding = forwarding;
        this.publications = publications;
    }

    /** Holds a result that arrived; its account has counted it already. */
    HeldResult hold(
            ObservationId id,
            SubjectKey subject,
            Arrival arrival,
            Optional<ResultState> former,
            NormalisedRecord.Result result,
            Integer from,
            Decision.Hold hold) {
        ResultState state = former.orElseGet(() -> ResultState.unpublished(arrival));
        endMatters(id, former, state.carriedBy(arrival));
        state = state.carriedBy(arrival).held();
        stores.putResult(id, state);
        HeldResult held = new HeldResult(
                new HeldResult.Meta(
                        state.holds(),
                        stores.reference().next(ARRIVALS),
                        hold.reason().text(),
                        List.of(),
                        null,
                        null,
                        forwarding.now(),
                        false,
                        tentative(hold).orElse(null),
                        from,
                        result.order()),
                result);
        stores.holds().put(id, subject, held);
        show(id, state, subject, held);
        if (result.facts().topics().contains(Topic.SAFETY)) {
            LOG.atWarn()
                    .addKeyValue("hold", HeldRecord.holdKey(id.value(), state.holds()))
                    .addKeyValue("reason", hold.reason().text())
                    .log("A held result matches its mapping's safety rule: a person should look at it now");
        }
        return held;
    }

    /** What would count for the verdict: what waits for it, and what waits only for an earlier result. */
    private static Optional<Outcome> tentative(Decision.Hold hold) {
        return hold.reason() == HoldReason.AWAITING_VERDICT || hold.reason() == HoldReason.QUEUED
                ? hold.tentative()
                : Optional.empty();
    }

    /** The account with a held result's tentative outcome, if it has one. */
    TransferAccount plusTentative(TransferAccount account, HeldResult held) {
        Outcome outcome = held.meta().tentative();
        return outcome == null ? account : account.plusTentative(outcome, awaits(held), forwarding.now());
    }

    private static boolean awaits(HeldResult held) {
        return held.meta().holdReason() == HoldReason.AWAITING_VERDICT;
    }

    private TransferAccount minusTentative(TransferAccount account, HeldResult held) {
        Outcome outcome = held.meta().tentative();
        return outcome == null ? account : account.minusTentative(outcome, awaits(held), forwarding.now());
    }

    /** Keeps holding a result, perhaps for another reason. */
    void change(ObservationId id, SubjectKey subject, HeldResult held, Decision.Hold hold) {
        Outcome wouldBe = tentative(hold).orElse(null);
        if (held.meta().holdReason() == hold.reason() && held.meta().tentative() == wouldBe) {
            return;
        }
        Bytes key = Accounts.key(held.result().transfer(), held.meta().from());
        HeldResult after = held.with(held.meta().because(hold.reason(), wouldBe));
        stores.accounts()
                .put(key, plusTentative(minusTentative(stores.accounts().get(key), held), after));
        update(id, subject, after);
    }

    /** Stores and shows a held result of which something has changed. */
    void update(ObservationId id, SubjectKey subject, HeldResult held) {
        stores.holds().put(id, subject, held);
        show(id, stores.result(id).orElseThrow(), subject, held);
    }

    /** A newer transfer had the same content as a held result, which now counts as from then. */
    void carriedAgain(ObservationId id, SubjectKey subject, Arrival arrival, int number) {
        stores.putResult(id, stores.result(id).orElseThrow().carriedBy(arrival));
        stores.holds()
                .get(id, number)
                .ifPresent(held ->
                        stores.holds().put(id, subject, held.with(held.meta().carriedAgain(arrival.order()))));
    }

    /** Ends a hold: the result has come to stand another way, by this command if one did it. */
    void end(ObservationId id, SubjectKey subject, HeldResult held, Outcome outcome, CommandRecord command) {
        stores.holds().remove(id, subject, held);
        stores.putResult(id, stores.result(id).orElseThrow().holdEnded());
        Bytes key = Accounts.key(held.result().transfer(), held.meta().from());
        TransferAccount account = minusTentative(stores.accounts().get(key), held);
        stores.accounts().put(key, account.ended(outcome, forwarding.now()));
        String holdKey = HeldRecord.holdKey(id.value(), held.meta().number());
        forwarding.here(Topic.HELD, holdKey, null, new RecordHeaders());
        if (hasNoVersion(outcome)) {
            AuditRecord.Ended ended = new AuditRecord.Ended(
                    holdKey,
                    outcome.text(),
                    held.meta().reason(),
                    PublicationRules.instant(forwarding.now()),
                    command == null ? null : command.id(),
                    command == null ? null : command.by(),
                    command == null ? null : command.why());
            forwarding.here(
                    Topic.AUDIT,
                    subject.text(),
                    ended.toJson(),
                    PublicationRules.endedHeaders(id, outcome, held.result()));
        }
    }

    /** A result that came after its transfer was dismissed ends without ever being held. */
    void auditDismissedUnheld(ObservationId id, SubjectKey subject, NormalisedRecord.Result result) {
        AuditRecord.Ended ended = new AuditRecord.Ended(
                null,
                Outcome.DISMISSED.text(),
                HoldReason.AWAITING_VERDICT.text(),
                PublicationRules.instant(forwarding.now()),
                null,
                null,
                null);
        forwarding.here(
                Topic.AUDIT,
                subject.text(),
                ended.toJson(),
                PublicationRules.endedHeaders(id, Outcome.DISMISSED, result));
    }

    private static boolean hasNoVersion(Outcome outcome) {
        return switch (outcome) {
            case NEW, CORRECTED, REMAPPED, WITHDRAWN, HELD, MOVED -> false;
            case UNCHANGED, RESTATED, REMAP_PENDING, STALE, SUPERSEDED, DISMISSED -> true;
        };
    }

    /** A dismissed result that was never published has no say about its accession any more. */
    void giveBack(ObservationId id, SubjectKey subject, HeldResult held) {
        ResultState state = stores.result(id).orElseThrow();
        NormalisedRecord.Result result = held.result();
        if (held.meta().changedFrom() != null) {
            SubjectKey former =
                    SubjectKey.parse(subject.study().value() + "/" + held.meta().changedFrom());
            forwarding.command(
                    former,
                    Commands.byHub(
                            "not-moving/" + id + "/" + held.meta().number(),
                            CommandRecord.Action.NOT_MOVING,
                            former,
                            ObservationId.of(
                                    former.study(),
                                    former.subject(),
                                    result.facts().identity()),
                            forwarding.now()));
        } else if (!state.isPublished()
                && state.waiting() == 0
                && result.facts().accession() != null) {
            claim(ClearingMessage.Claim.What.GIVE_BACK, subject, result.facts().accession());
        }
    }

    /** After a person's decision the accession belongs to this subject. */
    void takeOver(SubjectKey subject, String accession) {
        if (accession != null) {
            claim(ClearingMessage.Claim.What.TAKE_OVER, subject, accession);
        }
    }

    private void claim(ClearingMessage.Claim.What what, SubjectKey subject, String accession) {
        String study = subject.study().value();
        forwarding.clearing(
                study + "/" + accession,
                new ClearingMessage.Claim(
                        what, study, accession, subject.subject().value(), null, null, false));
    }

    /** Raises a matter about a result and marks it, unless it is raised already. */
    ResultState raise(
            ObservationId id, ResultState state, Mark mark, ErrorCode code, String transfer, String changedFrom) {
        if (state.marks().contains(mark)) {
            return state;
        }
        SubjectKey subject = SubjectKey.parse(state.subject());
        HeldRecord matter = new HeldRecord(
                matterKey(mark, id),
                code.code(),
                null,
                PublicationRules.instant(forwarding.now()),
                false,
                state.topics().intersect(TopicBits.SAFETY).equals(TopicBits.SAFETY),
                subject.study().value(),
                subject.subject().value(),
                id.value(),
                transfer,
                stores.reference().feed(state.feed()).name(),
                null,
                null,
                null,
                changedFrom,
                code.meaning(),
                null);
        forwarding.here(Topic.HELD, matter.key(), matter.toJson(), new RecordHeaders());
        return state.marked(mark, true);
    }

    /** Tells the operators' topic about matters that were raised before and are none after. */
    void endMatters(ObservationId id, Optional<ResultState> before, ResultState after) {
        before.ifPresent(former -> {
            for (Mark mark : List.of(Mark.MISSING, Mark.CONTESTED)) {
                if (former.marks().contains(mark) && !after.marks().contains(mark)) {
                    forwarding.here(Topic.HELD, matterKey(mark, id), null, new RecordHeaders());
                }
            }
        });
    }

    private static String matterKey(Mark mark, ObservationId id) {
        return switch (mark) {
            case MISSING -> HeldRecord.missingKey(id.value());
            case CONTESTED -> HeldRecord.movedKey(id.value());
            case KEPT, MOVING -> throw new IllegalArgumentException("not a matter that is raised");
        };
    }

    private void show(ObservationId id, ResultState state, SubjectKey subject, HeldResult held) {
        HeldRecord record = publications.held(id, state, subject, held);
        forwarding.here(Topic.HELD, record.key(), record.toJson(), new RecordHeaders());
    }
}

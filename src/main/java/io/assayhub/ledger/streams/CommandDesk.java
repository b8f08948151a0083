package io.assayhub.ledger.streams;

import io.assayhub.ledger.ResultState;
import io.assayhub.ledger.ResultState.Mark;
import io.assayhub.ledger.TransferAccount;
import io.assayhub.model.ErrorCode;
import io.assayhub.model.HoldReason;
import io.assayhub.model.ObservationId;
import io.assayhub.model.TransferId;
import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.SubjectKey;
import io.assayhub.wire.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;

/** Applies commands, each id once in each partition, and says so in the audit trail. */
final class CommandDesk {
    private final LedgerStores stores;
    private final Forwarding forwarding;
    private final ResultDesk desk;
    private final Versions versions;
    private final Waitings waitings;
    private final Slices slices;

    CommandDesk(
            LedgerStores stores,
            Forwarding forwarding,
            ResultDesk desk,
            Versions versions,
            Waitings waitings,
            Slices slices) {
        this.stores = stores;
        this.forwarding = forwarding;
        this.desk = desk;
        this.versions = versions;
        this.waitings = waitings;
        this.slices = slices;
    }

    /** Applies a command unless it was applied before; one whose target is not here, or has ended, changes nothing. */
    void apply(byte[] key, CommandRecord command) {
        if (!stores.reference().isFirst(command.id())) {
            return;
        }
        switch (command.action()) {
            case RELEASE -> release(command);
            case DISMISS -> dismiss(command);
            case CONFIRM -> confirm(command);
            case WITHDRAW -> versions.withdraw(observation(command), command);
            case KEEP -> absence(command, 0, true);
            case SNOOZE -> absence(command, Instant.parse(command.until()).toEpochMilli(), false);
            case UNBLIND -> {
                stores.reference().unblind(command.feed());
                slices.begin(new Slices.Job(Slices.Kind.UNBLIND, command.feed(), command));
            }
            case UNSTICK -> unstick(observation(command));
            case REPLAY, STOP_ROUTE, START_ROUTE -> {
                // Its results come as a transfer of their own; what is kept here is who approved it and why.
            }
            case FOUND_CHANGED -> foundChanged(command);
            case MOVING -> {
                countMoving(observation(command), new TransferId(command.transfer()));
                moving(observation(command), true);
            }
            case NOT_MOVING -> moving(observation(command), false);
        }
        forwarding.here(
                Topic.AUDIT,
                new String(key, StandardCharsets.UTF_8),
                command.toJson(),
                PublicationRules.actionHeaders());
    }

    private void release(CommandRecord command) {
        if (command.transfer() != null) {
            decideTransfer(command, TransferAccount.Gate.RELEASED, Slices.Kind.RELEASE);
            return;
        }
        hold(command).ifPresent(held -> {
            ObservationId id = placeOf(command).id();
            waive(id, held, command);
            desk.reconsider(id);
        });
    }

    private void decideTransfer(CommandRecord command, TransferAccount.Gate position, Slices.Kind work) {
        TransferId transfer = new TransferId(command.transfer());
        for (Bytes each : stores.accounts().allOf(transfer)) {
            TransferAccount account = stores.accounts().get(each);
            if (account.gate() == TransferAccount.Gate.PENDING) {
                stores.accounts().put(each, account.gate(position, forwarding.now()));
            }
        }
        slices.begin(new Slices.Job(work, command.transfer(), command));
        Optional<Reference.PendingScan> scan = stores.reference().takeScan(transfer);
        if (position == TransferAccount.Gate.RELEASED) {
            scan.ifPresent(s -> slices.begin(
                    new Slices.Job(Slices.Kind.RAISE, command.transfer(), s.feed(), s.studies(), s.order(), command)));
        }
    }

    private void dismiss(CommandRecord command) {
        if (command.transfer() != null) {
            decideTransfer(command, TransferAccount.Gate.DISMISSED, Slices.Kind.DISMISS);
        } else if (command.hold() != null) {
            hold(command).ifPresent(held -> desk.dismiss(placeOf(command).id(), held, command));
        } else {
            ObservationId id = observation(command);
            stores.result(id).ifPresent(state -> {
                ResultState after = state.marks().contains(Mark.MISSING)
                        ? state.marked(Mark.MISSING, false).marked(Mark.KEPT, true)
                        : state.marked(Mark.CONTESTED, false);
                put(id, state, after);
            });
        }
    }

    private void confirm(CommandRecord command) {
        if (command.hold() != null) {
            hold(command)
                    .filter(held -> held.meta().holdReason() == HoldReason.SUBJECT_CHANGED)
                    .ifPresent(held -> {
                        ObservationId id = placeOf(command).id();
                        waive(id, held, command);
                        desk.reconsider(id);
                    });
            return;
        }
        ObservationId id = observation(command);
        stores.result(id).filter(s -> s.marks().contains(Mark.CONTESTED)).ifPresent(state -> {
            SubjectKey subject = SubjectKey.parse(state.subject());
            CommandRecord.Finding finding = stores.reference().settle(id);
            put(id, state, state.marked(Mark.CONTESTED, false));
            versions.withdrawFrom(
                    SubjectKey.parse(subject.study().value() + "/" + finding.subject()),
                    new ObservationId(finding.observation()),
                    command);
            waitings.takeOver(subject, finding.accession());
        });
    }

    private void absence(CommandRecord command, long until, boolean keep) {
        ObservationId id = observation(command);
        stores.result(id)
                .ifPresent(state -> put(
                        id,
                        state,
                        state.marked(Mark.MISSING, false)
                                .marked(Mark.KEPT, keep)
                                .snoozed(until)));
    }

    private void unstick(ObservationId id) {
        stores.result(id)
                .ifPresent(state ->
                        stores.putResult(id, state.withTopics(state.topics().minus(TopicBits.SAFETY))));
    }

    /** The accession of a new result is known under another subject. */
    private void foundChanged(CommandRecord command) {
        ObservationId id = observation(command);
        Optional<ResultState> state = stores.result(id);
        if (state.isEmpty()) {
            return;
        }
        if (state.get().isPublished()) {
            stores.reference().contest(id, command.finding());
            stores.putResult(
                    id,
                    waitings.raise(
                            id,
                            state.get(),
                            Mark.CONTESTED,
                            ErrorCode.RAISED_MOVED,
                            command.transfer(),
                            command.finding().subject()));
            return;
        }
        SubjectKey subject = SubjectKey.parse(state.get().subject());
        for (HeldResult held : stores.holds().of(id)) {
            waitings.update(
                    id,
                    subject,
                    held.with(held.meta().changedFrom(command.finding().subject())));
        }
        desk.reconsider(id);
    }

    /** The transfer's account learns of it, whether its scan has looked already or not: the verdict waits for that. */
    private void countMoving(ObservationId id, TransferId transfer) {
        Bytes key = Accounts.key(transfer, null);
        TransferAccount account = stores.accounts().get(key);
        boolean counted = account.scanned()
                && stores.reference()
                        .scan(transfer)
                        .flatMap(scan -> stores.result(id)
                                .filter(state -> state.isNewlyMissing(
                                        StoreKeys.hash(scan.feed()), scan.order(), forwarding.now())))
                        .isPresent();
        stores.accounts().put(key, account.movingAway(counted, forwarding.now()));
    }

    private void moving(ObservationId id, boolean moving) {
        stores.result(id).ifPresent(state -> {
            ResultState after = state.marked(Mark.MOVING, moving);
            put(id, state, moving ? after.marked(Mark.MISSING, false) : after);
        });
    }

    private void put(ObservationId id, ResultState before, ResultState after) {
        waitings.endMatters(id, Optional.of(before), after);
        stores.putResult(id, after);
    }

    private void waive(ObservationId id, HeldResult held, CommandRecord command) {
        SubjectKey subject = SubjectKey.parse(stores.result(id).orElseThrow().subject());
        stores.holds().put(id, subject, held.with(held.meta().waive(command)));
    }

    private Optional<HeldResult> hold(CommandRecord command) {
        HoldStore.Place place = placeOf(command);
        return stores.holds().get(place.id(), place.number());
    }

    private static HoldStore.Place placeOf(CommandRecord command) {
        int slash = command.hold().indexOf('/');
        return new HoldStore.Place(
                new ObservationId(command.hold().substring(0, slash)),
                Integer.parseInt(command.hold().substring(slash + 1)));
    }

    private static ObservationId observation(CommandRecord command) {
        return new ObservationId(command.observation());
    }
}

package io.assayhub.ledger.streams;

import io.assayhub.model.ObservationId;
import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.CommandRecord.Action;

/** Operators' commands. */
final class Decisions {
    private Decisions() {}

    static CommandRecord release(String hold) {
        return on("release " + hold, Action.RELEASE, hold, null, null, null, null);
    }

    static CommandRecord dismiss(String hold) {
        return on("dismiss " + hold, Action.DISMISS, hold, null, null, null, null);
    }

    static CommandRecord confirm(String hold) {
        return on("confirm " + hold, Action.CONFIRM, hold, null, null, null, null);
    }

    static CommandRecord releaseTransfer(String transfer) {
        String id = Transfers.transfer(transfer).value();
        return on("release " + id, Action.RELEASE, null, null, id, null, null);
    }

    static CommandRecord dismissTransfer(String transfer) {
        String id = Transfers.transfer(transfer).value();
        return on("dismiss " + id, Action.DISMISS, null, null, id, null, null);
    }

    static CommandRecord about(Action action, ObservationId observation) {
        return on(action + " " + observation, action, null, observation.value(), null, null, null);
    }

    static CommandRecord snooze(ObservationId observation, String until) {
        return on("snooze " + until, Action.SNOOZE, null, observation.value(), null, null, until);
    }

    static CommandRecord unblind(String feed) {
        return on("unblind " + feed, Action.UNBLIND, null, null, null, feed, null);
    }

    private static CommandRecord on(
            String id, Action action, String hold, String observation, String transfer, String feed, String until) {
        return new CommandRecord(
                id,
                action,
                "A. Monitor",
                "agreed with the laboratory",
                "2026-03-01T10:00:00.000Z",
                hold,
                observation,
                transfer,
                feed,
                null,
                null,
                null,
                until);
    }
}

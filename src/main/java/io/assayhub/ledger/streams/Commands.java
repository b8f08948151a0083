package io.assayhub.ledger.streams;

import io.assayhub.model.ObservationId;
import io.assayhub.model.SubjectId;
import io.assayhub.model.TransferId;
import io.assayhub.wire.CommandRecord;
import io.assayhub.wire.Receipt;
import io.assayhub.wire.SubjectKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;

/** Commands that the hub gives itself, with ids derived from what they follow from. */
final class Commands {
    private static final Pattern HOLD = Pattern.compile("[0-9a-f]{32}/[1-9][0-9]{0,8}");

    private Commands() {}

    static CommandRecord byHub(
            String id, CommandRecord.Action action, SubjectKey subject, ObservationId observation, long now) {
        return new CommandRecord(
                id,
                action,
                CommandRecord.HUB,
                null,
                PublicationRules.instant(now),
                null,
                observation.value(),
                null,
                null,
                subject.study().value(),
                subject.subject().value(),
                null,
                null);
    }

    /** A result's accession is known under another subject. */
    static CommandRecord found(
            String id, SubjectKey subject, ObservationId observation, CommandRecord.Finding finding, long now) {
        CommandRecord plain = byHub(id, CommandRecord.Action.FOUND_CHANGED, subject, observation, now);
        return new CommandRecord(
                id,
                plain.action(),
                plain.by(),
                null,
                plain.at(),
                null,
                plain.observation(),
                null,
                null,
                plain.study(),
                plain.subject(),
                finding,
                null);
    }

    /** A result of this transfer has the accession of this subject's result under another number. */
    static CommandRecord moving(
            SubjectKey subject, ObservationId observation, ObservationId asking, String transfer, long now) {
        CommandRecord plain = byHub(
                "moving/" + observation + "/" + asking + "/" + transfer,
                CommandRecord.Action.MOVING,
                subject,
                observation,
                now);
        return new CommandRecord(
                plain.id(),
                plain.action(),
                plain.by(),
                null,
                plain.at(),
                null,
                plain.observation(),
                transfer,
                null,
                plain.study(),
                plain.subject(),
                null,
                null);
    }

    /** Whether a command names what its action needs. */
    static boolean isComplete(CommandRecord command) {
        if (command.id() == null || command.action() == null || command.by() == null) {
            return false;
        }
        boolean onHold = command.hold() != null && HOLD.matcher(command.hold()).matches();
        boolean onResult = command.observation() != null && ObservationId.isValid(command.observation());
        boolean onTransfer = command.transfer() != null && ObservationId.isValid(command.transfer());
        return switch (command.action()) {
            case RELEASE -> onHold || onTransfer;
            case DISMISS -> onHold || onTransfer || onResult;
            case CONFIRM -> onHold || onResult;
            case WITHDRAW, KEEP, UNSTICK, NOT_MOVING -> onResult;
            case MOVING -> onResult && onTransfer;
            case SNOOZE -> onResult && isInstant(command.until());
            case UNBLIND -> command.feed() != null;
            case REPLAY -> onTransfer;
            case STOP_ROUTE, START_ROUTE -> command.route() != null;
            case FOUND_CHANGED -> onResult && isComplete(command.finding());
        };
    }

    private static boolean isComplete(CommandRecord.Finding finding) {
        return finding != null && SubjectId.isValid(finding.subject()) && ObservationId.isValid(finding.observation());
    }

    private static boolean isInstant(String text) {
        try {
            return text != null && Instant.parse(text).toEpochMilli() != 0;
        } catch (DateTimeException | ArithmeticException e) {
            return false;
        }
    }

    /** The other half of a confirmed pair: the former subject's result should never have existed. */
    static CommandRecord withdraw(CommandRecord confirmed, SubjectKey subject, ObservationId observation, long now) {
        return new CommandRecord(
                confirmed.id() + "/" + observation,
                CommandRecord.Action.WITHDRAW,
                confirmed.by(),
                confirmed.why(),
                PublicationRules.instant(now),
                null,
                observation.value(),
                null,
                null,
                subject.study().value(),
                subject.subject().value(),
                null,
                null);
    }

    /** Tells a partition of a transfer's verdict. */
    static CommandRecord verdict(TransferId transfer, ReceiptBooks.Telling telling, long now) {
        boolean dismissed = telling.decision() == Receipt.Verdict.Decision.DISMISSED;
        return new CommandRecord(
                "verdict/" + transfer + "/" + telling.label(),
                dismissed ? CommandRecord.Action.DISMISS : CommandRecord.Action.RELEASE,
                CommandRecord.HUB,
                telling.decision() == Receipt.Verdict.Decision.PASSED
                        ? "within the feed's limits"
                        : "as a person has decided about the transfer",
                PublicationRules.instant(now),
                null,
                null,
                transfer.value(),
                null,
                null,
                null,
                null,
                null);
    }
}

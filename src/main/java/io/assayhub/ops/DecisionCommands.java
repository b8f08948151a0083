package io.assayhub.ops;

import io.assayhub.command.DecisionRules;
import io.assayhub.command.DecisionRules.Target;
import io.assayhub.wire.CommandRecord.Action;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The decisions a person can take. Exit code of each: 0 given (it says whether it is applied), 1 could not run. */
final class DecisionCommands {
    private DecisionCommands() {}

    @Command(
            name = "release",
            mixinStandardHelpOptions = true,
            description = "Let a held result go out, or all that wait for a transfer's verdict.")
    static final class Release extends DecisionCommand {
        @Parameters(arity = "0..1", paramLabel = "HOLD", description = "key of a held result, ID/N")
        private String hold;

        @Option(names = "--transfer", paramLabel = "TRANSFER", description = "all results of this transfer that wait")
        private String transfer;

        Release(Ops ops) {
            super(ops, Action.RELEASE);
        }

        @Override
        Target target(DecisionTargets targets) {
            Target target = oneOrTransfer(targets, hold, transfer, Action.RELEASE);
            if (target.observation() != null) {
                throw new OpsException("A raised matter holds nothing back; confirm, withdraw, keep or dismiss it.");
            }
            return target;
        }
    }

    @Command(
            name = "dismiss",
            mixinStandardHelpOptions = true,
            description = "End a held result, a raised matter or all that waits of a transfer without an effect.")
    static final class Dismiss extends DecisionCommand {
        @Parameters(arity = "0..1", paramLabel = "KEY", description = "ID/N, missing/ID or moved/ID, or the ID alone")
        private String key;

        @Option(names = "--transfer", paramLabel = "TRANSFER", description = "all results of this transfer that wait")
        private String transfer;

        Dismiss(Ops ops) {
            super(ops, Action.DISMISS);
        }

        @Override
        Target target(DecisionTargets targets) {
            return oneOrTransfer(targets, key, transfer, Action.DISMISS);
        }
    }

    @Command(
            name = "confirm",
            mixinStandardHelpOptions = true,
            description = {
                "Confirm that a sample belongs to its new subject:",
                "the new result goes out, the former is published entered-in-error."
            })
    static final class Confirm extends DecisionCommand {
        @Parameters(paramLabel = "KEY", description = "ID/N held as subject-changed, or moved/ID")
        private String key;

        Confirm(Ops ops) {
            super(ops, Action.CONFIRM);
        }

        @Override
        Target target(DecisionTargets targets) {
            return targets.waiting(key, Action.CONFIRM);
        }
    }

    /** A decision about a published Observation. */
    abstract static class OfObservation extends DecisionCommand {
        @Parameters(paramLabel = "OBSERVATION", description = "Observation id")
        private String observation;

        OfObservation(Ops ops, Action action) {
            super(ops, action);
        }

        @Override
        Target target(DecisionTargets targets) {
            return targets.observation(observation);
        }
    }

    @Command(
            name = "withdraw",
            mixinStandardHelpOptions = true,
            description = "Publish a result as entered-in-error: it should never have existed.")
    static final class Withdraw extends OfObservation {
        Withdraw(Ops ops) {
            super(ops, Action.WITHDRAW);
        }
    }

    @Command(
            name = "keep",
            mixinStandardHelpOptions = true,
            description = "A result that is missing in a cumulative transfer stays valid.")
    static final class Keep extends OfObservation {
        Keep(Ops ops) {
            super(ops, Action.KEEP);
        }
    }

    @Command(
            name = "unstick",
            mixinStandardHelpOptions = true,
            description = "Later versions go to the safety topic only if the safety rule applies to them.")
    static final class Unstick extends OfObservation {
        Unstick(Ops ops) {
            super(ops, Action.UNSTICK);
        }
    }

    @Command(
            name = "snooze",
            mixinStandardHelpOptions = true,
            description = "A result that is missing is not raised again before a date.")
    static final class Snooze extends OfObservation {
        @Option(
                names = "--until",
                required = true,
                paramLabel = "DATE",
                description = "day (2026-05-01, from its beginning in UTC) or instant (2026-05-01T08:00:00Z)")
        private String until;

        Snooze(Ops ops) {
            super(ops, Action.SNOOZE);
        }

        @Override
        String until() {
            Instant instant = DecisionRules.until(until)
                    .orElseThrow(() ->
                            new OpsException("--until has to be a date such as 2026-05-01, or an instant in UTC."));
            if (!instant.isAfter(ops.clock().instant())) {
                throw new OpsException("--until lies in the past.");
            }
            return instant.toString();
        }
    }

    @Command(
            name = "unblind",
            mixinStandardHelpOptions = true,
            description = "Publish a blinded feed's results, past and future, where they were kept from.")
    static final class Unblind extends DecisionCommand {
        @Option(names = "--feed", required = true, paramLabel = "FEED", description = "the feed")
        private String feed;

        Unblind(Ops ops) {
            super(ops, Action.UNBLIND);
        }

        @Override
        Target target(DecisionTargets targets) {
            if (!io.assayhub.model.FeedName.isValid(feed)) {
                throw new OpsException("'" + Listing.printable(feed) + "' is not the name of a feed.");
            }
            return targets.feed(feed);
        }
    }
}

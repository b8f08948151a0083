package io.assayhub.ops;

import io.assayhub.replay.Replayer;
import picocli.CommandLine;

/** Puts the operators' commands on a command line. */
public final class OpsCommands {
    private OpsCommands() {}

    /** Adds every command; they read the time and print where {@code ops} says. */
    public static void addTo(CommandLine line, Ops ops, Replayer replayer) {
        line.addSubcommand(new HoldsCommand(ops));
        line.addSubcommand(new RejectsCommand(ops));
        line.addSubcommand(new DecisionCommands.Release(ops));
        line.addSubcommand(new DecisionCommands.Dismiss(ops));
        line.addSubcommand(new DecisionCommands.Confirm(ops));
        line.addSubcommand(new DecisionCommands.Withdraw(ops));
        line.addSubcommand(new DecisionCommands.Keep(ops));
        line.addSubcommand(new DecisionCommands.Snooze(ops));
        line.addSubcommand(new DecisionCommands.Unblind(ops));
        line.addSubcommand(new DecisionCommands.Unstick(ops));
        line.addSubcommand(new FindCommand(ops));
        line.addSubcommand(new TraceCommand(ops));
        line.addSubcommand(new BooksCommand(ops));
        line.addSubcommand(new TopicsCommand(ops));
        line.addSubcommand(new DiffCommand(ops));
        line.addSubcommand(new ReplayCommand(ops, replayer));
        line.addSubcommand(new CommandLine(new AuditCommand()).addSubcommand(new AuditCommand.Export(ops)));
    }
}

package io.assayhub.boot;

import io.assayhub.cli.DraftCommand;
import io.assayhub.cli.TryCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The hub's command line. */
@Command(
        name = "hub",
        description = "Takes assay results in, publishes FHIR Observations to Kafka.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DraftCommand.class, TryCommand.class})
public final class Main {
    private Main() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}

package io.assayhub.boot;

import io.assayhub.cli.AgreementCommand;
import io.assayhub.cli.DraftCommand;
import io.assayhub.cli.PackageCommand;
import io.assayhub.cli.TryCommand;
import io.assayhub.config.ConfigException;
import io.assayhub.config.Problem;
import io.assayhub.ops.Ops;
import io.assayhub.ops.OpsCommands;
import io.assayhub.ops.OpsException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The hub's command line. */
@Command(
        name = "hub",
        description = "Takes assay results in, publishes FHIR Observations to Kafka.",
        mixinStandardHelpOptions = true,
        version = "Assay Hub 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            TryCommand.class,
            DraftCommand.class,
            AgreementCommand.class,
            CheckCommand.class,
            PackageCommand.class,
            TokenCommand.class,
            PasswordCommand.class,
            BenchCommand.class,
            TortureCommand.class,
            BrokerProcessCommand.class,
            WarmUpCommand.class
        })
public final class Main {
    private Main() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] args) {
        CommandLine hub = new CommandLine(new Main());
        hub.setCaseInsensitiveEnumValuesAllowed(true);
        OpsCommands.addTo(
                hub,
                new Ops(
                        Home.folder(),
                        Clock.systemUTC(),
                        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
                        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8)),
                new ReplayIntake());
        System.exit(hub.setExecutionExceptionHandler((e, line, parsed) -> explain(e))
                .execute(args));
    }

    /** What a person can mend is said in a line; anything else is a defect and shows where it is. */
    private static int explain(Exception error) {
        if (error instanceof ConfigException config) {
            config.problems().stream().map(Problem::toString).forEach(System.err::println);
        } else if (error instanceof StartupException
                || error instanceof EmbeddedBrokerException
                || error instanceof OpsException) {
            System.err.println(error.getMessage());
        } else if (error instanceof IOException && "Broken pipe".equals(error.getMessage())) {
            return 1; // Whoever read the output has seen enough.
        } else {
            error.printStackTrace();
        }
        return 1;
    }
}

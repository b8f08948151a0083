package io.assayhub.boot.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.assayhub.ops.Ops;
import io.assayhub.ops.OpsCommands;
import io.assayhub.replay.Replayer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** A person at the command line: gives the operators' commands and shows them with their answer. */
final class Operator {
    private static final String NAME = "A. Demo";

    private final Path home;
    private final Path configuration;
    private final Clock clock;
    private final Replayer replayer;
    private final Narration narration;

    Operator(Path home, Path configuration, Clock clock, Replayer replayer, Narration narration) {
        this.home = home;
        this.configuration = configuration;
        this.clock = clock;
        this.replayer = replayer;
        this.narration = narration;
    }

    /**
     * What a command answered.
     *
     * @param status its exit code
     * @param lines of its output
     */
    record Answer(int status, List<String> lines) {
        /** The line that sums it up. */
        String last() {
            return lines.isEmpty() ? "no answer" : lines.get(lines.size() - 1);
        }
    }

    /** A decision with its reason; it has to be applied by the time the command ends. */
    void decide(String why, String... words) {
        List<String> command = new ArrayList<>(Arrays.asList(words));
        command.addAll(List.of("--by", NAME, "--why", why));
        Answer answer = run(command);
        narration.check(answer.last(), answer.status() == 0 && answer.last().endsWith(": applied."));
    }

    /** Any command; shown, and its last line is the caller's to tell. */
    Answer run(List<String> command) {
        narration.say("$ ./hub " + command.stream().map(Operator::quoted).collect(Collectors.joining(" ")));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream printed = new PrintStream(bytes, true, UTF_8);
        CommandLine line = new CommandLine(CommandSpec.create().name("hub"))
                .setExecutionExceptionHandler((e, l, parsed) -> {
                    printed.println(e.getMessage());
                    return 1;
                });
        OpsCommands.addTo(line, new Ops(home, clock, printed, printed), replayer);
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of("--config", configuration.toString()));
        int status = line.execute(all.toArray(String[]::new));
        return new Answer(status, bytes.toString(UTF_8).lines().toList());
    }

    private static String quoted(String word) {
        return word.contains(" ") ? '"' + word + '"' : word;
    }
}

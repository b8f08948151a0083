package io.assayhub.boot.torture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How child processes are started.
 *
 * @param java the Java program with the options of all children, the class path among them
 * @param hub main class of the command line
 * @param home the project's folder, with mappings and routes
 */
public record Launcher(List<String> java, String hub, Path home) {
    /** The hub's command line with these arguments. */
    List<String> hub(String... arguments) {
        return of(hub, arguments);
    }

    /** Any program of the class path. */
    List<String> of(String main, String... arguments) {
        List<String> command = new ArrayList<>(java);
        command.add(main);
        command.addAll(List.of(arguments));
        return command;
    }
}

package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command line in a JVM of its own, with the class path of this one. */
final class HubProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile(
            "Assay Hub is ready after [0-9.]+ s\\. Kafka: (127\\.0\\.0\\.1:\\d+)\\. Drop files into .*");

    private final Process process;
    private final Path errors;

    private HubProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
    }

    /** How a command ended. */
    record Ended(int status, String out, String err) {
        /** The last line of standard error. */
        String lastError() {
            List<String> lines = err.lines().toList();
            return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        }
    }

    /** Starts the service with this configuration; what it logs is added to a file. */
    static HubProcess run(Path configuration, Path errors) throws IOException {
        Process process = command("run", "--config", configuration.toString())
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                .start();
        return new HubProcess(process, errors);
    }

    /** Runs a command to its end with this standard input. */
    static Ended ended(byte[] input, String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile("assay-hub", ".out");
        Path err = Files.createTempFile("assay-hub", ".err");
        try {
            Process process = command(arguments)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(input);
            } catch (IOException e) {
                // A command that does not read its input has closed it.
            }
            return new Ended(process.waitFor(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** The command line with these arguments, not yet started. */
    static ProcessBuilder command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        return builder;
    }

    /** Waits until the service says that it is ready; returns where its Kafka is. */
    String awaitReady() throws IOException {
        BufferedReader out = process.inputReader(UTF_8);
        String line = out.readLine();
        Matcher ready = READY.matcher(line == null ? "" : line);
        if (!ready.matches()) {
            throw new AssertionError("the hub did not start: " + line + "\n" + Files.readString(errors));
        }
        return ready.group(1);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it as a power cut would, SIGKILL, and returns when it is gone. */
    void kill() {
        close();
    }

    /** Ends it as a service manager would, SIGTERM; returns its status. */
    int terminate() throws InterruptedException {
        process.destroy();
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}

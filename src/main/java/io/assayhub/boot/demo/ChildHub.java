package io.assayhub.boot.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A hub in a process of its own, with its own Kafka. All it says goes to a log. */
final class ChildHub {
    private static final Pattern READY = Pattern.compile("Assay Hub is ready .* Kafka: (\\S+:\\d+)\\..*");

    private final Process process;
    private final CompletableFuture<String> ready = new CompletableFuture<>();

    private ChildHub(Process process) {
        this.process = process;
    }

    /**
     * Starts it.
     *
     * @param log what it says is added to this file
     */
    static ChildHub start(List<String> command, Map<String, String> environment, Path log) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // The JVM would say on standard error that it has picked these up; the command has all its options.
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().putAll(environment);
        ChildHub child = new ChildHub(builder.start());
        Thread reader = new Thread(() -> child.listen(log), "hub-output");
        reader.setDaemon(true);
        reader.start();
        return child;
    }

    private void listen(Path log) {
        try (BufferedReader out = process.inputReader(UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                Matcher matcher = READY.matcher(line);
                if (matcher.matches()) {
                    ready.complete(matcher.group(1));
                }
            }
            ready.completeExceptionally(new StoryException("the hub ended before it was ready"));
        } catch (IOException e) {
            ready.completeExceptionally(new UncheckedIOException(e));
        }
    }

    /** Where its Kafka is, once it is ready. */
    String awaitReady(Duration patience) throws InterruptedException {
        try {
            return ready.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new StoryException("the hub was not ready after " + patience.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new StoryException(e.getCause().getMessage(), e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** SIGKILL; returns when it is gone. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** SIGTERM, as a service manager stops it; after a while SIGKILL. Returns when it is gone. */
    void stop(Duration patience) {
        process.destroy();
        boolean gone = false;
        try {
            gone = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!gone) {
            kill();
        }
    }
}

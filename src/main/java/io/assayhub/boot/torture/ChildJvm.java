package io.assayhub.boot.torture;

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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A program in a process of its own, which is killed as a power cut would. All it says goes to a log. */
final class ChildJvm implements AutoCloseable {
    private final Process process;
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

    private ChildJvm(Process process) {
        this.process = process;
    }

    /**
     * Starts a program.
     *
     * @param log what it says is added to this file
     * @param sign the beginning of the line of its standard output that says that it is ready
     */
    static ChildJvm start(List<String> command, Map<String, String> environment, Path log, String sign)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().putAll(environment);
        ChildJvm child = new ChildJvm(builder.start());
        Thread reader = new Thread(() -> child.listen(log, sign), "child-output");
        reader.setDaemon(true);
        reader.start();
        return child;
    }

    private void listen(Path log, String sign) {
        try (BufferedReader out = process.inputReader(UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                if (line.startsWith(sign)) {
                    ready.complete(true);
                }
            }
        } catch (IOException e) {
            ready.completeExceptionally(new UncheckedIOException(e));
        }
        ready.complete(false);
    }

    /** Whether it became ready within this time; false if it ended first, empty if it did neither. */
    Optional<Boolean> awaitReady(Duration patience) throws InterruptedException {
        try {
            return Optional.of(ready.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("what a child process says cannot be read", e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Whether it has ended, or does within this time. */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether it ended as if by SIGKILL. */
    boolean struck() throws InterruptedException {
        return process.waitFor() == 137;
    }

    /** SIGKILL; returns when it is gone. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** SIGTERM, as a service manager stops it; after a while SIGKILL. */
    void stop(Duration patience) throws InterruptedException {
        process.destroy();
        if (!awaitEnd(patience)) {
            kill();
        }
    }

    @Override
    public void close() {
        kill();
    }
}

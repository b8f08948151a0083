package io.assayhub.boot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ./hub demo} in a process of its own, as somebody who watches it sees it. */
final class DemoProcess implements AutoCloseable {
    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private DemoProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "demo-output");
        reader.setDaemon(true);
        reader.start();
    }

    static DemoProcess start() throws IOException {
        return new DemoProcess(
                HubProcess.command("demo").redirectErrorStream(true).start());
    }

    private void read() {
        try (BufferedReader out = process.inputReader(UTF_8)) {
            out.lines().forEach(lines::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a line with this in it and returns what its group 1 is. */
    String await(String pattern) {
        Pattern wanted = Pattern.compile(pattern);
        String[] found = new String[1];
        Delivered.await().atMost(Duration.ofMinutes(3)).until(() -> {
            for (String line : lines) {
                Matcher matcher = wanted.matcher(line);
                if (matcher.find()) {
                    found[0] = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
                    return true;
                }
            }
            if (!process.isAlive()) {
                throw new AssertionError("the demo has ended: " + lines);
            }
            return false;
        });
        return found[0];
    }

    boolean hasSaid(String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }

    List<String> lines() {
        return lines;
    }

    /** As by Ctrl-C. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}

package io.assayhub.boot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * An embedded broker in a JVM of its own, for tests that kill it.
 *
 * <p>Prints {@code started ADDRESS} when clients can use it and ends cleanly when its standard input ends, so that it
 * never outlives the test. A failed start ends as it does for any program: message on standard error, status 1.
 */
final class EmbeddedBrokerProcess {
    private EmbeddedBrokerProcess() {}

    /** Command that runs a broker on {@code folder} with the class path of this JVM. */
    static ProcessBuilder on(Path folder) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ProcessBuilder(List.of(
                java.toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                EmbeddedBrokerProcess.class.getName(),
                folder.toString()));
    }

    public static void main(String[] args) throws IOException {
        try (EmbeddedBroker broker = EmbeddedBroker.start(Path.of(args[0]), 0)) {
            System.out.println("started " + broker.bootstrapServers());
            System.in.transferTo(System.err);
        }
    }
}

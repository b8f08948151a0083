package io.assayhub.boot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A broker alone, for programs that kill it; ends when its standard input ends, so that it never outlives them. */
@Command(name = "broker-process", hidden = true, description = "Run a broker until standard input ends.")
final class BrokerProcessCommand implements Callable<Integer> {
    @Option(names = "--folder", required = true, description = "of the broker's data")
    private Path folder;

    @Option(names = "--port", required = true, description = "of 127.0.0.1, 0 for any")
    private int port;

    @Override
    public Integer call() throws IOException {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, port)) {
            System.out.println("started " + broker.bootstrapServers());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
        return 0;
    }
}

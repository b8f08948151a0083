package io.assayhub.boot;

import io.assayhub.config.HubConfig;
import io.assayhub.config.Problem;
import io.assayhub.config.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The service: runs until it is stopped. */
@Command(name = "run", description = "Run the hub as a service, until it is stopped.")
public final class RunCommand implements Callable<Integer> {
    private static final Duration READY_TIMEOUT = Duration.ofMinutes(5);

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "configuration (default: hub.yaml beside the launcher, if there is one)")
    private Path file;

    @Override
    public Integer call() throws InterruptedException {
        Path home = Home.folder();
        Path standard = home.resolve("hub.yaml");
        HubConfig config = HubConfig.defaults(home);
        Problems problems = new Problems();
        if (file != null || Files.exists(standard)) {
            config = HubConfig.read(file != null ? file : standard, home, problems);
        }
        if (!problems.isEmpty()) {
            problems.list().stream().map(Problem::toString).forEach(System.err::println);
            return 1;
        }
        long began = System.nanoTime();
        Hub hub = Hub.start(config, Clock.systemUTC());
        Runtime.getRuntime().addShutdownHook(new Thread(hub::close, "hub-shutdown"));
        Waiting.until(hub::isReady, READY_TIMEOUT, "the ledger is not ready");
        System.out.printf(
                "Assay Hub is ready after %.1f s. Kafka: %s. Drop files into %s/FEED/ (%s).%n",
                (System.nanoTime() - began) / 1e9,
                hub.bootstrapServers(),
                hub.folders().inbox(),
                String.join(", ", hub.catalog().feedNames()));
        System.out.flush();
        hub.awaitFailure();
        System.err.println("The ledger has stopped because of an error; see the log. The hub stops.");
        return 1;
    }
}

package io.assayhub.boot;

import io.assayhub.config.HubConfig;
import io.assayhub.ops.ConfigOption;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The service: runs until it is stopped. */
@Command(name = "run", description = "Run the hub as a service, until it is stopped.")
public final class RunCommand implements Callable<Integer> {
    private static final Duration READY_TIMEOUT = Duration.ofMinutes(5);

    @Mixin
    private ConfigOption configuration;

    @Override
    public Integer call() throws InterruptedException {
        HubConfig config = configuration.read(Home.folder());
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
        hub.http()
                .ifPresent(http -> System.out.printf(
                        "HTTP: %s/feeds%s%n",
                        http.address(),
                        http.isOpen()
                                ? " (open to whoever is on this machine: no tokens are configured, see docs/http.md)"
                                : ""));
        System.out.flush();
        hub.awaitFailure();
        System.err.println("The ledger has stopped because of an error; see the log. The hub stops.");
        return 1;
    }
}

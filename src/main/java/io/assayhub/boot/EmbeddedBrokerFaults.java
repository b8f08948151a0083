package io.assayhub.boot;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import kafka.server.FaultHandlerFactory;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.server.fault.FaultHandler;
import org.apache.kafka.server.fault.FaultHandlerException;
import org.apache.kafka.server.fault.LoggingFaultHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what a fault means that Kafka would end the process for: a failed start, or the end of the process.
 *
 * <p>While the broker starts, a fault fails the start and the process lives on. Once it runs, the process halts: its
 * disk can no longer be trusted, and the next start recovers as after a kill. While it closes, a fault is only logged.
 *
 * <p>Kafka reports such faults in two ways, through a fault handler of the node and through {@link Exit}, which is one
 * for the whole JVM; of several brokers in one JVM the one started last owns it.
 */
final class EmbeddedBrokerFaults implements FaultHandlerFactory, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBrokerFaults.class);
    private static final int HALT_STATUS = 1;

    private enum Phase {
        STARTING,
        RUNNING,
        CLOSING
    }

    private final Path folder;
    private final CompletableFuture<Void> whileStarting = new CompletableFuture<>();
    private volatile Phase phase = Phase.STARTING;

    private EmbeddedBrokerFaults(Path folder) {
        this.folder = folder;
    }

    /** Faults of the broker in {@code folder}, which from now on owns Kafka's halt procedure until {@link #close()}. */
    static EmbeddedBrokerFaults watch(Path folder) {
        EmbeddedBrokerFaults faults = new EmbeddedBrokerFaults(folder);
        Exit.setHaltProcedure((status, message) -> {
            throw faults.take(message == null ? "Kafka asked to halt with status " + status : message, null);
        });
        return faults;
    }

    /** Fails with the first fault of the start; never completes otherwise. */
    CompletableFuture<Void> whileStarting() {
        return whileStarting;
    }

    /** From now on a fault halts the process. */
    void running() {
        phase = Phase.RUNNING;
    }

    /** From now on a fault is only logged. */
    void closing() {
        phase = Phase.CLOSING;
    }

    @Override
    public FaultHandler build(String name, boolean fatal, Runnable action) {
        if (!fatal) {
            return new LoggingFaultHandler(name, action);
        }
        return (message, cause) -> {
            action.run();
            return take(name + ": " + message, cause);
        };
    }

    /** Gives Kafka's halt procedure back. */
    @Override
    public void close() {
        Exit.resetHaltProcedure();
    }

    private RuntimeException take(String fault, Throwable cause) {
        FaultHandlerException exception = new FaultHandlerException(fault, cause);
        switch (phase) {
            case STARTING -> whileStarting.completeExceptionally(exception);
            case RUNNING -> {
                LOG.atError()
                        .setCause(cause)
                        .addKeyValue("folder", folder)
                        .addKeyValue("fault", fault)
                        .log("The embedded broker failed, so the process ends now; check the disk's free space and"
                                + " health, then start again");
                Runtime.getRuntime().halt(HALT_STATUS);
            }
            case CLOSING ->
                LOG.atWarn()
                        .setCause(cause)
                        .addKeyValue("folder", folder)
                        .addKeyValue("fault", fault)
                        .log("A fault while the embedded broker closed");
        }
        return exception;
    }
}

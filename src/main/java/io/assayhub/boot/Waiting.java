package io.assayhub.boot;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for a condition that nobody announces. */
final class Waiting {
    private Waiting() {}

    /** Returns when the condition holds. */
    static void until(BooleanSupplier condition, Duration timeout, String otherwise) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new StartupException("Waited " + timeout.toSeconds() + " s in vain: " + otherwise);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}

package io.assayhub.boot.torture;

import io.assayhub.boot.laboratory.Sender;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A laboratory that sends one delivery after the other over a transport of its own, each until it is acknowledged, whatever
 * is killed meanwhile. What is queued is told to the model at once: it goes out in that order.
 */
final class Correspondent implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final String name;
    private final Sender sender;
    private final LabLoad load;
    private final TortureModel model;
    private final BlockingQueue<SentFile> queue = new LinkedBlockingQueue<>();
    private final AtomicInteger open = new AtomicInteger();
    private final Thread thread;
    private volatile boolean closed;

    Correspondent(String name, Sender sender, LabLoad load, TortureModel model) {
        this.name = name;
        this.sender = sender;
        this.load = load;
        this.model = model;
        this.thread = new Thread(this::work, "torture-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    LabLoad load() {
        return load;
    }

    /** Queues deliveries. */
    void send(int count) {
        for (int i = 0; i < count; i++) {
            SentFile file = load.next();
            model.sent(file);
            open.incrementAndGet();
            queue.add(file);
        }
    }

    boolean isDone() {
        return open.get() == 0;
    }

    /** That something was never acknowledged, or empty. */
    Optional<Violation> check() {
        return isDone()
                ? Optional.empty()
                : Optional.of(new Violation(
                        Violation.Kind.PLAN, open.get() + " deliveries by " + name + " were not acknowledged"));
    }

    private void work() {
        try {
            while (!closed) {
                SentFile file = queue.take();
                byte[] bytes = file.bytes();
                while (!closed && !sent(file.name(), bytes)) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
                }
                open.decrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A hub that is down is the plan: it is sent again. */
    private boolean sent(String file, byte[] bytes) throws InterruptedException {
        try {
            return sender.send(file, bytes);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        sender.close();
    }
}

package io.assayhub.boot.bench;

import java.io.IOException;
import java.time.Duration;

/** Runs a step again and again for a while: first rounds to warm up, which do not count, then at least three that do. */
public final class Rounds {
    private static final int FEWEST = 3;
    private static final int MOST = 50;

    private final Duration warmUp;
    private final Duration measured;

    /** One round, which returns how many rows it took. */
    public interface Round {
        long run() throws IOException;
    }

    /**
     * @param warmUp at least so long, and at least one round
     * @param measured at least so long, unless 50 rounds come first
     */
    public Rounds(Duration warmUp, Duration measured) {
        this.warmUp = warmUp;
        this.measured = measured;
    }

    /** Runs the step. */
    public Figure measure(String step, String note, Round round) throws IOException {
        double warm = 0;
        while (warm == 0 || warm < warmUp.toNanos() / 1e9) {
            warm += seconds(round);
        }
        double[] all = new double[MOST];
        int count = 0;
        double sum = 0;
        long rows = 0;
        while (count < FEWEST || (count < MOST && sum < measured.toNanos() / 1e9)) {
            long began = System.nanoTime();
            rows = round.run();
            all[count] = (System.nanoTime() - began) / 1e9;
            sum += all[count++];
        }
        return new Figure(step, rows, java.util.Arrays.copyOf(all, count), note);
    }

    private static double seconds(Round round) throws IOException {
        long began = System.nanoTime();
        round.run();
        return (System.nanoTime() - began) / 1e9;
    }
}

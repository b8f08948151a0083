package io.assayhub.boot.bench;

import java.util.Arrays;

/**
 * One measured step.
 *
 * @param seconds of each round that counts, at least one; all rounds did the same
 * @param note what a reader has to know beside the name; empty for nothing
 */
public record Figure(String step, long rows, double[] seconds, String note) {
    public Figure {
        if (seconds.length == 0) {
            throw new IllegalArgumentException("a step without a round");
        }
        seconds = seconds.clone();
        Arrays.sort(seconds);
    }

    /** A step that ran once. */
    public static Figure once(String step, long rows, double seconds, String note) {
        return new Figure(step, rows, new double[] {seconds}, note);
    }

    /** Rows per second in the best round. */
    public double best() {
        return rows / seconds[0];
    }

    /** Rows per second in the middle round. */
    public double median() {
        return rows / seconds[seconds.length / 2];
    }

    /** How many rounds counted. */
    public int rounds() {
        return seconds.length;
    }

    /** In the best round. */
    public double bestSeconds() {
        return seconds[0];
    }
}

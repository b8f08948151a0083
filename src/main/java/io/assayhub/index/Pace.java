package io.assayhub.index;

import java.util.Arrays;

/** How often and how fast, in whole minutes and in steps of time. */
final class Pace {
    /** The bucket that counts published results; the others count transfers. */
    static final int PUBLISHED = -1;

    /** Transfers settled within so many milliseconds of their arrival; beyond the last is one more bucket. */
    static final long[] EDGES = {50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000, 3_600_000};

    private static final long MINUTE_MS = 60_000;

    private Pace() {}

    static long minute(long millis) {
        return Math.floorDiv(millis, MINUTE_MS);
    }

    static int bucket(long took) {
        int at = Arrays.binarySearch(EDGES, Math.max(0, took));
        return at < 0 ? -at - 1 : at;
    }

    /** The edge under which a share of all counts lies, in milliseconds; -1 of nothing. */
    static long percentile(long[] counts, double share) {
        long all = Arrays.stream(counts).sum();
        long within = 0;
        for (int i = 0; i < counts.length; i++) {
            within += counts[i];
            if (all > 0 && within >= share * all) {
                return i < EDGES.length ? EDGES[i] : Long.MAX_VALUE;
            }
        }
        return -1;
    }
}

package io.assayhub.route;

import java.time.Instant;

/** The order of transfers that say themselves when they were made: higher is newer. */
final class SourceOrder {
    /** 2000-01-01T00:00:00Z: counted from there, the seconds fill 31 bits until 2068. */
    private static final long FIRST = 946_684_800L;

    private static final long LOWER = 1L << 32;

    private SourceOrder() {}

    /**
     * The seconds said in the upper 32 bits. Of transfers made in the same second the later arrival is the newer: how many
     * milliseconds after that second it was stands in the lower ones, within 24 days before and after.
     *
     * @param made seconds since 1970
     */
    static long stated(long made, Instant arrived) {
        long delay = arrived.toEpochMilli() - made * 1000 + LOWER / 2;
        return (made - FIRST) * LOWER + Math.max(0, Math.min(LOWER - 1, delay));
    }
}

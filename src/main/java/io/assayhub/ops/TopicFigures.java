package io.assayhub.ops;

import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * One transfer as the topics alone show it; whoever reads them adds up.
 *
 * <p>Mutable, for one thread.
 */
final class TopicFigures {
    private final Map<String, Long> versions = new TreeMap<>();
    private final Map<String, Long> ended = new TreeMap<>();
    /** Partition to the seq wanted next. */
    private final Map<Integer, Long> next = new TreeMap<>();

    private long held;
    private long rejected;
    private long refused;
    private boolean sealed;
    private OptionalLong sourceRows = OptionalLong.empty();
    private OptionalLong sourceRefused = OptionalLong.empty();
    private boolean normalisedIsKept = true;

    /** A version that the transfer brought: {@code new}, {@code corrected}, {@code remapped}, {@code withdrawn}. */
    void version(String outcome) {
        versions.merge(outcome, 1L, Long::sum);
    }

    /** A held result of it that ended without a version. */
    void ended(String outcome) {
        ended.merge(outcome, 1L, Long::sum);
    }

    void held() {
        held++;
    }

    void rejected() {
        rejected++;
    }

    void refused() {
        refused++;
    }

    /** A result on normalised: a repeated one is passed over, and one behind a gap comes again. */
    void normalised(int partition, long seq) {
        if (next.getOrDefault(partition, 1L) == seq) {
            next.put(partition, seq + 1);
        }
    }

    /** An end marker was seen, so a receipt has to be there. */
    void sealed() {
        sealed = true;
    }

    /** Rows of the source, counted again. */
    void source(long rows, long refusedRows) {
        sourceRows = OptionalLong.of(rows);
        sourceRefused = OptionalLong.of(refusedRows);
    }

    /** Its records on normalised may have been deleted with age. */
    void normalisedIsGone() {
        normalisedIsKept = false;
    }

    long of(String outcome) {
        return versions.getOrDefault(outcome, 0L);
    }

    /** Held results of it that ended so. */
    long endedAs(String outcome) {
        return ended.getOrDefault(outcome, 0L);
    }

    long heldNow() {
        return held;
    }

    long rejectedEntries() {
        return rejected;
    }

    long refusedRows() {
        return refused;
    }

    /** Results, each once; empty if they are no longer kept. */
    OptionalLong results() {
        return normalisedIsKept
                ? OptionalLong.of(next.values().stream().mapToLong(n -> n - 1).sum())
                : OptionalLong.empty();
    }

    boolean isSealed() {
        return sealed;
    }

    OptionalLong rowsInSource() {
        return sourceRows;
    }

    OptionalLong refusedInSource() {
        return sourceRefused;
    }
}

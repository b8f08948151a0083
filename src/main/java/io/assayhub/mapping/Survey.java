package io.assayhub.mapping;

import java.util.List;

/**
 * What was found while a transfer was read through before it is judged; null where the feed does not ask, or nobody has
 * looked.
 *
 * @param reassays which of several rows of a result is reported
 * @param runs which runs are accepted
 * @param tiers what is concluded about the tiers of each sample
 */
record Survey(Reassays reassays, RunAcceptance runs, SampleTiers tiers) {
    static final Survey NONE = new Survey(null, null, null);

    /** The runs that are not accepted, as far as they are named. */
    List<String> failedRuns() {
        return runs == null ? List.of() : runs.named();
    }
}

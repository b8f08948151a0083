package io.assayhub.boot.demo;

/**
 * What a feed's books must show once all its files have arrived. Only whole files count and each once: not a copy that
 * was cut off, not a file sent again.
 *
 * @param feed the feed's name
 * @param files whole files
 * @param dataRows rows below the headers of all files
 * @param excludedRows of these, rows that hold no subject's result (calibrators, quality controls)
 * @param entries results carried by the other rows, repeats included
 * @param results different results, so Observations
 * @param corrected of these, results that must end as corrected
 */
public record FeedExpectation(
        String feed, int files, int dataRows, int excludedRows, int entries, int results, int corrected) {}

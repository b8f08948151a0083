package io.assayhub.cli;

import io.assayhub.config.FeedConfig.Column;
import io.assayhub.config.FeedConfig.Exclusion;
import io.assayhub.config.FeedConfig.ResultRule;
import io.assayhub.model.FeedName;
import io.assayhub.model.Meaning;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A feed as it was guessed from a table, each guess with its reason.
 *
 * @param lacks what nobody could guess and a feed cannot do without, or what is wrong with the table
 * @param count pattern of the preamble's row count, with the group {@code count}
 * @param missing words that stand for an empty cell, as sent
 * @param ignored headers without a meaning, with the reason
 * @param ignoreUnknown why columns that are not named are ignored; empty if they are refused
 * @param tokens result words by the feed's list
 * @param undecided result words that no list knows, or how many cannot be shown
 * @param units unit as sent to UCUM
 * @param undecidedUnits units as sent that are not UCUM and do not become so
 * @param unscaled why the limits are those before dilution; empty if nothing speaks for it
 */
record DraftFeed(
        FeedName name,
        DraftTable table,
        List<String> lacks,
        Guess<Character> decimal,
        Optional<Guess<String>> count,
        Map<Meaning, Guess<String>> constants,
        List<String> missing,
        List<Guess<Column>> columns,
        Map<String, String> ignored,
        Optional<String> ignoreUnknown,
        List<Guess<Exclusion>> exclusions,
        List<Guess<ResultRule>> results,
        Guess<List<Meaning>> identity,
        Map<String, List<String>> tokens,
        List<String> undecided,
        Map<String, String> units,
        List<String> undecidedUnits,
        Optional<String> unscaled) {

    /** Stands where only a person knows the value: it is neither a code, a unit nor a study, so it is never taken as one. */
    static final String CHANGE_ME = "<CHANGE-ME>";

    /** Something guessed, and why. */
    record Guess<T>(T value, String why) {}
}

package io.assayhub.mapping;

import io.assayhub.config.FeedConfig;
import io.assayhub.config.FeedConfig.Column;
import io.assayhub.config.FeedConfig.ResultRule;
import io.assayhub.model.Meaning;
import java.util.ArrayList;
import java.util.List;

/** What one result of a feed can carry, by its file alone. */
final class FeedFields {
    private FeedFields() {}

    /** The columns that a result reads: its own, then those of every result. */
    static List<Column> columns(FeedConfig feed, ResultRule rule) {
        List<Column> columns = new ArrayList<>(rule.columns());
        columns.addAll(feed.columns());
        return columns;
    }

    /** Whether a column or a constant gives the meaning. */
    static boolean delivers(FeedConfig feed, ResultRule rule, Meaning meaning) {
        return rule.constants().containsKey(meaning)
                || feed.constants().containsKey(meaning)
                || columns(feed, rule).stream().anyMatch(column -> column.to() == meaning);
    }

    /** Whether every result has the meaning: a constant gives it, or a column whose cells are all filled. */
    static boolean isAlways(FeedConfig feed, ResultRule rule, Meaning meaning) {
        return rule.constants().containsKey(meaning)
                || feed.constants().containsKey(meaning)
                || columns(feed, rule).stream()
                        .anyMatch(column -> column.to() == meaning && column.presence() == Column.Presence.REQUIRED);
    }
}

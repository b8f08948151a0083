package io.assayhub.mapping;

import io.assayhub.config.FeedConfig.Column;
import io.assayhub.config.FeedConfig.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fields of one table by their headers in the feed, and behind them those that the feed makes of them. */
final class TableFields {
    private final Map<String, Integer> byHeader;
    private final int width;
    private final Set<String> missing;
    private final List<MadeField> made = new ArrayList<>();
    private final Map<Column, Integer> madeOf = new HashMap<>();
    private final Map<Source.Part, MadeField.Apart> apart = new HashMap<>();

    /**
     * @param byHeader 0-based
     * @param width how many fields the table has
     * @param missing words for an empty cell, in small letters
     */
    TableFields(Map<String, Integer> byHeader, int width, Set<String> missing) {
        this.byHeader = Map.copyOf(byHeader);
        this.width = width;
        this.missing = missing;
    }

    /** The field under a header, or -1 if the table has none. */
    int of(String header) {
        return byHeader.getOrDefault(header, -1);
    }

    /** The field of a column's text, or -1 if the table has none. */
    int of(Column column) {
        int field = of(column.header());
        boolean whole = column.source() instanceof Source.Whole
                || (column.source() instanceof Source.Joined joined && of(joined.with()) < 0);
        if (field < 0 || whole) {
            return field;
        }
        return madeOf.computeIfAbsent(column, c -> {
            made.add(make(c, field));
            return width + made.size() - 1;
        });
    }

    private MadeField make(Column column, int field) {
        if (column.source() instanceof Source.Part part) {
            Source.Part whole = new Source.Part(part.pattern(), column.header());
            return new MadeField.Part(
                    apart.computeIfAbsent(whole, p -> new MadeField.Apart(field, p.pattern())), part.group());
        }
        Source.Joined joined = (Source.Joined) column.source();
        char between = column.format() == null ? 'T' : ' ';
        return new MadeField.Joined(field, of(joined.with()), between, missing);
    }

    /** A row of this table; to be asked for when all columns are known. */
    FramedRow row() {
        return new FramedRow(width, made);
    }
}

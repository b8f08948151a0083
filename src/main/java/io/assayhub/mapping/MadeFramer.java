package io.assayhub.mapping;

import io.assayhub.parse.Frame;
import io.assayhub.parse.Framer;
import io.assayhub.parse.TextRow;
import java.util.List;
import java.util.Map;

/** A table that was made up in memory, for forms whose bytes are not written: what a framer of theirs would deliver. */
final class MadeFramer implements Framer {
    private final List<String> headers;
    private final List<List<String>> rows;
    private final Map<String, String> facts;
    private final TextRow row = new TextRow();
    private int next;

    /** @param facts what it says of itself */
    MadeFramer(List<String> headers, List<List<String>> rows, Map<String, String> facts) {
        this.headers = headers;
        this.rows = rows;
        this.facts = Map.copyOf(facts);
    }

    @Override
    public String fact(String name) {
        return facts.get(name);
    }

    @Override
    public Frame header() {
        return fill(headers, 1);
    }

    @Override
    public Frame next() {
        return next < rows.size() ? fill(rows.get(next++), next + 1L) : null;
    }

    private Frame fill(List<String> cells, long number) {
        row.begin(number, number, 0);
        cells.forEach(row::add);
        return row;
    }

    @Override
    public long rows() {
        return next;
    }

    @Override
    public long refused() {
        return 0;
    }

    @Override
    public long bytes() {
        return 0;
    }
}

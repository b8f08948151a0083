package io.assayhub.mapping;

import io.assayhub.config.FeedConfig;
import io.assayhub.config.FeedConfig.Column;
import io.assayhub.config.Spelling;
import io.assayhub.model.Rejected;
import java.util.Collection;
import java.util.Optional;

/**
 * The lines of a feed file that would let a rejected entry pass, ready to be pasted and then looked at by somebody who
 * knows the laboratory. They repeat the cell, so they are for the sender's and the mapping author's eyes alone.
 */
public final class Mending {
    private Mending() {}

    /** The lines, or empty where no line of a feed file mends it. */
    public static Optional<String> lines(CompiledFeed feed, Rejected rejected) {
        String sent = rejected.value();
        if (sent == null) {
            return Optional.empty();
        }
        return switch (rejected.code()) {
            case UNKNOWN_UNIT ->
                Optional.of("units: { " + quoted(sent) + ": "
                        + feed.ucum().likely(sent).map(Mending::quoted).orElse("UCUM") + " }");
            case UNKNOWN_TOKEN ->
                Optional.of("tokens: { below-limit: [" + quoted(sent)
                        + "] }   # or above-limit, not-done, pending, invalid, positive, negative, indeterminate");
            case UNKNOWN_CODE ->
                column(feed.config(), rejected.location().column()).map(column -> word(feed, column, sent));
            default -> Optional.empty();
        };
    }

    private static Optional<Column> column(FeedConfig feed, String header) {
        return feed.allColumns().stream()
                .filter(c -> c.header().equals(header) && c.other() == Column.Other.REJECT)
                .findFirst();
    }

    /** Its word's translation, and for a code that nothing has yet the concept to be added. */
    private static String word(CompiledFeed feed, Column column, String sent) {
        Optional<String> system = RowCells.codeSystem(column.to());
        Collection<String> known = system.<Collection<String>>map(
                        s -> feed.terminology().codes(s))
                .orElseGet(() -> column.values().values());
        String values = "columns: { " + quoted(column.header()) + ": { values: { " + quoted(sent) + ": "
                + Spelling.nearest(sent, known).map(Mending::quoted).orElse("CODE") + " } } }";
        return system.map(s -> values + "   # or a concept in terminology/" + s + ".yaml: - { code: " + quoted(sent)
                        + ", display: \"…\" }")
                .orElse(values);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}

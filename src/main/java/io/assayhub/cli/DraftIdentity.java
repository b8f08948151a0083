package io.assayhub.cli;

import io.assayhub.cli.DraftFeed.Guess;
import io.assayhub.model.Meaning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Guesses what makes a result unique, and counts in the sample whether it does. */
final class DraftIdentity {
    private static final List<Meaning> MORE = List.of(
            Meaning.TIER,
            Meaning.SPECIMEN_TYPE,
            Meaning.VISIT_NUMBER,
            Meaning.VISIT_NAME,
            Meaning.TIMEPOINT_NAME,
            Meaning.TIMEPOINT_NUMBER,
            Meaning.REPLICATE,
            Meaning.ASSAY);

    private final Map<Meaning, DraftColumn> columns;
    private final List<List<String>> rows;

    /** @param rows that are results; rows that are equal in every cell are one */
    DraftIdentity(Map<Meaning, DraftColumn> columns, List<List<String>> rows) {
        this.columns = columns;
        this.rows = List.copyOf(new HashSet<>(rows));
    }

    /** Whether the sample shows that rows share the identity. */
    boolean collides(List<Meaning> identity) {
        return collisions(identity) > 0;
    }

    Guess<List<Meaning>> guess() {
        List<Meaning> identity = new ArrayList<>(List.of(Meaning.STUDY, Meaning.SUBJECT, Meaning.ANALYTE));
        if (isUsable(Meaning.SPECIMEN_ACCESSION)) {
            identity.add(Meaning.SPECIMEN_ACCESSION);
        } else {
            addIfUsable(identity, Meaning.SPECIMEN_TYPE);
            addIfUsable(identity, isUsable(Meaning.VISIT_NUMBER) ? Meaning.VISIT_NUMBER : Meaning.VISIT_NAME);
            addIfUsable(identity, isUsable(Meaning.TIMEPOINT_NAME) ? Meaning.TIMEPOINT_NAME : Meaning.TIMEPOINT_NUMBER);
        }
        long collisions = collisions(identity);
        List<String> added = new ArrayList<>();
        for (Meaning more : MORE) {
            if (collisions > 0 && isUsable(more) && !identity.contains(more)) {
                List<Meaning> longer = new ArrayList<>(identity);
                longer.add(more);
                long left = collisions(longer);
                if (left < collisions) {
                    identity = longer;
                    collisions = left;
                    added.add(more.text());
                }
            }
        }
        return new Guess<>(List.copyOf(identity), why(identity, added, collisions));
    }

    private String why(List<Meaning> identity, List<String> added, long collisions) {
        if (rows.isEmpty()) {
            return "there are no rows to prove it on";
        }
        String growth = added.isEmpty() ? "" : "; without " + String.join(", ", added) + " it is not";
        return collisions == 0
                ? "unique in the " + rows.size() + " different rows looked at" + growth
                : "NOT unique: " + collisions + " of " + rows.size() + " different rows share "
                        + (identity.size() == 3 ? "subject and analyte" : "it") + " with another";
    }

    private void addIfUsable(List<Meaning> identity, Meaning meaning) {
        if (isUsable(meaning)) {
            identity.add(meaning);
        }
    }

    private boolean isUsable(Meaning meaning) {
        DraftColumn column = columns.get(meaning);
        return column != null && (column.rows() == 0 || column.filled() * 2 >= column.rows());
    }

    private long collisions(List<Meaning> identity) {
        Map<String, Integer> keys = new HashMap<>();
        for (List<String> row : rows) {
            StringBuilder key = new StringBuilder();
            for (Meaning meaning : identity) {
                DraftColumn column = columns.get(meaning);
                key.append(column == null ? "" : row.get(column.index())).append('\u001f');
            }
            keys.merge(key.toString(), 1, Integer::sum);
        }
        return keys.values().stream()
                .filter(n -> n > 1)
                .mapToLong(Integer::longValue)
                .sum();
    }
}
